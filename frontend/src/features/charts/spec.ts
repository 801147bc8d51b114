import type { LocationQuery } from "vue-router";

/** What is computed of the measured field in each group; all but `count` need a field. */
export const MEASURES = ["count", "sum", "avg", "median", "min", "max", "sd", "last"] as const;
export type Measure = (typeof MEASURES)[number];

/** Length of a calendar bucket, as `TimeBucket.every` takes it. */
export const BUCKETS = ["PT1H", "P1D", "P1W", "P1M", "P1Y"] as const;
export type Bucket = (typeof BUCKETS)[number];

/** How far back a chart looks, in days; `all` is everything that is recorded. */
export const RANGES = ["1", "7", "28", "90", "365", "all"] as const;
export type Range = (typeof RANGES)[number];

/** How the groups of one bucket are drawn. */
export const SHAPES = ["stacked", "grouped", "lines"] as const;
export type Shape = (typeof SHAPES)[number];

/** What an empty bucket shows: a gap, or zero. */
export const FILLS = ["GAP", "ZERO"] as const;
export type ChartFill = (typeof FILLS)[number];

/** A chart as its address says it: all that is needed to ask for it and to draw it. */
export interface ChartSpec {
  /** Plural of the record type, as in `/t/{plural}`. */
  type: string;
  measure: Measure;
  /** The measured field; null counts records. */
  field: string | null;
  unit: string | null;
  /** A field or to-one link whose values become the series of the chart. */
  by: string | null;
  /** The time that buckets go by; null is the type's own. */
  time: string | null;
  bucket: Bucket | null;
  range: Range;
  fill: ChartFill;
  shape: Shape;
  /** Whether the mean of full buckets is drawn. */
  mean: boolean;
  /** More conditions, in the form of the type's filter input. */
  where: Record<string, unknown> | null;
}

export const DEFAULT_SPEC: Omit<ChartSpec, "type"> = {
  measure: "count",
  field: null,
  unit: null,
  by: null,
  time: null,
  bucket: "P1D",
  range: "28",
  fill: "GAP",
  shape: "stacked",
  mean: true,
  where: null,
};

/** The address of a chart. What is as usual stays out of it, so that it remains short enough to send to somebody. */
export function specToQuery(spec: ChartSpec): Record<string, string> {
  const query: Record<string, string> = { type: spec.type };
  if (spec.measure !== DEFAULT_SPEC.measure) query["measure"] = spec.measure;
  if (spec.field !== null) query["field"] = spec.field;
  if (spec.unit !== null) query["unit"] = spec.unit;
  if (spec.by !== null) query["by"] = spec.by;
  if (spec.time !== null) query["time"] = spec.time;
  if (spec.bucket !== DEFAULT_SPEC.bucket) query["bucket"] = spec.bucket ?? "none";
  if (spec.range !== DEFAULT_SPEC.range) query["range"] = spec.range;
  if (spec.fill !== DEFAULT_SPEC.fill) query["fill"] = spec.fill;
  if (spec.shape !== DEFAULT_SPEC.shape) query["shape"] = spec.shape;
  if (spec.mean !== DEFAULT_SPEC.mean) query["mean"] = "no";
  if (spec.where !== null && Object.keys(spec.where).length > 0) query["where"] = JSON.stringify(spec.where);
  return query;
}

/** The chart of an address; null where it names no type. Parts that make no sense are as usual. */
export function specFromQuery(query: LocationQuery): ChartSpec | null {
  const type = text(query["type"]);
  if (type === null) return null;
  const bucket = text(query["bucket"]);
  return {
    type,
    measure: oneOf(MEASURES, text(query["measure"])) ?? DEFAULT_SPEC.measure,
    field: text(query["field"]),
    unit: text(query["unit"]),
    by: text(query["by"]),
    time: text(query["time"]),
    bucket: bucket === "none" ? null : (oneOf(BUCKETS, bucket) ?? DEFAULT_SPEC.bucket),
    range: oneOf(RANGES, text(query["range"])) ?? DEFAULT_SPEC.range,
    fill: oneOf(FILLS, text(query["fill"])) ?? DEFAULT_SPEC.fill,
    shape: oneOf(SHAPES, text(query["shape"])) ?? DEFAULT_SPEC.shape,
    mean: query["mean"] !== "no",
    where: readWhere(text(query["where"])),
  };
}

function text(value: LocationQuery[string] | undefined): string | null {
  const first = Array.isArray(value) ? value[0] : value;
  return first ? first : null;
}

function oneOf<Value extends string>(known: readonly Value[], value: string | null): Value | null {
  return known.find((item) => item === value) ?? null;
}

function readWhere(value: string | null): Record<string, unknown> | null {
  if (value === null) return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
