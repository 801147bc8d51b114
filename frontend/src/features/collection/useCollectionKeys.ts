import type { Collection } from "./useCollection";
import type { GridKeys } from "./useGridKeys";

export interface GridKeyOptions {
  collection: Collection;
  keys: GridKeys;
  pageSize: () => number;
  edit: () => boolean;
  open: () => unknown;
}

/** Keys of the grid itself, as WAI-ARIA's grid pattern has them; all others are commands that a reader can remap. */
export function useGridKeydown({ collection, keys, pageSize, edit, open }: GridKeyOptions): (event: KeyboardEvent) => void {
  const { place, rows, columns } = collection;

  function group(): { id: string; closed: boolean } | null {
    const line = rows.layout.value.line(place.value.line);
    return line?.kind === "group" ? { id: line.group.id, closed: line.section.closed } : null;
  }

  function run(event: KeyboardEvent): boolean {
    const { line, column } = place.value;
    const mod = event.ctrlKey || event.metaKey;
    const last = rows.layout.value.size - 1;
    const at = group();
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        if (!event.shiftKey || mod) return false;
        keys.moveBy(event.key === "ArrowDown" ? 1 : -1, true);
        return true;
      case "ArrowRight":
      case "ArrowLeft": {
        const forward = (event.key === "ArrowRight") === (document.dir !== "rtl");
        if (at) {
          if (at.closed === forward) rows.toggle(at.id);
        } else keys.moveColumn(forward ? 1 : -1);
        return true;
      }
      case "Home":
      case "End":
        if (mod) keys.moveTo(event.key === "Home" ? 0 : last);
        else keys.moveTo(line, event.key === "Home" ? 0 : columns.value.length - 1);
        return true;
      case "PageDown":
      case "PageUp":
        keys.moveBy(event.key === "PageDown" ? pageSize() : -pageSize());
        return true;
      case "Enter":
        if (mod || event.altKey || event.shiftKey) return false;
        if (at) rows.toggle(at.id);
        else if (column === 0 || !edit()) open();
        return true;
      case " ":
        if (!at) return false;
        rows.toggle(at.id);
        return true;
      case "F2":
        return edit();
      default:
        return false;
    }
  }

  return (event) => {
    if (event.defaultPrevented || event.isComposing || !(event.target instanceof HTMLElement) || event.target.closest("button, input, select, textarea, a")) return;
    if (!run(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}
