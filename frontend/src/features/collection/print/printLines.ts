import type { EntryRow } from "../../../model";
import { Layout, type Line } from "../rows/layout";
import { RowWindow } from "../rows/window";

/** Rows that one printed list has at most: some thirty pages. */
export const MOST_PRINTED = 1_000;

/** One line of a printed list; `gap` stands for rows that are not here. */
export type PrintLine =
  | { kind: "group"; line: Extract<Line, { kind: "group" }> }
  | { kind: "row"; row: EntryRow }
  | { kind: "gap"; rows: number };

/** What of a list is printed: the rows that are here, up to a limit, each under the header of its group. */
export function printLines(layout: Layout, most = MOST_PRINTED): { lines: PrintLine[]; rows: number } {
  const lines: PrintLine[] = [];
  let rows = 0;
  let missing = 0;
  const closeGap = (): void => {
    if (missing > 0) lines.push({ kind: "gap", rows: missing });
    missing = 0;
  };
  for (const section of layout.sections) {
    let head: PrintLine | null = section.group ? { kind: "group", line: { kind: "group", section, group: section.group } } : null;
    if (section.closed && head && rows < most) {
      closeGap();
      lines.push(head);
      continue;
    }
    for (let position = section.offset; position < section.offset + section.count; position += 1) {
      const row = rows < most ? section.window.row(position) : undefined;
      if (!row) {
        // A row that went away meanwhile is no gap.
        if (rows >= most || !section.window.has(position)) missing += 1;
        continue;
      }
      if (head) {
        closeGap();
        lines.push(head);
        head = null;
      }
      closeGap();
      lines.push({ kind: "row", row });
      rows += 1;
    }
  }
  closeGap();
  return { lines, rows };
}

/**
 * The same list with its first rows, whatever the screen shows of it. It has windows of its own, since those of the
 * screen keep what is looked at and drop the rest.
 */
export async function loadForPrint(layout: Layout, signal: AbortSignal, most = MOST_PRINTED): Promise<Layout> {
  const windows = new Map<RowWindow, RowWindow>();
  let settle = (): void => undefined;
  const sections = layout.sections.map((section) => {
    const window = windows.get(section.window) ?? new RowWindow({ source: section.window.options.source, changed: () => settle() });
    windows.set(section.window, window);
    window.count = section.window.count;
    return { ...section, window };
  });
  const loaded = new Layout(sections);
  const last = lastLine(loaded, most);
  try {
    await new Promise<void>((resolve, reject) => {
      const close = (): void => reject(new DOMException("aborted", "AbortError"));
      signal.addEventListener("abort", close, { once: true });
      settle = (): void => {
        const failed = sections.find(({ window }) => window.error);
        if (failed) reject(failed.window.error as Error);
        else if (isLoaded(loaded, last)) resolve();
      };
      loaded.need(0, last, 0);
      settle();
    });
  } finally {
    for (const window of windows.values()) window.close();
  }
  return loaded;
}

/** The line of the last row that is printed. */
function lastLine(layout: Layout, most: number): number {
  let rows = 0;
  let lines = 0;
  for (const { group, closed, count } of layout.sections) {
    if (group) lines += 1;
    if (closed) continue;
    lines += Math.min(count, most - rows);
    rows += Math.min(count, most - rows);
    if (rows >= most) break;
  }
  return lines - 1;
}

function isLoaded(layout: Layout, last: number): boolean {
  for (let index = 0; index <= last; index += 1) {
    const line = layout.line(index);
    if (line?.kind === "row" && !line.row && !line.gone) return false;
  }
  return true;
}
