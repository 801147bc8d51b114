import type { EntryField } from "../model";

/**
 * What editors hold. It is JSON, so that it survives a reload, and texts stay as they were typed, so that nothing half
 * written is lost. `null` is empty on purpose; a field without a draft was never touched.
 */
export type Draft = null | string | boolean | QuantityDraft | MoneyDraft | PointDraft | LinkDraft | ObjectDraft | Draft[];

/** The drafts of the fields of one record or object, by name. */
export interface ObjectDraft {
  [field: string]: Draft | undefined;
}

/** A number with its unit. `from` is what was written before the unit was switched: it holds for as long as nothing is typed. */
export interface QuantityDraft {
  number: string;
  unit: string;
  from?: { number: string; unit: string };
}

export interface MoneyDraft {
  amount: string;
  currency: string;
}

export interface PointDraft {
  lat: string;
  lon: string;
}

/** A link to an entry. With `create` the entry is still to be made, together with the record that links to it. */
export interface LinkDraft {
  id: string;
  title: string;
  type: string;
  create?: ObjectDraft;
  props?: ObjectDraft;
  /** When it begins and ceases to hold, as `from` and `to`. */
  validity?: ObjectDraft;
}

/** Which editor edits a value; of a list, which edits one item. */
export type EditorKind =
  | "text" | "integer" | "number" | "boolean" | "enum" | "date" | "dateTime" | "time" | "duration" | "quantity" | "money"
  | "point" | "url" | "email" | "phone" | "country" | "language" | "timeZone" | "json" | "object" | "link";

const SCALARS: Readonly<Record<string, EditorKind>> = {
  String: "text", ID: "text", Int: "integer", Float: "number", Decimal: "number", Boolean: "boolean", Date: "date",
  DateTime: "dateTime", Duration: "duration", Time: "time", TimeZone: "timeZone", URL: "url", Email: "email", Phone: "phone",
  Language: "language", Country: "country", Money: "money", GeoPoint: "point", Quantity: "quantity", JSON: "json",
};

/** The editor of a field. A scalar that came after this page was built is edited as text. */
export function editorKind(field: Pick<EntryField, "kind" | "type">): EditorKind {
  switch (field.kind) {
    case "LINK":
    case "INVERSE":
      return "link";
    case "ENUM":
      return "enum";
    case "OBJECT":
      return "object";
    default:
      return SCALARS[field.type] ?? "text";
  }
}

/** The part of a field that says which drafts it has. */
export type DraftField = Pick<EntryField, "kind" | "type" | "list" | "fields">;

/** Whether a draft of the field holds nothing that would be sent as a value. */
export function isEmptyDraft(field: DraftField, draft: Draft | undefined): draft is null | undefined {
  if (draft === undefined || draft === null) return true;
  if (field.list) return (draft as Draft[]).length === 0;
  switch (editorKind(field)) {
    case "boolean":
    case "link":
      return false;
    case "quantity":
      return isBlank((draft as QuantityDraft).number);
    case "money":
      return isBlank((draft as MoneyDraft).amount);
    case "point":
      return isBlank((draft as PointDraft).lat) && isBlank((draft as PointDraft).lon);
    case "object":
      return (field.fields ?? []).every((part) => isEmptyDraft(part, (draft as ObjectDraft)[part.name]));
    default:
      return isBlank(draft as string);
  }
}

/** Whether two drafts of a field would be sent as the same value. */
export function sameDraft(field: DraftField, one: Draft | undefined, other: Draft | undefined): boolean {
  if (isEmptyDraft(field, one) || isEmptyDraft(field, other)) return isEmptyDraft(field, one) && isEmptyDraft(field, other);
  if (field.list) return sameList(field, one as Draft[], other as Draft[]);
  switch (editorKind(field)) {
    case "quantity":
      return sameJson(written(one as QuantityDraft), written(other as QuantityDraft));
    case "link":
      return sameLink(field, one as LinkDraft, other as LinkDraft);
    case "object":
      return (field.fields ?? []).every((part) => sameDraft(part, (one as ObjectDraft)[part.name], (other as ObjectDraft)[part.name]));
    default:
      return sameJson(one, other);
  }
}

/** What a quantity says as it was written, before its unit was switched for a look. */
export function written(draft: QuantityDraft): { number: string; unit: string } {
  return draft.from ?? { number: draft.number, unit: draft.unit };
}

function sameList(field: DraftField, one: Draft[], other: Draft[]): boolean {
  const item = { ...field, list: false };
  return one.length === other.length && one.every((draft, position) => sameDraft(item, draft, other[position]));
}

function sameLink(field: DraftField, one: LinkDraft, other: LinkDraft): boolean {
  return one.id === other.id && sameProps(field, one, other) && sameEnds(one, other) && sameJson(one.create, other.create);
}

/** Whether two links to one entry carry the same. */
export function sameProps(field: DraftField, one: LinkDraft, other: LinkDraft): boolean {
  return (field.fields ?? []).every((part) => sameDraft(part, one.props?.[part.name], other.props?.[part.name]));
}

/** Whether two links hold from and until the same. */
export function sameEnds(one: LinkDraft, other: LinkDraft): boolean {
  return ["from", "to"].every((end) => (one.validity?.[end] || null) === (other.validity?.[end] || null));
}

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}
