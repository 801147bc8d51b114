import { useNow } from "@vueuse/core";
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from "vue";
import { shownUnit, useFormats } from "../../format";
import { parseWhere, type FilterNode } from "../../filter";
import type { EntryField, EntryRow, EntryType, Model } from "../../model";
import { placeColumns, type Column } from "./grid/columns";
import type { Place } from "./grid/CollectionGrid.vue";
import { useSelection, type Selection } from "./grid/useSelection";
import { linkOrder } from "./linkOrder";
import { groupField } from "./rows/groups";
import { rowId, selectedFields } from "./rows/identity";
import type { ListQuery } from "./rows/source";
import { useMetrics, useRows, type Rows } from "./rows/useRows";
import { useSettings } from "../../stores/settings";
import { useView, type UseView } from "./useView";
import { columnField, orderBy } from "./view";

export interface Collection {
  type: ComputedRef<EntryType>;
  model: ComputedRef<Model>;
  view: UseView;
  columns: ComputedRef<Column[]>;
  fields: ComputedRef<EntryField[]>;
  query: ComputedRef<ListQuery | null>;
  rows: Rows;
  selection: Selection;
  place: ShallowRef<Place>;
  /** The row that the keyboard is on, if it is here. */
  currentRow: ComputedRef<EntryRow | null>;
  /** The conditions of the filter; null when the address has some that cannot be shown as such. */
  conditions: ComputedRef<FilterNode[] | null>;
  groupOf: ComputedRef<EntryField | null>;
  /** The lines in sight, told by whoever draws them. */
  visible: ShallowRef<readonly [number, number]>;
  /** Milliseconds since 1970, again every half minute. */
  now: ComputedRef<number>;
}

/** A list of any type: its view, rows, selection, and where the keyboard is. */
export function useCollection(type: ComputedRef<EntryType>, model: ComputedRef<Model>): Collection {
  const settings = useSettings();
  const formats = useFormats();
  const clock = useNow({ interval: 30_000 });
  const view = useView(type, model);
  const place = shallowRef<Place>({ line: 0, column: 0 });
  const visible = shallowRef<readonly [number, number]>([0, 40]);

  const columns = computed(() => placeColumns(view.state.value.columns, type.value));
  const shownFields = computed(() => view.state.value.columns.flatMap(({ field }) => columnField(type.value, field) ?? []));
  const groupOf = computed(() => groupField(type.value, view.state.value.group));
  const query = useStable<ListQuery | null>(() => (view.pending.value ? null : {
    type: type.value,
    model: model.value,
    where: view.state.value.where ?? undefined,
    orderBy: orderBy(view.state.value.sort, type.value, linkOrder(model.value)),
    fields: selectedFields(shownFields.value, type.value),
  }));
  const group = useStable(() => (groupOf.value && view.state.value.group ? { field: groupOf.value, state: view.state.value.group } : null));
  const metrics = useMetrics(shownFields);
  const rows = useRows({ query, group, metrics, timeZone: computed(() => settings.timeZone), dayOf: (instant) => formats.value.day(instant), unitOf: (field) => shownUnit(field, formats.value.settings), visible: () => visible.value });
  const selection = useSelection(() => rows.totals.value?.count ?? rows.layout.value.rows);

  // Another filter is another list: what was selected may not be in it any more.
  watch(() => JSON.stringify(view.state.value.where), () => {
    selection.clear();
    place.value = { ...place.value, line: 0 };
  });

  return {
    type, model, view, columns, fields: shownFields, query, rows, selection, place, visible, groupOf,
    now: computed(() => clock.value.getTime()),
    currentRow: computed(() => {
      const line = rows.layout.value.line(place.value.line);
      return line?.kind === "row" ? (line.row ?? null) : null;
    }),
    conditions: computed(() => {
      try {
        return parseWhere(view.state.value.where, type.value, model.value);
      } catch {
        return null;
      }
    }),
  };
}

/** A value that stays the same object for as long as it says the same, so that nothing is asked for anew. */
function useStable<Value>(make: () => Value): ComputedRef<Value> {
  let last: { text: string; value: Value } | null = null;
  return computed(() => {
    const value = make();
    const text = JSON.stringify(value, (key, part: unknown) => (key === "model" || key === "type" ? undefined : part));
    const same = last && last.text === text && sameModel(last.value, value);
    if (!same) last = { text, value };
    return (last as { value: Value }).value;
  });
}

function sameModel(one: unknown, other: unknown): boolean {
  const modelOf = (value: unknown): unknown => (value as { model?: unknown } | null)?.model;
  return modelOf(one) === modelOf(other);
}

/** The rows that are here, by what they are known by. */
export function rowsById(rows: Rows, type: EntryType): Map<string, EntryRow> {
  const found = new Map<string, EntryRow>();
  for (const { window } of rows.layout.value.sections) for (const [, row] of window.rows()) found.set(rowId(row, type), row);
  return found;
}
