import { operation } from "../../documents";

export interface GraphEntry {
  __typename: string;
  id: string;
  title: string;
}

export interface GraphLink {
  id: string;
  /** `Type.field` of the side that declares it, or free text. */
  kind: string;
  source: { id: string };
  target: { id: string };
  props: Record<string, unknown> | null;
}

export interface Neighborhood {
  entries: GraphEntry[];
  links: GraphLink[];
  truncated: boolean;
}

export interface NeighborhoodVariables {
  id: string;
  depth: number;
  types: string[] | null;
  limit: number;
  asOf: string | null;
}

const PARTS = "entries { __typename id title } links { id kind source { id } target { id } props }";

export const NEIGHBORHOOD = operation<{ around: Neighborhood }, NeighborhoodVariables>(
  "query",
  `query Around($id: ID!, $depth: Int!, $types: [String!], $limit: Int!, $asOf: DateTime) { around: neighborhood(id: $id, depth: $depth, types: $types, limit: $limit, asOf: $asOf) { ${PARTS} truncated } }`,
);

/** A shortest way; null where there is none within so many links. */
export const PATH = operation<{ way: Omit<Neighborhood, "truncated"> | null }, { from: string; to: string; maxDepth: number }>(
  "query",
  `query Way($from: ID!, $to: ID!, $maxDepth: Int!) { way: path(from: $from, to: $to, maxDepth: $maxDepth) { ${PARTS} } }`,
);

export interface FoundEntry extends GraphEntry {
  updatedAt: string;
}

/** Entries to start from: those changed last, or those whose title has the words. */
export const RECENT = operation<{ entries: { nodes: FoundEntry[] } }, Record<string, never>>("query", `{ entries(first: 12, orderBy: [{updatedAt: DESC}]) { nodes { __typename id title updatedAt } } }`);
export const FIND = operation<{ entries: { nodes: FoundEntry[] } }, { title: string }>("query", `query Find($title: String!) { entries(first: 12, where: {title: {contains: $title}}, orderBy: [{updatedAt: DESC}]) { nodes { __typename id title updatedAt } } }`);
