import { describe, expect, it } from "vitest";
import { layout } from "../../src/features/graph/layout";

function entries(counts: Record<string, number>): { __typename: string; id: string; title: string }[] {
  return Object.entries(counts).flatMap(([type, count]) => Array.from({ length: count }, (_unused, index) => ({ __typename: type, id: `${type}${index}`, title: "" })));
}

describe("the places of a graph", () => {
  const around = [{ __typename: "Child", id: "start", title: "" }, ...entries({ Feeding: 60, Note: 1, Sleep: 12, Tag: 3 })];
  const { places, clusters } = layout(around, "start");

  it("hold every entry once, the start in the middle", () => {
    expect(places.size).toBe(around.length);
    expect(places.get("start")).toEqual({ x: 0, y: 0 });
  });

  it("keep types apart from each other and from the middle", () => {
    clusters.forEach((a, index) => {
      expect(Math.hypot(a.x, a.y)).toBeGreaterThan(a.radius);
      for (const b of clusters.slice(index + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(Math.min(a.radius, b.radius));
    });
    for (const cluster of clusters) {
      for (const id of cluster.ids) {
        const place = places.get(id) ?? { x: Infinity, y: 0 };
        expect(Math.hypot(place.x - cluster.x, place.y - cluster.y)).toBeLessThanOrEqual(cluster.radius);
      }
    }
  });

  it("are the same for the same entries, and for one entry alone", () => {
    expect(layout(around, "start")).toEqual(layout(around, "start"));
    expect(layout([{ __typename: "Child", id: "start", title: "" }], "start").clusters).toEqual([]);
  });
});
