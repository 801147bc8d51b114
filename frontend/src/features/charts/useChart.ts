import { computed, onScopeDispose, shallowRef, toValue, watch, type ComputedRef, type MaybeRefOrGetter, type ShallowRef } from "vue";
import { ask } from "../../gql/ask";
import { follow } from "../../gql/follow";
import { operation } from "../../documents";
import type { EntryType } from "../../model";
import { chartFollowed, chartOperation, type ChartAnswer } from "./query";
import type { ChartSpec } from "./spec";
import { chartTable, type ChartTable } from "./table";

export interface UseChartOptions {
  type: MaybeRefOrGetter<EntryType | undefined>;
  spec: MaybeRefOrGetter<ChartSpec | null>;
  timeZone: MaybeRefOrGetter<string>;
}

export interface UseChartReturn {
  table: ComputedRef<ChartTable | null>;
  /** `loading` also while a newer answer is on its way; the last one stays until then. */
  status: ShallowRef<"idle" | "loading" | "done" | "error">;
  error: ShallowRef<Error | null>;
  /** How long the server took, in milliseconds, and when it answered. */
  answered: ShallowRef<{ at: Date; milliseconds: number } | null>;
  retry: () => void;
}

/** Several changes in a row, such as of an import, are answered together. */
const PAUSE = 400;

/** The answer to a chart, asked again when the chart, the clock's day or the records change. */
export function useChart({ type, spec, timeZone }: UseChartOptions): UseChartReturn {
  const answer = shallowRef<{ of: ChartSpec; answer: ChartAnswer; now: Date } | null>(null);
  const status = shallowRef<UseChartReturn["status"]["value"]>("idle");
  const error = shallowRef<Error | null>(null);
  const answered = shallowRef<UseChartReturn["answered"]["value"]>(null);
  let running: AbortController | null = null;
  let unfollow: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  watch([() => toValue(type), () => toValue(spec), () => toValue(timeZone)], restart, { immediate: true });
  onScopeDispose(stop);

  const table = computed(() => (answer.value ? chartTable(answer.value.of, answer.value.answer, answer.value.now) : null));
  return { table, status, error, answered, retry: restart };

  function restart(): void {
    stop();
    void load();
    followOn();
  }

  async function load(): Promise<void> {
    const known = toValue(type);
    const wanted = toValue(spec);
    if (!known || !wanted) return;
    running?.abort();
    const own = (running = new AbortController());
    const now = new Date();
    const { document, variables } = chartOperation(known, wanted, toValue(timeZone), now);
    status.value = "loading";
    try {
      const began = performance.now();
      const data = await ask(operation<ChartAnswer, Record<string, unknown>>("query", document), variables, { signal: own.signal });
      answer.value = { of: wanted, answer: data, now };
      answered.value = { at: new Date(), milliseconds: Math.round(performance.now() - began) };
      error.value = null;
      status.value = "done";
    } catch (failure) {
      if (own.signal.aborted) return;
      error.value = failure instanceof Error ? failure : new Error(String(failure));
      status.value = "error";
    }
  }

  /** The whole as one group is followed; when it moves, everything is asked again. */
  function followOn(): void {
    const known = toValue(type);
    const wanted = toValue(spec);
    const followed = known && wanted ? chartFollowed(known, wanted, toValue(timeZone), new Date()) : null;
    if (!followed) return;
    let first = true;
    unfollow = follow({
      query: followed.document,
      variables: followed.variables,
      next: () => {
        if (!first) soon();
        first = false;
      },
      missed: soon,
    });
  }

  function soon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void load(), PAUSE);
  }

  function stop(): void {
    clearTimeout(timer);
    running?.abort();
    unfollow?.();
    unfollow = null;
  }
}
