import { computed, type ComputedRef, type ShallowRef } from "vue";
import { useModel, type EntryType } from "../../model";
import { useCounts, type TypeCounts } from "../../model/useCounts";

export type Status = "loading" | "error" | "done";

export interface UseTypesReturn {
  types: ComputedRef<readonly EntryType[]>;
  status: ComputedRef<Status>;
  /** Why there are no types, while `status` is `error`. */
  failure: ShallowRef<unknown>;
  counts: ShallowRef<TypeCounts>;
  /** `error`: at least one count is missing. */
  countsStatus: ComputedRef<Status>;
  load: () => Promise<void>;
}

/** The server's record types and how many entries each has. The types show as soon as they are known. */
export function useTypes(): UseTypesReturn {
  const { model, state, error, refresh } = useModel();
  const { counts, failed, recount } = useCounts();
  const types = computed(() => model.value.types);
  const counted = computed(() => types.value.every(({ name }) => counts.value.has(name)));

  return {
    types, failure: error, counts,
    status: computed(() => ({ loading: "loading", failed: "error", ready: "done" } as const)[state.value]),
    countsStatus: computed(() => (counted.value ? "done" : failed.value ? "error" : "loading")),
    load: async () => {
      if (state.value === "failed") await refresh();
      await recount();
    },
  };
}
