import type { Trail } from "../../lib/trail";
import type { Layout } from "./rows/layout";

/** So many lines each way are looked at. */
const FAR = 500;

/**
 * The rows around a line that are here, in their order, to walk on through from the entry that is opened. It ends where
 * rows are not here: what lies behind is not next.
 */
export function trailOf(layout: Layout, line: number, label: string, to: string): Trail | null {
  const at = layout.line(line);
  if (at?.kind !== "row" || !at.row) return null;
  const before = walk(layout, line, -1).reverse();
  return { label, to, ids: [...before, at.row.id, ...walk(layout, line, 1)], current: at.row.id };
}

function walk(layout: Layout, from: number, step: number): string[] {
  const ids: string[] = [];
  for (let index = from + step; index >= 0 && index < layout.size && Math.abs(index - from) <= FAR; index += step) {
    const line = layout.line(index);
    // The head of a group is no row.
    if (line?.kind !== "row") continue;
    if (!line.row) break;
    ids.push(line.row.id);
  }
  return ids;
}
