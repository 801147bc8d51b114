import { isSeries, ownField, type EntryField, type EntryType, type Model } from "../model";
import type { Quantifier } from "./nodes";

/** How a value of a condition is asked for. */
export type ValueKind =
  | "none" | "boolean" | "text" | "texts" | "number" | "range" | "options" | "option"
  | "entry" | "entries" | "quantity" | "date" | "dateTime" | "time" | "duration" | "calendar" | "near" | "polygon" | "many" | "trash";

/** A field that conditions can be made of, with its operators and how it is reached. */
export interface FilterField {
  /** Stable key: `child.is.name`. */
  key: string;
  /** The links on the way, outermost first. */
  links: { field: EntryField; quantifier: Quantifier }[];
  /** Conditions on what the last link carries, rather than on what it leads to. */
  edge: boolean;
  /** The path within the record that is reached. */
  path: string[];
  field: EntryField;
  /** Words for it: `Child › Name`. */
  labels: string[];
  operators: string[];
}

/** So many links are followed. */
export const DEEPEST = 2;

/** Operators that one of another name with the same words already covers. */
const NOT_OFFERED = new Set(["tz"]);

/** Every field of a type that a condition can be on, its own ones first, then those behind links. */
export function filterFields(type: EntryType, model: Model, deepest = DEEPEST): FilterField[] {
  return [...walk(type, model, { links: [], labels: [] }, deepest)];
}

interface Way {
  links: FilterField["links"];
  labels: string[];
}

function* walk(type: EntryType, model: Model, way: Way, deepest: number): Generator<FilterField> {
  for (const field of [...type.fields, ...ownFields(type)]) yield* choices(field, way, [], false);
  if (deepest === 0) return;
  for (const field of type.fields) {
    const target = model.target(field);
    if (!field.filter || !target) continue;
    const next = { links: [...way.links, { field, quantifier: usual(field) }], labels: [...way.labels, field.label] };
    for (const carried of field.fields ?? []) yield* choices(carried, next, [], true);
    yield* walk(target, model, next, deepest - 1);
  }
}

function* choices(field: EntryField, way: Way, path: string[], edge: boolean): Generator<FilterField> {
  if (!field.filter) return;
  const whole = [...path, field.name];
  const labels = [...way.labels, ...(path.length ? [] : []), field.label];
  const key = [...way.links.map((link) => link.field.name), ...(edge ? ["edge"] : []), ...whole].join(".");
  const operators = offered(field);
  if (operators.length) yield { key, links: way.links, edge, path: whole, field, labels, operators };
  if (field.kind === "OBJECT") {
    for (const part of field.fields ?? []) yield* choices(part, { ...way, labels: [...way.labels, field.label] }, whole, edge);
  }
}

/** Which operators the app offers for a field, the usual one first. */
export function offered(field: EntryField): string[] {
  const known = field.filter?.operators ?? [];
  if (field.kind === "LINK" || field.kind === "INVERSE") return field.list ? ["some", "none", "count"].filter((name) => known.includes(name)) : ["is", "isNot", "isNull"].filter((name) => known.includes(name));
  if (field.kind === "OBJECT") return known.includes("isNull") ? ["isNull"] : [];
  const names = known.filter((name) => !NOT_OFFERED.has(name));
  const first = USUAL.find((name) => names.includes(name) && fits(name, field));
  return first === undefined ? names : [first, ...names.filter((name) => name !== first)];
}

/** The operator that a new condition begins with, in the order of preference. */
const USUAL = ["contains", "last", "in", "has", "near", "gte", "eq"];

function fits(operator: string, field: EntryField): boolean {
  if (operator === "in") return field.kind === "ENUM";
  return operator !== "contains" || field.kind === "SCALAR";
}

/** Which links count unless told: the one that there is, or some of many. */
export function usual(field: EntryField): Quantifier {
  return field.list ? "some" : "is";
}

/** How the value of an operator is asked for. */
export function valueKind(field: EntryField, operator: string): ValueKind {
  switch (operator) {
    case "isNull":
    case "isEmpty":
      return "boolean";
    case "last":
      return "duration";
    case "within":
      return field.type === "GeoPoint" ? "polygon" : "calendar";
    case "near":
      return "near";
    case "is":
    case "isNot":
    case "some":
    case "none":
    case "every":
      return "entries";
    case "count":
      return "number";
    case "between":
      return "range";
    case "in":
    case "notIn":
      return field.kind === "ENUM" ? "options" : field.type === "ID" ? "entries" : "many";
    case "hasAny":
    case "hasAll":
      return "texts";
    default:
      return scalarKind(field);
  }
}

/** How one value of a field is asked for. */
export function scalarKind(field: EntryField): ValueKind {
  if (field.kind === "ENUM") return "option";
  switch (field.type) {
    case "Boolean":
      return "boolean";
    case "Int":
    case "Float":
    case "Decimal":
      return "number";
    case "Quantity":
      return "quantity";
    case "Date":
      return "date";
    case "DateTime":
      return "dateTime";
    case "Time":
      return "time";
    case "Duration":
      return "duration";
    default:
      return "text";
  }
}

const TIME_OPERATORS = ["eq", "ne", "in", "notIn", "lt", "lte", "gt", "gte", "between", "last", "within", "isNull"];

/** What every entry has, as fields: when it was created and last changed. What links carry has nothing of its own. */
export function ownFields(type: EntryType): EntryField[] {
  if (type.kind !== "ENTRY" && !isSeries(type)) return [];
  if (isSeries(type)) return [ownField("flagged", "Flagged", "Boolean", "BooleanFilter", ["eq", "ne", "isNull"])];
  return [
    ownField("createdAt", "Created", "DateTime", "DateTimeFilter", TIME_OPERATORS),
    ownField("updatedAt", "Changed", "DateTime", "DateTimeFilter", TIME_OPERATORS),
  ];
}
