import { fixed } from "../../documents";
import { graphql } from "../../gql/generated";

/** Entries whose title holds what was typed. */
export const BY_TITLE = fixed(graphql(`
  query EntriesByTitle($types: [String!], $title: String!, $first: Int!) {
    entries(types: $types, where: { title: { contains: $title } }, first: $first, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title at } }
  }
`));
