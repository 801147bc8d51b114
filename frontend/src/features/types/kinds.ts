import type { EntryField, Model, Unit } from "../../model";
import type { Draft, DraftField } from "./definition";

/** Scalars that a field may have, in the order in which people look for them. */
export const SCALARS = ["String", "Quantity", "Boolean", "Int", "Float", "DateTime", "Date", "Time", "Duration", "Money", "GeoPoint", "URL", "Email", "Phone", "Country", "Language", "TimeZone", "ID", "JSON"] as const;

/** What a field can hold: a scalar, an enum, an object of one's own, or a link to entries of a type. */
export type Kind = "scalar" | "enum" | "object" | "link";

export interface KindOption {
  value: string;
  kind: Kind;
}

/** All types that a field can have, own ones that are only planned included. */
export function kindOptions(model: Model, drafts: readonly Draft[]): KindOption[] {
  const enums = new Set([...enumsOf(model), ...drafts.filter((draft) => draft.kind === "enum").map((draft) => draft.name)]);
  const planned = drafts.filter((draft) => draft.kind === "type" && draft.directives.some(({ name }) => name === "entry")).map((draft) => draft.name);
  const replaced = new Set(drafts.filter((draft) => draft.kind === "type" && draft.before !== null && draft.before !== draft.name).map((draft) => draft.before));
  const links = new Set([...model.types.filter((type) => type.kind === "ENTRY" && !replaced.has(type.name)).map((type) => type.name), ...planned]);
  const objects = drafts.filter((draft) => draft.kind === "type" && !draft.directives.some(({ name }) => ["entry", "series", "props"].includes(name))).map((draft) => draft.name);
  return [
    ...SCALARS.map((value): KindOption => ({ value, kind: "scalar" })),
    ...[...enums].map((value): KindOption => ({ value, kind: "enum" })),
    ...[...links].map((value): KindOption => ({ value, kind: "link" })),
    ...objects.map((value): KindOption => ({ value, kind: "object" })),
  ];
}

/** The kind of a field that is being edited. */
export function kindOf(field: Pick<DraftField, "type">, options: readonly KindOption[]): Kind {
  return options.find((option) => option.value === field.type)?.kind ?? "scalar";
}

/** Enums that fields of known types have. */
function enumsOf(model: Model): string[] {
  return [...new Set(model.types.flatMap((type) => type.fields.filter((field) => field.kind === "ENUM").map((field) => field.type)))];
}

/** Units that a field can be kept in, by what they measure, as the known types show them. */
export function unitsByDimension(model: Model): Map<string, { unit: Unit; symbol: string }[]> {
  const dimensions = new Map<string, { unit: Unit; symbol: string }[]>();
  const visit = (field: EntryField): void => {
    if (field.dimension !== null && field.units) {
      const known = dimensions.get(field.dimension) ?? [];
      for (const { unit, symbol } of field.units) if (!known.some((one) => one.unit === unit)) known.push({ unit, symbol });
      dimensions.set(field.dimension, known);
    }
    field.fields?.forEach(visit);
  };
  for (const type of model.types) type.fields.forEach(visit);
  return dimensions;
}
