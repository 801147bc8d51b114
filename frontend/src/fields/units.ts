import { convert, unitOf } from "../format";
import type { EntryField, EntryFieldUnit } from "../model";
import type { QuantityDraft } from "./drafts";
import { roundedText } from "./numbers";

/** Significant digits of a converted number: more than scales and thermometers tell, few enough to read. */
const DIGITS = 6;

/** Units that people switch to from another one. Facts about units, not about record types. */
const COUNTERPARTS: Readonly<Record<string, string>> = {
  ML: "FL_OZ", L: "FL_OZ", FL_OZ: "ML", CUP: "ML", TSP: "ML", TBSP: "ML", UG: "MG", MG: "G", G: "OZ", KG: "LB", OZ: "G", LB: "KG",
  ST: "KG", MM: "IN", CM: "IN", M: "FT", KM: "MI", IN: "CM", FT: "M", MI: "KM", CEL: "DEGF", DEGF: "CEL", K: "CEL", S: "MIN",
  MIN: "H", H: "MIN", D: "H", KCAL: "KJ", KJ: "KCAL", KCAL_PER_FL_OZ: "KCAL_PER_100_ML", KCAL_PER_100_ML: "KCAL_PER_FL_OZ",
  KCAL_PER_ML: "KCAL_PER_FL_OZ", MMHG: "KPA", KPA: "MMHG", HPA: "MMHG", BAR: "PSI", PSI: "BAR", PERCENT: "ONE", ONE: "PERCENT",
  PPM: "PERCENT", M_PER_S: "KM_PER_H", KM_PER_H: "MI_PER_H", MI_PER_H: "KM_PER_H", DEG: "RAD", RAD: "DEG",
};

/** The units that an editor shows at once: the field's own, those in use, and what people switch to. All when they are few. */
export function handyUnits(field: Pick<EntryField, "unit" | "units">, used: readonly (string | null)[]): EntryFieldUnit[] {
  const all = field.units ?? [];
  if (all.length <= 3) return [...all];
  const names = new Set([field.unit, ...used, COUNTERPARTS[field.unit ?? ""]].filter((name) => name !== null && name !== undefined));
  return [...names].flatMap((name) => unitOf(field, name) ?? []).slice(0, 3);
}

/** The unit in which the other half of "120 mL = 4.06 fl oz" is said: the preferred one, the field's own, or its counterpart. */
export function otherUnit(field: Pick<EntryField, "unit" | "units">, unit: string, preferred: string | null): string | undefined {
  const candidates = [preferred, field.unit, COUNTERPARTS[unit]];
  return candidates.find((name) => name && name !== unit && unitOf(field, name)) ?? undefined;
}

/** The same quantity with its number in another unit; what was written is remembered until something is typed. */
export function switchUnit(field: Pick<EntryField, "units">, draft: QuantityDraft, unit: string): QuantityDraft {
  const origin = draft.from ?? { number: draft.number, unit: draft.unit };
  if (origin.unit === unit) return { ...origin };
  const converted = converting(field, origin, unit);
  return converted === null ? { number: draft.number, unit } : { number: roundedText(converted, DIGITS), unit, from: origin };
}

/** The number of a draft in another unit; null when there is no number or the scales are not known. */
export function converting(field: Pick<EntryField, "units">, { number, unit }: { number: string; unit: string }, to: string): number | null {
  const value = number.trim() === "" ? NaN : Number(number);
  return Number.isFinite(value) ? convert(field, value, unit, to) : null;
}
