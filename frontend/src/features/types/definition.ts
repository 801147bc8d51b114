import {
  Kind,
  parse,
  print,
  type ConstDirectiveNode,
  type ConstValueNode,
  type DefinitionNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type TypeNode,
} from "graphql";

/** Arguments of a directive as GraphQL literals: `{canonical: "CEL", min: "0"}`. */
export type DirectiveArguments = Record<string, string>;

/** A directive; a type may have several `@key` and `@was`. */
export interface DraftDirective {
  name: string;
  arguments: DirectiveArguments;
}

/** A field of a definition that is being edited. */
export interface DraftField {
  /** Stays the same while the field is edited. */
  id: string;
  name: string;
  /** Its name in the definitions that hold; null for a new one. */
  before: string | null;
  description: string;
  /** Type of the value, or of one item of a list. */
  type: string;
  required: boolean;
  list: boolean;
  directives: DraftDirective[];
  removed: boolean;
}

/** A value of an enum that is being edited. */
export interface DraftValue {
  id: string;
  name: string;
  before: string | null;
  description: string;
  directives: DraftDirective[];
  removed: boolean;
}

/** A definition of one's own that is being edited: a type, an addition to a type that is there, or an enum. */
export interface Draft {
  /** Stays the same while the definition is edited. */
  id: string;
  kind: "type" | "extension" | "enum";
  name: string;
  before: string | null;
  description: string;
  directives: DraftDirective[];
  fields: DraftField[];
  values: DraftValue[];
}

let made = 0;

function nextId(): string {
  made += 1;
  return `draft-${made}`;
}

/** All definitions of a text, such as `typeExport` answers it. Throws graphql-js' error where it cannot be read. */
export function readDefinitions(sdl: string): Draft[] {
  if (sdl.trim() === "") return [];
  return parse(sdl, { noLocation: true }).definitions.flatMap((node) => readDefinition(node) ?? []);
}

function readDefinition(node: DefinitionNode): Draft | null {
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
      return { ...shell("type", node.name.value, node.directives), description: node.description?.value ?? "", fields: (node.fields ?? []).map(readField) };
    case Kind.OBJECT_TYPE_EXTENSION:
      return { ...shell("extension", node.name.value, node.directives), fields: (node.fields ?? []).map(readField) };
    case Kind.ENUM_TYPE_DEFINITION:
      return { ...shell("enum", node.name.value, node.directives), description: node.description?.value ?? "", values: (node.values ?? []).map(readValue) };
    default:
      return null;
  }
}

function shell(kind: Draft["kind"], name: string, directives: readonly ConstDirectiveNode[] = []): Draft {
  return { id: nextId(), kind, name, before: name, description: "", directives: directives.map(readDirective), fields: [], values: [] };
}

function readField(node: FieldDefinitionNode): DraftField {
  const { type, required, list } = readType(node.type);
  const name = node.name.value;
  return { id: nextId(), name, before: name, description: node.description?.value ?? "", type, required, list, directives: (node.directives ?? []).map(readDirective), removed: false };
}

function readType(node: TypeNode): { type: string; required: boolean; list: boolean } {
  const required = node.kind === Kind.NON_NULL_TYPE;
  const inner = node.kind === Kind.NON_NULL_TYPE ? node.type : node;
  const item = inner.kind === Kind.LIST_TYPE ? inner.type : inner;
  const named = item.kind === Kind.NON_NULL_TYPE ? item.type : item;
  return { type: named.kind === Kind.NAMED_TYPE ? named.name.value : print(named), required, list: inner.kind === Kind.LIST_TYPE };
}

function readValue(node: EnumValueDefinitionNode): DraftValue {
  const name = node.name.value;
  return { id: nextId(), name, before: name, description: node.description?.value ?? "", directives: (node.directives ?? []).map(readDirective), removed: false };
}

function readDirective(node: ConstDirectiveNode): DraftDirective {
  return { name: node.name.value, arguments: Object.fromEntries((node.arguments ?? []).map((argument) => [argument.name.value, print(argument.value)])) };
}

/** A definition as text, `@was` included for what got another name. What is removed is left out. */
export function printDraft(draft: Draft): string {
  const head = draft.kind === "extension" ? "extend type" : draft.kind === "enum" ? "enum" : "type";
  const directives = printDirectives(draft.kind === "extension" ? [] : withWas(draft));
  const lines =
    draft.kind === "enum"
      ? draft.values.filter((value) => !value.removed).map((value) => `${printDescription(value.description, "  ")}  ${value.name}${printDirectives(withWas(value))}`)
      : draft.fields.filter((field) => !field.removed).map((field) => `${printDescription(field.description, "  ")}  ${field.name}: ${printType(field)}${printDirectives(withWas(field))}`);
  return `${draft.kind === "extension" ? "" : printDescription(draft.description, "")}${head} ${draft.name}${directives} {\n${lines.join("\n")}\n}`;
}

function withWas({ name, before, directives }: Pick<DraftField, "name" | "before" | "directives">): DraftDirective[] {
  if (before === null || before === name) return directives;
  return [...directives, { name: "was", arguments: { name: JSON.stringify(before) } }];
}

function printType({ type, list, required }: DraftField): string {
  return `${list ? `[${type}!]` : type}${required ? "!" : ""}`;
}

function printDirectives(directives: readonly DraftDirective[]): string {
  return directives
    .map((directive) => {
      const given = Object.entries(directive.arguments).filter(([, value]) => value !== "");
      return ` @${directive.name}${given.length > 0 ? `(${given.map(([name, value]) => `${name}: ${value}`).join(", ")})` : ""}`;
    })
    .join("");
}

function printDescription(text: string, indent: string): string {
  if (text.trim() === "") return "";
  return `${indent}${print({ kind: Kind.STRING, value: text, block: text.includes("\n") }).replaceAll("\n", `\n${indent}`)}\n`;
}

/** What `typePlan` is asked: the definitions that differ, and what is taken away from types that stay. */
export interface PlanRequest {
  sdl: string;
  remove: string[];
}

/** The change from one set of definitions to another. Null where nothing differs. */
export function planRequest(before: readonly Draft[], after: readonly Draft[]): PlanRequest | null {
  const texts = new Map(before.map((draft) => [key(draft.kind, draft.name), printDraft(draft)]));
  const changed = after.filter((draft) => texts.get(key(draft.kind, draft.before ?? "")) !== printDraft(draft));
  const kept = new Set(after.map((draft) => key(draft.kind, draft.before ?? "")));
  const gone = before.filter((draft) => draft.kind !== "extension" && !kept.has(key(draft.kind, draft.name))).map((draft) => draft.name);
  // Of an addition to another type, only what is named is replaced; what is left out would stay.
  const parts = changed.filter((draft) => draft.kind === "extension").flatMap((draft) => draft.fields.filter((field) => field.removed && field.before !== null).map((field) => `${draft.name}.${field.before}`));
  const sdl = changed.filter((draft) => draft.kind !== "extension" || draft.fields.some((field) => !field.removed)).map(printDraft).join("\n\n");
  const remove = [...gone, ...parts];
  return sdl === "" && remove.length === 0 ? null : { sdl, remove };
}

function key(kind: Draft["kind"], name: string): string {
  return `${kind === "extension" ? "+" : ""}${name}`;
}

/** The argument of a directive, without the quotes of a text; empty where there is none. */
export function argument(directives: readonly DraftDirective[], name: string, argument: string): string {
  const literal = directives.find((directive) => directive.name === name)?.arguments[argument];
  return literal === undefined ? "" : unquote(literal);
}

/** Whether the directive stands there at all. */
export function has(directives: readonly DraftDirective[], name: string): boolean {
  return directives.some((directive) => directive.name === name);
}

/** The directives with one argument changed; an empty value takes it away, and with its last argument the directive. */
export function withArgument(directives: readonly DraftDirective[], name: string, argument: string, literal: string): DraftDirective[] {
  const there = directives.find((directive) => directive.name === name);
  const given = { ...there?.arguments, [argument]: literal };
  const kept = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  if (!there) return literal === "" ? [...directives] : [...directives, { name, arguments: kept }];
  if (Object.keys(kept).length === 0) return directives.filter((directive) => directive !== there);
  return directives.map((directive) => (directive === there ? { name, arguments: kept } : directive));
}

/** The directives with one that has no arguments, or without it. */
export function withDirective(directives: readonly DraftDirective[], name: string, on: boolean): DraftDirective[] {
  const others = directives.filter((directive) => directive.name !== name);
  return on ? [...others, { name, arguments: {} }] : others;
}

/** A text as a GraphQL literal. */
export function quote(text: string): string {
  return text === "" ? "" : JSON.stringify(text);
}

function unquote(literal: string): string {
  if (!literal.startsWith('"')) return literal;
  const document = parse(`{ f(a: ${literal}) }`, { noLocation: true });
  const [node] = document.definitions;
  if (node?.kind !== Kind.OPERATION_DEFINITION) return literal;
  const [selection] = node.selectionSet.selections;
  const value = selection?.kind === Kind.FIELD ? (selection.arguments?.[0]?.value as ConstValueNode | undefined) : undefined;
  return value?.kind === Kind.STRING ? value.value : literal;
}

/** A new field, named so that it differs from those that are there. */
export function newField(taken: readonly string[]): DraftField {
  return { id: nextId(), name: freeName("field", taken), before: null, description: "", type: "String", required: false, list: false, directives: [], removed: false };
}

export function newValue(taken: readonly string[]): DraftValue {
  return { id: nextId(), name: freeName("VALUE", taken), before: null, description: "", directives: [], removed: false };
}

/** A new type with what every type wants: a list of its own, a title, and a time. */
export function newType(taken: readonly string[]): Draft {
  const name = freeName("Thing", taken);
  const field = (name: string, type: string, required: boolean, directives: DraftDirective[]): DraftField => ({ ...newField([]), name, type, required, directives });
  return {
    id: nextId(),
    kind: "type",
    name,
    before: null,
    description: "",
    directives: [{ name: "entry", arguments: { plural: quote(plural(name)), at: quote("recordedAt"), title: quote("{name}"), icon: quote("box") } }],
    fields: [
      field("name", "String", true, [{ name: "length", arguments: { min: "1", max: "200" } }]),
      field("recordedAt", "DateTime", true, [{ name: "default", arguments: { value: quote("now") } }]),
    ],
    values: [],
  };
}

export function newEnum(taken: readonly string[]): Draft {
  return { id: nextId(), kind: "enum", name: freeName("Choice", taken), before: null, description: "", directives: [], fields: [], values: [{ ...newValue([]), name: "FIRST" }, { ...newValue([]), name: "SECOND" }] };
}

export function newExtension(type: string): Draft {
  return { id: nextId(), kind: "extension", name: type, before: null, description: "", directives: [], fields: [], values: [] };
}

/** A proposal for the plural of a name; people change it where their language has its own. */
export function plural(name: string): string {
  const lower = name.charAt(0).toLowerCase() + name.slice(1);
  if (/(s|x|z|ch|sh)$/.test(lower)) return `${lower}es`;
  return /[^aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}

function freeName(wish: string, taken: readonly string[]): string {
  const lower = new Set(taken.map((name) => name.toLowerCase()));
  if (!lower.has(wish.toLowerCase())) return wish;
  for (let number = 2; ; number += 1) if (!lower.has(`${wish}${number}`.toLowerCase())) return `${wish}${number}`;
}
