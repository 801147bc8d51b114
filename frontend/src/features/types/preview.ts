import type { EntryField, Model } from "../../model";
import { argument, has, type Draft, type DraftField } from "./definition";
import { kindOf, type KindOption } from "./kinds";

/** Known units with their symbols, by name. */
export type UnitSymbols = ReadonlyMap<string, NonNullable<EntryField["units"]>>;

/** The units of each canonical unit that known types use. */
export function unitSymbols(model: Model): UnitSymbols {
  const found = new Map<string, NonNullable<EntryField["units"]>>();
  const visit = (field: EntryField): void => {
    if (field.unit !== null && field.units) found.set(field.unit, field.units);
    field.fields?.forEach(visit);
  };
  for (const type of model.types) type.fields.forEach(visit);
  return found;
}

/** A field that is being edited, as the form would be told of it: what the form draws is what will be. */
export function previewField(field: DraftField, drafts: readonly Draft[], options: readonly KindOption[], model: Model, symbols: UnitSymbols): EntryField {
  const number = (directive: string, name: string): number | null => {
    const text = argument(field.directives, directive, name);
    return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
  };
  const kind = kindOf(field, options);
  const bounds = field.type === "Quantity" ? "unit" : "range";
  const unit = field.type === "Quantity" ? argument(field.directives, "unit", "canonical") || null : null;
  const values = kind === "enum" ? enumValues(field.type, drafts, model) : null;
  const pattern = argument(field.directives, "pattern", "regex");
  const time = field.directives.find(({ name }) => name === "time");
  return {
    name: field.name,
    label: words(field.name),
    description: field.description || null,
    kind: kind === "enum" ? "ENUM" : kind === "link" ? "LINK" : kind === "object" ? "OBJECT" : "SCALAR",
    type: field.type,
    required: field.required,
    list: field.list,
    writable: true,
    computed: false,
    default: argument(field.directives, "default", "value") || null,
    key: false,
    fields: null,
    unit,
    dimension: null,
    units: unit === null ? null : (symbols.get(unit) ?? [{ unit, symbol: unit.toLowerCase(), ucum: "", factor: 1, divisor: 1, shift: 0 }]),
    target: kind === "link" ? field.type : null,
    inverse: argument(field.directives, "link", "inverse") || null,
    link: kind === "link" ? { kind: "", props: null, onDelete: argument(field.directives, "link", "onDelete") || "UNLINK", acyclic: false } : null,
    min: number(bounds, "min"),
    max: number(bounds, "max"),
    warnMin: number(bounds, "warnMin"),
    warnMax: number(bounds, "warnMax"),
    minLength: number("length", "min"),
    maxLength: number("length", "max"),
    pattern: pattern === "" ? null : { regex: pattern, message: argument(field.directives, "pattern", "message") },
    time: time ? { future: time.arguments["future"] !== "false", notBefore: argument(field.directives, "time", "notBefore") || null, maxAfter: argument(field.directives, "time", "maxAfter") || null } : null,
    options: values?.map((value) => value.name) ?? null,
    values,
    showIf: null,
    search: null,
    indexed: has(field.directives, "index"),
    sortable: false,
    filter: null,
    groups: [],
    metric: null,
    sensitive: has(field.directives, "sensitive"),
    public: false,
    formerNames: [],
  };
}

function enumValues(name: string, drafts: readonly Draft[], model: Model): NonNullable<EntryField["values"]> {
  const draft = drafts.find((one) => one.kind === "enum" && one.name === name);
  if (draft) return draft.values.filter((value) => !value.removed).map((value) => ({ name: value.name, label: words(value.name), description: value.description || null, formerNames: [] }));
  return model.types.flatMap((type) => type.fields).find((field) => field.kind === "ENUM" && field.type === name)?.values ?? [];
}

/** A name as words, as the server makes labels: `startedAt` is `Started at`, `LEFT_BREAST` is `Left breast`. */
export function words(name: string): string {
  const lower = /^[A-Z0-9_]+$/.test(name) ? name.toLowerCase().replaceAll("_", " ") : name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
