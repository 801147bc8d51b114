import { fixed, type DataOf } from "../../documents";
import { graphql } from "../../gql/generated";
import type { AroundQueryVariables } from "../../gql/generated/graphql";
import type { LinkedEntry } from "../../model";

export const NEIGHBORHOOD = fixed(graphql(`
  query Around($id: ID!, $depth: Int!, $types: [String!], $limit: Int!, $asOf: DateTime) {
    around: neighborhood(id: $id, depth: $depth, types: $types, limit: $limit, asOf: $asOf) {
      entries { __typename id title } links { id kind source { id } target { id } props } truncated
    }
  }
`));

/** A shortest way; null where there is none within so many links. */
export const PATH = fixed(graphql(`
  query Way($from: ID!, $to: ID!, $maxDepth: Int!) {
    way: path(from: $from, to: $to, maxDepth: $maxDepth) {
      entries { __typename id title } links { id kind source { id } target { id } props }
    }
  }
`));

/** Entries to start from: those changed last. */
export const LAST_CHANGED = fixed(graphql(`
  query LastChanged {
    entries(first: 12, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title updatedAt } }
  }
`));

/** Entries to start from: those whose title has the words. */
export const WITH_TITLE = fixed(graphql(`
  query WithTitle($title: String!) {
    entries(first: 12, where: { title: { contains: $title } }, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title updatedAt } }
  }
`));

type Answer = DataOf<typeof NEIGHBORHOOD>["around"];
/** Its kind is `Type.field` of the side that declares it, or free text. */
export type GraphLink = Answer["links"][number];
/** An entry of any type, also of one that the committed SDL does not know. */
export type GraphEntry = LinkedEntry;
export type Neighborhood = Omit<Answer, "entries"> & { entries: GraphEntry[] };
export type NeighborhoodVariables = AroundQueryVariables;
export type FoundEntry = GraphEntry & { updatedAt: string };
