import { computed, shallowRef, toValue, watch, type ComputedRef, type MaybeRefOrGetter, type ShallowRef } from "vue";
import { useI18n } from "vue-i18n";
import { useRouter } from "vue-router";
import { entryDocument, type Payload } from "../../documents";
import { ask } from "../../gql";
import { describeFailure } from "../../lib/failure";
import { useModel, type EntryRow } from "../../model";
import { VIEW_TYPE } from "../../shell/useViews";
import { newId, useWrites, type Outcome } from "../../writes";
import { specFromQuery, specToQuery, type ChartSpec } from "./spec";

export interface UseChartViewReturn {
  /** Whether the server keeps views. */
  known: ComputedRef<boolean>;
  /** The kept chart that the address names; null while there is none, or when it is gone. */
  current: ShallowRef<EntryRow | null>;
  /** The chart as it is kept. */
  kept: ComputedRef<ChartSpec | null>;
  loading: ShallowRef<boolean>;
  /** Why it could not be asked for. */
  failure: ShallowRef<unknown>;
  reload: () => Promise<void>;
  /** These answer what stood in the way; nothing when it was done. */
  create: (name: string, spec: ChartSpec) => Promise<string>;
  save: (spec: ChartSpec) => Promise<string>;
  pin: () => Promise<string>;
  remove: () => Promise<string>;
}

/** Charts kept as entries of the type for views, with the settings that an address would hold. */
export function useChartView(id: MaybeRefOrGetter<string | null>): UseChartViewReturn {
  const { t } = useI18n();
  const router = useRouter();
  const writes = useWrites();
  const { model } = useModel();
  const current = shallowRef<EntryRow | null>(null);
  const loading = shallowRef(false);
  const failure = shallowRef<unknown>(null);
  const viewType = computed(() => model.value.byName(VIEW_TYPE));
  const kept = computed(() => {
    const state = current.value?.["state"];
    return typeof state === "object" && state !== null ? specFromQuery(state as Record<string, string>) : null;
  });

  watch([() => toValue(id), viewType], load, { immediate: true });
  return { known: computed(() => viewType.value !== undefined), current, kept, loading, failure, reload: load, create, save, pin, remove };

  async function load(): Promise<void> {
    const wanted = toValue(id);
    const type = viewType.value;
    if (current.value?.id === wanted) return;
    current.value = failure.value = null;
    loading.value = wanted !== null && type !== undefined;
    if (wanted === null || !type) return;
    try {
      const { entry } = await ask(entryDocument(type, model.value), { id: wanted });
      if (wanted === toValue(id)) current.value = entry;
    } catch (problem) {
      if (wanted === toValue(id)) failure.value = problem;
    }
    if (wanted === toValue(id)) loading.value = false;
  }

  async function create(name: string, spec: ChartSpec): Promise<string> {
    const type = viewType.value;
    const shown = model.value.byPlural(spec.type);
    if (!type || !shown) return "";
    const made = newId();
    const outcome = await writes.create(type, { input: { id: made, name, recordType: shown.name, layout: "CHART", state: specToQuery(spec), pinned: true } });
    if (outcome.kind === "done") {
      current.value = outcome.answer.entry;
      void router.push({ name: "charts", query: { view: made } });
    }
    return said(outcome);
  }

  async function save(spec: ChartSpec): Promise<string> {
    const problem = await update({ state: specToQuery(spec) });
    if (problem === "" && current.value) void router.replace({ name: "charts", query: { view: current.value.id } });
    return problem;
  }

  function pin(): Promise<string> {
    return update({ pinned: !current.value?.["pinned"] });
  }

  async function remove(): Promise<string> {
    const type = viewType.value;
    if (!type || !current.value) return "";
    const outcome = await writes.remove(type, { id: current.value.id });
    if (outcome.kind === "done") void router.push({ name: "charts" });
    return said(outcome);
  }

  async function update(patch: Record<string, unknown>): Promise<string> {
    const type = viewType.value;
    if (!type || !current.value) return "";
    const outcome = await writes.update(type, { id: current.value.id, patch, expectedVersion: current.value.version });
    if (outcome.kind === "done" && outcome.answer.entry) current.value = outcome.answer.entry;
    return said(outcome);
  }

  function said(outcome: Outcome<Payload>): string {
    if (outcome.kind === "done") return "";
    if (outcome.kind === "mistakes") return outcome.errors.map((error) => error.message).join(" ");
    const { kind, detail } = describeFailure(outcome.failure);
    return t(`failure.${kind}`, { detail });
  }
}
