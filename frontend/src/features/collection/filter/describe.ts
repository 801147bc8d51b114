import type { FilterNode, LinkNode } from "../../../filter";
import type { Formats } from "../../../format";
import { fieldOf, type EntryField, type EntryType, type GeoPointValue, type Model, type QuantityValue } from "../../../model";
import { parseDuration } from "../../../format";
import { columnField } from "../view";

/** What a chip says: the name quieter than the value. */
export interface ChipText {
  name: string;
  text: string;
}

export type Translate = (key: string, params?: Record<string, unknown>, plural?: number) => string;

export interface Describing {
  model: Model;
  formats: Formats;
  t: Translate;
  /** The title of an entry, once it is known. */
  titleOf: (id: string) => string;
}

/** A condition in the words of its chip. */
export function describe(node: FilterNode, type: EntryType | undefined, context: Describing): ChipText {
  const { t } = context;
  switch (node.kind) {
    case "field":
      return fieldText(node.path, node.operator, node.value, type, context);
    case "link":
      return linkText(node, type, context);
    case "any":
      return { name: "", text: node.alternatives.map((nodes) => together(nodes, type, context)).join(` ${t("collection.filter.or")} `) };
    case "not":
      return { name: t("collection.filter.not"), text: together(node.nodes, type, context) };
    case "trash":
      return { name: "", text: t(`collection.filter.trash.${node.value}`) };
  }
}

function together(nodes: readonly FilterNode[], type: EntryType | undefined, context: Describing): string {
  return nodes.map((node) => plain(describe(node, type, context))).join(` ${context.t("collection.filter.and")} `);
}

function plain({ name, text }: ChipText): string {
  return `${name} ${text}`.trim();
}

/** `["address", "city"]` as a field, and the words for the way to it. */
function fieldAt(path: readonly string[], type: EntryType | undefined): { field: EntryField | undefined; name: string } {
  const [first = "", ...rest] = path;
  let field = type && columnField(type, first);
  const names = [field?.label ?? first];
  for (const part of rest) {
    field = field && fieldOf({ fields: field.fields ?? [] }, part);
    if (field) names.push(field.label);
  }
  return { field, name: names.join(" › ") };
}

function fieldText(path: string[], operator: string, value: unknown, type: EntryType | undefined, context: Describing): ChipText {
  const { t } = context;
  const owner = fieldAt(path.slice(0, -1), type);
  if (path[path.length - 1] === "count" && owner.field?.list) return { name: owner.name, text: `${SIGNS[operator] || "="} ${String(value)}` };
  const { field, name } = fieldAt(path, type);
  if (path[0] === "id" && path.length === 1) return { name: "", text: ids(value, operator, context) };
  if (operator === "isNull") return { name, text: t(value === true ? "collection.filter.isMissing" : "collection.filter.isThere") };
  if (operator === "isEmpty") return { name, text: t(value === true ? "collection.filter.isEmpty" : "collection.filter.isNotEmpty") };
  if (field?.type === "Boolean" && operator === "eq") return { name, text: t(value === true ? "collection.yes" : "collection.no") };
  if (operator === "last") return { name, text: t("collection.filter.last", { span: spanText(String(value), context) }) };
  if (operator === "within" && typeof value === "string") return { name, text: t(`collection.filter.calendar.${value}`) };
  if (operator === "within") return { name, text: t("collection.filter.polygon") };
  if (operator === "near") return { name, text: nearText(value, context) };
  if (operator === "between" && Array.isArray(value)) {
    return { name, text: t("collection.filter.between", { from: valueText(value[0], field, context), to: valueText(value[1], field, context) }) };
  }
  return { name, text: sentence(operator, valueText(value, field, context), t) };
}

function linkText(node: LinkNode, type: EntryType | undefined, context: Describing): ChipText {
  const field = type && fieldOf(type, node.field);
  const target = field && context.model.target(field);
  const name = field?.label ?? node.field;
  const chosen = chosenIds(node);
  const negated = node.quantifier === "isNot" || node.quantifier === "none";
  if (chosen) return { name, text: `${negated ? `${context.t("collection.filter.not")} ` : ""}${chosen.map(context.titleOf).join(", ")}` };
  const inner = together(node.nodes, target, context);
  const edge = node.edge ? node.edge.map((part) => plain(describe(part, field ? edgeType(field) : undefined, context))).join(` ${context.t("collection.filter.and")} `) : "";
  const both = [inner, edge].filter(Boolean).join(` ${context.t("collection.filter.and")} `);
  const word = ["none", "every"].includes(node.quantifier) || node.quantifier === "isNot" ? `${context.t(`collection.filter.quantifier.${node.quantifier}`)} ` : "";
  return { name: `${name} ›`, text: `${word}${both || context.t("collection.filter.any")}` };
}

/** The fields that a link carries, in the form of a type. */
export function edgeType(field: EntryField): EntryType {
  return { fields: field.fields ?? [], kind: "LINK" } as unknown as EntryType;
}

/** The entries that a condition on a link names; null when it says anything else. */
export function chosenIds(node: FilterNode): string[] | null {
  if (node.kind !== "link" || node.edge || node.nodes.length !== 1) return null;
  const [inner] = node.nodes;
  if (inner?.kind !== "field" || inner.path.length !== 1 || inner.path[0] !== "id") return null;
  if (inner.operator === "eq") return [String(inner.value)];
  return inner.operator === "in" && Array.isArray(inner.value) ? inner.value.map(String) : null;
}

function ids(value: unknown, operator: string, { titleOf, t }: Describing): string {
  const all = (Array.isArray(value) ? value : [value]).map(String);
  const text = all.length > 3 ? t("collection.filter.entries", { count: all.length }) : all.map(titleOf).join(", ");
  return operator === "ne" || operator === "notIn" ? `${t("collection.filter.not")} ${text}` : text;
}

function sentence(operator: string, value: string, t: Translate): string {
  const sign = SIGNS[operator];
  return sign === undefined ? t(`collection.filter.operator.${operator}`, { value }) : `${sign} ${value}`.trim();
}

const SIGNS: Readonly<Record<string, string>> = { eq: "", in: "", ne: "≠", lt: "<", lte: "≤", gt: ">", gte: "≥" };

function valueText(value: unknown, field: EntryField | undefined, context: Describing): string {
  if (Array.isArray(value)) return value.map((item) => valueText(item, field, context)).join(", ");
  const { formats, t } = context;
  if (value === null || value === undefined) return "";
  if (typeof value === "object" && "unit" in value && field) {
    const { value: number, unit } = value as QuantityValue;
    const symbol = field.units?.find((known) => known.unit === unit)?.symbol ?? unit;
    return `${formats.number(Number(number))} ${symbol}`.trim();
  }
  if (typeof value === "boolean") return t(value ? "collection.yes" : "collection.no");
  if (field?.kind === "ENUM") return formats.enumLabel(field, String(value));
  switch (field?.type) {
    case "DateTime":
      return formats.dateTime(String(value), "long");
    case "Date":
      return formats.date(String(value));
    case "Time":
      return formats.time(String(value));
    case "Duration":
      return formats.durationText(String(value));
    case "String":
      return `“${String(value)}”`;
    default:
      return typeof value === "number" ? formats.number(value) : String(value);
  }
}

/** `7 days`, `12 h`. */
function spanText(value: string, { formats, t }: Describing): string {
  const parts = parseDuration(value);
  if (!parts) return value;
  const { years, months, weeks, days } = parts;
  const named: [string, number][] = [["years", years], ["months", months], ["days", weeks * 7 + days]];
  const words = named.filter(([, count]) => count > 0).map(([unit, count]) => t(`collection.filter.${unit}`, { count }, count));
  const rest = value.includes("T") ? formats.durationText(`PT${value.split("T")[1] ?? ""}`) : "";
  return [...words, rest].filter(Boolean).join(" ");
}

function nearText(value: unknown, { formats, t }: Describing): string {
  const { point, radius } = value as { point: GeoPointValue; radius: QuantityValue };
  return t("collection.filter.near", { radius: `${formats.number(Number(radius.value))} ${radius.unit.toLowerCase()}`, point: `${point.lat}, ${point.lon}` });
}
