import { groupValue, type AnswerGroup, type AnswerKey, type ChartAnswer } from "./query";
import type { ChartSpec } from "./spec";

/** One series of a chart: a value of what it is grouped by, or all records where it is not grouped. */
export interface ChartSeries {
  /** Tells series apart; the same from answer to answer. */
  id: string;
  /** The value as the API tells it; null for records without one. */
  text: string | null;
  /** The linked entry, where the chart is grouped by a link. */
  entryId: string | null;
  total: number | null;
  count: number;
  /** Part of the whole, 0 to 1; null where parts do not add up to a whole. */
  share: number | null;
}

/** One bucket or, without buckets, one group. */
export interface ChartRow {
  id: string;
  start: string | null;
  end: string | null;
  /** Label of a row that is no bucket. */
  text: string | null;
  /** By series, in their order; null where nothing was measured. */
  values: (number | null)[];
  total: number | null;
  count: number;
  /** The bucket is not over yet. */
  running: boolean;
}

/** What a chart and its table show. */
export interface ChartTable {
  series: ChartSeries[];
  rows: ChartRow[];
  total: number | null;
  count: number;
  /** The mean of full buckets that hold something; null where there are none, or none is asked for. */
  mean: number | null;
  /** Series that are not drawn one by one, since there are more than a reader can tell apart. */
  merged: number;
}

/** More series than this nobody tells apart. */
export const MOST_SERIES = 6;

const ALL: ChartSeries = { id: "all", text: null, entryId: null, total: null, count: 0, share: null };
const OTHERS = "others";

/** Lays out an answer; `now` tells which bucket is still running. */
export function chartTable(spec: ChartSpec, answer: ChartAnswer, now: Date): ChartTable {
  const total = answer.total[0];
  const whole = { total: total ? groupValue(total, spec.measure) : null, count: total?.count ?? 0 };
  const adds = spec.measure === "sum" || spec.measure === "count";
  const found = spec.by === null ? [{ ...ALL, ...whole }] : listSeries(spec, answer, adds ? whole.total : null);
  const { series, place, merged } = fewSeries(found, adds);
  const rows = spec.bucket === null ? plainRows(spec, answer) : bucketRows(spec, answer, series, place, now);
  return { series: spec.bucket === null ? [{ ...ALL, ...whole }] : series, rows, ...whole, mean: spec.mean ? meanOf(rows) : null, merged };
}

/** The mean of what full buckets say; one that holds nothing is no zero unless the chart says so. */
function meanOf(rows: readonly ChartRow[]): number | null {
  const full = rows.filter((row) => !row.running && row.start !== null && row.total !== null).map((row) => row.total ?? 0);
  return full.length < 2 ? null : full.reduce((sum, value) => sum + value, 0) / full.length;
}

function listSeries(spec: ChartSpec, answer: ChartAnswer, whole: number | null): ChartSeries[] {
  const groups = spec.bucket === null ? answer.cells : (answer.series ?? []);
  return groups.map((group) => {
    const key = group.key.at(-1);
    const total = groupValue(group, spec.measure);
    return {
      id: seriesId(key),
      text: key?.entry?.title ?? key?.text ?? null,
      entryId: key?.entry?.id ?? null,
      total,
      count: group.count,
      share: whole !== null && whole > 0 && total !== null ? total / whole : null,
    };
  });
}

/** The largest series, and one for all others where values can be added; `place` says where each series went. */
function fewSeries(found: ChartSeries[], adds: boolean): { series: ChartSeries[]; place: Map<string, number>; merged: number } {
  const place = new Map(found.map((one, index) => [one.id, index]));
  if (found.length <= MOST_SERIES) return { series: found, place, merged: 0 };
  const largest = [...found].sort((a, b) => b.count - a.count).slice(0, adds ? MOST_SERIES - 1 : MOST_SERIES);
  // Declared order is kept among those that stay, so that colours do not jump when numbers change.
  const kept = found.filter((one) => largest.includes(one));
  const rest = found.filter((one) => !largest.includes(one));
  const few = new Map(kept.map((one, index) => [one.id, index]));
  if (adds) {
    for (const one of rest) few.set(one.id, kept.length);
    kept.push({
      id: OTHERS,
      text: null,
      entryId: null,
      total: rest.reduce((sum, one) => sum + (one.total ?? 0), 0),
      count: rest.reduce((sum, one) => sum + one.count, 0),
      share: rest.some((one) => one.share !== null) ? rest.reduce((sum, one) => sum + (one.share ?? 0), 0) : null,
    });
  }
  return { series: kept, place: few, merged: rest.length };
}

/** Whether a series stands for several that are too many to tell apart. */
export function isOthers(series: ChartSeries): boolean {
  return series.id === OTHERS;
}

function bucketRows(spec: ChartSpec, answer: ChartAnswer, series: ChartSeries[], place: ReadonlyMap<string, number>, now: Date): ChartRow[] {
  const totals = new Map((spec.by === null ? answer.cells : (answer.buckets ?? [])).map((group) => [group.start ?? "", group]));
  const rows = new Map<string, ChartRow>();
  for (const [start, group] of totals) rows.set(start, emptyRow(spec, group, series.length, now));
  for (const group of answer.cells) {
    const row = rows.get(group.start ?? "");
    const index = spec.by === null ? 0 : place.get(seriesId(group.key.at(-1)));
    const value = groupValue(group, spec.measure);
    if (!row || index === undefined || value === null) continue;
    row.values[index] = (row.values[index] ?? 0) + value;
  }
  return [...rows.values()].sort((a, b) => (a.start ?? "").localeCompare(b.start ?? ""));
}

function emptyRow(spec: ChartSpec, group: AnswerGroup, width: number, now: Date): ChartRow {
  const { start = null, end = null, count } = group;
  const nothing = count === 0 && spec.fill === "GAP";
  return {
    id: start ?? "",
    start,
    end,
    text: null,
    values: Array.from({ length: width }, () => null),
    total: nothing ? null : groupValue(group, spec.measure),
    count,
    running: start !== null && end !== null && new Date(start) <= now && now < new Date(end),
  };
}

function plainRows(spec: ChartSpec, answer: ChartAnswer): ChartRow[] {
  return answer.cells.map((group) => {
    const key = group.key.at(-1);
    const value = groupValue(group, spec.measure);
    return {
      id: seriesId(key),
      start: null,
      end: null,
      text: key?.entry?.title ?? key?.text ?? null,
      values: [value],
      total: value,
      count: group.count,
      running: false,
    };
  });
}

function seriesId(key: AnswerKey | undefined): string {
  return key?.entry?.id ?? key?.text ?? "";
}
