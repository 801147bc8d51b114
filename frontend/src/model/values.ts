/** Values as the API answers them and as `documents/` selects them. */

/** A quantity in its field's canonical unit; `entered` is what was written. */
export interface QuantityValue {
  value: number;
  unit: string;
  entered: string;
}

export interface MoneyValue {
  amount: number;
  currency: string;
}

export interface GeoPointValue {
  lat: number;
  lon: number;
}

/** What a link leads to, as far as it takes to show and open it. */
export interface LinkedEntry {
  __typename: string;
  id: string;
  title: string;
}

/** One of many links, with what it carries. */
export interface LinkedEdge {
  node: LinkedEntry;
  props?: Record<string, unknown> | null;
  /** From and until when it holds, where that was asked for. */
  link?: { from: string | null; to: string | null };
}

/** The first of many links, and how many there are. */
export interface LinkedList {
  totalCount: number;
  edges: LinkedEdge[];
}

/** An entry of any type with the fields that were selected. */
export interface EntryRow {
  __typename: string;
  id: string;
  title: string;
  version: number;
  trashedAt?: string | null;
  [field: string]: unknown;
}
