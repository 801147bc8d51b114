import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { json } from "@codemirror/lang-json";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import type { Extension } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import type { CodeEditor } from "./code-editor";
import { commandList } from "./command-list";
import { definitions } from "./definitions";
import { hover } from "./hover";
import { completeOperation, lintOperation } from "./operation-help";
import { completeVariables, lintJson } from "./variables-help";

/** What an editor offers beyond showing its text; it arrives after the editor stands. */
export function help(editor: CodeEditor): Extension {
  const model = editor.getModel();
  const operation = model.getLanguageId() === "graphql";
  const readOnly = model.uri.path.endsWith("response.json");
  return [
    operation ? [] : json(),
    search({ top: true }),
    highlightSelectionMatches(),
    hover(model),
    commandList(editor),
    operation ? definitions(model) : [],
    readOnly ? [] : [closeBrackets(), autocompletion({ override: [operation ? completeOperation : completeVariables(model)] })],
    readOnly ? [] : operation ? lintOperation : lintJson(model),
    keymap.of([{ key: "Tab", run: acceptCompletion }, ...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...lintKeymap]),
  ];
}
