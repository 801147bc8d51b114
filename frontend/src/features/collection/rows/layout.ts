import type { EntryRow } from "../../../model";
import type { Group } from "./groups";
import type { RowWindow } from "./window";

/** A run of rows that stand together: a group of a grouped list, or the whole list. */
export interface Section {
  window: RowWindow;
  /** The position of its first row in the window. */
  offset: number;
  count: number;
  group: Group | null;
  closed: boolean;
}

/** One line of the list. */
export type Line =
  | { kind: "group"; section: Section; group: Group }
  | { kind: "row"; section: Section; window: RowWindow; position: number; row: EntryRow | undefined; gone: boolean };

/** Which line stands where; computed from counts alone, so that a list of any length costs the same. */
export class Layout {
  readonly #starts: number[] = [];
  readonly size: number;
  readonly rows: number;

  constructor(readonly sections: readonly Section[]) {
    let start = 0;
    for (const section of sections) {
      this.#starts.push(start);
      start += linesOf(section);
    }
    this.size = start;
    this.rows = sections.reduce((sum, section) => sum + section.count, 0);
  }

  line(index: number): Line | undefined {
    const at = this.#sectionAt(index);
    const section = this.sections[at];
    if (!section || index < 0 || index >= this.size) return undefined;
    const inner = index - (this.#starts[at] ?? 0) - (section.group ? 1 : 0);
    if (inner < 0 && section.group) return { kind: "group", section, group: section.group };
    const position = section.offset + inner;
    const row = section.window.row(position);
    return { kind: "row", section, window: section.window, position, row, gone: !row && section.window.has(position) };
  }

  /** The header of the group that a line belongs to; null in a list without groups. */
  headOf(index: number): number | null {
    const at = this.#sectionAt(index);
    return this.sections[at]?.group ? (this.#starts[at] ?? null) : null;
  }

  /** How many rows stand before a line. */
  rowsBefore(index: number): number {
    const at = this.#sectionAt(index);
    const before = this.sections.slice(0, at).reduce((sum, section) => sum + section.count, 0);
    return before + Math.max(0, index - (this.#starts[at] ?? 0) - (this.sections[at]?.group ? 1 : 0));
  }

  /** The line of a row that is here. */
  indexOf(id: string): number | null {
    for (const [at, section] of this.sections.entries()) {
      if (section.closed) continue;
      for (const [position, row] of section.window.rows()) {
        const inner = position - section.offset;
        if (row.id === id && inner >= 0 && inner < section.count) return (this.#starts[at] ?? 0) + (section.group ? 1 : 0) + inner;
      }
    }
    return null;
  }

  /** Tells every window which of its rows these lines show. */
  need(from: number, to: number, ahead: -1 | 0 | 1): void {
    const wanted = new Map<RowWindow, [number, number]>();
    for (let at = this.#sectionAt(from); at < this.sections.length; at += 1) {
      const section = this.sections[at];
      const start = this.#starts[at] ?? 0;
      if (!section || start > to) break;
      if (section.closed || section.count === 0) continue;
      const first = start + (section.group ? 1 : 0);
      const low = section.offset + Math.max(0, from - first);
      const high = section.offset + Math.min(section.count - 1, to - first);
      if (high < low) continue;
      const known = wanted.get(section.window);
      wanted.set(section.window, known ? [Math.min(known[0], low), Math.max(known[1], high)] : [low, high]);
    }
    for (const [window, [low, high]] of wanted) window.need(low, high, ahead);
  }

  /** The last section that begins at or before a line. */
  #sectionAt(index: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function linesOf({ group, closed, count }: Section): number {
  return (group ? 1 : 0) + (closed ? 0 : count);
}
