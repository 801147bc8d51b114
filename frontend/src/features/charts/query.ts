import { daysBefore, startOf } from "../../charts/calendar";
import type { EntryField, EntryType } from "../../model";
import type { ChartSpec, Measure } from "./spec";

/** A key of a group, as `StatKey` answers it. */
export interface AnswerKey {
  name: string;
  text: string | null;
  number: number | null;
  time: string | null;
  entry?: { id: string; title: string } | null;
}

/** A group, as the chart's operation asks for it. */
export interface AnswerGroup {
  key: AnswerKey[];
  start?: string | null;
  end?: string | null;
  count: number;
  measured?: Record<string, number | null> | null;
}

/** The answer to a chart's operation. `cells` has one group for each bucket and series. */
export interface ChartAnswer {
  cells: AnswerGroup[];
  buckets?: AnswerGroup[];
  series?: AnswerGroup[];
  total: AnswerGroup[];
}

/** An operation with its variables. */
export interface ChartOperation {
  document: string;
  variables: Record<string, unknown>;
}

const HOUR = 3_600_000;

/** More groups than the API answers are asked for in no case; the message says what to change. */
export const MOST_GROUPS = 10_000;

/**
 * The operation that answers a chart: every cell, and the sums of rows, columns and all, which only the server can tell
 * for means, medians and extremes.
 */
export function chartOperation(type: EntryType, spec: ChartSpec, tz: string, now: Date): ChartOperation {
  const where = chartWhere(type, spec, tz, now);
  const time = spec.bucket ? { time: { field: spec.time ?? undefined, every: spec.bucket, tz, fill: spec.fill } } : null;
  const by = spec.by ? groupBy(type, spec.by) : null;
  const groups = (variable: string): string => `${type.api.stats}(where: $where${variable ? `, by: ${variable}` : ""}) { ${selection(spec)} }`;
  const parts = [`cells: ${groups("$by")}`, `total: ${groups("")}`];
  const variables: Record<string, unknown> = { where, by: [time, by].filter((key) => key !== null) };
  const declared = [`$where: ${type.api.filterInput}`, "$by: [GroupBy!]"];
  if (spec.unit !== null && spec.measure !== "count") {
    declared.push("$unit: Unit");
    variables["unit"] = spec.unit;
  }
  if (time && by) {
    parts.push(`buckets: ${groups("$time")}`, `series: ${groups("$series")}`);
    declared.push("$time: [GroupBy!]", "$series: [GroupBy!]");
    variables["time"] = [time];
    variables["series"] = [by];
  }
  return { document: `query Chart(${declared.join(", ")}) { ${parts.join(" ")} }`, variables };
}

/** The subscription that tells that the answer may be another one: the whole as one group. */
export function chartFollowed(type: EntryType, spec: ChartSpec, tz: string, now: Date): ChartOperation | null {
  if (type.api.statsLive === null) return null;
  const unit = spec.unit !== null && spec.measure !== "count" ? spec.unit : null;
  return {
    document: `subscription ChartChanges($where: ${type.api.filterInput}${unit ? ", $unit: Unit" : ""}) { ${type.api.statsLive}(where: $where) { ${selection({ ...spec, unit })} } }`,
    variables: { where: chartWhere(type, spec, tz, now), ...(unit ? { unit } : {}) },
  };
}

/** The conditions of a chart: those of its own, and its range of time. */
export function chartWhere(type: EntryType, spec: ChartSpec, tz: string, now: Date): Record<string, unknown> | null {
  const field = spec.time ?? type.at ?? type.series?.at ?? null;
  const bounds = field === null ? null : chartBounds(spec, tz, now);
  const range = bounds === null ? null : { [field ?? ""]: { gte: bounds.from.toISOString(), lt: bounds.to.toISOString() } };
  const conditions = [range, spec.where].filter((part): part is Record<string, unknown> => part !== null && Object.keys(part).length > 0);
  if (conditions.length === 0) return null;
  return conditions.length === 1 ? (conditions[0] ?? null) : { and: conditions };
}

/**
 * The time that a chart covers: whole buckets, so that the first one is not cut, up to the end of the running hour or
 * day. Null is all that is recorded.
 */
export function chartBounds(spec: Pick<ChartSpec, "range" | "bucket">, tz: string, now: Date): { from: Date; to: Date } | null {
  if (spec.range === "all") return null;
  if (spec.bucket === "PT1H" && spec.range === "1") {
    return { from: startOf("hour", new Date(now.getTime() - 23 * HOUR), tz), to: new Date(startOf("hour", now, tz).getTime() + HOUR) };
  }
  const first = daysBefore(Number(spec.range) - 1, now, tz);
  const unit = spec.bucket === "P1W" ? "week" : spec.bucket === "P1M" ? "month" : spec.bucket === "P1Y" ? "year" : "day";
  return { from: startOf(unit, first, tz), to: daysBefore(-1, now, tz) };
}

/** How statistics group by a field: a link by its target, money by its currency, anything else by its value. */
export function groupBy(type: EntryType, name: string): Record<string, string> {
  const field = type.fields.find((candidate) => candidate.name === name);
  if (field?.groups.includes("LINK")) return { link: name };
  if (field?.groups.includes("CURRENCY")) return { field: `${name}.currency` };
  return { field: name };
}

/** Fields whose numbers can be measured. */
export function measurable(type: EntryType): EntryField[] {
  return type.fields.filter((field) => field.metric !== null && !field.list);
}

/** Fields that can become the series of a chart. */
export function groupable(type: EntryType): EntryField[] {
  return type.fields.filter((field) => field.groups.some((group) => group === "FIELD" || group === "LINK" || group === "CURRENCY"));
}

/** Fields with a time that buckets can go by. */
export function timed(type: EntryType): EntryField[] {
  return type.fields.filter((field) => field.groups.includes("TIME"));
}

/** The number of a group that the chart shows; null where nothing was measured. */
export function groupValue(group: AnswerGroup, measure: Measure): number | null {
  if (measure === "count") return group.count;
  return group.measured?.["value"] ?? null;
}

function selection(spec: Pick<ChartSpec, "measure" | "field" | "unit">): string {
  const base = "key { name text number time entry { id title } } start end count";
  if (spec.measure === "count" || spec.field === null) return base;
  const unit = spec.unit !== null ? "(unit: $unit)" : "";
  const value = spec.measure === "median" ? "value: quantile(q: 0.5)" : `value: ${spec.measure}`;
  return `${base} measured: ${spec.field}${unit} { count ${value} }`;
}
