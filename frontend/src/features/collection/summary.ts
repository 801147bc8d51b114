import type { NumberStat } from "../../documents";
import type { Formats, Measured } from "../../format";
import type { EntryField } from "../../model";

/** Dimensions that add up: two bottles are more milk, two temperatures are no heat. */
const ADDITIVE = new Set(["volume", "mass", "length", "duration", "energy", "steps", "count"]);

export type SummaryKind = "sum" | "avg";

/** Whether the numbers of a field are summed up; others are averaged. */
export function summaryKind(field: EntryField): SummaryKind {
  if (field.type !== "Quantity") return "sum";
  return field.dimension !== null && ADDITIVE.has(field.dimension) ? "sum" : "avg";
}

/** The sum of a field over many rows, or its mean (`ø`) where a sum says nothing; empty without values. */
export function summaryOf(field: EntryField, numbers: Readonly<Record<string, NumberStat>>, formats: Formats): readonly Measured[] {
  const stat = field.metric === null ? undefined : numbers[field.metric];
  if (!stat || stat.count === 0 || stat.sum === null) return [];
  if (summaryKind(field) === "sum") return shown(field, stat.sum, formats);
  return shown(field, Number((stat.sum / stat.count).toPrecision(4)), formats).map((part) => ({ ...part, number: `ø ${part.number}` }));
}

function shown(field: EntryField, value: number, formats: Formats): readonly Measured[] {
  if (field.type === "Duration") return formats.duration(value);
  if (field.type === "Quantity") return [formats.quantity(Number(value.toPrecision(12)), field)];
  return [{ number: formats.number(value, 2), symbol: "" }];
}
