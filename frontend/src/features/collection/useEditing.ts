import { computed, shallowRef, type ComputedRef, type ShallowRef } from "vue";
import { useI18n } from "vue-i18n";
import { draftOf, problemText, type Draft } from "../../fields";
import type { QuantityDraft, LinkDraft, MoneyDraft, PointDraft } from "../../fields/drafts";
import { editorKind, sameDraft, written } from "../../fields/drafts";
import { useFormats } from "../../format";
import { describeFailure } from "../../lib/failure";
import type { EntryField, EntryRow } from "../../model";
import { buildPatch, useWrites } from "../../writes";
import type { Place } from "./grid/CollectionGrid.vue";
import type { Collection } from "./useCollection";

export interface CellEdit {
  place: Place;
  row: EntryRow;
  field: EntryField;
  draft: Draft | undefined;
  base: Draft | undefined;
  /** Why it could not be saved. */
  problem: string;
}

export interface Editing {
  edit: ShallowRef<CellEdit | null>;
  place: ComputedRef<Place | null>;
  /** Begins to edit the cell; `false` where there is nothing to edit in a line. */
  start: (place: Place) => boolean;
  typed: (draft: Draft) => void;
  /** Saves what was typed. The cell shows it at once; resolves to whether editing is over. */
  commit: () => boolean;
  cancel: () => void;
}

/** Whether a value can be edited in its cell; links of many, objects and lists are edited in the entry. */
export function isCellEditable(field: EntryField): boolean {
  return field.writable && !field.computed && !field.list && field.kind !== "INVERSE" && field.kind !== "OBJECT" && !["JSON", "GeoPoint"].includes(field.type);
}

/** Editing cells in place, each saved by itself: what was typed is shown at once, and comes back when it is refused. */
export function useEditing(collection: Collection): Editing {
  const { t } = useI18n();
  const formats = useFormats();
  const writes = useWrites();
  const edit = shallowRef<CellEdit | null>(null);

  function start(place: Place): boolean {
    const line = collection.rows.layout.value.line(place.line);
    const field = collection.columns.value[place.column]?.field;
    if (line?.kind !== "row" || !line.row?.id || !field || !isCellEditable(field)) return false;
    const base = draftOf(field, line.row[field.name]);
    edit.value = { place, row: line.row, field, draft: base, base, problem: "" };
    return true;
  }

  function commit(): boolean {
    const current = edit.value;
    if (!current) return true;
    const { field, row, draft, base } = current;
    if (sameDraft(field, base, draft)) return end();
    const built = buildPatch(collection.type.value, rowDrafts(row), { [field.name]: draft }, { model: collection.model.value, now: new Date() });
    const [problem] = built.problems;
    if (problem) {
      edit.value = { ...current, problem: problemText(problem, field, formats.value, t) };
      return false;
    }
    void save(current, built.input);
    return end();
  }

  /** What else the patch is judged by: a time must not lie before the one it follows. */
  function rowDrafts(row: EntryRow): Record<string, Draft | undefined> {
    const fields = collection.type.value.fields.filter((field) => row[field.name] !== undefined && !field.list);
    return Object.fromEntries(fields.map((field) => [field.name, draftOf(field, row[field.name])]));
  }

  async function save(current: CellEdit, patch: Record<string, unknown>): Promise<void> {
    const { row, field, draft } = current;
    put(row.id, { ...row, [field.name]: shownValue(field, draft) });
    const outcome = await writes.update(collection.type.value, { id: row.id, patch, expectedVersion: row.version }, {}, { links: 3 });
    if (outcome.kind === "done") {
      if (outcome.answer.entry) put(row.id, outcome.answer.entry);
      return void collection.rows.refreshSums();
    }
    const now = outcome.kind === "mistakes" ? outcome.errors.find((error) => error.current)?.current : undefined;
    put(row.id, now ?? row);
    const why = outcome.kind === "mistakes" ? outcome.errors.map((error) => error.message).join(" ") : failed(outcome.failure);
    const line = collection.rows.layout.value.indexOf(row.id);
    // What was typed comes back to where it was typed, unless something else is being edited by now.
    if (line !== null && !edit.value) edit.value = { ...current, row: now ?? row, place: { ...current.place, line }, problem: now ? t("collection.edit.conflict") : why };
  }

  function failed(failure: unknown): string {
    const { kind, detail } = describeFailure(failure);
    return t(`failure.${kind}`, { detail });
  }

  function put(id: string, row: EntryRow): void {
    replaceRow(collection, id, row);
  }

  function end(): boolean {
    edit.value = null;
    return true;
  }

  return {
    edit,
    place: computed(() => edit.value?.place ?? null),
    start,
    typed: (draft) => {
      if (edit.value) edit.value = { ...edit.value, draft, problem: "" };
    },
    commit,
    cancel: () => (edit.value = null),
  };
}

/** Another state of a row in the place of the one that is shown. */
export function replaceRow(collection: Collection, id: string, row: EntryRow): void {
  const { layout } = collection.rows;
  for (const { window } of layout.value.sections) {
    for (const [position, known] of window.rows()) {
      if (known.id !== id) continue;
      // Columns that the answer does not have stay as they were.
      window.replace(position, { ...known, ...row });
      collection.rows.redraw();
      return;
    }
  }
}

/** What a draft looks like as an answered value, to be shown until there is an answer. */
export function shownValue(field: EntryField, draft: Draft | undefined): unknown {
  if (draft === undefined || draft === null || draft === "") return null;
  switch (editorKind(field)) {
    case "quantity": {
      const { number, unit } = written(draft as QuantityDraft);
      return { value: Number(number), unit, entered: "" };
    }
    case "money": {
      const { amount, currency } = draft as MoneyDraft;
      return { amount: Number(amount), currency };
    }
    case "point": {
      const { lat, lon } = draft as PointDraft;
      return { lat: Number(lat), lon: Number(lon) };
    }
    case "integer":
    case "number":
      return Number(draft);
    case "link": {
      const { id, title, type } = draft as LinkDraft;
      return { __typename: type, id, title };
    }
    default:
      return draft;
  }
}
