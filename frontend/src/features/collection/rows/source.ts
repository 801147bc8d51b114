import { countDocument, listDocument, operation, type ListOptions, type Operation, type Order, type Where } from "../../../documents";
import { ask } from "../../../gql";
import type { EntryRow, EntryType, Model } from "../../../model";

export interface Edge {
  cursor: string;
  node: EntryRow;
}

/** Where the rows of a window come from; in tests, an array. */
export interface RowSource {
  /** Rows behind a cursor, or the first ones. */
  rows: (after: string | null, first: number, signal: AbortSignal) => Promise<Edge[]>;
  count: (signal: AbortSignal) => Promise<number>;
  /** Cursors of every n-th row; null when the server has none. */
  marks: (every: number, signal: AbortSignal) => Promise<string[] | null>;
  /** The cursor so many rows behind another one; null behind the end. */
  skip: (after: string | null, rows: number, signal: AbortSignal) => Promise<string | null>;
}

export interface ListQuery {
  type: EntryType;
  model: Model;
  where: Where | undefined;
  orderBy: Order[];
  fields: ListOptions["fields"];
}

type Placed = { where?: Where | null; orderBy?: Order[] | null; after?: string | null; first?: number };

/** Rows of a type's list from the API. */
export function listSource(query: ListQuery): RowSource {
  const { type, model, where, orderBy } = query;
  const page = listDocument(type, model, { fields: query.fields, links: 3 });
  const count = countDocument(type);
  const place = placeDocument(type);
  const marks = marksDocument(type);
  return {
    rows: async (after, first, signal) => (await ask(page, { where, orderBy, after, first }, { signal })).list.edges,
    count: async (signal) => (await ask(count, { where }, { signal })).list.totalCount,
    marks: async (every, signal) => (await ask(marks, { where, orderBy, every }, { signal })).list.marks,
    skip: async (after, first, signal) => {
      const { edges } = (await ask(place, { where, orderBy, after, first }, { signal })).list;
      return edges.length < first ? null : (edges[edges.length - 1]?.cursor ?? null);
    },
  };
}

const TAKES = (type: EntryType): string => `$where: ${type.api.filterInput}, $orderBy: [${type.api.orderInput}!]`;

function placeDocument(type: EntryType): Operation<{ list: { edges: { cursor: string }[] } }, Placed> {
  return operation("query", `query Place(${TAKES(type)}, $first: Int, $after: String) { list: ${type.api.list}(where: $where, orderBy: $orderBy, first: $first, after: $after) { edges { cursor } } }`);
}

function marksDocument(type: EntryType): Operation<{ list: { marks: string[] } }, Placed & { every: number }> {
  return operation("query", `query Marks(${TAKES(type)}, $every: Int!) { list: ${type.api.list}(where: $where, orderBy: $orderBy, first: 1) { marks(every: $every) } }`);
}
