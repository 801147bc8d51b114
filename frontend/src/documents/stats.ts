import type { EntryType } from "../model";
import { operation, type Operation } from "./operation";
import type { Where } from "./list";

/** One way to group, as the API's `GroupBy`. */
export interface GroupBy {
  field?: string;
  link?: string;
  time?: { field?: string; every: string; tz: string; fill?: string };
  range?: { field: string; unit?: string; edges: number[] };
}

export interface StatKey {
  name: string;
  text: string | null;
  number: number | null;
  time: string | null;
  entry: { __typename: string; id: string; title: string } | null;
}

export interface NumberStat {
  count: number;
  sum: number | null;
  avg?: number | null;
  min?: number | null;
  max?: number | null;
}

/** A group with its key, its count and the numbers asked for under their `metric` names. */
export interface StatGroup {
  key: StatKey[];
  start: string | null;
  end: string | null;
  count: number;
  [metric: string]: unknown;
}

export interface StatsVariables {
  where?: Where | null;
  by?: GroupBy[] | null;
  orderBy?: Record<string, unknown>[] | null;
  first?: number | null;
}

/** Counts and numbers of a type's records in groups; `metrics` are the `metric` names of its fields. */
export function statsDocument(type: EntryType, metrics: readonly string[], numbers = "count sum"): Operation<{ stats: StatGroup[] }, StatsVariables> {
  const asked = metrics.map((metric) => `${metric} { ${numbers} }`).join(" ");
  return operation(
    "query",
    `query Stats($where: ${type.api.filterInput}, $by: [GroupBy!], $orderBy: [StatOrder!], $first: Int) {
  stats: ${type.api.stats}(where: $where, by: $by, orderBy: $orderBy, first: $first) {
    key { name text number time entry { __typename id title } } start end count ${asked}
  }
}`,
  );
}
