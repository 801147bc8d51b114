import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from "vue";
import { statsDocument, type NumberStat, type StatGroup } from "../../../documents";
import { ask } from "../../../gql";
import { convert } from "../../../format";
import type { EntryField, Unit } from "../../../model";
import { groupBy, groupOrder, isContiguous, isRangeGroup, MOST_GROUPS, toGroups, type Edges, type Group, type GroupState } from "./groups";
import { Layout, type Section } from "./layout";
import { rangeEdges } from "./ranges";
import { listSource, type ListQuery } from "./source";
import { RowWindow } from "./window";

export interface RowsOptions {
  query: ComputedRef<ListQuery | null>;
  group: ComputedRef<{ field: EntryField; state: GroupState } | null>;
  /** The `metric` names of the numbers that are summed up. */
  metrics: ComputedRef<readonly string[]>;
  timeZone: ComputedRef<string>;
  dayOf: (instant: string) => string;
  /** The unit that a field's numbers are shown in, and so also that of ranges of them. */
  unitOf: (field: EntryField) => Unit | null;
  /** The lines that are in sight: of a list that is asked for anew these are there before it is shown. */
  visible: () => readonly [from: number, to: number];
}

export type RowsState = "loading" | "ready" | "failed";

export interface Totals {
  count: number;
  numbers: Readonly<Record<string, NumberStat>>;
}

export interface Rows {
  /** Set anew whenever a line looks different. */
  layout: ShallowRef<Layout>;
  state: ShallowRef<RowsState>;
  /** Why the list, or a part of it, is not here. Rows that are here stay. */
  error: ShallowRef<unknown>;
  totals: ShallowRef<Totals | null>;
  /** The list is asked for anew; what is shown is as it was before. */
  refreshing: ShallowRef<boolean>;
  closed: ShallowRef<ReadonlySet<string>>;
  /** When what is shown was asked for. */
  askedAt: ShallowRef<number>;
  toggle: (group: string) => void;
  /** Asks for everything anew; lines change when the answer is here. */
  refresh: (swapping?: () => void) => Promise<void>;
  /** Sums anew, of the groups too; lines stay where they are. */
  refreshSums: () => Promise<void>;
  retry: () => void;
  /** A row was replaced in its window. */
  redraw: () => void;
}

const NOTHING = new Layout([]);

/** The rows of a list by position, in groups or not, with bounded memory. Answers that come too late are ignored. */
export function useRows(options: RowsOptions): Rows {
  const layout = shallowRef(NOTHING);
  const state = shallowRef<RowsState>("loading");
  const error = shallowRef<unknown>(null);
  const totals = shallowRef<Totals | null>(null);
  const refreshing = shallowRef(false);
  const closed = shallowRef<ReadonlySet<string>>(new Set());
  const askedAt = shallowRef(0);
  let asked = new AbortController();

  watch([options.query, options.group, options.metrics, options.timeZone], () => void start(true), { immediate: true });
  onScopeDispose(() => {
    asked.abort();
    closeAll(layout.value);
  });

  async function start(anew: boolean, swapping?: () => void): Promise<void> {
    asked.abort();
    const mine = (asked = new AbortController());
    const query = options.query.value;
    if (!query) return;
    if (anew && state.value === "failed") state.value = "loading";
    refreshing.value = true;
    const began = Date.now();
    try {
      const [sections, sums] = await Promise.all([open(query, mine.signal), askTotals(query, mine.signal)]);
      if (mine.signal.aborted) return;
      const old = layout.value;
      const next = new Layout(sections);
      if (!anew && old.size > 0) await untilSeen(next, mine.signal);
      if (mine.signal.aborted) return closeAll(next);
      swapping?.();
      layout.value = next;
      totals.value = sums;
      askedAt.value = began;
      error.value = null;
      state.value = "ready";
      closeAll(old);
    } catch (failure) {
      if (mine.signal.aborted) return;
      error.value = failure;
      if (state.value !== "ready" || anew) state.value = layout.value === NOTHING ? "failed" : "ready";
    }
    if (asked === mine) refreshing.value = false;
  }

  /** The sections of the list, the first rows of which are here. */
  async function open(query: ListQuery, signal: AbortSignal): Promise<Section[]> {
    const group = options.group.value;
    if (!group) {
      const window = await opened(query, signal);
      return [{ window, offset: 0, count: window.count, group: null, closed: false }];
    }
    const groups = askGroups(query, group, signal);
    if (!isContiguous(group.field, query.orderBy)) return (await groups).map((one) => ownWindow(query, one));
    const [window, all] = await Promise.all([opened(query, signal), groups]);
    let offset = 0;
    return all.map((one) => {
      const section = { window, offset, count: one.count, group: one, closed: closed.value.has(one.id) };
      offset += one.count;
      return section;
    });
  }

  /** Waits for the rows in sight, so that none blinks; but not for long. */
  async function untilSeen(next: Layout, signal: AbortSignal): Promise<void> {
    const [from, to] = options.visible();
    const end = Math.min(to, next.size - 1);
    next.need(from, end, 0);
    for (let waited = 0; waited < 1_500 && !signal.aborted; waited += 20) {
      const missing = Array.from({ length: Math.max(0, end - from + 1) }, (_, index) => next.line(from + index)).some((line) => line?.kind === "row" && !line.row && !line.gone && !line.window.error);
      if (!missing) return;
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  async function opened(query: ListQuery, signal: AbortSignal): Promise<RowWindow> {
    const window = new RowWindow({ source: listSource(query), changed: () => tell(window) });
    signal.addEventListener("abort", () => layout.value.sections.some((section) => section.window === window) || window.close());
    await window.open();
    return window;
  }

  function ownWindow(query: ListQuery, group: Group): Section {
    const where = query.where ? { and: [query.where, group.where] } : group.where;
    const window = new RowWindow({ source: listSource({ ...query, where }), changed: () => tell(window) });
    window.count = group.count;
    return { window, offset: 0, count: group.count, group, closed: closed.value.has(group.id) };
  }

  async function askGroups(query: ListQuery, { field, state: group }: { field: EntryField; state: GroupState }, signal: AbortSignal): Promise<Group[]> {
    const metrics = options.metrics.value;
    const ranges = isRangeGroup(group, field) ? await askEdges(query, field, signal) : null;
    const by = [groupBy(group, field, options.timeZone.value, ranges)];
    const orderBy = [{ key: groupOrder(field, query.orderBy) }];
    const { stats } = await ask(statsDocument(query.type, metrics), { where: query.where, by, orderBy, first: MOST_GROUPS }, { signal });
    return toGroups(stats, field, metrics, options.dayOf, ranges);
  }

  /** Ranges follow from the least and the greatest number of the list. */
  async function askEdges(query: ListQuery, field: EntryField, signal: AbortSignal): Promise<Edges> {
    const metric = field.metric ?? field.name;
    const { stats } = await ask(statsDocument(query.type, [metric], "count sum min max"), { where: query.where }, { signal });
    const numbers = stats[0]?.[metric] as NumberStat | undefined;
    const [unit, own] = [options.unitOf(field), field.unit];
    const shown = (number: number | null | undefined): number => {
      const known = number ?? 0;
      return unit === null || own === null ? known : (convert(field, known, own, unit) ?? known);
    };
    return { unit, edges: rangeEdges(shown(numbers?.min), shown(numbers?.max)) };
  }

  async function askTotals(query: ListQuery, signal: AbortSignal): Promise<Totals> {
    const metrics = options.metrics.value;
    const { stats } = await ask(statsDocument(query.type, metrics, "count sum avg"), { where: query.where }, { signal });
    const all: StatGroup | undefined = stats[0];
    return { count: all?.count ?? 0, numbers: Object.fromEntries(metrics.flatMap((name) => (all?.[name] ? [[name, all[name] as NumberStat]] : []))) };
  }

  async function refreshSums(): Promise<void> {
    const query = options.query.value;
    const group = options.group.value;
    const mine = asked;
    if (!query) return;
    try {
      const [sums, groups] = await Promise.all([askTotals(query, mine.signal), group ? askGroups(query, group, mine.signal) : []]);
      if (mine.signal.aborted) return;
      totals.value = sums;
      const known = new Map(groups.map((one) => [one.id, one]));
      for (const section of layout.value.sections) if (section.group) section.group = known.get(section.group.id) ?? section.group;
      redraw();
    } catch {
      // Sums stay as they were until the list is asked for again; the connection's indicator tells why.
    }
  }

  /** Another object with the same sections: a component that is given the same one would not look at its lines again. */
  function redraw(): void {
    layout.value = new Layout(layout.value.sections);
  }

  function tell(window: RowWindow): void {
    if (!layout.value.sections.some((section) => section.window === window)) return;
    error.value = window.error ?? layout.value.sections.find((section) => section.window.error)?.window.error ?? null;
    redraw();
  }

  return {
    layout, state, error, totals, refreshing, closed, askedAt,
    toggle: (group) => {
      const next = new Set(closed.value);
      if (!next.delete(group)) next.add(group);
      closed.value = next;
      layout.value = new Layout(layout.value.sections.map((section) => ({ ...section, closed: section.group !== null && next.has(section.group.id) })));
    },
    refresh: (swapping) => start(false, swapping),
    refreshSums,
    redraw,
    retry: () => {
      if (state.value === "failed") return void start(true);
      error.value = null;
      for (const window of new Set(layout.value.sections.map((section) => section.window))) window.retry();
      if (layout.value === NOTHING) void start(true);
    },
  };
}

function closeAll(layout: Layout): void {
  for (const window of new Set(layout.sections.map((section) => section.window))) window.close();
}

/** The name of what is computed over the lines of a list, for its status line and its groups. */
export function useMetrics(fields: ComputedRef<readonly EntryField[]>): ComputedRef<readonly string[]> {
  const names = computed(() => fields.value.flatMap(({ metric }) => (metric === null ? [] : [metric])).join(" "));
  // The same names stay the same array, so that widening a column asks for nothing anew.
  return computed(() => names.value.split(" ").filter(Boolean));
}
