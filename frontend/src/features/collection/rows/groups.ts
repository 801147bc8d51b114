import type { GroupBy, NumberStat, Order, StatGroup, StatKey, Where } from "../../../documents";
import { fieldOf, type EntryField, type EntryType, type Unit } from "../../../model";
import { hasRanges, rangeWhere, type NumberRange } from "./ranges";

/** How a list is grouped; in the address it is `startedAt.P1D`, `method` or `amount.RANGE`. */
export interface GroupState {
  field: string;
  /** Length of a calendar bucket of a time, such as `P1D`; `RANGE` are ranges of a number. */
  every?: string;
}

/** What stands for the width of ranges: they follow from the numbers that there are. */
export const RANGE = "RANGE";

/** A group with what its header says. */
export interface Group {
  /** Stable over refreshes, so that closed groups stay closed. */
  id: string;
  key: StatKey;
  start: string | null;
  end: string | null;
  count: number;
  numbers: Readonly<Record<string, NumberStat>>;
  /** The numbers between which its rows lie, where a list is put into ranges. */
  range: NumberRange | null;
  /** What its rows meet beside the conditions of the list. */
  where: Where;
}

export const EVERY = ["P1D", "P1W", "P1M", "P1Y"] as const;

/** More groups than this are no help; a filter is. */
export const MOST_GROUPS = 2_000;

/** The fields that a list can be grouped by. */
export function groupFields(type: EntryType): EntryField[] {
  return type.fields.filter((field) => field.groups.some((way) => way === "FIELD" || way === "LINK" || way === "TIME" || way === "CURRENCY" || way === "RANGE"));
}

/** Whether times are put into buckets of the calendar. */
export function isTimeGroup(field: EntryField): boolean {
  return field.groups.includes("TIME");
}

/** Whether the list is put into ranges of the field's numbers. */
export function isRangeGroup(group: GroupState, field: EntryField): boolean {
  return group.every === RANGE && hasRanges(field);
}

/** The lower edges of ranges, and the unit that they are in. */
export interface Edges {
  unit: Unit | null;
  edges: readonly number[];
}

export function groupBy(group: GroupState, field: EntryField, tz: string, ranges: Edges | null): GroupBy {
  if (ranges) return { range: { field: field.name, ...(ranges.unit === null ? {} : { unit: ranges.unit }), edges: [...ranges.edges] } };
  if (isTimeGroup(field)) return { time: { field: field.name, every: group.every ?? "P1D", tz, fill: "OMIT" } };
  if (field.groups.includes("CURRENCY")) return { field: `${field.name}.currency` };
  return field.groups.includes("LINK") ? { link: field.name } : { field: field.name };
}

/**
 * Whether the groups follow one another in the list itself, so that one window serves them all. So it is when the list
 * is ordered by the time that it is grouped by; any other grouped list has a window for each group.
 */
export function isContiguous(field: EntryField, orderBy: readonly Order[]): boolean {
  return isTimeGroup(field) && orderBy[0]?.[field.name] !== undefined;
}

/** Groups come in the direction of the list where they are times, else least first. */
export function groupOrder(field: EntryField, orderBy: readonly Order[]): "ASC" | "DESC" {
  const first = orderBy[0]?.[field.name];
  if (typeof first === "string") return first.startsWith("DESC") ? "DESC" : "ASC";
  return isTimeGroup(field) ? "DESC" : "ASC";
}

export function toGroups(stats: readonly StatGroup[], field: EntryField, metrics: readonly string[], dayOf: (instant: string) => string, ranges: Edges | null = null): Group[] {
  return stats.flatMap((stat) => {
    const key = stat.key[0];
    if (!key || stat.count === 0) return [];
    const numbers = Object.fromEntries(metrics.map((name) => [name, stat[name] as NumberStat]));
    const id = stat.start ?? key.entry?.id ?? key.text ?? "";
    const range = ranges && key.number !== null ? rangeFrom(Number(key.number), ranges) : null;
    const where = range ? { [field.name]: rangeWhere(range, field) } : groupWhere(stat, key, field, dayOf);
    return [{ id, key, start: stat.start, end: stat.end, count: stat.count, numbers, range, where }];
  });
}

function rangeFrom(from: number, { edges, unit }: Edges): NumberRange {
  return { from, to: edges.find((edge) => edge > from) ?? null, unit };
}

function groupWhere({ start, end }: StatGroup, key: StatKey, field: EntryField, dayOf: (instant: string) => string): Where {
  if (start && end) {
    // A calendar day knows no clock: its buckets begin at midnight of the zone.
    const [from, to] = field.type === "Date" ? [dayOf(start), dayOf(end)] : [start, end];
    return { [field.name]: { gte: from, lt: to } };
  }
  if (key.text === null && key.number === null && key.time === null && key.entry === null) return { [field.name]: { isNull: true } };
  if (field.groups.includes("CURRENCY")) return { [field.name]: { currency: { eq: key.text } } };
  if (field.kind === "LINK") return { [field.name]: { is: { id: { eq: key.entry?.id ?? key.text } } } };
  return { [field.name]: { eq: keyValue(key, field) } };
}

function keyValue(key: StatKey, field: EntryField): unknown {
  switch (field.type) {
    case "Boolean":
      return key.text === "true";
    case "Int":
    case "Float":
    case "Decimal":
      return key.number;
    case "Quantity":
      return { value: key.number, unit: field.unit };
    default:
      return key.text;
  }
}

/** The field of a group in the address, when there is one that can be grouped by. */
export function groupField(type: EntryType, group: GroupState | null): EntryField | null {
  const field = group && fieldOf(type, group.field);
  return field && field.groups.length > 0 ? field : null;
}
