import { operation, selectFields, type Operation } from "../../documents";
import { isSeries, type EntryField, type EntryRow, type EntryType, type Model } from "../../model";

/** A point of a line: the mean of its stretch of time with the least and the greatest. */
export interface Point {
  at: string;
  value: number | null;
  min: number | null;
  max: number | null;
  count: number;
}

export interface Gap {
  from: string;
  to: string;
}

/** One number over time, as `xsSeries` answers it. */
export interface Line {
  points: Point[];
  gaps: Gap[];
  moreGaps: boolean;
  /** RAW, or the bucket that was read. */
  source: string;
  unit: string | null;
}

/** What a number did in the window. */
export interface Numbers {
  count: number;
  avg: number | null;
  min: number | null;
  max: number | null;
  first: number | null;
  last: number | null;
  delta: number | null;
}

/** Numbers of one group of statistics, by metric. */
export type NumbersGroup = { count: number } & Record<string, Numbers | number>;

/** More lines on one page than this cannot be compared. */
export const MOST_LINES = 6;

/** Fields of a series that are drawn: those with numbers. */
export function lineFields(type: EntryType): EntryField[] {
  return type.fields.filter((field) => field.metric !== null && !field.list);
}

/** The conditions on the samples of one measured thing in a window. */
export function windowWhere(type: EntryType, of: string, from?: Date, to?: Date): Record<string, unknown> {
  const series = seriesOf(type);
  const at = { ...(from ? { gte: from.toISOString() } : {}), ...(to ? { lt: to.toISOString() } : {}) };
  return { [series.of]: { is: { id: { eq: of } } }, ...(from || to ? { [series.at]: at } : {}) };
}

export interface KnownData {
  known: NumbersGroup[];
  latest: { nodes: EntryRow[]; totalCount: number };
}

/** Which numbers a measured thing has at all, and its latest samples. */
export function knownDocument(type: EntryType, model: Model): Operation<KnownData, { where: Record<string, unknown> }> {
  const { at, of } = seriesOf(type);
  const counts = lineFields(type).map((field) => `${field.metric} { count }`).join(" ");
  const fields = type.fields.filter((field) => field.name !== of && field.name !== at);
  return operation(
    "query",
    `query Known($where: ${type.api.filterInput}) {
  known: ${type.api.stats}(where: $where) { count ${counts} }
  latest: ${type.api.list}(where: $where, orderBy: [{${at}: DESC}], first: 6) { totalCount(mode: ESTIMATE) nodes { ${at} flagged ${selectFields(fields, model)} } }
}`,
  );
}

export type LinesData = Record<string, Line> & { numbers: NumbersGroup[]; flagged: { totalCount: number; nodes: Record<string, unknown>[] } };

export interface LinesVariables {
  of: string;
  from: string;
  to: string;
  points: number;
  where: Record<string, unknown>;
  flagged: Record<string, unknown>;
  [unit: string]: unknown;
}

/** The lines of a window, what each number did in it, and the flagged samples that are left out of both. */
export function linesDocument(type: EntryType, fields: readonly EntryField[]): Operation<LinesData, LinesVariables> {
  const { at, of } = seriesOf(type);
  const units = fields.map((field, index) => (field.units ? `, $unit${index}: Unit` : "")).join("");
  const lines = fields.map(
    (field, index) =>
      `line${index}: ${type.api.series}(${of}: $of, metric: "${field.metric}", from: $from, to: $to, points: $points${field.units ? `, unit: $unit${index}` : ""}) { points { at value min max count } gaps { from to } moreGaps source unit }`,
  );
  const numbers = fields.map((field, index) => `${field.metric}${field.units ? `(unit: $unit${index})` : ""} { count avg min max first last delta }`);
  return operation(
    "query",
    `query Lines($of: ID!, $from: DateTime!, $to: DateTime!, $points: Int!, $where: ${type.api.filterInput}, $flagged: ${type.api.filterInput}${units}) {
  ${lines.join("\n  ")}
  numbers: ${type.api.stats}(where: $where) { count ${numbers.join(" ")} }
  flagged: ${type.api.list}(where: $flagged, first: 200) { totalCount nodes { ${at} } }
}`,
  );
}

/** New samples of one measured thing, as they come. */
export function liveDocument(type: EntryType, model: Model): Operation<{ sample: EntryRow }, { where: Record<string, unknown> }> {
  const { at, of } = seriesOf(type);
  const fields = type.fields.filter((field) => field.name !== of && field.name !== at);
  return operation("subscription", `subscription Samples($where: ${type.api.filterInput}) { sample: ${type.api.live}(where: $where) { ${at} flagged ${selectFields(fields, model)} } }`);
}

export interface FlagData {
  flag: { changed: number; errors: { message: string }[] };
}

/** Flags the samples of a stretch of time, or takes the flag away. */
export function flagDocument(type: EntryType): Operation<FlagData, { where: Record<string, unknown>; flagged: boolean; reason: string | null; dryRun: boolean; key: string }> {
  return operation(
    "mutation",
    `mutation Flag($where: ${type.api.filterInput}!, $flagged: Boolean!, $reason: String, $dryRun: Boolean!, $key: String) {
  flag: ${type.api.samplesFlag}(where: $where, flagged: $flagged, reason: $reason, dryRun: $dryRun, max: 100000, idempotencyKey: $key) { changed errors { message } }
}`,
  );
}

function seriesOf(type: EntryType): { of: string; at: string } {
  if (!isSeries(type) || !type.series) throw new Error(`${type.name} is no series`);
  return type.series;
}
