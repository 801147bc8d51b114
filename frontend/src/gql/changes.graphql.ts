import { graphql } from "./generated";

/** Every change that is committed, from a place in the log on. */
export const FOLLOW = graphql(`
  subscription FollowChanges($since: ID) {
    changes(since: $since) { seq at operation type entryId version fields changeSet origin }
  }
`);

/** The newest changes, for the place in the log to follow from, and for asking while there is no socket. */
export const LATEST = graphql(`
  query LatestChanges($first: Int!) {
    changes(first: $first) { nodes { seq at operation type entryId version fields changeSet origin } }
  }
`);
