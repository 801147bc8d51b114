import { fixed } from "../../documents";
import { graphql } from "../../gql/generated";

export const TRASH = fixed(graphql(`
  query Trash($types: [String!], $first: Int!, $after: String) {
    entries(types: $types, where: { trashed: ONLY }, orderBy: [{ updatedAt: DESC }], first: $first, after: $after) {
      totalCount nodes { __typename id title trashedAt } pageInfo { hasNextPage endCursor }
    }
    retention { trashDays }
  }
`));
