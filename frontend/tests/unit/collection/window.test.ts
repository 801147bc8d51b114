import { describe, expect, it } from "vitest";
import type { EntryRow } from "../../../src/model";
import { Layout } from "../../../src/features/collection/rows/layout";
import type { RowSource } from "../../../src/features/collection/rows/source";
import { KEPT, PAGE, RowWindow } from "../../../src/features/collection/rows/window";

interface Asked {
  rows: (string | null)[];
  skips: number;
  marks: number;
}

/** A list of numbered rows; a cursor is the position before which one stands. */
function source(rows: { id: string }[], { marks = true } = {}): { source: RowSource; asked: Asked } {
  const asked: Asked = { rows: [], skips: 0, marks: 0 };
  const at = (cursor: string | null): number => (cursor === null ? 0 : rows.findIndex(({ id }) => id === cursor) + 1);
  return {
    asked,
    source: {
      rows: async (after, first) => {
        asked.rows.push(after);
        return rows.slice(at(after), at(after) + first).map((node) => ({ cursor: node.id, node: node as EntryRow }));
      },
      count: async () => rows.length,
      marks: async (every) => {
        asked.marks += 1;
        return marks ? rows.filter((_, index) => (index + 1) % every === 0).map(({ id }) => id).slice(0, 1000) : null;
      },
      skip: async (after, count) => {
        asked.skips += 1;
        return rows[at(after) + count - 1]?.id ?? null;
      },
    },
  };
}

const many = (count: number): { id: string }[] => Array.from({ length: count }, (_, index) => ({ id: `r${index}` }));
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 20));

describe("a window over a long list", () => {
  it("has the first rows and their number", async () => {
    const window = new RowWindow({ source: source(many(100_000)).source, changed: () => undefined });
    await window.open();
    expect([window.count, window.row(0)?.id, window.row(99)?.id, window.row(100)]).toEqual([100_000, "r0", "r99", undefined]);
  });

  it("goes on page by page without marks, and ahead in the direction of movement", async () => {
    const { source: from, asked } = source(many(1_000));
    const window = new RowWindow({ source: from, changed: () => undefined });
    await window.open();
    window.need(80, 120, 1);
    await settled();
    expect(asked.marks).toBe(0);
    expect([window.row(120)?.id, window.row(250)?.id, window.row(399)?.id]).toEqual(["r120", "r250", "r399"]);
  });

  it("jumps by marks in one request", async () => {
    const { source: from, asked } = source(many(100_000));
    const window = new RowWindow({ source: from, changed: () => undefined });
    await window.open();
    window.need(77_700, 77_740, 0);
    await settled();
    expect(window.row(77_720)?.id).toBe("r77720");
    expect([asked.marks, asked.skips]).toEqual([1, 0]);
  });

  it("finds its way where marks are further apart than pages", async () => {
    const { source: from, asked } = source(many(250_000));
    const window = new RowWindow({ source: from, changed: () => undefined });
    await window.open();
    window.need(249_950, 249_990, 0);
    await settled();
    expect(window.row(249_990)?.id).toBe("r249990");
    expect(asked.skips).toBeLessThan(4);
  });

  it("walks where the server has no marks", async () => {
    const { source: from, asked } = source(many(5_000), { marks: false });
    const window = new RowWindow({ source: from, changed: () => undefined });
    await window.open();
    window.need(4_800, 4_810, 0);
    await settled();
    expect(window.row(4_805)?.id).toBe("r4805");
    expect(asked.skips).toBeGreaterThan(0);
  });

  it("keeps only what is near", async () => {
    const window = new RowWindow({ source: source(many(50_000)).source, changed: () => undefined });
    await window.open();
    for (let at = 0; at < 50_000; at += 400) {
      window.need(at, at + 40, 1);
      await settled();
      expect(window.keptRows).toBeLessThanOrEqual((KEPT + 4) * PAGE);
    }
    expect(window.row(0)).toBeUndefined();
  }, 20_000);

  it("tells a row that went from one that is on its way", async () => {
    const rows = many(300);
    const window = new RowWindow({ source: source(rows).source, changed: () => undefined });
    await window.open();
    window.need(100, 140, 0);
    await settled();
    rows.splice(5, 1);
    const again = new RowWindow({ source: source(rows).source, changed: () => undefined });
    await again.open();
    again.count = 300;
    again.need(250, 299, 0);
    await settled();
    expect([again.has(299), again.row(299)]).toEqual([true, undefined]);
  });

  it("keeps its rows when a page fails, and tries again", async () => {
    const { source: from } = source(many(1_000));
    let broken = false;
    const window = new RowWindow({ source: { ...from, rows: async (...given) => (broken ? Promise.reject(new Error("gone")) : from.rows(...given)) }, changed: () => undefined });
    await window.open();
    broken = true;
    window.need(200, 240, 0);
    await settled();
    expect(window.error).toBeInstanceOf(Error);
    expect(window.row(50)?.id).toBe("r50");
    broken = false;
    window.retry();
    await settled();
    expect([window.error, window.row(220)?.id]).toEqual([null, "r220"]);
  });
});

describe("lines of a grouped list", () => {
  it("are headers and rows, and closed groups have no rows", async () => {
    const window = new RowWindow({ source: source(many(10)).source, changed: () => undefined });
    await window.open();
    const group = (id: string, count: number): never => ({ id, count }) as never;
    const sections = [
      { window, offset: 0, count: 4, group: group("a", 4), closed: false },
      { window, offset: 4, count: 3, group: group("b", 3), closed: true },
      { window, offset: 7, count: 3, group: group("c", 3), closed: false },
    ];
    const layout = new Layout(sections);
    expect([layout.size, layout.rows]).toEqual([10, 10]);
    expect(layout.line(0)).toMatchObject({ kind: "group", group: { id: "a" } });
    expect(layout.line(4)).toMatchObject({ kind: "row", row: { id: "r3" } });
    expect(layout.line(5)).toMatchObject({ kind: "group", group: { id: "b" } });
    expect(layout.line(7)).toMatchObject({ kind: "row", row: { id: "r7" } });
    expect([layout.headOf(8), layout.indexOf("r8"), layout.indexOf("r5"), layout.rowsBefore(8)]).toEqual([6, 8, null, 8]);
  });
});
