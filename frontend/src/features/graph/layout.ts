import type { GraphEntry } from "./graph.graphql";

export interface Place {
  x: number;
  y: number;
}

/** All entries of one type, lying together. */
export interface Cluster extends Place {
  type: string;
  radius: number;
  ids: string[];
}

export interface Layout {
  places: ReadonlyMap<string, Place>;
  clusters: readonly Cluster[];
}

/** The distance of two neighbours within a cluster; everything else is in proportion to it. */
const STEP = 1;
/** The angle by which each next one of a spiral turns, so that a disc fills evenly (the golden angle). */
const TURN = Math.PI * (3 - Math.sqrt(5));

/**
 * Places entries so that type is told by place: the start in the middle, the types around it in discs. The same entries
 * always lie in the same places, so that nothing moves when one more arrives.
 */
export function layout(entries: readonly GraphEntry[], start: string): Layout {
  const places = new Map<string, Place>([[start, { x: 0, y: 0 }]]);
  const byType = new Map<string, string[]>();
  for (const { __typename: type, id } of entries) if (id !== start) byType.set(type, [...(byType.get(type) ?? []), id]);
  const groups = [...byType].sort(([a], [b]) => a.localeCompare(b)).map(([type, ids]) => ({ type, ids, radius: discRadius(ids.length) }));
  const ring = ringRadius(groups.map((group) => group.radius));
  const whole = groups.reduce((sum, group) => sum + group.radius + STEP, 0);
  let walked = 0;
  const clusters = groups.map(({ type, ids, radius }): Cluster => {
    const angle = ((walked + (radius + STEP) / 2) / whole) * 2 * Math.PI - Math.PI / 2;
    walked += radius + STEP;
    const distance = Math.max(ring, radius + 2.5 * STEP);
    const middle = groups.length === 1 ? { x: radius + 3 * STEP, y: 0 } : { x: distance * Math.cos(angle), y: distance * Math.sin(angle) };
    ids.forEach((id, index) => places.set(id, spiral(middle, index, ids.length)));
    return { type, ids, radius, ...middle };
  });
  return { places, clusters };
}

function spiral({ x, y }: Place, index: number, count: number): Place {
  if (count === 1) return { x, y };
  const distance = STEP * 0.72 * Math.sqrt(index + 0.5);
  return { x: x + distance * Math.cos(index * TURN), y: y + distance * Math.sin(index * TURN) };
}

function discRadius(count: number): number {
  return count === 1 ? STEP * 0.6 : STEP * (0.72 * Math.sqrt(count) + 0.6);
}

/** So far from the middle that the discs on the ring do not touch. */
function ringRadius(radii: readonly number[]): number {
  const around = radii.reduce((sum, radius) => sum + 2 * radius + STEP, 0);
  return Math.max(around / (2 * Math.PI), ...radii.map((radius) => radius + 2.5 * STEP));
}
