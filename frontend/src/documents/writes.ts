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

export interface PayloadBase {
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

export type UpsertVariables = WriteOptions & { input: Record<string, unknown>; patch?: Record<string, unknown> | null };
export type SamplesAddVariables = Pick<WriteOptions, "idempotencyKey" | "dryRun"> & { inputs: Record<string, unknown>[]; onConflict?: "KEEP" | "REPLACE" };
export type SamplesDeleteVariables = WriteOptions & { where: Record<string, unknown>; max?: number | null };
export type LinkCreateVariables = WriteOptions & { kind: string; source: string; target: string; from?: string | null; to?: string | null; props?: unknown };

/** A sample that was not taken, or was taken with something unusual about it. */
export interface RowFinding {
  index: number;
  code: string;
  path: string[];
  message: string;
}

export interface SamplesPayload {
  accepted: number;
  duplicates: number;
  conflicts: number;
  flagged: number;
  rejected: RowFinding[];
  warnings: RowFinding[];
  replayed: boolean;
}

const OPTIONS = "$idempotencyKey: String, $dryRun: Boolean = false, $reason: String";
const GIVEN = "idempotencyKey: $idempotencyKey, dryRun: $dryRun, reason: $reason";
const REST = "changeSet replayed warnings { code path message params }";

/** The selection of mistakes. With `parts`, a version conflict answers these of the entry as it is now. */
export function errorParts(type?: EntryType, parts?: string): string {
  const current = type && parts ? `current { ... on ${type.name} { ${parts} } }` : "current { __typename id title version }";
  return `errors { __typename code path message ... on InvalidInput { params } ... on DuplicateKey { existing { __typename id title } } ... on VersionConflict { ${current} } }`;
}

function parts(type: EntryType, model: Model, options?: SelectOptions): string {
  return `${ENTRY_PARTS} ${selectFields(options?.fields ?? type.fields, model, options)}`;
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

/** One write of a batch, such as `{feedingUpdate: {id, patch}}`. */
export type BatchOp = Record<string, unknown>;

export interface BatchResult {
  index: number;
  entry: EntryRow | null;
  errors: InputError[];
  warnings: WriteWarning[];
}

export interface BatchPayload {
  changeSet: string | null;
  replayed: boolean;
  results: BatchResult[];
}

/** Several writes as one change set: all, or none. Its input has a field for every record type, so it is not among the fixed ones. */
export const BATCH: Operation<{ write: BatchPayload }, WriteOptions & { ops: BatchOp[] }> = operation(
  "mutation",
  `mutation Batch($ops: [Op!]!, ${OPTIONS}) { write: batch(ops: $ops, ${GIVEN}) { changeSet replayed results { index entry { __typename id title version } ${errorParts()} warnings { code path message params } } } }`,
);

/** Finds an entry by its natural key and changes it, or creates it. */
export function upsertDocument(type: EntryType, model: Model, options?: SelectOptions): Operation<{ write: Payload }, UpsertVariables> {
  return one(type, model, type.api.upsert, `$input: ${type.api.createInput}!, $patch: ${type.api.patchInput}`, "input: $input, patch: $patch", options);
}

/** Adds samples to a series. */
export function samplesAddDocument(type: EntryType): Operation<{ write: SamplesPayload }, SamplesAddVariables> {
  const findings = "rejected { index code path message } warnings { index code path message }";
  return operation(
    "mutation",
    `mutation AddSamples($inputs: [${type.api.createInput}!]!, $onConflict: SampleConflict = KEEP, $idempotencyKey: String, $dryRun: Boolean = false) {
  write: ${type.api.samplesAdd}(inputs: $inputs, onConflict: $onConflict, idempotencyKey: $idempotencyKey, dryRun: $dryRun) { accepted duplicates conflicts flagged replayed ${findings} }
}`,
  );
}

export function samplesDeleteDocument(type: EntryType): Operation<{ write: PayloadBase & { deleted: number } }, SamplesDeleteVariables> {
  return operation(
    "mutation",
    `mutation DeleteSamples($where: ${type.api.filterInput}!, $max: Int = 1000, ${OPTIONS}) { write: ${type.api.samplesDelete}(where: $where, max: $max, ${GIVEN}) { deleted ${REST} ${errorParts()} } }`,
  );
}

export interface FreeLink {
  id: string;
  kind: string;
  source: { __typename: string; id: string; title: string };
  target: { __typename: string; id: string; title: string };
  /** When it began to hold; null is always. */
  from: string | null;
  /** When it ceased to hold; null is not yet. */
  to: string | null;
  createdAt: string;
}
