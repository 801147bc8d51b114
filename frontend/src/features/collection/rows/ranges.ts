import type { EntryField, Unit } from "../../../model";

/** About so many ranges are made of what a field holds. */
const WANTED = 8;

/** A range of numbers, in a unit where the field has one; `to` is not part of it, and null is without end. */
export interface NumberRange {
  from: number;
  to: number | null;
  unit: Unit | null;
}

/** Whether a list can be put into ranges of the field's numbers. */
export function hasRanges(field: EntryField): boolean {
  return field.groups.includes("RANGE");
}

/** Round lower edges of ranges of one width, from at or below the least number to at or below the greatest. */
export function rangeEdges(least: number, greatest: number): number[] {
  const step = roundStep((greatest - least || Math.abs(least) || 1) / WANTED);
  // 0.7 / 0.1 is a hair less than 7.
  const [first, last] = [least, greatest].map((number) => Math.floor(number / step + 1e-9)) as [number, number];
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** 1, 2 or 5 times a power of ten, at least as much as asked for. */
function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  const times = [1, 2, 5, 10].find((one) => one * power >= wanted * (1 - 1e-9)) ?? 10;
  return Number((times * power).toPrecision(12));
}

/** What rows of a range meet, in the form that the field's filter takes. */
export function rangeWhere({ from, to, unit }: NumberRange, field: EntryField): Record<string, unknown> {
  const value = (number: number): unknown => {
    if (field.type === "Quantity") return { value: number, unit: unit ?? field.unit };
    return field.type === "Duration" ? `PT${number}S` : number;
  };
  const within = { gte: value(from), ...(to === null ? {} : { lt: value(to) }) };
  return field.type === "Money" ? { amount: within } : within;
}
