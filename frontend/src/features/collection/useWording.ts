import { computed, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import { useFormats, type Measured } from "../../format";
import { isNumeric } from "./cell";
import { groupLabel, inSentence } from "./groupLabel";
import { isTimeGroup } from "./rows/groups";
import type { Line } from "./rows/layout";
import { summaryOf } from "./summary";
import type { Collection } from "./useCollection";
import { useSelectionSums } from "./useSelectionSums";

/** The sum of a column, or its mean. */
export interface ColumnSum {
  label: string;
  parts: readonly Measured[];
}

export interface UseWordingReturn {
  /** The plural of the type in a sentence. */
  name: ComputedRef<string>;
  total: ComputedRef<number>;
  /** Of the selected rows, else of all. */
  sums: ComputedRef<ColumnSum[]>;
  /** The field whose day the groups name, so that rows need only tell the time. */
  clockOf: ComputedRef<string>;
  /** What the header of a group says. */
  labelOf: (line: Extract<Line, { kind: "group" }>) => { title: string; detail: string };
  shownSum: (sum: ColumnSum) => string;
}

/** What a list says about its rows: how many, their sums, and the names of its groups. */
export function useWording(collection: Collection): UseWordingReturn {
  const { t } = useI18n();
  const formats = useFormats();
  const { fields, groupOf, now, rows, selection, type, view } = collection;
  const metrics = computed(() => fields.value.flatMap(({ metric }) => metric ?? []));
  const ofSelection = useSelectionSums(collection, metrics);
  const name = computed(() => inSentence(type.value, formats.value.settings.locale));

  function labelOf(line: Extract<Line, { kind: "group" }>): { title: string; detail: string } {
    const field = groupOf.value;
    if (!field) return { title: "", detail: "" };
    const words = {
      today: t("collection.today"), yesterday: t("collection.yesterday"), none: t("collection.none", { field: field.label }), yes: t("collection.yes"), no: t("collection.no"),
      count: (count: number) => t("collection.count", { count: formats.value.number(count), what: inSentence(type.value, formats.value.settings.locale, count) }),
    };
    return groupLabel(line.group, field, view.state.value.group?.every, now.value, formats.value, words);
  }

  return {
    name, labelOf,
    total: computed(() => rows.totals.value?.count ?? rows.layout.value.rows),
    sums: computed(() => {
      const numbers = selection.count.value ? ofSelection.value : (rows.totals.value?.numbers ?? {});
      return fields.value.filter(isNumeric).flatMap((field) => {
        const parts = summaryOf(field, numbers, formats.value);
        return parts.length ? [{ label: field.label, parts }] : [];
      });
    }),
    clockOf: computed(() => (groupOf.value && isTimeGroup(groupOf.value) && (view.state.value.group?.every ?? "P1D") === "P1D" ? groupOf.value.name : "")),
    shownSum: ({ parts }) => parts.map(({ number, symbol }) => `${number} ${symbol}`.trim()).join(" "),
  };
}
