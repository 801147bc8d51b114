import { onScopeDispose, readonly, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { countEntries, listTypes, type Counts, type RecordType } from "../../lib/types";

export type Status = "loading" | "error" | "done";

export interface UseTypesReturn {
  types: Readonly<ShallowRef<readonly RecordType[]>>;
  status: Readonly<Ref<Status>>;
  /** Why there are no types, while `status` is `error`. */
  failure: Readonly<ShallowRef<unknown>>;
  counts: Readonly<ShallowRef<Counts>>;
  /** `error`: at least one count is missing. */
  countsStatus: Readonly<Ref<Status>>;
  load: () => Promise<void>;
}

/** The server's record types and how many entries each has. The types show as soon as they are known. */
export function useTypes(): UseTypesReturn {
  const types = shallowRef<readonly RecordType[]>([]);
  const status = ref<Status>("loading");
  const failure = shallowRef<unknown>(null);
  const counts = shallowRef<Counts>(new Map());
  const countsStatus = ref<Status>("loading");
  let running = new AbortController();
  onScopeDispose(() => running.abort());

  return { types, status: readonly(status), failure, counts, countsStatus: readonly(countsStatus), load };

  async function load(): Promise<void> {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    status.value = "loading";
    countsStatus.value = "loading";
    try {
      types.value = await listTypes(signal);
    } catch (error) {
      if (signal.aborted) return;
      failure.value = error;
      status.value = "error";
      return;
    }
    status.value = "done";
    await count(signal);
  }

  async function count(signal: AbortSignal): Promise<void> {
    try {
      counts.value = await countEntries(types.value, signal);
      countsStatus.value = types.value.every((type) => counts.value.has(type.name)) ? "done" : "error";
    } catch {
      // The list is of use without its counts; the page says that they are missing and offers to ask again.
      if (!signal.aborted) countsStatus.value = "error";
    }
  }
}
