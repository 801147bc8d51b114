import { fixed } from "../../documents";
import { graphql } from "../../gql/generated";

/** What was written last. */
export const LAST_WRITTEN = fixed(graphql(`
  query LastWritten {
    entries(first: 8, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title updatedAt } }
  }
`));
