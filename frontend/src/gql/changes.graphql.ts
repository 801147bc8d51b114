import { graphql } from "./generated";

/** The newest changes, for the place in the log to follow from, and for asking while there is no socket. */
export const LATEST = graphql(`
  query LatestChanges($first: Int!) {
    changes(first: $first) { nodes { seq at operation type entryId version fields changeSet origin } }
  }
`);
