import type { IntrospectionField, IntrospectionInputObjectType, IntrospectionInputValue, IntrospectionObjectType } from "graphql";
import { sampleOf } from "../lib/samples";
import type { EntryType } from "../model/entry-type";
import { isSeries } from "../model/model";
import type { Existing } from "./existing";
import { called, isLeaf, isList, isRequired, namedType, type Introspection } from "./introspection";

/*
 * Examples are made from the API's own schema, so they are valid whatever types a server has.
 */

/** Fields of an entry that every type has; an example shows those that help and no more. */
const EVERY_ENTRY = ["type", "at", "version", "createdAt", "updatedAt", "trashedAt", "externalKeys", "links", "history"];

/** A page that is read at a glance. */
const PAGE = 10;

/** A query for the latest records of a type, or null where the schema has no list of it. */
export function listExample(schema: Introspection, typeName: string): string | null {
  const list = listField(schema, typeName);
  const type = schema.object(typeName);
  if (!list || !type) return null;
  const order = newestFirst(schema, list);
  const args = [`first: ${PAGE}`, ...(order ? [`orderBy: [{ ${order}: DESC }]`] : [])].join(", ");
  return [
    `query ${capitalize(list.name)} {`,
    `  ${list.name}(${args}) {`,
    "    totalCount",
    "    pageInfo { hasNextPage endCursor }",
    "    nodes {",
    ...selection(schema, type).map((line) => `      ${line}`),
    "    }",
    "  }",
    "}",
    "",
  ].join("\n");
}

function listField(schema: Introspection, typeName: string): IntrospectionField | null {
  return schema.operations("query").find((field) => namedType(field.type).name === `${typeName}Connection`) ?? null;
}

/** The order key that puts the newest first. */
function newestFirst(schema: Introspection, list: IntrospectionField): string | null {
  const argument = called(list.args, "orderBy");
  const order = argument && schema.input(namedType(argument.type).name);
  return ["at", "createdAt"].find((key) => order && called(order.inputFields, key)) ?? null;
}

/** What a record is recognised by, then all that it declares itself, links by their title. */
function selection(schema: Introspection, type: IntrospectionObjectType): string[] {
  const own = type.fields.filter((field) => !EVERY_ENTRY.includes(field.name));
  const always = type.interfaces.length === 0 && called(type.fields, "at") ? ["at"] : [];
  return [...new Set([...always, ...own.flatMap((field) => selectionOf(schema, field))])];
}

function selectionOf(schema: Introspection, field: IntrospectionField): string[] {
  if (field.args.some(isRequired)) return [];
  if (isLeaf(field.type)) return [field.name];
  const type = schema.object(namedType(field.type).name);
  if (!type || type.name.endsWith("Connection") || type.name.endsWith("Stat")) return [];
  if (type.interfaces.some((one) => one.name === "Entry")) return [`${field.name} { id title }`];
  const leaves = type.fields.filter((one) => isLeaf(one.type));
  return leaves.length > 0 ? [`${field.name} { ${leaves.map((leaf) => leaf.name).join(" ")} }`] : [];
}

/** Optional quantities that make an example worth reading. */
const OPTIONAL_FIELDS = 2;

/**
 * A mutation that stores one record with what its type requires, or null where the schema has none. It links to entries
 * that exist; only where there are none it makes them, and says so.
 */
export function createExample(
  schema: Introspection,
  typeName: string,
  types: readonly EntryType[],
  now: Date,
  existing: Existing = {},
): string | null {
  const mutations = schema.operations("mutation");
  const create = called(mutations, `${typeName.charAt(0).toLowerCase()}${typeName.slice(1)}Create`);
  const input = schema.input(`${typeName}Create`);
  if (!input) return null;
  const record = writeInput(input, { schema, types, now, existing, depth: 0 });
  if (create) return writeMutation(create, `input: ${record}`, ["entry { id title version }", "changeSet"], "path");
  const add = mutations.find(
    (field) => field.name.endsWith("Add") && field.args.some((argument) => namedType(argument.type).name === input.name),
  );
  return add ? writeMutation(add, `inputs: [${record}]`, ["accepted", "duplicates"], null) : null;
}

function writeMutation(field: IntrospectionField, argument: string, answers: string[], path: string | null): string {
  const problem = path
    ? ["errors { code path message }", "warnings { code path message }"]
    : ["rejected { index code path message }"];
  return [
    `mutation ${capitalize(field.name)} {`,
    `  ${field.name}(${argument.replaceAll("\n", "\n  ")}) {`,
    ...[...answers, ...problem].map((line) => `    ${line}`),
    "  }",
    "}",
    "",
  ].join("\n");
}

interface Writing {
  schema: Introspection;
  types: readonly EntryType[];
  now: Date;
  existing: Existing;
  /** How many records deep: a record that a record requires is 1. */
  depth: number;
}

/** An input object as GraphQL writes it, a field a line. */
function writeInput(input: IntrospectionInputObjectType, writing: Writing): string {
  const chosen = [...input.inputFields.filter((field) => isNeeded(input, field, writing)), ...niceToShow(input, writing)];
  const lines = chosen.map((field) => `  ${field.name}: ${writeValue(input, field, writing)}`.replaceAll("\n", "\n  "));
  return lines.length > 0 ? `{\n${lines.join("\n")}\n}` : "{}";
}

/** The input lets a link be left out, since nesting may imply it; the record type says whether it is needed. */
function isNeeded(input: IntrospectionInputObjectType, field: IntrospectionInputValue, { types }: Writing): boolean {
  return field.type.kind === "NON_NULL" || (described(input, field, types)?.required === true && isLink(field));
}

function niceToShow(input: IntrospectionInputObjectType, { types, depth }: Writing): IntrospectionInputValue[] {
  if (depth > 0) return [];
  return input.inputFields
    .filter((field) => field.type.kind !== "NON_NULL" && namedType(field.type).name === "QuantityInput")
    .filter((field) => described(input, field, types)?.list === false)
    .slice(0, OPTIONAL_FIELDS);
}

function described(input: IntrospectionInputObjectType, field: IntrospectionInputValue, types: readonly EntryType[]): EntryType["fields"][number] | null {
  const type = types.find((one) => `${one.name}Create` === input.name);
  return type?.fields.find((one) => one.name === field.name) ?? null;
}

function isLink(field: IntrospectionInputValue): boolean {
  return /One$/.test(namedType(field.type).name);
}

function writeValue(input: IntrospectionInputObjectType, field: IntrospectionInputValue, writing: Writing): string {
  const value = writeSingle(input, field, writing);
  return isList(field.type) ? `[${value}]` : value;
}

function writeSingle(input: IntrospectionInputObjectType, field: IntrospectionInputValue, writing: Writing): string {
  const { name } = namedType(field.type);
  const link = isLink(field) && writing.schema.input(name);
  if (link) return writeLink(link, described(input, field, writing.types)?.target ?? null, writing);
  const record = described(input, field, writing.types);
  const options = writing.schema.enumeration(name)?.enumValues.map((value) => value.name) ?? null;
  const type = name.replace(/Input$/, "");
  const sample = sampleOf({ unit: null, min: null, max: null, warnMin: null, warnMax: null, ...record, type, options }, writing.now);
  if (options) return String(sample);
  if (typeof sample !== "object") return JSON.stringify(sample);
  const parts = Object.entries(sample).map(([part, value]) => `${part}: ${part === "unit" ? String(value) : JSON.stringify(value)}`);
  return `{ ${parts.join(", ")} }`;
}

/** How far an example nests records that records require. */
const DEEPEST = 2;

/** Links the newest record there is. Where there is none it is made, by its key where it has one. */
function writeLink(one: IntrospectionInputObjectType, target: string | null, writing: Writing): string {
  const found = target === null ? undefined : writing.existing[target];
  if (found && called(one.inputFields, "link")) {
    return `{\n  # ${oneLine(found.title)}\n  link: ${JSON.stringify(found.id)}\n}`;
  }
  const way = called(one.inputFields, "connectOrCreate") ?? called(one.inputFields, "create");
  const input = way && writing.schema.input(namedType(way.type).name);
  if (!way || !input || writing.depth >= DEEPEST) return '{ link: "…" }';
  const made = `${way.name}: ${writeInput(input, { ...writing, depth: writing.depth + 1 })}`;
  return `{\n  # There is no ${target ?? "such record"} yet: this WRITES one, too.\n  ${made.replaceAll("\n", "\n  ")}\n}`;
}

/** A title as a comment may hold it. */
function oneLine(title: string): string {
  return title.replaceAll(/\s+/g, " ").trim();
}

/** Statistics of a type, a day a group, or null where the schema has none. `zone` is where a day begins and ends. */
export function statisticsExample(schema: Introspection, typeName: string, zone: string): string | null {
  const statistics = schema.operations("query").find((field) => namedType(field.type).name === `${typeName}Stat`);
  const group = statistics && schema.object(namedType(statistics.type).name);
  const record = schema.object(typeName);
  if (!statistics || !group || !record || !called(record.fields, "at")) return null;
  const numbers = group.fields.filter((field) => namedType(field.type).name === "NumberStat");
  return [
    `query ${capitalize(statistics.name)} {`,
    `  ${statistics.name}(by: [{ time: { every: "P1D", tz: ${JSON.stringify(zone)} } }]) {`,
    "    start",
    "    count",
    ...numbers.slice(0, 1).map((field) => `    ${field.name} { avg min max sum }`),
    "  }",
    "}",
    "",
  ].join("\n");
}

/** Everything that changes, as it changes, or null where the schema has no such subscription. */
export function changesExample(schema: Introspection): string | null {
  if (!called(schema.operations("subscription"), "changes")) return null;
  return "subscription Changes {\n  changes {\n    at\n    operation\n    type\n    entry { id title }\n    fields\n  }\n}\n";
}

/** Names that a new type may have, the first free one of which an example takes. */
const NEW_TYPES = ["Bath", "Plant", "Repair", "Idea"];

/** How to define a type of one's own with a link to one that is there, or null where the schema cannot be changed. */
export function definitionExample(schema: Introspection, types: readonly EntryType[]): string | null {
  const mutations = schema.operations("mutation");
  const name = NEW_TYPES.find((one) => !schema.has(one));
  if (!called(mutations, "typePlan") || !called(mutations, "typeApply") || !name) return null;
  const plural = `${name.toLowerCase()}s`;
  const linked = mostLinked(types.filter((type) => !isSeries(type) && !called(schema.object(type.name)?.fields ?? [], plural)), types);
  const field = linked ? `${linked.name.charAt(0).toLowerCase()}${linked.name.slice(1)}` : null;
  return [
    "mutation Plan {",
    '  typePlan(sdl: """',
    `    type ${name} @entry(plural: "${plural}", at: "startedAt", title: "${name}${field ? ` of {${field}}` : ""}") {`,
    ...(linked && field ? [`      ${field}: ${linked.name}! @link(inverse: "${plural}")`] : []),
    '      startedAt: DateTime! @default(value: "now")',
    "      temperature: Quantity @unit(canonical: CEL, min: 0, max: 60)",
    "      note: String @search",
    "    }",
    '  """) {',
    "    id",
    "    ok",
    "    errors { line column message hint }",
    "    changes { type field kind affected lossy description }",
    "  }",
    "}",
    "",
    "mutation Apply {",
    '  typeApply(planId: "…") {',
    "    types { name plural }",
    "    errors { line column message hint }",
    "  }",
    "}",
    "",
  ].join("\n");
}

/** The type that most fields lead to: what the others are about, such as a child. */
function mostLinked(candidates: readonly EntryType[], types: readonly EntryType[]): EntryType | undefined {
  const fields = types.flatMap((type) => type.fields);
  const links = (type: EntryType): number => fields.filter((field) => field.target === type.name).length;
  return candidates.toSorted((one, other) => links(other) - links(one))[0];
}

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
