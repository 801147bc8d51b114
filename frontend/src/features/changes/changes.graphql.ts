import { fixed } from "../../documents";
import { graphql } from "../../gql/generated";
import type { LoggedChangeFragment } from "../../gql/generated/graphql";
import type { PatchStep } from "../../model/versions";

/** A change as the log tells of it. Its patch is JSON to the API, which promises the steps of RFC 6902. */
export type LoggedChange = Omit<LoggedChangeFragment, "patch"> & { patch: PatchStep[] };

export function loggedChanges(nodes: readonly LoggedChangeFragment[]): LoggedChange[] {
  return nodes as LoggedChange[];
}

graphql(`
  fragment LoggedChange on Change {
    seq at operation type entryId version fields changeSet origin reason patch entry { __typename id title trashedAt }
  }
`);

export const CHANGES = fixed(graphql(`
  query ChangeLog($types: [String!], $where: ChangeFilter, $first: Int!, $after: String) {
    changes(types: $types, where: $where, first: $first, after: $after) { nodes { ...LoggedChange } pageInfo { hasNextPage endCursor } }
  }
`));

/** With how many there are, for one change set. */
export const CHANGES_COUNTED = fixed(graphql(`
  query ChangeSet($where: ChangeFilter, $first: Int!) {
    changes(where: $where, first: $first) { totalCount nodes { ...LoggedChange } pageInfo { hasNextPage endCursor } }
  }
`));

/** The titles of entries that the values of a change set name. */
export const CHANGE_TITLES = fixed(graphql(`
  query ChangeTitles($ids: [ID!]) {
    entries(where: { id: { in: $ids }, trashed: INCLUDE }, first: 200) { nodes { __typename id title } }
  }
`));
