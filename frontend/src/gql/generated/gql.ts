/* eslint-disable */
import * as types from './graphql';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query EntryType($id: ID!) {\n    entry(id: $id) { __typename id title trashedAt }\n  }\n": typeof types.EntryTypeDocument,
    "\n  fragment WriteErrors on InputError {\n    __typename code path message\n    ... on InvalidInput { params }\n    ... on DuplicateKey { existing { __typename id title } }\n    ... on VersionConflict { current { __typename id title version } }\n  }\n": typeof types.WriteErrorsFragmentDoc,
    "\n  mutation Restore($id: ID!, $toVersion: Int, $expectedVersion: Int, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {\n    write: entryRestore(id: $id, toVersion: $toVersion, expectedVersion: $expectedVersion, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {\n      entry { __typename id title version trashedAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }\n    }\n  }\n": typeof types.RestoreDocument,
    "\n  mutation Undo($id: ID!, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {\n    write: changeSetUndo(id: $id, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {\n      entries { __typename id title version trashedAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }\n    }\n  }\n": typeof types.UndoDocument,
    "\n  mutation Purge($id: ID!, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {\n    write: entryPurge(id: $id, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {\n      entry { __typename id title version trashedAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }\n    }\n  }\n": typeof types.PurgeDocument,
    "\n  mutation LinkCreate($kind: String!, $source: ID!, $target: ID!, $from: DateTime, $to: DateTime, $props: JSON, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {\n    write: linkCreate(kind: $kind, source: $source, target: $target, from: $from, to: $to, props: $props, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {\n      link { id kind from to source { __typename id title } target { __typename id title } createdAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }\n    }\n  }\n": typeof types.LinkCreateDocument,
    "\n  mutation LinkDelete($id: ID!, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {\n    write: linkDelete(id: $id, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {\n      link { id kind from to source { __typename id title } target { __typename id title } createdAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }\n    }\n  }\n": typeof types.LinkDeleteDocument,
    "\n  fragment LoggedChange on Change {\n    seq at operation type entryId version fields changeSet origin reason patch entry { __typename id title trashedAt }\n  }\n": typeof types.LoggedChangeFragmentDoc,
    "\n  query ChangeLog($types: [String!], $where: ChangeFilter, $first: Int!, $after: String) {\n    changes(types: $types, where: $where, first: $first, after: $after) { nodes { ...LoggedChange } pageInfo { hasNextPage endCursor } }\n  }\n": typeof types.ChangeLogDocument,
    "\n  query ChangeSet($where: ChangeFilter, $first: Int!) {\n    changes(where: $where, first: $first) { totalCount nodes { ...LoggedChange } pageInfo { hasNextPage endCursor } }\n  }\n": typeof types.ChangeSetDocument,
    "\n  query ChangeTitles($ids: [ID!]) {\n    entries(where: { id: { in: $ids }, trashed: INCLUDE }, first: 200) { nodes { __typename id title } }\n  }\n": typeof types.ChangeTitlesDocument,
    "\n  query PeekHistory($id: ID!) {\n    entry(id: $id) { history(first: 5) { nodes { seq at operation fields } } }\n  }\n": typeof types.PeekHistoryDocument,
    "\n  query FilterTitles($ids: [ID!]!) {\n    entries(where: { id: { in: $ids }, trashed: INCLUDE }, first: 100) { nodes { id title } }\n  }\n": typeof types.FilterTitlesDocument,
    "\n  query DemoOffered {\n    payload: __type(name: \"DemoPayload\") { name }\n  }\n": typeof types.DemoOfferedDocument,
    "\n  mutation DemoLoad($tz: TimeZone!) {\n    demoLoad(tz: $tz) { created samples errors { code path message } }\n  }\n": typeof types.DemoLoadDocument,
    "\n  mutation DemoClear($force: Boolean!, $dryRun: Boolean!) {\n    demoClear(force: $force, dryRun: $dryRun) { created samples errors { code path message ... on InvalidInput { params } } }\n  }\n": typeof types.DemoClearDocument,
    "\n  query FindEntry($id: ID!) {\n    entries(where: { id: { eq: $id }, trashed: INCLUDE }, first: 1) { nodes { __typename id title trashedAt } }\n  }\n": typeof types.FindEntryDocument,
    "\n  query FindEntries($typed: String!) {\n    entries(where: { title: { contains: $typed } }, orderBy: [{ updatedAt: DESC }], first: 8) { nodes { __typename id title } }\n  }\n": typeof types.FindEntriesDocument,
    "\n  query FreeLinks($id: ID!, $first: Int!) {\n    entry(id: $id) {\n      links(first: $first) { nodes { id kind from to createdAt source { __typename id title } target { __typename id title } } pageInfo { hasNextPage } }\n    }\n  }\n": typeof types.FreeLinksDocument,
    "\n  query History($id: ID!, $first: Int!, $after: String) {\n    entries(where: { id: { eq: $id }, trashed: INCLUDE }, first: 1) {\n      nodes { history(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { seq at operation version fields changeSet origin reason } } }\n    }\n  }\n": typeof types.HistoryDocument,
    "\n  query Around($id: ID!, $depth: Int!, $types: [String!], $limit: Int!, $asOf: DateTime) {\n    around: neighborhood(id: $id, depth: $depth, types: $types, limit: $limit, asOf: $asOf) {\n      entries { __typename id title } links { id kind source { id } target { id } props } truncated\n    }\n  }\n": typeof types.AroundDocument,
    "\n  query Way($from: ID!, $to: ID!, $maxDepth: Int!) {\n    way: path(from: $from, to: $to, maxDepth: $maxDepth) {\n      entries { __typename id title } links { id kind source { id } target { id } props }\n    }\n  }\n": typeof types.WayDocument,
    "\n  query LastChanged {\n    entries(first: 12, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title updatedAt } }\n  }\n": typeof types.LastChangedDocument,
    "\n  query WithTitle($title: String!) {\n    entries(first: 12, where: { title: { contains: $title } }, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title updatedAt } }\n  }\n": typeof types.WithTitleDocument,
    "\n  query EntriesByTitle($types: [String!], $title: String!, $first: Int!) {\n    entries(types: $types, where: { title: { contains: $title } }, first: $first, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title at } }\n  }\n": typeof types.EntriesByTitleDocument,
    "\n  query LastWritten {\n    entries(first: 8, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title updatedAt } }\n  }\n": typeof types.LastWrittenDocument,
    "\n  query Trash($types: [String!], $first: Int!, $after: String) {\n    entries(types: $types, where: { trashed: ONLY }, orderBy: [{ updatedAt: DESC }], first: $first, after: $after) {\n      totalCount nodes { __typename id title trashedAt } pageInfo { hasNextPage endCursor }\n    }\n    retention { trashDays }\n  }\n": typeof types.TrashDocument,
    "\n  query TypeExport {\n    typeExport\n  }\n": typeof types.TypeExportDocument,
    "\n  mutation TypePlan($sdl: String!, $remove: [String!]) {\n    typePlan(sdl: $sdl, remove: $remove) {\n      id ok errors { line column message hint } changes { type field kind affected lossy description } waitSeconds\n    }\n  }\n": typeof types.TypePlanDocument,
    "\n  mutation TypeApply($id: ID!) {\n    typeApply(planId: $id) { types { name } errors { line column message hint } }\n  }\n": typeof types.TypeApplyDocument,
    "\n  query Units {\n    __type(name: \"Unit\") { enumValues { name description } }\n  }\n": typeof types.UnitsDocument,
    "\n  subscription FollowChanges($since: ID) {\n    changes(since: $since) { seq at operation type entryId version fields changeSet origin }\n  }\n": typeof types.FollowChangesDocument,
    "\n  query LatestChanges($first: Int!) {\n    changes(first: $first) { nodes { seq at operation type entryId version fields changeSet origin } }\n  }\n": typeof types.LatestChangesDocument,
    "\n  query Types($language: String) {\n    types(language: $language) {\n      name plural label pluralLabel description icon kind builtIn title at\n      keys { fields }\n      series { of at every everyFrom gapFactor gapFactorFrom keep }\n      sensitive public formerNames\n      api {\n        get list stats series live statsLive create createMany update updateMany upsert upsertMany delete deleteMany\n        samplesAdd samplesDelete samplesFlag ingest createInput patchInput filterInput orderInput keyInput statType\n      }\n      fields { ...FieldParts fields { ...FieldParts fields { ...FieldParts fields { ...FieldParts } } } }\n    }\n  }\n  fragment FieldParts on EntryField {\n    name label description kind type required list writable computed default key\n    unit dimension units { unit symbol ucum factor divisor shift } target inverse\n    link { kind props onDelete acyclic }\n    min max warnMin warnMax minLength maxLength\n    pattern { regex message } time { future notBefore maxAfter }\n    options values { name label description formerNames }\n    showIf { field in } search { weight facet suggest }\n    indexed sortable filter { input operators } groups metric sensitive public formerNames\n  }\n": typeof types.TypesDocument,
    "subscription TypesChanged { typesChanged }": typeof types.TypesChangedDocument,
    "\n  query StoredViews {\n    savedViews(first: 200, orderBy: [{ position: ASC }, { name: ASC }]) { nodes { id name recordType layout icon pinned } }\n  }\n": typeof types.StoredViewsDocument,
};
const documents: Documents = {
    "\n  query EntryType($id: ID!) {\n    entry(id: $id) { __typename id title trashedAt }\n  }\n": types.EntryTypeDocument,
    "\n  fragment WriteErrors on InputError {\n    __typename code path message\n    ... on InvalidInput { params }\n    ... on DuplicateKey { existing { __typename id title } }\n    ... on VersionConflict { current { __typename id title version } }\n  }\n": types.WriteErrorsFragmentDoc,
    "\n  mutation Restore($id: ID!, $toVersion: Int, $expectedVersion: Int, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {\n    write: entryRestore(id: $id, toVersion: $toVersion, expectedVersion: $expectedVersion, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {\n      entry { __typename id title version trashedAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }\n    }\n  }\n": types.RestoreDocument,
    "\n  mutation Undo($id: ID!, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {\n    write: changeSetUndo(id: $id, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {\n      entries { __typename id title version trashedAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }\n    }\n  }\n": types.UndoDocument,
    "\n  mutation Purge($id: ID!, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {\n    write: entryPurge(id: $id, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {\n      entry { __typename id title version trashedAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }\n    }\n  }\n": types.PurgeDocument,
    "\n  mutation LinkCreate($kind: String!, $source: ID!, $target: ID!, $from: DateTime, $to: DateTime, $props: JSON, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {\n    write: linkCreate(kind: $kind, source: $source, target: $target, from: $from, to: $to, props: $props, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {\n      link { id kind from to source { __typename id title } target { __typename id title } createdAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }\n    }\n  }\n": types.LinkCreateDocument,
    "\n  mutation LinkDelete($id: ID!, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {\n    write: linkDelete(id: $id, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {\n      link { id kind from to source { __typename id title } target { __typename id title } createdAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }\n    }\n  }\n": types.LinkDeleteDocument,
    "\n  fragment LoggedChange on Change {\n    seq at operation type entryId version fields changeSet origin reason patch entry { __typename id title trashedAt }\n  }\n": types.LoggedChangeFragmentDoc,
    "\n  query ChangeLog($types: [String!], $where: ChangeFilter, $first: Int!, $after: String) {\n    changes(types: $types, where: $where, first: $first, after: $after) { nodes { ...LoggedChange } pageInfo { hasNextPage endCursor } }\n  }\n": types.ChangeLogDocument,
    "\n  query ChangeSet($where: ChangeFilter, $first: Int!) {\n    changes(where: $where, first: $first) { totalCount nodes { ...LoggedChange } pageInfo { hasNextPage endCursor } }\n  }\n": types.ChangeSetDocument,
    "\n  query ChangeTitles($ids: [ID!]) {\n    entries(where: { id: { in: $ids }, trashed: INCLUDE }, first: 200) { nodes { __typename id title } }\n  }\n": types.ChangeTitlesDocument,
    "\n  query PeekHistory($id: ID!) {\n    entry(id: $id) { history(first: 5) { nodes { seq at operation fields } } }\n  }\n": types.PeekHistoryDocument,
    "\n  query FilterTitles($ids: [ID!]!) {\n    entries(where: { id: { in: $ids }, trashed: INCLUDE }, first: 100) { nodes { id title } }\n  }\n": types.FilterTitlesDocument,
    "\n  query DemoOffered {\n    payload: __type(name: \"DemoPayload\") { name }\n  }\n": types.DemoOfferedDocument,
    "\n  mutation DemoLoad($tz: TimeZone!) {\n    demoLoad(tz: $tz) { created samples errors { code path message } }\n  }\n": types.DemoLoadDocument,
    "\n  mutation DemoClear($force: Boolean!, $dryRun: Boolean!) {\n    demoClear(force: $force, dryRun: $dryRun) { created samples errors { code path message ... on InvalidInput { params } } }\n  }\n": types.DemoClearDocument,
    "\n  query FindEntry($id: ID!) {\n    entries(where: { id: { eq: $id }, trashed: INCLUDE }, first: 1) { nodes { __typename id title trashedAt } }\n  }\n": types.FindEntryDocument,
    "\n  query FindEntries($typed: String!) {\n    entries(where: { title: { contains: $typed } }, orderBy: [{ updatedAt: DESC }], first: 8) { nodes { __typename id title } }\n  }\n": types.FindEntriesDocument,
    "\n  query FreeLinks($id: ID!, $first: Int!) {\n    entry(id: $id) {\n      links(first: $first) { nodes { id kind from to createdAt source { __typename id title } target { __typename id title } } pageInfo { hasNextPage } }\n    }\n  }\n": types.FreeLinksDocument,
    "\n  query History($id: ID!, $first: Int!, $after: String) {\n    entries(where: { id: { eq: $id }, trashed: INCLUDE }, first: 1) {\n      nodes { history(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { seq at operation version fields changeSet origin reason } } }\n    }\n  }\n": types.HistoryDocument,
    "\n  query Around($id: ID!, $depth: Int!, $types: [String!], $limit: Int!, $asOf: DateTime) {\n    around: neighborhood(id: $id, depth: $depth, types: $types, limit: $limit, asOf: $asOf) {\n      entries { __typename id title } links { id kind source { id } target { id } props } truncated\n    }\n  }\n": types.AroundDocument,
    "\n  query Way($from: ID!, $to: ID!, $maxDepth: Int!) {\n    way: path(from: $from, to: $to, maxDepth: $maxDepth) {\n      entries { __typename id title } links { id kind source { id } target { id } props }\n    }\n  }\n": types.WayDocument,
    "\n  query LastChanged {\n    entries(first: 12, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title updatedAt } }\n  }\n": types.LastChangedDocument,
    "\n  query WithTitle($title: String!) {\n    entries(first: 12, where: { title: { contains: $title } }, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title updatedAt } }\n  }\n": types.WithTitleDocument,
    "\n  query EntriesByTitle($types: [String!], $title: String!, $first: Int!) {\n    entries(types: $types, where: { title: { contains: $title } }, first: $first, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title at } }\n  }\n": types.EntriesByTitleDocument,
    "\n  query LastWritten {\n    entries(first: 8, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title updatedAt } }\n  }\n": types.LastWrittenDocument,
    "\n  query Trash($types: [String!], $first: Int!, $after: String) {\n    entries(types: $types, where: { trashed: ONLY }, orderBy: [{ updatedAt: DESC }], first: $first, after: $after) {\n      totalCount nodes { __typename id title trashedAt } pageInfo { hasNextPage endCursor }\n    }\n    retention { trashDays }\n  }\n": types.TrashDocument,
    "\n  query TypeExport {\n    typeExport\n  }\n": types.TypeExportDocument,
    "\n  mutation TypePlan($sdl: String!, $remove: [String!]) {\n    typePlan(sdl: $sdl, remove: $remove) {\n      id ok errors { line column message hint } changes { type field kind affected lossy description } waitSeconds\n    }\n  }\n": types.TypePlanDocument,
    "\n  mutation TypeApply($id: ID!) {\n    typeApply(planId: $id) { types { name } errors { line column message hint } }\n  }\n": types.TypeApplyDocument,
    "\n  query Units {\n    __type(name: \"Unit\") { enumValues { name description } }\n  }\n": types.UnitsDocument,
    "\n  subscription FollowChanges($since: ID) {\n    changes(since: $since) { seq at operation type entryId version fields changeSet origin }\n  }\n": types.FollowChangesDocument,
    "\n  query LatestChanges($first: Int!) {\n    changes(first: $first) { nodes { seq at operation type entryId version fields changeSet origin } }\n  }\n": types.LatestChangesDocument,
    "\n  query Types($language: String) {\n    types(language: $language) {\n      name plural label pluralLabel description icon kind builtIn title at\n      keys { fields }\n      series { of at every everyFrom gapFactor gapFactorFrom keep }\n      sensitive public formerNames\n      api {\n        get list stats series live statsLive create createMany update updateMany upsert upsertMany delete deleteMany\n        samplesAdd samplesDelete samplesFlag ingest createInput patchInput filterInput orderInput keyInput statType\n      }\n      fields { ...FieldParts fields { ...FieldParts fields { ...FieldParts fields { ...FieldParts } } } }\n    }\n  }\n  fragment FieldParts on EntryField {\n    name label description kind type required list writable computed default key\n    unit dimension units { unit symbol ucum factor divisor shift } target inverse\n    link { kind props onDelete acyclic }\n    min max warnMin warnMax minLength maxLength\n    pattern { regex message } time { future notBefore maxAfter }\n    options values { name label description formerNames }\n    showIf { field in } search { weight facet suggest }\n    indexed sortable filter { input operators } groups metric sensitive public formerNames\n  }\n": types.TypesDocument,
    "subscription TypesChanged { typesChanged }": types.TypesChangedDocument,
    "\n  query StoredViews {\n    savedViews(first: 200, orderBy: [{ position: ASC }, { name: ASC }]) { nodes { id name recordType layout icon pinned } }\n  }\n": types.StoredViewsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query EntryType($id: ID!) {\n    entry(id: $id) { __typename id title trashedAt }\n  }\n"): typeof import('./graphql').EntryTypeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment WriteErrors on InputError {\n    __typename code path message\n    ... on InvalidInput { params }\n    ... on DuplicateKey { existing { __typename id title } }\n    ... on VersionConflict { current { __typename id title version } }\n  }\n"): typeof import('./graphql').WriteErrorsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Restore($id: ID!, $toVersion: Int, $expectedVersion: Int, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {\n    write: entryRestore(id: $id, toVersion: $toVersion, expectedVersion: $expectedVersion, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {\n      entry { __typename id title version trashedAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }\n    }\n  }\n"): typeof import('./graphql').RestoreDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Undo($id: ID!, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {\n    write: changeSetUndo(id: $id, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {\n      entries { __typename id title version trashedAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }\n    }\n  }\n"): typeof import('./graphql').UndoDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Purge($id: ID!, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {\n    write: entryPurge(id: $id, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {\n      entry { __typename id title version trashedAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }\n    }\n  }\n"): typeof import('./graphql').PurgeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LinkCreate($kind: String!, $source: ID!, $target: ID!, $from: DateTime, $to: DateTime, $props: JSON, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {\n    write: linkCreate(kind: $kind, source: $source, target: $target, from: $from, to: $to, props: $props, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {\n      link { id kind from to source { __typename id title } target { __typename id title } createdAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }\n    }\n  }\n"): typeof import('./graphql').LinkCreateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LinkDelete($id: ID!, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {\n    write: linkDelete(id: $id, idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason) {\n      link { id kind from to source { __typename id title } target { __typename id title } createdAt } changeSet replayed warnings { code path message params } errors { ...WriteErrors }\n    }\n  }\n"): typeof import('./graphql').LinkDeleteDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment LoggedChange on Change {\n    seq at operation type entryId version fields changeSet origin reason patch entry { __typename id title trashedAt }\n  }\n"): typeof import('./graphql').LoggedChangeFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ChangeLog($types: [String!], $where: ChangeFilter, $first: Int!, $after: String) {\n    changes(types: $types, where: $where, first: $first, after: $after) { nodes { ...LoggedChange } pageInfo { hasNextPage endCursor } }\n  }\n"): typeof import('./graphql').ChangeLogDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ChangeSet($where: ChangeFilter, $first: Int!) {\n    changes(where: $where, first: $first) { totalCount nodes { ...LoggedChange } pageInfo { hasNextPage endCursor } }\n  }\n"): typeof import('./graphql').ChangeSetDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ChangeTitles($ids: [ID!]) {\n    entries(where: { id: { in: $ids }, trashed: INCLUDE }, first: 200) { nodes { __typename id title } }\n  }\n"): typeof import('./graphql').ChangeTitlesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PeekHistory($id: ID!) {\n    entry(id: $id) { history(first: 5) { nodes { seq at operation fields } } }\n  }\n"): typeof import('./graphql').PeekHistoryDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FilterTitles($ids: [ID!]!) {\n    entries(where: { id: { in: $ids }, trashed: INCLUDE }, first: 100) { nodes { id title } }\n  }\n"): typeof import('./graphql').FilterTitlesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DemoOffered {\n    payload: __type(name: \"DemoPayload\") { name }\n  }\n"): typeof import('./graphql').DemoOfferedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoLoad($tz: TimeZone!) {\n    demoLoad(tz: $tz) { created samples errors { code path message } }\n  }\n"): typeof import('./graphql').DemoLoadDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoClear($force: Boolean!, $dryRun: Boolean!) {\n    demoClear(force: $force, dryRun: $dryRun) { created samples errors { code path message ... on InvalidInput { params } } }\n  }\n"): typeof import('./graphql').DemoClearDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FindEntry($id: ID!) {\n    entries(where: { id: { eq: $id }, trashed: INCLUDE }, first: 1) { nodes { __typename id title trashedAt } }\n  }\n"): typeof import('./graphql').FindEntryDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FindEntries($typed: String!) {\n    entries(where: { title: { contains: $typed } }, orderBy: [{ updatedAt: DESC }], first: 8) { nodes { __typename id title } }\n  }\n"): typeof import('./graphql').FindEntriesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FreeLinks($id: ID!, $first: Int!) {\n    entry(id: $id) {\n      links(first: $first) { nodes { id kind from to createdAt source { __typename id title } target { __typename id title } } pageInfo { hasNextPage } }\n    }\n  }\n"): typeof import('./graphql').FreeLinksDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query History($id: ID!, $first: Int!, $after: String) {\n    entries(where: { id: { eq: $id }, trashed: INCLUDE }, first: 1) {\n      nodes { history(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { seq at operation version fields changeSet origin reason } } }\n    }\n  }\n"): typeof import('./graphql').HistoryDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Around($id: ID!, $depth: Int!, $types: [String!], $limit: Int!, $asOf: DateTime) {\n    around: neighborhood(id: $id, depth: $depth, types: $types, limit: $limit, asOf: $asOf) {\n      entries { __typename id title } links { id kind source { id } target { id } props } truncated\n    }\n  }\n"): typeof import('./graphql').AroundDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Way($from: ID!, $to: ID!, $maxDepth: Int!) {\n    way: path(from: $from, to: $to, maxDepth: $maxDepth) {\n      entries { __typename id title } links { id kind source { id } target { id } props }\n    }\n  }\n"): typeof import('./graphql').WayDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query LastChanged {\n    entries(first: 12, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title updatedAt } }\n  }\n"): typeof import('./graphql').LastChangedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WithTitle($title: String!) {\n    entries(first: 12, where: { title: { contains: $title } }, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title updatedAt } }\n  }\n"): typeof import('./graphql').WithTitleDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query EntriesByTitle($types: [String!], $title: String!, $first: Int!) {\n    entries(types: $types, where: { title: { contains: $title } }, first: $first, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title at } }\n  }\n"): typeof import('./graphql').EntriesByTitleDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query LastWritten {\n    entries(first: 8, orderBy: [{ updatedAt: DESC }]) { nodes { __typename id title updatedAt } }\n  }\n"): typeof import('./graphql').LastWrittenDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Trash($types: [String!], $first: Int!, $after: String) {\n    entries(types: $types, where: { trashed: ONLY }, orderBy: [{ updatedAt: DESC }], first: $first, after: $after) {\n      totalCount nodes { __typename id title trashedAt } pageInfo { hasNextPage endCursor }\n    }\n    retention { trashDays }\n  }\n"): typeof import('./graphql').TrashDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TypeExport {\n    typeExport\n  }\n"): typeof import('./graphql').TypeExportDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TypePlan($sdl: String!, $remove: [String!]) {\n    typePlan(sdl: $sdl, remove: $remove) {\n      id ok errors { line column message hint } changes { type field kind affected lossy description } waitSeconds\n    }\n  }\n"): typeof import('./graphql').TypePlanDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TypeApply($id: ID!) {\n    typeApply(planId: $id) { types { name } errors { line column message hint } }\n  }\n"): typeof import('./graphql').TypeApplyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Units {\n    __type(name: \"Unit\") { enumValues { name description } }\n  }\n"): typeof import('./graphql').UnitsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FollowChanges($since: ID) {\n    changes(since: $since) { seq at operation type entryId version fields changeSet origin }\n  }\n"): typeof import('./graphql').FollowChangesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query LatestChanges($first: Int!) {\n    changes(first: $first) { nodes { seq at operation type entryId version fields changeSet origin } }\n  }\n"): typeof import('./graphql').LatestChangesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Types($language: String) {\n    types(language: $language) {\n      name plural label pluralLabel description icon kind builtIn title at\n      keys { fields }\n      series { of at every everyFrom gapFactor gapFactorFrom keep }\n      sensitive public formerNames\n      api {\n        get list stats series live statsLive create createMany update updateMany upsert upsertMany delete deleteMany\n        samplesAdd samplesDelete samplesFlag ingest createInput patchInput filterInput orderInput keyInput statType\n      }\n      fields { ...FieldParts fields { ...FieldParts fields { ...FieldParts fields { ...FieldParts } } } }\n    }\n  }\n  fragment FieldParts on EntryField {\n    name label description kind type required list writable computed default key\n    unit dimension units { unit symbol ucum factor divisor shift } target inverse\n    link { kind props onDelete acyclic }\n    min max warnMin warnMax minLength maxLength\n    pattern { regex message } time { future notBefore maxAfter }\n    options values { name label description formerNames }\n    showIf { field in } search { weight facet suggest }\n    indexed sortable filter { input operators } groups metric sensitive public formerNames\n  }\n"): typeof import('./graphql').TypesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription TypesChanged { typesChanged }"): typeof import('./graphql').TypesChangedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query StoredViews {\n    savedViews(first: 200, orderBy: [{ position: ASC }, { name: ASC }]) { nodes { id name recordType layout icon pinned } }\n  }\n"): typeof import('./graphql').StoredViewsDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
