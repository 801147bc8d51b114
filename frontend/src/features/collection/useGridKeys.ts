import type { ComputedRef, ShallowRef } from "vue";
import type { EntryType } from "../../model";
import type { Place } from "./grid/CollectionGrid.vue";
import { rowId } from "./rows/identity";
import type { Layout } from "./rows/layout";
import type { Selection } from "./grid/useSelection";

export interface GridKeysOptions {
  type: EntryType;
  layout: ShallowRef<Layout>;
  place: ShallowRef<Place>;
  columns: ComputedRef<number>;
  selection: Selection;
  pageSize: () => number;
  /** The keyboard moved to another place. */
  moved: () => void;
}

export interface GridKeys {
  moveBy: (lines: number, extend?: boolean) => void;
  moveTo: (line: number, column?: number, extend?: boolean) => void;
  moveColumn: (by: number) => void;
  toggle: (extend?: boolean) => void;
  pick: (line: number, range: boolean) => void;
}

/** Moving over lines and columns, and selecting with it. */
export function useGridKeys({ type, layout, place, columns, selection, moved }: GridKeysOptions): GridKeys {
  /** Where moving with Shift began. */
  let anchor = 0;
  /** The row that was selected last by itself: a range begins there. */
  let picked: number | null = null;

  function moveTo(line: number, column = place.value.column, extend = false): void {
    const from = place.value.line;
    const to = Math.max(0, Math.min(layout.value.size - 1, line));
    place.value = { line: to, column: Math.max(0, Math.min(columns.value - 1, column)) };
    if (extend) selectRange(anchor, to);
    else anchor = to;
    if (from !== to || !extend) moved();
  }

  function selectRange(from: number, to: number): void {
    const ids: string[] = [];
    for (let line = Math.min(from, to); line <= Math.max(from, to); line += 1) {
      const id = idOf(line);
      if (id !== null) ids.push(id);
    }
    selection.only(ids);
  }

  function idOf(index: number): string | null {
    const line = layout.value.line(index);
    return line?.kind === "row" && line.row ? rowId(line.row, type) : null;
  }

  function pick(line: number, range: boolean): void {
    place.value = { ...place.value, line };
    if (range) return selectRange(picked !== null && selection.count.value > 0 ? picked : anchor, line);
    anchor = line;
    picked = line;
    const id = idOf(line);
    if (id !== null) selection.toggle(id);
  }

  return {
    moveBy: (lines, extend) => moveTo(place.value.line + lines, place.value.column, extend),
    moveTo,
    moveColumn: (by) => moveTo(place.value.line, place.value.column + by),
    toggle: (extend = false) => pick(place.value.line, extend),
    pick,
  };
}
