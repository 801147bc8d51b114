import type { EntryField, GeoPointValue, LinkedEntry, LinkedList, MoneyValue, QuantityValue } from "../model";
import { editorKind, type Draft, type LinkDraft, type ObjectDraft } from "./drafts";
import { isDecimal } from "./numbers";

/** The draft that shows an answered value; of what was never answered there is none. */
export function draftOf(field: EntryField, value: unknown): Draft | undefined {
  if (value === undefined) return undefined;
  if (value === null) return null;
  if (field.kind === "LINK" && field.list) return linksOf(field, value as LinkedList);
  if (field.list) return (value as unknown[]).map((item) => (item === null ? null : itemOf(field, item)));
  return itemOf(field, value);
}

/** The drafts of all writable fields of an answered record or object. */
export function draftsOf(fields: readonly EntryField[], values: Readonly<Record<string, unknown>>): ObjectDraft {
  const pairs = fields.filter((field) => field.writable && field.kind !== "INVERSE").map((field) => [field.name, draftOf(field, values[field.name])] as const);
  return Object.fromEntries(pairs.filter(([, draft]) => draft !== undefined));
}

/** What a field holds when it is left out, as a draft; undefined for what only the server knows, such as the time. */
export function defaultDraft(field: EntryField): Draft | undefined {
  const literal = field.default;
  if (literal === null || literal === "now" || literal === "viewer") return undefined;
  switch (editorKind(field)) {
    case "boolean":
      return field.list ? undefined : literal === "true";
    case "quantity":
    case "money":
    case "point":
    case "object":
    case "link":
      return undefined;
    default:
      return field.list ? undefined : literal;
  }
}

/** A link to an entry that was answered. */
export function linkOf(entry: LinkedEntry): LinkDraft {
  return { id: entry.id, title: entry.title, type: entry.__typename };
}

function itemOf(field: EntryField, value: unknown): Draft {
  switch (editorKind(field)) {
    case "boolean":
      return value as boolean;
    case "quantity":
      return quantityOf(field, value as QuantityValue);
    case "money":
      return { amount: String((value as MoneyValue).amount), currency: (value as MoneyValue).currency };
    case "point":
      return { lat: String((value as GeoPointValue).lat), lon: String((value as GeoPointValue).lon) };
    case "json":
      return JSON.stringify(value, null, 2);
    case "object":
      return draftsOf(field.fields ?? [], value as Record<string, unknown>);
    case "link":
      return linkOf(value as LinkedEntry);
    default:
      return String(value);
  }
}

/** A quantity in the unit in which it was written, where that can be told. */
function quantityOf(field: EntryField, value: QuantityValue): Draft {
  const [, number = "", symbol = ""] = /^(\S+)(?:\s(.*))?$/.exec(value.entered) ?? [];
  const unit = field.units?.find((known) => known.symbol === symbol);
  return unit && isDecimal(number) ? { number, unit: unit.unit } : { number: String(value.value), unit: value.unit };
}

function linksOf(field: EntryField, list: LinkedList): LinkDraft[] {
  return list.edges.map((edge) => ({
    ...linkOf(edge.node),
    ...(edge.props && field.fields ? { props: draftsOf(field.fields, edge.props) } : {}),
    ...(edge.link ? { validity: { from: edge.link.from, to: edge.link.to } } : {}),
  }));
}
