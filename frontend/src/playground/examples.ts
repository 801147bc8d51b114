import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";
import { sampleOf } from "../lib/samples";
import type { RecordType } from "../lib/types";

/*
 * Examples are made from the API's own schema, so they are valid whatever types a server has.
 */

/** Fields of an entry that every type has; an example shows those that help and no more. */
const EVERY_ENTRY = ["type", "at", "version", "createdAt", "updatedAt", "trashedAt", "externalKeys", "links", "history"];

/** A page that is read at a glance. */
const PAGE = 10;

/** A query for the latest records of a type, or null where the schema has no list of it. */
export function listExample(schema: GraphQLSchema, typeName: string): string | null {
  const list = listField(schema, typeName);
  const type = schema.getType(typeName);
  if (!list || !isObjectType(type)) return null;
  const order = newestFirst(schema, list);
  const args = [`first: ${PAGE}`, ...(order ? [`orderBy: [{ ${order}: DESC }]`] : [])].join(", ");
  return [
    `query ${capitalize(list.name)} {`,
    `  ${list.name}(${args}) {`,
    "    totalCount",
    "    pageInfo { hasNextPage endCursor }",
    "    nodes {",
    ...selection(type).map((line) => `      ${line}`),
    "    }",
    "  }",
    "}",
    "",
  ].join("\n");
}

function listField(schema: GraphQLSchema, typeName: string): GraphQLField<unknown, unknown> | null {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  return fields.find((field) => getNamedType(field.type).name === `${typeName}Connection`) ?? null;
}

/** The order key that puts the newest first. */
function newestFirst(schema: GraphQLSchema, list: GraphQLField<unknown, unknown>): string | null {
  const argument = list.args.find((one) => one.name === "orderBy");
  const order = argument ? schema.getType(getNamedType(argument.type).name) : null;
  if (!isInputObjectType(order)) return null;
  return ["at", "createdAt"].find((key) => key in order.getFields()) ?? null;
}

/** What a record is recognised by, then all that it declares itself, links by their title. */
function selection(type: GraphQLObjectType): string[] {
  const own = Object.values(type.getFields()).filter((field) => !EVERY_ENTRY.includes(field.name));
  const always = type.getInterfaces().length === 0 && type.getFields()["at"] ? ["at"] : [];
  return [...new Set([...always, ...own.flatMap((field) => selectionOf(field))])];
}

function selectionOf(field: GraphQLField<unknown, unknown>): string[] {
  if (field.args.some(isRequired)) return [];
  const named = getNamedType(field.type);
  if (isLeafType(named)) return [field.name];
  if (isInterfaceType(named) || !isObjectType(named)) return [];
  if (named.name.endsWith("Connection") || named.name.endsWith("Stat")) return [];
  if (named.getInterfaces().some((one) => one.name === "Entry")) return [`${field.name} { id title }`];
  const leaves = Object.values(named.getFields()).filter((one) => isLeafType(getNamedType(one.type)));
  return leaves.length > 0 ? [`${field.name} { ${leaves.map((leaf) => leaf.name).join(" ")} }`] : [];
}

function isRequired(argument: { type: unknown; defaultValue?: unknown }): boolean {
  return isNonNullType(argument.type) && argument.defaultValue === undefined;
}

/** Optional quantities that make an example worth reading. */
const OPTIONAL_FIELDS = 2;

/** A mutation that stores one record with what its type requires, or null where the schema has none. */
export function createExample(schema: GraphQLSchema, typeName: string, types: readonly RecordType[], now: Date): string | null {
  const fields = schema.getMutationType()?.getFields() ?? {};
  const create = fields[`${typeName.charAt(0).toLowerCase()}${typeName.slice(1)}Create`];
  const input = schema.getType(`${typeName}Create`);
  if (!isInputObjectType(input)) return null;
  const record = writeInput(input, { schema, types, now, depth: 0 });
  if (create) return writeMutation(create, `input: ${record}`, ["entry { id title version }", "changeSet"], "path");
  const add = Object.values(fields).find(
    (field) => field.name.endsWith("Add") && field.args.some((argument) => getNamedType(argument.type) === input),
  );
  return add ? writeMutation(add, `inputs: [${record}]`, ["accepted", "duplicates"], null) : null;
}

function writeMutation(field: GraphQLField<unknown, unknown>, argument: string, answers: string[], path: string | null): string {
  const trouble = path
    ? ["errors { code path message }", "warnings { code path message }"]
    : ["rejected { index code path message }"];
  return [
    `mutation ${capitalize(field.name)} {`,
    `  ${field.name}(${argument.replaceAll("\n", "\n  ")}) {`,
    ...[...answers, ...trouble].map((line) => `    ${line}`),
    "  }",
    "}",
    "",
  ].join("\n");
}

interface Writing {
  schema: GraphQLSchema;
  types: readonly RecordType[];
  now: Date;
  /** How many records deep: a record that a record requires is 1. */
  depth: number;
}

/** An input object as GraphQL writes it, a field a line. */
function writeInput(input: GraphQLInputObjectType, writing: Writing): string {
  const fields = Object.values(input.getFields());
  const chosen = [...fields.filter((field) => isNeeded(input, field, writing)), ...niceToShow(input, writing)];
  const lines = chosen.map((field) => `  ${field.name}: ${writeValue(input, field, writing)}`.replaceAll("\n", "\n  "));
  return lines.length > 0 ? `{\n${lines.join("\n")}\n}` : "{}";
}

/** The input lets a link be left out, since nesting may imply it; the record type says whether it is needed. */
function isNeeded(input: GraphQLInputObjectType, field: GraphQLInputField, { types }: Writing): boolean {
  return isNonNullType(field.type) || (described(input, field, types)?.required === true && isLink(field));
}

function niceToShow(input: GraphQLInputObjectType, { types, depth }: Writing): GraphQLInputField[] {
  if (depth > 0) return [];
  return Object.values(input.getFields())
    .filter((field) => !isNonNullType(field.type) && getNamedType(field.type).name === "QuantityInput")
    .filter((field) => described(input, field, types)?.list === false)
    .slice(0, OPTIONAL_FIELDS);
}

function described(input: GraphQLInputObjectType, field: GraphQLInputField, types: readonly RecordType[]): RecordType["fields"][number] | null {
  const type = types.find((one) => `${one.name}Create` === input.name);
  return type?.fields.find((one) => one.name === field.name) ?? null;
}

function isLink(field: GraphQLInputField): boolean {
  return /One$/.test(getNamedType(field.type).name);
}

function writeValue(input: GraphQLInputObjectType, field: GraphQLInputField, writing: Writing): string {
  const value = writeSingle(input, field, writing);
  return isListType(getNullableType(field.type)) ? `[${value}]` : value;
}

function writeSingle(input: GraphQLInputObjectType, field: GraphQLInputField, writing: Writing): string {
  const named = getNamedType(field.type);
  if (isLink(field) && isInputObjectType(named)) return writeLink(named, writing);
  const record = described(input, field, writing.types);
  const options = isEnumType(named) ? named.getValues().map((value) => value.name) : null;
  const type = named.name.replace(/Input$/, "");
  const sample = sampleOf({ unit: null, min: null, max: null, warnMin: null, warnMax: null, ...record, type, options }, writing.now);
  if (options) return String(sample);
  if (typeof sample !== "object") return JSON.stringify(sample);
  const parts = Object.entries(sample).map(([name, value]) => `${name}: ${name === "unit" ? String(value) : JSON.stringify(value)}`);
  return `{ ${parts.join(", ")} }`;
}

/** How far an example nests records that records require. */
const DEEPEST = 2;

/** Finds the other record by its key and makes it if there is none; without a key it is made. */
function writeLink(one: GraphQLInputObjectType, writing: Writing): string {
  const fields = one.getFields();
  const way = fields["connectOrCreate"] ?? fields["create"];
  const input = way ? getNamedType(way.type) : null;
  if (!way || !isInputObjectType(input) || writing.depth >= DEEPEST) return '{ link: "…" }';
  return `{ ${way.name}: ${writeInput(input, { ...writing, depth: writing.depth + 1 })} }`;
}

/** Statistics of a type, a day a group, or null where the schema has none. `zone` is where a day begins and ends. */
export function statisticsExample(schema: GraphQLSchema, typeName: string, zone: string): string | null {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  const statistics = fields.find((field) => getNamedType(field.type).name === `${typeName}Stat`);
  const group = statistics ? getNamedType(statistics.type) : null;
  const record = schema.getType(typeName);
  if (!statistics || !isObjectType(group) || !isObjectType(record) || !record.getFields()["at"]) return null;
  const numbers = Object.values(group.getFields()).filter((field) => getNamedType(field.type).name === "NumberStat");
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
export function changesExample(schema: GraphQLSchema): string | null {
  if (!schema.getSubscriptionType()?.getFields()["changes"]) return null;
  return "subscription Changes {\n  changes {\n    at\n    operation\n    type\n    entry { id title }\n    fields\n  }\n}\n";
}

/** Names that a new type may have, the first free one of which an example takes. */
const NEW_TYPES = ["Bath", "Plant", "Repair", "Idea"];

/** How to define a type of one's own with a link to one that is there, or null where the schema cannot be changed. */
export function definitionExample(schema: GraphQLSchema, types: readonly RecordType[]): string | null {
  const mutations = schema.getMutationType()?.getFields() ?? {};
  const name = NEW_TYPES.find((one) => !schema.getType(one));
  if (!mutations["typePlan"] || !mutations["typeApply"] || !name) return null;
  const plural = `${name.toLowerCase()}s`;
  const linked = mostLinked(types.filter((type) => !type.series && !(plural in (typeFields(schema, type.name) ?? {}))), types);
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
function mostLinked(candidates: readonly RecordType[], types: readonly RecordType[]): RecordType | undefined {
  const fields = types.flatMap((type) => type.fields);
  const links = (type: RecordType): number => fields.filter((field) => field.target === type.name).length;
  return candidates.toSorted((one, other) => links(other) - links(one))[0];
}

function typeFields(schema: GraphQLSchema, name: string): Record<string, unknown> | null {
  const type = schema.getType(name);
  return isObjectType(type) ? type.getFields() : null;
}

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
