import { computed, onScopeDispose, shallowRef, toValue, watch, type ComputedRef, type MaybeRefOrGetter, type ShallowRef } from "vue";
import { ask } from "../../gql/ask";
import { follow } from "../../gql/follow";
import { shownUnit, useFormats } from "../../format";
import type { EntryField, EntryRow, EntryType, Model } from "../../model";
import { knownDocument, lineFields, linesDocument, liveDocument, windowWhere, MOST_LINES, type Line, type Numbers } from "./query";
import type { Window } from "./ranges";

export interface UseSeriesOptions {
  type: MaybeRefOrGetter<EntryType | undefined>;
  model: MaybeRefOrGetter<Model>;
  /** The id of what is measured. */
  of: MaybeRefOrGetter<string>;
  window: MaybeRefOrGetter<Window>;
  points: MaybeRefOrGetter<number>;
  /** Names of the fields to draw; null draws the first ones that hold anything. */
  chosen: MaybeRefOrGetter<readonly string[] | null>;
}

/** One number with its line and what it did. */
export interface SeriesLine {
  field: EntryField;
  unit: string | null;
  line: Line;
  numbers: Numbers | null;
}

export interface UseSeriesReturn {
  /** Fields that hold anything at all. */
  fields: ComputedRef<EntryField[]>;
  lines: ShallowRef<SeriesLine[]>;
  /** The newest samples, newest first. */
  latest: ShallowRef<EntryRow[]>;
  /** Samples of the window. */
  count: ShallowRef<number>;
  flagged: ShallowRef<{ count: number; times: string[] }>;
  status: ShallowRef<"loading" | "done" | "error">;
  error: ShallowRef<Error | null>;
  retry: () => void;
}

/** New samples that come in quick succession are drawn together. */
const PAUSE = 300;

/** The lines of one measured thing in a window of time, drawn anew as samples come in. */
export function useSeries(options: UseSeriesOptions): UseSeriesReturn {
  const formats = useFormats();
  const held = shallowRef<Record<string, number>>({});
  const lines = shallowRef<SeriesLine[]>([]);
  const latest = shallowRef<EntryRow[]>([]);
  const count = shallowRef(0);
  const flagged = shallowRef<{ count: number; times: string[] }>({ count: 0, times: [] });
  const status = shallowRef<UseSeriesReturn["status"]["value"]>("loading");
  const error = shallowRef<Error | null>(null);
  let running: AbortController | null = null;
  let unfollow: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const fields = computed(() => {
    const type = toValue(options.type);
    return type ? lineFields(type).filter((field) => (held.value[field.name] ?? 0) > 0) : [];
  });
  const drawn = computed(() => {
    const chosen = toValue(options.chosen);
    return (chosen ? fields.value.filter((field) => chosen.includes(field.name)) : fields.value).slice(0, MOST_LINES);
  });
  const units = computed(() => drawn.value.map((field) => (field.units ? shownUnit(field, formats.value.settings) : null)));

  watch([() => toValue(options.type), () => toValue(options.of)], begin, { immediate: true });
  watch([() => toValue(options.window), () => toValue(options.points), () => drawn.value.map((field) => field.name).join(), () => units.value.join()], () => void load());
  onScopeDispose(stop);

  return { fields, lines, latest, count, flagged, status, error, retry: () => void begin() };

  async function begin(): Promise<void> {
    stop();
    const type = toValue(options.type);
    if (!type) return;
    const of = toValue(options.of);
    status.value = "loading";
    followOn(type, of);
    await renew();
  }

  /** Asks for everything; what is drawn stays until the answer is here. */
  async function renew(): Promise<void> {
    const type = toValue(options.type);
    if (!type) return;
    const of = toValue(options.of);
    await attempt(async (signal) => {
      const data = await ask(knownDocument(type, toValue(options.model)), { where: windowWhere(type, of) }, { signal });
      const group = data.known[0];
      held.value = Object.fromEntries(lineFields(type).map((field) => [field.name, (group?.[field.metric ?? ""] as Numbers | undefined)?.count ?? 0]));
      latest.value = data.latest.nodes;
    });
    await load();
  }

  async function load(): Promise<void> {
    const type = toValue(options.type);
    if (!type) return;
    const asked = drawn.value;
    const window = toValue(options.window);
    if (asked.length === 0) {
      lines.value = [];
      if (status.value === "loading" && error.value === null) status.value = "done";
      return;
    }
    const of = toValue(options.of);
    const where = windowWhere(type, of, window.from, window.to);
    const given = Object.fromEntries(units.value.map((unit, index) => [`unit${index}`, unit]));
    await attempt(async (signal) => {
      const data = await ask(
        linesDocument(type, asked),
        { of, from: window.from.toISOString(), to: window.to.toISOString(), points: toValue(options.points), where, flagged: { ...where, flagged: { eq: true } }, ...given },
        { signal },
      );
      const group = data.numbers[0];
      lines.value = asked.flatMap((field, index) => {
        const line = data[`line${index}`];
        return line ? [{ field, line, unit: line.unit ?? field.unit, numbers: (group?.[field.metric ?? ""] as Numbers | undefined) ?? null }] : [];
      });
      count.value = group?.count ?? 0;
      flagged.value = { count: data.flagged.totalCount, times: data.flagged.nodes.map((node) => String(node[type.series?.at ?? ""])) };
      error.value = null;
      status.value = "done";
    });
  }

  async function attempt(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    running?.abort();
    const own = (running = new AbortController());
    try {
      await work(own.signal);
    } catch (failure) {
      if (own.signal.aborted) return;
      error.value = failure instanceof Error ? failure : new Error(String(failure));
      status.value = "error";
    }
  }

  function followOn(type: EntryType, of: string): void {
    if (type.api.live === null) return;
    const { document } = liveDocument(type, toValue(options.model));
    const at = type.series?.at ?? "";
    unfollow = follow<{ sample: EntryRow }>({
      query: document,
      variables: { where: windowWhere(type, of) },
      next: ({ sample }) => {
        const others = latest.value.filter((row) => row[at] !== sample[at]);
        latest.value = [sample, ...others].sort((a, b) => String(b[at]).localeCompare(String(a[at]))).slice(0, 6);
        for (const field of lineFields(type)) {
          if (sample[field.name] !== null && !held.value[field.name]) held.value = { ...held.value, [field.name]: 1 };
        }
        clearTimeout(timer);
        timer = setTimeout(() => void load(), PAUSE);
      },
      missed: () => void renew(),
    });
  }

  function stop(): void {
    clearTimeout(timer);
    running?.abort();
    unfollow?.();
    unfollow = null;
  }
}
