/*
 * GraphiQL is made for the editor Monaco, which takes longer to start than everything else on this page together. It
 * asks little of it, though, and here is what it asks, done by CodeMirror. `vite.config.ts` puts these modules in the
 * place of Monaco's, and fails a build into which Monaco comes by another way.
 */
import { CodeEditor, type CodeEditorOptions } from "./code-editor";
import { createModel, getModel } from "./model";

export { languages } from "./knowledge";

/** What GraphiQL asks of `monaco.editor`. Colours follow the page's style sheet, so themes are none of its business. */
export const editor = {
  create: (place: HTMLElement, options: CodeEditorOptions) => new CodeEditor(place, options),
  createModel,
  getModel,
  defineTheme: () => undefined,
  setTheme: () => undefined,
};
