import type { EntryRow, EntryType, Model } from "../model";
import { operation, type Operation } from "./operation";
import { ENTRY_PARTS, selectFields, type SelectOptions } from "./select";

/** A mistake in what was to be written. */
export interface InputError {
  __typename: string;
  code: string;
  path: string[];
  message: string;
  params?: unknown;
  existing?: { __typename: string; id: string; title: string } | null;
  current?: EntryRow | null;
}

export interface WriteWarning {
  code: string;
  path: string[];
  message: string;
  params?: unknown;
}

interface PayloadBase {
  changeSet: string | null;
  replayed: boolean;
  errors: InputError[];
  warnings: WriteWarning[];
}

export interface Payload extends PayloadBase {
  entry: EntryRow | null;
}

export interface ManyPayload extends PayloadBase {
  entries: EntryRow[];
}

/** What every write takes. */
export interface WriteOptions {
  idempotencyKey?: string | null;
  dryRun?: boolean | null;
  reason?: string | null;
}

export type CreateVariables = WriteOptions & { input: Record<string, unknown> };
export type CreateManyVariables = WriteOptions & { inputs: Record<string, unknown>[] };
export type UpdateVariables = WriteOptions & { id: string; patch: Record<string, unknown>; expectedVersion?: number | null };
export type UpdateManyVariables = WriteOptions & { where: Record<string, unknown>; patch: Record<string, unknown>; max?: number | null };
export type DeleteVariables = WriteOptions & { id: string; expectedVersion?: number | null };
export type DeleteManyVariables = WriteOptions & { where: Record<string, unknown>; max?: number | null };
export type UndoVariables = WriteOptions & { id: string };

const OPTIONS = "$idempotencyKey: String, $dryRun: Boolean = false, $reason: String";
const GIVEN = "idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason";
const REST = "changeSet replayed warnings { code path message params }";

/** The selection of mistakes. With `parts`, a version conflict answers these of the entry as it is now. */
export function errorParts(type?: EntryType, parts?: string): string {
  const current = type && parts ? `current { ... on ${type.name} { ${parts} } }` : "current { __typename id title version }";
  return `errors { __typename code path message ... on InvalidInput { params } ... on DuplicateKey { existing { __typename id title } } ... on VersionConflict { ${current} } }`;
}

function parts(type: EntryType, model: Model, options?: SelectOptions): string {
  return `${ENTRY_PARTS} ${selectFields(type.fields, model, options)}`;
}

function one<Variables extends object>(type: EntryType, model: Model, name: string | null, takes: string, gives: string, options?: SelectOptions): Operation<{ write: Payload }, Variables> {
  const all = parts(type, model, options);
  return operation("mutation", `mutation Write(${takes}, ${OPTIONS}) { write: ${name}(${gives}, ${GIVEN}) { entry { ${all} } ${REST} ${errorParts(type, all)} } }`);
}

function many<Variables extends object>(type: EntryType, name: string | null, takes: string, gives: string, selected: string): Operation<{ write: ManyPayload }, Variables> {
  return operation("mutation", `mutation Write(${takes}, ${OPTIONS}) { write: ${name}(${gives}, ${GIVEN}) { entries { ${selected} } ${REST} ${errorParts(type)} } }`);
}

export function createDocument(type: EntryType, model: Model, options?: SelectOptions): Operation<{ write: Payload }, CreateVariables> {
  return one(type, model, type.api.create, `$input: ${type.api.createInput}!`, "input: $input", options);
}

export function updateDocument(type: EntryType, model: Model, options?: SelectOptions): Operation<{ write: Payload }, UpdateVariables> {
  return one(type, model, type.api.update, `$id: ID!, $patch: ${type.api.patchInput}!, $expectedVersion: Int`, "id: $id, patch: $patch, expectedVersion: $expectedVersion", options);
}

export function deleteDocument(type: EntryType, model: Model): Operation<{ write: Payload }, DeleteVariables> {
  return one(type, model, type.api.delete, "$id: ID!, $expectedVersion: Int", "id: $id, expectedVersion: $expectedVersion");
}

export function createManyDocument(type: EntryType, model: Model): Operation<{ write: ManyPayload }, CreateManyVariables> {
  return many(type, type.api.createMany, `$inputs: [${type.api.createInput}!]!`, "inputs: $inputs", parts(type, model));
}

export function updateManyDocument(type: EntryType, model: Model): Operation<{ write: ManyPayload }, UpdateManyVariables> {
  return many(type, type.api.updateMany, `$where: ${type.api.filterInput}!, $patch: ${type.api.patchInput}!, $max: Int = 1000`, "where: $where, patch: $patch, max: $max", parts(type, model));
}

export function deleteManyDocument(type: EntryType): Operation<{ write: ManyPayload }, DeleteManyVariables> {
  return many(type, type.api.deleteMany, `$where: ${type.api.filterInput}!, $max: Int = 1000`, "where: $where, max: $max", "__typename id version trashedAt");
}

/** Back from the trash, or back to an earlier version. */
export const RESTORE: Operation<{ write: Payload }, WriteOptions & { id: string; toVersion?: number | null; expectedVersion?: number | null }> = operation(
  "mutation",
  `mutation Restore($id: ID!, $toVersion: Int, $expectedVersion: Int, ${OPTIONS}) { write: entryRestore(id: $id, toVersion: $toVersion, expectedVersion: $expectedVersion, ${GIVEN}) { entry { __typename id title version trashedAt } ${REST} ${errorParts()} } }`,
);

/** Takes back a whole change set. */
export const UNDO: Operation<{ write: PayloadBase & { entries: EntryRow[] } }, UndoVariables> = operation(
  "mutation",
  `mutation Undo($id: ID!, ${OPTIONS}) { write: changeSetUndo(id: $id, ${GIVEN}) { entries { __typename id title version trashedAt } ${REST} ${errorParts()} } }`,
);
