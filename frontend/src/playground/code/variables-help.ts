import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { linter, type Diagnostic } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import {
  coerceInputValue,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  parse,
  type GraphQLInputType,
} from "graphql";
import { collectVariables } from "graphql-language-service";
import { findNodeAtLocation, getLocation, getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { followSchema, knownSchema } from "./knowledge";
import { askAnewAfter, isAskedAnew } from "./lint-anew";
import { describe } from "./markdown";
import { neighbour, type TextModel } from "./model";

/** The variables that the operation declares, with their types. */
type Variables = Readonly<Record<string, GraphQLInputType>>;

/** Null for a text that holds no variables, and while the operation cannot be read. */
function variablesFor(model: TextModel): Variables | null {
  const schema = knownSchema();
  const operation = model.uri.path.endsWith("variables.json") ? neighbour(model, "operation.graphql") : null;
  if (!schema || !operation) return null;
  try {
    return collectVariables(schema, parse(operation.getValue()));
  } catch {
    return null;
  }
}

/** Underlines what is no JSON, and values that do not fit the variables of the operation. */
export function lintJson(model: TextModel): Extension {
  const operation = neighbour(model, "operation.graphql");
  return [
    linter(() => check(model), { needsRefresh: isAskedAnew }),
    askAnewAfter(followSchema),
    operation ? askAnewAfter((listener) => operation.onDidChangeContent(listener)) : [],
  ];
}

function check(model: TextModel): Diagnostic[] {
  const text = model.getValue();
  if (text.trim() === "") return [];
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const broken = errors.map(({ error, offset, length }) => diagnostic(offset, offset + Math.max(length, 1), wordsOf(error), text));
  const variables = variablesFor(model);
  return broken.length > 0 || !root || !variables ? broken : misfits(root, variables, text);
}

/** `PropertyNameExpected` → `property name expected`. */
function wordsOf(error: number): string {
  return printParseErrorCode(error).replaceAll(/(?<!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function misfits(root: Node, variables: Variables, text: string): Diagnostic[] {
  if (root.type !== "object") return [diagnostic(root.offset, root.offset + root.length, "Variables are a JSON object.", text)];
  return (root.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    if (!key || !value) return [];
    const name = String(key.value);
    const type = variables[name];
    if (!type) return [diagnostic(key.offset, key.offset + key.length, `The operation has no variable $${name}.`, text, "warning")];
    return unfitting(value, type, text);
  });
}

function unfitting(value: Node, type: GraphQLInputType, text: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  coerceInputValue(getNodeValue(value), type, (path, _invalid, error) => {
    const node = findNodeAtLocation(value, [...path]) ?? value;
    found.push(diagnostic(node.offset, node.offset + node.length, error.message, text));
  });
  return found;
}

function diagnostic(from: number, to: number, message: string, text: string, severity: Diagnostic["severity"] = "error"): Diagnostic {
  const end = Math.min(to, text.length);
  return { from: Math.min(from, end), to: end, severity, message };
}

/** Offers the names of variables and of their fields, and the values that are known. */
export function completeVariables(model: TextModel): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const variables = variablesFor(model);
    if (!variables) return null;
    const { path, isAtPropertyKey } = getLocation(model.getValue(), context.pos);
    const begun = context.matchBefore(/"?\w*$/);
    if (!context.explicit && !begun?.text) return null;
    const parent = isAtPropertyKey ? path.slice(0, -1) : path;
    const options = isAtPropertyKey ? keysAt(variables, parent, model) : valuesAt(typeAt(variables, parent));
    return options.length > 0 ? { from: begun?.from ?? context.pos, options, filter: true } : null;
  };
}

function keysAt(variables: Variables, path: readonly (string | number)[], model: TextModel): Completion[] {
  const root = parseTree(model.getValue());
  const there = root && findNodeAtLocation(root, [...path]);
  const used = new Set((there?.children ?? []).filter((one) => one.children?.length === 2).map((one) => String(one.children?.[0]?.value)));
  const wanted = path.length === 0 ? Object.entries(variables).map(([name, type]) => ({ name, type, description: null, required: isNonNullType(type) })) : fieldsOf(typeAt(variables, path));
  return wanted
    .filter(({ name }) => !used.has(name))
    .map(({ name, type, description, required }) => ({
      label: `"${name}"`,
      apply: put(`"${name}": `),
      detail: String(type),
      type: "property",
      boost: required ? 1 : 0,
      ...(description ? { info: () => describe(description) } : {}),
    }));
}

/** Puts a text in, and with it the quotation mark that the editor has closed ahead. */
function put(insert: string): NonNullable<Completion["apply"]> {
  return (view, _completion, from, to) => {
    const end = view.state.sliceDoc(to, to + 1) === '"' ? to + 1 : to;
    view.dispatch({ changes: { from, to: end, insert }, selection: { anchor: from + insert.length }, userEvent: "input.complete" });
  };
}

function fieldsOf(type: GraphQLInputType | null): { name: string; type: GraphQLInputType; description: string | null; required: boolean }[] {
  const named = type ? getNamedType(type) : null;
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields()).map((field) => ({
    name: field.name,
    type: field.type,
    description: field.description ?? null,
    required: isRequiredInputField(field),
  }));
}

function valuesAt(type: GraphQLInputType | null): Completion[] {
  const named = type ? getNamedType(type) : null;
  if (isEnumType(named)) return named.getValues().map(({ name }) => ({ label: JSON.stringify(name), apply: put(JSON.stringify(name)), detail: named.name, type: "enum" }));
  if (named?.name === "Boolean") return ["true", "false"].map((label) => ({ label, type: "keyword" }));
  return [];
}

/** The type of the value at a path into the variables. */
function typeAt(variables: Variables, [name, ...rest]: readonly (string | number)[]): GraphQLInputType | null {
  let type: GraphQLInputType | null = variables[String(name)] ?? null;
  for (const step of rest) {
    const bare: GraphQLInputType | null = type && (getNullableType(type) as GraphQLInputType);
    if (isListType(bare) && typeof step === "number") type = bare.ofType;
    else type = fieldsOf(bare).find((field) => field.name === step)?.type ?? null;
  }
  return type;
}
