import { Compartment, EditorState, Prec, type Text } from "@codemirror/state";
import { Decoration, EditorView, keymap, type KeyBinding } from "@codemirror/view";
import { baseExtensions } from "./base";
import { helpFor, whenHelpful } from "./helpful";
import { marks, setMarks, type Marked } from "./marks";
import type { Disposable, TextModel } from "./model";
import { keyName, type Position } from "./values";

export interface CodeEditorOptions {
  model: TextModel;
  readOnly?: boolean;
  lineNumbers?: "on" | "off";
  wordWrap?: "on" | "off";
}

/** Something that can be done in an editor, by key or from the list of commands. */
export interface Action {
  id: string;
  label: string;
  keybindings?: number[];
  run: (editor: CodeEditor) => unknown;
}

/** How the parts of the playground are called for those who do not see them. */
const NAMES: readonly [ending: string, name: string][] = [
  ["operation.graphql", "Operation"],
  ["variables.json", "Variables"],
  ["request-headers.json", "Request headers"],
  ["response.json", "Response"],
];

const help = new Compartment();
const keys = new Compartment();

/**
 * One editor, as GraphiQL uses it. The operation is what the reader waits for, so its editor stands at once; the others
 * follow when the page has come to rest, and until then their texts wait in the models.
 */
export class CodeEditor {
  readonly #place: HTMLElement;
  readonly #options: CodeEditorOptions;
  readonly #actions: Action[] = [];
  readonly #waiting: Disposable;
  #view: EditorView | null = null;

  constructor(place: HTMLElement, options: CodeEditorOptions) {
    this.#place = place;
    this.#options = options;
    // The text itself takes the focus, so its frame need not.
    place.tabIndex = -1;
    options.model.show = (text) => this.#show(text);
    if (options.model.getLanguageId() === "graphql") this.#stand();
    this.#waiting = whenHelpful(() => {
      if (this.#view) this.#view.dispatch({ effects: help.reconfigure(helpFor(this)) });
      else this.#stand();
    });
  }

  /** What can be done here. */
  get actions(): readonly Action[] {
    return this.#actions;
  }

  getModel(): TextModel {
    return this.#options.model;
  }

  getValue(): string {
    return this.getModel().getValue();
  }

  setValue(value: string): void {
    this.getModel().setValue(value);
  }

  getPosition(): Position {
    return this.getModel().getPositionAt(this.#view?.state.selection.main.head ?? 0);
  }

  setPosition(position: Position): void {
    this.#view?.dispatch({ selection: { anchor: this.getModel().getOffsetAt(position) }, scrollIntoView: true });
  }

  getSelection(): { getPosition: () => Position } {
    return { getPosition: () => this.getPosition() };
  }

  addAction(action: Action): Disposable {
    this.#actions.push(action);
    this.#bindKeys();
    return {
      dispose: () => {
        this.#actions.splice(this.#actions.indexOf(action), 1);
        this.#bindKeys();
      },
    };
  }

  createDecorationsCollection(): { set: (marked: readonly Marked[]) => void; clear: () => void } {
    return {
      set: (marked) => this.#view?.dispatch({ effects: setMarks.of(Decoration.set(marked.map((one) => this.#markOf(one)), true)) }),
      clear: () => this.#view?.dispatch({ effects: setMarks.of(Decoration.none) }),
    };
  }

  dispose(): void {
    this.#waiting.dispose();
    this.getModel().show = null;
    this.#view?.destroy();
    this.#view = null;
  }

  #stand(): void {
    this.#view = new EditorView({ parent: this.#place, state: this.#stateOf(this.getModel().text) });
  }

  /** An answer grows where it is; every other text that is put in is another one, with a history of its own. */
  #show(text: Text): void {
    if (!this.#view) return;
    if (this.#options.readOnly) this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
    else this.#view.setState(this.#stateOf(text));
  }

  #stateOf(doc: Text): EditorState {
    const { model, readOnly = false, lineNumbers, wordWrap } = this.#options;
    const name = NAMES.find(([ending]) => model.uri.path.endsWith(ending))?.[1] ?? "Editor";
    return EditorState.create({
      doc,
      extensions: [
        keys.of(this.#keymap()),
        help.of(helpFor(this)),
        baseExtensions(model.getLanguageId(), { numbered: lineNumbers !== "off", wrapped: wordWrap === "on", readOnly }),
        marks,
        EditorView.contentAttributes.of({ "aria-label": name, tabindex: "0" }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged && !state.doc.eq(model.text)) model.changed(state.doc);
        }),
      ],
    });
  }

  #bindKeys(): void {
    this.#view?.dispatch({ effects: keys.reconfigure(this.#keymap()) });
  }

  #keymap(): ReturnType<typeof Prec.highest> {
    return Prec.highest(keymap.of(this.#actions.flatMap((action) => this.#bindingsOf(action))));
  }

  #bindingsOf({ keybindings = [], run }: Action): KeyBinding[] {
    return keybindings.flatMap((binding) => {
      const key = keyName(binding);
      const command = (): boolean => {
        run(this);
        return true;
      };
      return key === null ? [] : [{ key, preventDefault: true, run: command }];
    });
  }

  #markOf({ range, options }: Marked): ReturnType<Decoration["range"]> {
    const from = this.getModel().getOffsetAt({ lineNumber: range.startLineNumber, column: range.startColumn });
    const to = this.getModel().getOffsetAt({ lineNumber: range.endLineNumber, column: range.endColumn });
    const attributes = { class: options.className ?? "", title: options.hoverMessage?.value ?? "" };
    return Decoration.mark({ attributes }).range(from, Math.max(from + 1, to));
  }
}
