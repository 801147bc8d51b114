import { operation } from "../../documents";
import type { PatchStep } from "../../model/versions";

/** A change as the log tells of it. */
export interface LoggedChange {
  seq: string;
  at: string;
  operation: string;
  type: string;
  entryId: string;
  version: number;
  fields: string[];
  changeSet: string;
  origin: string;
  reason: string | null;
  patch: PatchStep[];
  /** Null when it is gone, or in the trash. */
  entry: { __typename: string; id: string; title: string; trashedAt: string | null } | null;
}

export interface ChangesPage {
  changes: { nodes: LoggedChange[]; pageInfo: { hasNextPage: boolean; endCursor: string | null }; totalCount?: number };
}

export interface ChangesVariables {
  types?: string[] | null;
  where?: Record<string, unknown> | null;
  first: number;
  after?: string | null;
}

const PARTS = "seq at operation type entryId version fields changeSet origin reason patch entry { __typename id title trashedAt }";

export const CHANGES = operation<ChangesPage, ChangesVariables>(
  "query",
  `query ChangeLog($types: [String!], $where: ChangeFilter, $first: Int!, $after: String) {
  changes(types: $types, where: $where, first: $first, after: $after) { nodes { ${PARTS} } pageInfo { hasNextPage endCursor } }
}`,
);

/** With how many there are, for one change set. */
export const CHANGES_COUNTED = operation<ChangesPage, ChangesVariables>(
  "query",
  `query ChangeSet($where: ChangeFilter, $first: Int!) {
  changes(where: $where, first: $first) { totalCount nodes { ${PARTS} } pageInfo { hasNextPage endCursor } }
}`,
);
