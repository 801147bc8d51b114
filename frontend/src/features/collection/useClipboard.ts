import { useEventListener } from "@vueuse/core";
import { computed, shallowRef, type ShallowRef, type WritableComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import { useFormats } from "../../format";
import { isSeries, type EntryField, type EntryRow } from "../../model";
import { cellOf } from "./cell";
import type { Collection } from "./useCollection";

export interface UseClipboardOptions {
  collection: Collection;
  /** Whether a cell is being edited: then the clipboard is its own. */
  editing: () => boolean;
  /** What scrolls the rows. Who is elsewhere, such as in a menu, pastes nothing here. */
  scroller: () => HTMLElement | null | undefined;
}

/** A block that was pasted, with the columns and the rows that it begins at. */
export interface PastedBlock {
  text: string;
  columns: EntryField[];
  targets: EntryRow[];
}

/** Copies cells or selected rows, and takes blocks of a spreadsheet; a dialog asks before anything is written. */
export function useClipboard({ collection, editing, scroller }: UseClipboardOptions): { pasted: ShallowRef<PastedBlock | null>; pasting: WritableComputedRef<boolean> } {
  const { t } = useI18n();
  const formats = useFormats();
  const { columns, currentRow, place, rows, selection, type } = collection;
  const pasted = shallowRef<PastedBlock | null>(null);
  useEventListener(document, "paste", paste);
  useEventListener(document, "copy", copy);

  function paste(event: ClipboardEvent): void {
    if (editing() || isSeries(type.value) || !type.value.api.create || isText(event.target)) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.trim() === "" || !(event.target instanceof Node && (scroller()?.contains(event.target) || event.target === document.body))) return;
    event.preventDefault();
    const from = Math.max(0, place.value.column);
    pasted.value = { text, columns: columns.value.slice(from).map(({ field }) => field), targets: rowsFrom(place.value.line, text.split("\n").length) };
  }

  function copy(event: ClipboardEvent): void {
    if (editing() || isText(event.target) || String(getSelection()) !== "") return;
    const chosen = rowsFrom(0, rows.layout.value.size).filter((row) => selection.has(row.id));
    const row = currentRow.value;
    const field = columns.value[place.value.column]?.field;
    const words = { yes: t("collection.yes"), no: t("collection.no") };
    const textOf = (one: EntryRow, of: EntryField): string => cellOf(of, one[of.name], formats.value, words).text;
    if (chosen.length === 0 && (!row || !field)) return;
    const lines = chosen.length ? chosen.map((one) => columns.value.map((column) => textOf(one, column.field)).join("\t")) : [textOf(row as EntryRow, field as EntryField)];
    event.clipboardData?.setData("text/plain", lines.join("\n"));
    event.preventDefault();
  }

  /** Rows from a line on that are here. */
  function rowsFrom(line: number, count: number): EntryRow[] {
    const found: EntryRow[] = [];
    for (let at = line; at < rows.layout.value.size && found.length < count; at += 1) {
      const one = rows.layout.value.line(at);
      if (one?.kind === "row" && one.row) found.push(one.row);
    }
    return found;
  }

  return { pasted, pasting: computed({ get: () => pasted.value !== null, set: (open) => (pasted.value = open ? pasted.value : null) }) };
}

/** Whether a text is being written, which has a clipboard of its own. */
export function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, [contenteditable]") !== null;
}
