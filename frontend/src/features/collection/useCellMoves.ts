import type { Place } from "./grid/CollectionGrid.vue";
import type { Collection } from "./useCollection";
import { isCellEditable, type Editing } from "./useEditing";

/** Where the keyboard goes when a cell was edited. */
export type ThenMove = "down" | "right" | "left" | "stay";

export interface UseCellMovesOptions {
  collection: Collection;
  editing: Editing;
  moveTo: (line: number, column: number) => void;
  reveal: (line: number) => void;
  /** Opens the entry of the row, where its cell cannot be edited. */
  open: () => void;
}

/** From cell to cell while editing: Enter goes down, Tab to the next cell that can be edited. */
export function useCellMoves({ collection, editing, moveTo, reveal, open }: UseCellMovesOptions): { commit: (then: ThenMove) => void; edit: (at: Place) => void } {
  const { columns, place } = collection;

  function commit(then: ThenMove): void {
    const from = editing.place.value;
    if (!from || !editing.commit() || then === "stay") return;
    if (then === "down") return moveTo(from.line + 1, from.column);
    const next = nextEditable(from, then === "right" ? 1 : -1);
    if (!next) return moveTo(from.line, from.column);
    place.value = next;
    reveal(next.line);
    editing.start(next);
  }

  /** The next cell of the row that can be edited. */
  function nextEditable({ line, column }: Place, by: number): Place | null {
    for (let at = column + by; at >= 0 && at < columns.value.length; at += by) {
      const field = columns.value[at]?.field;
      if (field && isCellEditable(field)) return { line, column: at };
    }
    return null;
  }

  function edit(at: Place): void {
    place.value = at;
    if (!editing.start(at)) open();
  }

  return { commit, edit };
}
