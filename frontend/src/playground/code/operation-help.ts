import { snippet, startCompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { linter, type Diagnostic } from "@codemirror/lint";
import type { Extension, Text } from "@codemirror/state";
import { getAutocompleteSuggestions, getDiagnostics, type CompletionItem } from "graphql-language-service";
import { followSchema, knownFragments, knownSchema } from "./knowledge";
import { askAnewAfter, isAskedAnew } from "./lint-anew";
import { describe } from "./markdown";
import { offsetOf, placeOf } from "./place";

/** After these something can follow that is worth a list although nothing of it is typed yet. */
const OPENERS = /[:$(@]\s?$/;

/** Offers what the schema allows at the cursor. */
export function completeOperation(context: CompletionContext): CompletionResult | null {
  const { state, pos, explicit } = context;
  const schema = knownSchema();
  const word = context.matchBefore(/\w+$/);
  if (!schema || (!explicit && !word && !context.matchBefore(OPENERS))) return null;
  const found = getAutocompleteSuggestions(schema, state.doc.toString(), placeOf(state.doc, pos), undefined, knownFragments());
  return found.length > 0 ? { from: word?.from ?? pos, options: found.map(optionOf) } : null;
}

/** How CodeMirror marks what is offered, by the kind that the language service gives. */
const KINDS: Readonly<Record<number, string>> = { 3: "function", 5: "property", 6: "variable", 7: "class", 14: "keyword", 20: "enum" };

function optionOf(item: CompletionItem, index: number): Completion {
  const about = [item.deprecationReason ? `Deprecated: ${item.deprecationReason}` : "", item.documentation ?? ""].filter(Boolean);
  const detail = item.detail ?? item.labelDetails?.detail?.trim();
  const type = KINDS[item.kind ?? 0];
  return {
    label: item.label,
    // The service has sorted; among equally good matches its order holds.
    boost: -Math.min(index, 99),
    apply: item.insertText === undefined ? item.label : insertion(item.insertText, item.command !== undefined),
    ...(detail ? { detail } : {}),
    ...(type ? { type } : {}),
    ...(about.length > 0 ? { info: () => describe(about.join("\n\n")) } : {}),
  };
}

/** Puts in a text with stops (`$1`) to fill in, and offers what can stand at the first. */
function insertion(text: string, goesOn: boolean): NonNullable<Completion["apply"]> {
  if (!goesOn) return text;
  const put = snippet(text.replaceAll(/\n {3}/g, "\n\t").replaceAll(/[{}]/g, "\\$&").replaceAll(/\$(\d)/g, "${$1}"));
  return (view, completion, from, to) => {
    put(view, completion, from, to);
    startCompletion(view);
  };
}

const SEVERITIES = ["error", "warning", "info", "hint"] as const;

/** Underlines what the server would refuse, and what is deprecated; anew when the schema is another. */
export const lintOperation: Extension = [
  linter(({ state }) => diagnose(state.doc), { needsRefresh: isAskedAnew }),
  askAnewAfter(followSchema),
];

function diagnose(doc: Text): Diagnostic[] {
  const text = doc.toString();
  const schema = knownSchema();
  if (text.trim().length < 2 || !schema) return [];
  // External fragments are checked with the text but lie beyond its end.
  return getDiagnostics(text, schema, undefined, false, knownFragments()).map(({ range, severity, message, source }) => {
    const from = offsetOf(doc, range.start);
    // Where the service reports a node rather than a character, it ends one too far.
    const { line, character } = range.end;
    const end = offsetOf(doc, { line, character: source === "GraphQL: Syntax" ? character : character - 1 });
    const to = Math.max(Math.min(from + 1, doc.length), end);
    const words = typeof message === "string" ? message : message.value;
    return { from, to, severity: SEVERITIES[(severity ?? 1) - 1] ?? "error", message: words };
  });
}
