import { fixed } from "../../documents";
import { graphql } from "../../gql/generated";

/** What was last done to an entry. */
export const PEEK_HISTORY = fixed(graphql(`
  query PeekHistory($id: ID!) {
    entry(id: $id) { history(first: 5) { nodes { seq at operation fields } } }
  }
`));

/** The titles of entries that a filter names. */
export const FILTER_TITLES = fixed(graphql(`
  query FilterTitles($ids: [ID!]!) {
    entries(where: { id: { in: $ids }, trashed: INCLUDE }, first: 100) { nodes { id title } }
  }
`));
