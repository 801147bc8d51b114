import { fieldOf, type EntryField, type EntryType, type Model } from "../model";
import { FilterNotUnderstood, QUANTIFIERS, ZONED, type FilterNode, type Quantifier, type TrashNode, type Where } from "./nodes";

type Fields = Pick<EntryType, "fields"> | undefined;

/** Conditions of every entry, beside the fields of its type. */
const OWN = ["id", "at", "createdAt", "updatedAt", "title", "flagged"];
const TRASH = ["EXCLUDE", "INCLUDE", "ONLY"];

/** The conditions of an API's filter; throws `FilterNotUnderstood` for what is none. */
export function parseWhere(where: Where | null | undefined, type: EntryType, model: Model): FilterNode[] {
  return where ? parse(where, type, model, []) : [];
}

function parse(where: Where, type: Fields, model: Model, at: readonly string[]): FilterNode[] {
  return Object.entries(where).flatMap(([name, value]) => parseEntry(name, value, type, model, [...at, name]));
}

function parseEntry(name: string, value: unknown, type: Fields, model: Model, at: readonly string[]): FilterNode[] {
  if (value === undefined || value === null) return [];
  if (name === "and") return list(value, at).flatMap((where) => parse(where, type, model, at));
  if (name === "or") return [{ kind: "any", alternatives: list(value, at).map((where) => parse(where, type, model, at)) }];
  if (name === "not") return [{ kind: "not", nodes: parse(object(value, at), type, model, at) }];
  if (name === "trashed") return [{ kind: "trash", value: trash(value, at) }];
  const field = type && fieldOf(type, name);
  if (!field && type && !OWN.includes(name)) throw new FilterNotUnderstood(at);
  const conditions = object(value, at);
  if (field?.kind === "LINK" || field?.kind === "INVERSE") return parseLink(field, conditions, model, at);
  if (field?.kind === "OBJECT") return parseObject(field, conditions, at);
  return operators([field?.name ?? name], conditions);
}

function parseLink(field: EntryField, conditions: Where, model: Model, at: readonly string[]): FilterNode[] {
  const { edge, ...rest } = conditions;
  const edges = edge === undefined || edge === null ? undefined : parse(object(edge, at), field.fields ? { fields: field.fields } : undefined, model, at);
  const nodes = Object.entries(rest).flatMap(([name, value]): FilterNode[] => {
    if (name === "isNull") return [{ kind: "field", path: [field.name], operator: name, value }];
    if (name === "count") return operators([field.name, name], object(value, at));
    if (!isQuantifier(name)) throw new FilterNotUnderstood([...at, name]);
    const inner = parse(object(value, at), model.target(field), model, [...at, name]);
    return [{ kind: "link", field: field.name, quantifier: name, nodes: inner, ...(edges ? { edge: edges } : {}) }];
  });
  // Conditions on the links alone ask for some link that meets them.
  const alone = edges && !nodes.some((node) => node.kind === "link");
  return alone ? [...nodes, { kind: "link", field: field.name, quantifier: "some", nodes: [], edge: edges }] : nodes;
}

function parseObject(field: EntryField, conditions: Where, at: readonly string[]): FilterNode[] {
  return Object.entries(conditions).flatMap(([name, value]): FilterNode[] => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [{ kind: "field", path: [field.name], operator: name, value }];
    const part = fieldOf({ fields: field.fields ?? [] }, name);
    if (!part) throw new FilterNotUnderstood([...at, name]);
    if (part.kind !== "OBJECT") return operators([field.name, part.name], value as Where);
    return parseObject(part, value as Where, [...at, name]).map((node) => (node.kind === "field" ? { ...node, path: [field.name, ...node.path] } : node));
  });
}

function operators(path: string[], conditions: Where): FilterNode[] {
  const { tz, ...rest } = conditions;
  return Object.entries(rest)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([operator, value]): FilterNode => {
      const zone = typeof tz === "string" && ZONED.includes(operator) ? { tz } : {};
      return { kind: "field", path, operator, value, ...zone };
    });
}

function object(value: unknown, at: readonly string[]): Where {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Where;
  throw new FilterNotUnderstood(at);
}

function list(value: unknown, at: readonly string[]): Where[] {
  // The API takes one where it expects a list.
  return Array.isArray(value) ? value.map((item) => object(item, at)) : [object(value, at)];
}

function trash(value: unknown, at: readonly string[]): TrashNode["value"] {
  if (TRASH.includes(String(value))) return value as TrashNode["value"];
  throw new FilterNotUnderstood(at);
}

function isQuantifier(name: string): name is Quantifier {
  return QUANTIFIERS.some((known) => known === name);
}
