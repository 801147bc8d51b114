import { ENTRY_PARTS, LINKED_PARTS, operation, selectFields, type Operation } from "../../documents";
import { LINKS_AT_ONCE } from "../../fields/limits";
import { remarks } from "../../fields/useTargets";
import { isSeries, type EntryField, type EntryRow, type EntryType, type Model } from "../../model";

/** Links of one list that are edited among the fields; a list with more has a group of its own beside them. */
export const FEW_LINKS = 20;

/** Rows of a relation that are shown at first. */
export const RELATED_FIRST = 3;

/** Rows of a relation that come with each "more". */
export const RELATED_MORE = 20;

/** The fields that an entry's page edits or shows, without the lists that links of others give. */
export function ownFields(type: EntryType): EntryField[] {
  return type.fields.filter((field) => field.kind !== "INVERSE");
}

/** The entry itself, also in the trash. */
export function readDocument(type: EntryType, model: Model): Operation<{ list: { nodes: EntryRow[] } }, { id: string }> {
  const parts = `${ENTRY_PARTS} ${selectFields(ownFields(type), model, { links: LINKS_AT_ONCE, validity: true })}`;
  return operation("query", `query Entry($id: ID!) { list: ${type.api.list}(where: { id: { eq: $id }, trashed: INCLUDE }, first: 1) { nodes { ${parts} } } }`);
}

/** A page of one relation. */
export interface RelatedPage {
  totalCount: number;
  pageInfo?: { hasNextPage: boolean; endCursor: string | null };
  edges?: { cursor: string; node: EntryRow; props?: Record<string, unknown> | null }[];
}

/** The lists of the entries that link to an entry: those that links of others give, and own ones too long for a field. */
export function relationFields(type: EntryType): EntryField[] {
  return type.fields.filter((field) => field.list && (field.kind === "INVERSE" || field.kind === "LINK"));
}

/** The first rows of all relations with one request, each under its name. */
export function relationsDocument(type: EntryType, model: Model): Operation<{ entry: Record<string, RelatedPage> | null }, { id: string }> {
  const lists = relationFields(type).map((field) => selectRelated(field, model, `first: ${RELATED_FIRST}`));
  return operation("query", `query Relations($id: ID!) { entry: ${type.api.get}(id: $id) { id ${lists.join(" ")} } }`);
}

/** More rows of one relation. */
export function relatedDocument(type: EntryType, field: EntryField, model: Model): Operation<{ entry: Record<string, RelatedPage> | null }, { id: string; first: number; after: string | null }> {
  const list = selectRelated(field, model, "first: $first, after: $after");
  return operation("query", `query Related($id: ID!, $first: Int!, $after: String) { entry: ${type.api.get}(id: $id) { id ${list} } }`);
}

function selectRelated(field: EntryField, model: Model, page: string): string {
  const target = model.target(field);
  if (!target) return `${field.name}(${page}) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { ${LINKED_PARTS} } } }`;
  if (isSeries(target)) return `${field.name}(first: 1) { totalCount }`;
  const order = target.at ? "orderBy: [{ at: DESC }]" : "orderBy: [{ updatedAt: DESC }]";
  const props = field.link?.props && field.fields ? `props { ${selectFields(field.fields, model)} }` : "";
  const shown = remarks(target).filter((remark) => remark.name !== field.inverse && remark.name !== target.at);
  return `${field.name}(${page}, ${order}) { totalCount pageInfo { hasNextPage endCursor } edges { cursor ${props} node { ${ENTRY_PARTS} ${selectFields(shown, model, { links: 1 })} } } }`;
}
