import type { Point } from "./query";
import type { SeriesLine } from "./useSeries";

/** A row of the table: the points of all lines at one time, or a gap. */
export type TableRow =
  | { at: string; gap: false; points: (Point | null)[] }
  | { at: string; gap: true; seconds: number; points: [] };

/** The points of all lines by time, newest first, with the gaps of the first line between them. */
export function tableRows(lines: readonly Pick<SeriesLine, "line">[]): TableRow[] {
  const byTime = new Map<string, (Point | null)[]>();
  lines.forEach(({ line }, index) => {
    for (const point of line.points) {
      const points = byTime.get(point.at) ?? lines.map(() => null);
      points[index] = point;
      byTime.set(point.at, points);
    }
  });
  const rows: TableRow[] = [...byTime].map(([at, points]) => ({ at, gap: false, points }));
  for (const { from, to } of lines[0]?.line.gaps ?? []) {
    rows.push({ at: from, gap: true, seconds: (Date.parse(to) - Date.parse(from)) / 1000, points: [] });
  }
  // A gap begins with the last sample before it, so that it stands above that row.
  return rows.sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || Number(b.gap) - Number(a.gap));
}
