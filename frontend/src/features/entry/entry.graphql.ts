import { fixed } from "../../documents";
import { graphql } from "../../gql/generated";

/** An entry in whatever state, also in the trash. */
export const FIND_ENTRY = fixed(graphql(`
  query FindEntry($id: ID!) {
    entries(where: { id: { eq: $id }, trashed: INCLUDE }, first: 1) { nodes { __typename id title trashedAt } }
  }
`));

/** Entries to link to, by their titles. */
export const FIND_ENTRIES = fixed(graphql(`
  query FindEntries($typed: String!) {
    entries(where: { title: { contains: $typed } }, orderBy: [{ updatedAt: DESC }], first: 8) { nodes { __typename id title } }
  }
`));

/** The links of an entry, whatever their kind. */
export const ENTRY_LINKS = fixed(graphql(`
  query FreeLinks($id: ID!, $first: Int!) {
    entry(id: $id) {
      links(first: $first) { nodes { id kind from to createdAt source { __typename id title } target { __typename id title } } pageInfo { hasNextPage } }
    }
  }
`));

/** The versions of an entry, latest first, also of one in the trash. */
export const ENTRY_HISTORY = fixed(graphql(`
  query History($id: ID!, $first: Int!, $after: String) {
    entries(where: { id: { eq: $id }, trashed: INCLUDE }, first: 1) {
      nodes { history(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { seq at operation version fields changeSet origin reason } } }
    }
  }
`));
