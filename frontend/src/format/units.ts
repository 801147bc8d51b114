import type { EntryField, EntryFieldUnit, Unit } from "../model";
import type { FormatSettings } from "./settings";

/** The unit of the field with that name; none when the field knows no such unit. */
export function unitOf(field: Pick<EntryField, "units">, unit: Unit | null): EntryFieldUnit | undefined {
  return field.units?.find((known) => known.unit === unit);
}

/** The unit that a field's values are shown in: the reader's choice for its dimension, else the field's own. */
export function shownUnit(field: Pick<EntryField, "unit" | "units" | "dimension">, settings: Pick<FormatSettings, "units">): Unit | null {
  const chosen = field.dimension === null ? undefined : settings.units[field.dimension];
  const known = chosen === undefined ? undefined : unitOf(field, chosen);
  return known?.unit ?? field.unit;
}

/** A number of one unit of the field in another; null when it cannot be told. */
export function convert(field: Pick<EntryField, "units">, value: number, from: Unit, to: Unit): number | null {
  if (from === to) return value;
  const source = unitOf(field, from);
  const target = unitOf(field, to);
  if (!source || !target) return null;
  const base = ((value - source.shift) * source.factor) / source.divisor;
  // Twelve digits are kept, so that the error of the last ones does not show (0.1 + 0.2).
  return Number(((base * target.divisor) / target.factor + target.shift).toPrecision(12));
}
