import { computed, shallowRef, watch, type ComputedRef } from "vue";
import { statsDocument, type NumberStat, type Where } from "../../documents";
import { ask } from "../../gql";
import { isSeries } from "../../model";
import type { Collection } from "./useCollection";

/** Selected rows as conditions; null when nothing is selected. */
export function selectedWhere({ selection, query }: Collection): Where | null {
  if (selection.count.value === 0) return null;
  if (selection.all.value) return query.value?.where ?? { id: { isNull: false } };
  return { id: { in: [...selection.ids.value] } };
}

/** So many ids a condition takes; sums of more are not told. */
const MOST = 500;

/** The numbers of the selected rows, summed up by the server. */
export function useSelectionSums(collection: Collection, metrics: ComputedRef<readonly string[]>): ComputedRef<Readonly<Record<string, NumberStat>>> {
  const sums = shallowRef<Readonly<Record<string, NumberStat>>>({});
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked: AbortController | null = null;

  watch([collection.selection.ids, collection.selection.all, collection.rows.totals], () => {
    clearTimeout(timer);
    asked?.abort();
    const where = selectedWhere(collection);
    const all = collection.selection.all.value;
    if (!where || isSeries(collection.type.value) || metrics.value.length === 0 || (!all && collection.selection.ids.value.size > MOST)) return void (sums.value = {});
    timer = setTimeout(() => void askSums(where), 120);
  });

  async function askSums(where: Where): Promise<void> {
    const mine = (asked = new AbortController());
    try {
      const { stats } = await ask(statsDocument(collection.type.value, metrics.value), { where }, { signal: mine.signal });
      const [all] = stats;
      if (mine === asked) sums.value = Object.fromEntries(metrics.value.map((name) => [name, all?.[name] as NumberStat]));
    } catch {
      if (mine === asked) sums.value = {};
    }
  }

  return computed(() => sums.value);
}
