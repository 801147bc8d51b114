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
    "\n  query DemoOffered {\n    payload: __type(name: \"DemoPayload\") { name }\n  }\n": typeof types.DemoOfferedDocument,
    "\n  mutation DemoLoad($tz: TimeZone!) {\n    demoLoad(tz: $tz) { created samples errors { code path message } }\n  }\n": typeof types.DemoLoadDocument,
    "\n  mutation DemoClear($force: Boolean!, $dryRun: Boolean!) {\n    demoClear(force: $force, dryRun: $dryRun) { created samples errors { code path message ... on InvalidInput { params } } }\n  }\n": typeof types.DemoClearDocument,
    "\n  query LatestChanges($first: Int!) {\n    changes(first: $first) { nodes { seq at operation type entryId version fields changeSet origin } }\n  }\n": typeof types.LatestChangesDocument,
    "\n  query Types {\n    types {\n      name plural label pluralLabel description icon kind builtIn title at\n      keys { fields }\n      series { of at every everyFrom gapFactor gapFactorFrom keep }\n      sensitive public formerNames\n      api {\n        get list stats series live statsLive create createMany update updateMany upsert upsertMany delete deleteMany\n        samplesAdd samplesDelete samplesFlag ingest createInput patchInput filterInput orderInput keyInput statType\n      }\n      fields { ...FieldParts fields { ...FieldParts fields { ...FieldParts fields { ...FieldParts } } } }\n    }\n  }\n  fragment FieldParts on EntryField {\n    name label description kind type required list writable computed default key\n    unit dimension units { unit symbol ucum factor divisor shift } target inverse\n    link { kind props onDelete acyclic }\n    min max warnMin warnMax minLength maxLength\n    pattern { regex message } time { future notBefore maxAfter }\n    options values { name label description formerNames }\n    showIf { field in } search { weight facet suggest }\n    indexed sortable filter { input operators } groups metric sensitive public formerNames\n  }\n": typeof types.TypesDocument,
};
const documents: Documents = {
    "\n  query DemoOffered {\n    payload: __type(name: \"DemoPayload\") { name }\n  }\n": types.DemoOfferedDocument,
    "\n  mutation DemoLoad($tz: TimeZone!) {\n    demoLoad(tz: $tz) { created samples errors { code path message } }\n  }\n": types.DemoLoadDocument,
    "\n  mutation DemoClear($force: Boolean!, $dryRun: Boolean!) {\n    demoClear(force: $force, dryRun: $dryRun) { created samples errors { code path message ... on InvalidInput { params } } }\n  }\n": types.DemoClearDocument,
    "\n  query LatestChanges($first: Int!) {\n    changes(first: $first) { nodes { seq at operation type entryId version fields changeSet origin } }\n  }\n": types.LatestChangesDocument,
    "\n  query Types {\n    types {\n      name plural label pluralLabel description icon kind builtIn title at\n      keys { fields }\n      series { of at every everyFrom gapFactor gapFactorFrom keep }\n      sensitive public formerNames\n      api {\n        get list stats series live statsLive create createMany update updateMany upsert upsertMany delete deleteMany\n        samplesAdd samplesDelete samplesFlag ingest createInput patchInput filterInput orderInput keyInput statType\n      }\n      fields { ...FieldParts fields { ...FieldParts fields { ...FieldParts fields { ...FieldParts } } } }\n    }\n  }\n  fragment FieldParts on EntryField {\n    name label description kind type required list writable computed default key\n    unit dimension units { unit symbol ucum factor divisor shift } target inverse\n    link { kind props onDelete acyclic }\n    min max warnMin warnMax minLength maxLength\n    pattern { regex message } time { future notBefore maxAfter }\n    options values { name label description formerNames }\n    showIf { field in } search { weight facet suggest }\n    indexed sortable filter { input operators } groups metric sensitive public formerNames\n  }\n": types.TypesDocument,
};

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
export function graphql(source: "\n  query LatestChanges($first: Int!) {\n    changes(first: $first) { nodes { seq at operation type entryId version fields changeSet origin } }\n  }\n"): typeof import('./graphql').LatestChangesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Types {\n    types {\n      name plural label pluralLabel description icon kind builtIn title at\n      keys { fields }\n      series { of at every everyFrom gapFactor gapFactorFrom keep }\n      sensitive public formerNames\n      api {\n        get list stats series live statsLive create createMany update updateMany upsert upsertMany delete deleteMany\n        samplesAdd samplesDelete samplesFlag ingest createInput patchInput filterInput orderInput keyInput statType\n      }\n      fields { ...FieldParts fields { ...FieldParts fields { ...FieldParts fields { ...FieldParts } } } }\n    }\n  }\n  fragment FieldParts on EntryField {\n    name label description kind type required list writable computed default key\n    unit dimension units { unit symbol ucum factor divisor shift } target inverse\n    link { kind props onDelete acyclic }\n    min max warnMin warnMax minLength maxLength\n    pattern { regex message } time { future notBefore maxAfter }\n    options values { name label description formerNames }\n    showIf { field in } search { weight facet suggest }\n    indexed sortable filter { input operators } groups metric sensitive public formerNames\n  }\n"): typeof import('./graphql').TypesDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
