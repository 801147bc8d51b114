import { graphql } from "../gql/generated";
import { fixed } from "./operation";

/** Which type an entry has; it decides about the document that asks for the rest. */
export const ENTRY_TYPE = fixed(graphql(`
  query EntryType($id: ID!) {
    entry(id: $id) { __typename id title trashedAt }
  }
`));

graphql(`
  fragment WriteErrors on InputError {
    __typename code path message
    ... on InvalidInput { params }
    ... on DuplicateKey { existing { __typename id title } }
    ... on VersionConflict { current { __typename id title version } }
  }
`);

/** Back from the trash, or back to an earlier version. */
export const RESTORE = fixed(graphql(`
  mutation Restore($id: ID!, $toVersion: Int, $expectedVersion: Int, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {
    write: entryRestore(id: $id, toVersion: $toVersion, expectedVersion: $expectedVersion, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {
      entry { __typename id title version trashedAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }
    }
  }
`), "mutation");

/** Takes back a whole change set. */
export const UNDO = fixed(graphql(`
  mutation Undo($id: ID!, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {
    write: changeSetUndo(id: $id, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {
      entries { __typename id title version trashedAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }
    }
  }
`), "mutation");

/** Removes an entry of the trash for good. */
export const PURGE = fixed(graphql(`
  mutation Purge($id: ID!, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {
    write: entryPurge(id: $id, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {
      entry { __typename id title version trashedAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }
    }
  }
`), "mutation");

/** Links two entries by words of one's own. */
export const LINK_CREATE = fixed(graphql(`
  mutation LinkCreate($kind: String!, $source: ID!, $target: ID!, $from: DateTime, $to: DateTime, $props: JSON, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {
    write: linkCreate(kind: $kind, source: $source, target: $target, from: $from, to: $to, props: $props, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {
      link { id kind from to source { __typename id title } target { __typename id title } createdAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }
    }
  }
`), "mutation");

export const LINK_DELETE = fixed(graphql(`
  mutation LinkDelete($id: ID!, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {
    write: linkDelete(id: $id, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {
      link { id kind from to source { __typename id title } target { __typename id title } createdAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }
    }
  }
`), "mutation");
