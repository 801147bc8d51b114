import type { EntryField, EntryRow, EntryType, LinkedEntry, QuantityValue } from "../../model";
import { measurable } from "./query";

/** What is charted of one entry among those of its day. */
export interface DayMeasure {
  field: EntryField;
  /** The link that entries of the same day share with it, such as the child; null when the type requires none. */
  link: { field: EntryField; entry: LinkedEntry } | null;
}

const DAY = 86_400_000;

/** The first amount that an entry holds, if its type places entries at a time of day. */
export function dayMeasure(type: EntryType, row: EntryRow): DayMeasure | null {
  const at = type.fields.find(({ name }) => name === type.at);
  if (at?.type !== "DateTime" || typeof row.at !== "string") return null;
  const field = measurable(type).find(({ name, type: kind, list }) => kind === "Quantity" && !list && row[name] !== null && row[name] !== undefined);
  if (!field) return null;
  const link = type.fields.find(({ kind, list, required, name }) => kind === "LINK" && !list && required && row[name]);
  return { field, link: link ? { field: link, entry: row[link.name] as LinkedEntry } : null };
}

/** Entries with the measure that may stand on the same day; which do, only the reader's clocks tell. */
export function dayWhere(type: EntryType, { field, link }: DayMeasure, at: string): Record<string, unknown> {
  const [from, to] = [Date.parse(at) - DAY, Date.parse(at) + DAY].map((time) => new Date(time).toISOString());
  const of = link ? { [link.field.name]: { is: { id: { eq: link.entry.id } } } } : {};
  return { ...of, [type.at ?? ""]: { gte: from, lte: to }, [field.name]: { isNull: false } };
}

/** How far into its day an instant is on the clocks of a time zone, from 0 to 1. */
export function partOfDay(instant: string, timeZone: string): number {
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
  const [hours = 0, minutes = 0] = clock.format(Date.parse(instant)).split(":").map(Number);
  return (hours * 60 + minutes) / 1440;
}

/** An entry of the day. */
export interface DayEntry {
  id: string;
  at: string;
  measured: QuantityValue;
}
