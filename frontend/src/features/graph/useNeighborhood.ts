import { onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from "vue";
import { ask } from "../../gql/ask";
import { NEIGHBORHOOD, type Neighborhood, type NeighborhoodVariables } from "./graph.graphql";

export interface UseNeighborhoodReturn {
  around: ShallowRef<Neighborhood | null>;
  status: ShallowRef<"loading" | "done" | "error">;
  error: ShallowRef<Error | null>;
  reload: () => void;
}

/** The entries around one, asked again when what is asked changes. */
export function useNeighborhood(variables: MaybeRefOrGetter<NeighborhoodVariables | null>): UseNeighborhoodReturn {
  const around = shallowRef<Neighborhood | null>(null);
  const status = shallowRef<"loading" | "done" | "error">("loading");
  const error = shallowRef<Error | null>(null);
  let running: AbortController | null = null;

  watch(() => toValue(variables), load, { immediate: true, deep: true });
  onScopeDispose(() => running?.abort());
  return { around, status, error, reload: () => void load() };

  async function load(): Promise<void> {
    const wanted = toValue(variables);
    running?.abort();
    if (!wanted) {
      around.value = null;
      return;
    }
    const own = (running = new AbortController());
    status.value = "loading";
    try {
      around.value = (await ask(NEIGHBORHOOD, wanted, { signal: own.signal })).around;
      error.value = null;
      status.value = "done";
    } catch (failure) {
      if (own.signal.aborted) return;
      error.value = failure instanceof Error ? failure : new Error(String(failure));
      status.value = "error";
    }
  }
}
