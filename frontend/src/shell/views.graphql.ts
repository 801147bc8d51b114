import { fixed } from "../documents";
import { graphql } from "../gql/generated";

/** Kept views, for the rail and the palette. */
export const STORED_VIEWS = fixed(graphql(`
  query StoredViews {
    savedViews(first: 200, orderBy: [{ position: ASC }, { name: ASC }]) { nodes { id name recordType layout icon pinned } }
  }
`));
