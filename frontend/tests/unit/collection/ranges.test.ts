import { describe, expect, it } from "vitest";
import { groupBy, toGroups, type Group } from "../../../src/features/collection/rows/groups";
import { rangeEdges } from "../../../src/features/collection/rows/ranges";
import { groupLabel } from "../../../src/features/collection/groupLabel";
import { readView, writeView } from "../../../src/features/collection/view";
import type { StatGroup } from "../../../src/documents";
import { createFormats } from "../../../src/format";
import { amount, field, plant } from "./garden";

const words = { today: "", yesterday: "", none: "none", yes: "", no: "", count: (count: number) => String(count) };
const stat = (number: number | null, text: string | null, count = 3): StatGroup => ({ key: [{ name: "amount", text, number, time: null, entry: null }], start: null, end: null, count });

describe("ranges of numbers", () => {
  it.each([
    [95, 149, [90, 100, 110, 120, 130, 140]],
    [0.1, 0.7, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]],
    [-3, 12, [-4, -2, 0, 2, 4, 6, 8, 10, 12]],
    [5, 5, [5]],
    [0, 0, [0]],
  ])("from %d to %d begin at round numbers", (least, greatest, edges) => {
    expect(rangeEdges(least, greatest)).toEqual(edges);
  });

  it("hold what lies between two edges, in the unit that was asked for", () => {
    const ranges = { unit: "FL_OZ", edges: [3, 4, 5] };
    expect(groupBy({ field: "amount", every: "RANGE" }, amount, "UTC", ranges)).toEqual({ range: { field: "amount", unit: "FL_OZ", edges: [3, 4, 5] } });
    const groups = toGroups([stat(3, "3 fl oz to 4 fl oz"), stat(5, "5 fl oz or more"), stat(null, null)], amount, [], String, ranges);
    expect(groups.map(({ where }) => where)).toEqual([
      { amount: { gte: { value: 3, unit: "FL_OZ" }, lt: { value: 4, unit: "FL_OZ" } } },
      { amount: { gte: { value: 5, unit: "FL_OZ" } } },
      { amount: { isNull: true } },
    ]);
    const formats = createFormats({ locale: "en", timeZone: "UTC", units: {} });
    expect(groups.map((group: Group) => groupLabel(group, amount, "RANGE", 0, formats, words).title)).toEqual(["3 – 4 fl oz", "≥ 5 fl oz", "none"]);
  });

  it("take money by its amount and spans by seconds, as their filters do", () => {
    const ranges = { unit: null, edges: [0, 60] };
    const where = (type: string): unknown => toGroups([stat(0, "")], field("x", { type, groups: ["RANGE"] }), [], String, ranges)[0]?.where;
    expect(where("Money")).toEqual({ x: { amount: { gte: 0, lt: 60 } } });
    expect(where("Duration")).toEqual({ x: { gte: "PT0S", lt: "PT60S" } });
    expect(where("Int")).toEqual({ x: { gte: 0, lt: 60 } });
  });

  it("stand in the address, and money goes by its currency unless it is told otherwise", () => {
    const grouped = { ...readView({}, plant).state, group: { field: "amount", every: "RANGE" } };
    expect(readView(writeView(grouped, plant) as Record<string, string>, plant).state.group).toEqual(grouped.group);
    const price = field("price", { type: "Money", groups: ["CURRENCY", "RANGE"] });
    expect(groupBy({ field: "price" }, price, "UTC", null)).toEqual({ field: "price.currency" });
    expect(toGroups([stat(null, "EUR")], price, [], String)[0]?.where).toEqual({ price: { currency: { eq: "EUR" } } });
  });
});
