import { type EntryField, type EntryRow, type EntryType, type Model } from "../model";
import { operation, type Operation } from "./operation";
import { ownParts, selectFields } from "./select";

/** The conditions of a list, as the API takes them. */
export type Where = Record<string, unknown>;
/** One key of an order, such as `{amount: "DESC"}`. */
export type Order = Record<string, unknown>;

export interface ListVariables {
  where?: Where | null;
  orderBy?: Order[] | null;
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

export interface ListPage {
  edges: { cursor: string; node: EntryRow }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount?: number;
}

/** A page of a list; `now` tells up to which change it is true. */
export interface ListData {
  list: ListPage;
  now: { nodes: { seq: string }[] };
}

export interface ListOptions {
  fields: readonly EntryField[];
  links?: number;
  /** Ask for the number of all rows, too. */
  count?: boolean;
}

/** One page of any type's list with the fields asked for. */
export function listDocument(type: EntryType, model: Model, options: ListOptions): Operation<ListData, ListVariables> {
  const { filterInput, orderInput, list } = type.api;
  const parts = `${ownParts(type)} ${selectFields(options.fields, model, { links: options.links })}`;
  return operation(
    "query",
    `query List($where: ${filterInput}, $orderBy: [${orderInput}!], $first: Int, $after: String, $last: Int, $before: String) {
  list: ${list}(where: $where, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    ${options.count ? "totalCount" : ""}
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { ${parts} } }
  }
  now: changes(first: 1) { nodes { seq } }
}`,
  );
}

/** How many rows meet the conditions. */
export function countDocument(type: EntryType): Operation<{ list: { totalCount: number } }, { where?: Where | null }> {
  return operation("query", `query Count($where: ${type.api.filterInput}) { list: ${type.api.list}(where: $where, first: 1) { totalCount } }`);
}
