import { isSeries, type EntryField, type EntryType, type Model } from "../model";

/** How much of a to-many link is selected. */
export interface SelectOptions {
  /** Also from and until when links hold that carry something: they are edited together. */
  validity?: boolean;
  /** So many links of each list; 3 unless told. */
  links?: number;
  /** Lists that links of others give begin with their latest. */
  latest?: boolean;
  /** Only these fields of an entry; all unless told. */
  fields?: readonly EntryField[];
}

/** What every entry is selected with, whatever its type. */
export const ENTRY_PARTS = "__typename id title version at createdAt updatedAt trashedAt";

/** What it takes to show and open what a link leads to. */
export const LINKED_PARTS = "__typename id title";

/** The selection of one field, complete enough for `FieldValue` and `FieldEditor`. */
export function selectField(field: EntryField, model: Model, options: SelectOptions = {}): string {
  switch (field.kind) {
    case "SCALAR":
      return `${field.name}${selectScalar(field.type)}`;
    case "ENUM":
      return field.name;
    case "OBJECT":
      return `${field.name} { ${selectFields(field.fields ?? [], model, { links: options.links })} }`;
    case "LINK":
    case "INVERSE":
      return field.list ? selectLinks(field, model, options) : `${field.name} { ${LINKED_PARTS} }`;
  }
}

/** The selection of several fields, one after the other. */
export function selectFields(fields: readonly EntryField[], model: Model, options: SelectOptions = {}): string {
  return fields.map((field) => selectField(field, model, options)).join(" ");
}

/** What a record of the type is selected with beside its fields: samples have neither id nor title. */
export function ownParts(type: EntryType): string {
  return isSeries(type) ? "__typename flagged" : ENTRY_PARTS;
}

function selectScalar(type: string): string {
  switch (type) {
    case "Quantity":
      return " { value unit entered }";
    case "Money":
      return " { amount currency }";
    case "GeoPoint":
      return " { lat lon }";
    default:
      return "";
  }
}

function selectLinks(field: EntryField, model: Model, { links = 3, validity = false, latest = false }: SelectOptions): string {
  const target = model.target(field);
  if (target && isSeries(target)) return `${field.name}(first: 1) { totalCount }`;
  const props = field.link?.props && field.fields ? ` props { ${selectFields(field.fields, model)} }${validity ? " link { from to }" : ""}` : "";
  const order = latest && field.kind === "INVERSE" && target ? `, orderBy: [{ ${target.at ? "at" : "updatedAt"}: DESC }]` : "";
  return `${field.name}(first: ${links}${order}) { totalCount edges { node { ${LINKED_PARTS} }${props} } }`;
}
