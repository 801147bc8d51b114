import { describe, expect, it } from "vitest";
import type { EntryRow } from "../../../src/model";
import { loadForPrint, printLines } from "../../../src/features/collection/print/printLines";
import type { Group } from "../../../src/features/collection/rows/groups";
import { Layout } from "../../../src/features/collection/rows/layout";
import { RowWindow } from "../../../src/features/collection/rows/window";

const row = (position: number): EntryRow => ({ id: `r${position}` }) as EntryRow;
const quiet = { changed: () => undefined };

/** A list of numbered rows that a server has; `failing` is one that does not answer. */
function windowOf(count: number, failing = false): RowWindow {
  const at = (cursor: string | null): number => (cursor === null ? 0 : Number(cursor) + 1);
  const window = new RowWindow({
    source: {
      rows: async (after, first) => {
        if (failing) throw new Error("gone");
        return Array.from({ length: Math.min(first, count - at(after)) }, (_, index) => ({ cursor: String(at(after) + index), node: row(at(after) + index) }));
      },
      count: async () => count,
      marks: async (every) => Array.from({ length: Math.floor(count / every) }, (_, index) => String((index + 1) * every - 1)),
      skip: async (after, rows) => String(at(after) + rows - 1),
    },
    ...quiet,
  });
  window.count = count;
  return window;
}

const plain = (window: RowWindow): Layout => new Layout([{ window, offset: 0, count: window.count, group: null, closed: false }]);
const grouped = (window: RowWindow, counts: number[], closed: number[] = []): Layout => {
  let offset = 0;
  return new Layout(counts.map((count, index) => {
    const section = { window, offset, count, group: { id: `g${index}`, count } as unknown as Group, closed: closed.includes(index) };
    offset += count;
    return section;
  }));
};
const told = (layout: Layout, most?: number): string[] => printLines(layout, most).lines.map((line) => (line.kind === "row" ? line.row.id : line.kind === "gap" ? `${line.rows} missing` : line.line.group.id));

describe("what of a list is printed", () => {
  it("is what is here, with the number of rows that are not", async () => {
    const window = windowOf(350);
    await window.open();
    const { lines, rows } = printLines(plain(window));
    expect(rows).toBe(100);
    expect(lines.at(-1)).toEqual({ kind: "gap", rows: 250 });
  });

  it("ends at the limit", async () => {
    const window = windowOf(5);
    await window.open();
    expect(told(plain(window), 3)).toEqual(["r0", "r1", "r2", "2 missing"]);
  });

  it("has the header of a group before its first row, and no header of a group without rows", async () => {
    const window = windowOf(300);
    await window.open();
    expect(told(grouped(window, [2, 98, 100, 100], [1]))).toEqual(["g0", "r0", "r1", "g1", "200 missing"]);
  });

  it("can be loaded up to the limit whatever the screen shows", async () => {
    const layout = plain(windowOf(1_500));
    const loaded = await loadForPrint(layout, new AbortController().signal, 1_000);
    expect(printLines(layout, 1_000).rows).toBe(0);
    expect(printLines(loaded, 1_000)).toMatchObject({ rows: 1_000, lines: { 1000: { kind: "gap", rows: 500 } } });
  });

  it("is told when it cannot be loaded", async () => {
    await expect(loadForPrint(plain(windowOf(10, true)), new AbortController().signal)).rejects.toThrow("gone");
  });

  it("is nothing for an empty list", async () => {
    const loaded = await loadForPrint(plain(windowOf(0)), new AbortController().signal);
    expect(printLines(loaded)).toEqual({ lines: [], rows: 0 });
  });
});
