import { nextTick } from "vue";
import type { Collection } from "./useCollection";
import type { Live } from "./useLive";

/** What draws the lines, on a desk or on a phone. */
export interface Scroller {
  shift: (lines: number) => void;
}

export interface UseRefreshOptions {
  collection: Collection;
  live: () => Live;
  editing: () => boolean;
  scroller: () => Scroller | null;
  /** Brings the first line into sight. */
  toTop: () => void;
}

/** Asks for the list anew without moving what is looked at, or goes to what is new at its top. */
export function useRefresh({ collection, live, editing, scroller, toTop }: UseRefreshOptions): { refresh: () => Promise<void>; showNew: () => Promise<void> } {
  const { currentRow, place, rows, visible } = collection;

  /** Whoever was looked at, or worked on, stays where it is on the screen. */
  async function refresh(): Promise<void> {
    if (editing()) return;
    let current: string | null = null;
    let top: { id: string; line: number } | null = null;
    // One goes on moving while the answer is on its way: what counts is where one is when it comes.
    await rows.refresh(() => {
      current = currentRow.value?.id ?? null;
      top = firstRow(visible.value[0]);
      live().settle();
    });
    await nextTick();
    const line = current === null ? null : rows.layout.value.indexOf(current);
    if (line !== null) place.value = { ...place.value, line };
    else if (place.value.line >= rows.layout.value.size) place.value = { ...place.value, line: Math.max(0, rows.layout.value.size - 1) };
    const shifted = top === null ? null : rows.layout.value.indexOf((top as { id: string }).id);
    if (top && shifted !== null) scroller()?.shift(shifted - (top as { line: number }).line);
  }

  /** The first row from a line on that is here. */
  function firstRow(from: number): { id: string; line: number } | null {
    for (let line = from; line < from + 40; line += 1) {
      const found = rows.layout.value.line(line);
      if (found?.kind === "row" && found.row?.id) return { id: found.row.id, line };
    }
    return null;
  }

  async function showNew(): Promise<void> {
    const fresh = [...live().waiting.value.ids];
    live().settle();
    await rows.refresh();
    place.value = { line: 0, column: 0 };
    toTop();
    live().flash(fresh);
  }

  return { refresh, showNew };
}
