import { Text } from "@codemirror/state";
import type { Position, URI } from "./values";

/** Called after each change of a text. */
export type Listener = () => void;

/** Something that ends. */
export interface Disposable {
  dispose: () => void;
}

/** A text, whether or not an editor shows it yet. */
export class TextModel {
  #text: Text;
  readonly #listeners = new Set<Listener>();
  /** Puts a new text into the editor that shows this one. */
  show: ((text: Text) => void) | null = null;

  constructor(
    readonly uri: URI,
    value: string,
  ) {
    this.#text = textOf(value);
  }

  get text(): Text {
    return this.#text;
  }

  getValue(): string {
    return this.#text.toString();
  }

  setValue(value: string): void {
    const text = textOf(value);
    if (text.eq(this.#text)) return;
    this.changed(text);
    this.show?.(text);
  }

  /** Tells that the text is another now. */
  changed(text: Text): void {
    this.#text = text;
    for (const listener of [...this.#listeners]) listener();
  }

  getLanguageId(): string {
    return this.uri.path.split(".").at(-1) ?? "";
  }

  onDidChangeContent(listener: Listener): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  getOffsetAt({ lineNumber, column }: Position): number {
    const line = this.#text.line(Math.min(Math.max(lineNumber, 1), this.#text.lines));
    return Math.min(line.from + column - 1, line.to);
  }

  getPositionAt(offset: number): Position {
    const line = this.#text.lineAt(Math.min(Math.max(offset, 0), this.#text.length));
    return { lineNumber: line.number, column: Math.min(offset, line.to) - line.from + 1 };
  }

  /** The word around a place: in an answer, whatever stands between quotes or blanks. */
  getWordAtPosition(position: Position): { word: string; startColumn: number; endColumn: number } | null {
    const { text } = this.#text.line(position.lineNumber);
    for (const { 0: word, index } of text.matchAll(/[^\s"'`,;()[\]{}<>]+/g)) {
      const startColumn = index + 1;
      const endColumn = startColumn + word.length;
      if (startColumn <= position.column && position.column <= endColumn) return { word, startColumn, endColumn };
    }
    return null;
  }

  dispose(): void {
    this.#listeners.clear();
    models.delete(this.uri.path);
  }
}

/** All texts by the path of their address. */
const models = new Map<string, TextModel>();

export function createModel(value: string | null | undefined, _language: string, uri: URI): TextModel {
  const model = new TextModel(uri, value ?? "");
  models.set(uri.path, model);
  return model;
}

export function getModel(uri: URI): TextModel | null {
  return models.get(uri.path) ?? null;
}

/** The text that lies beside another one, such as the operation that variables belong to. */
export function neighbour(model: TextModel, name: string): TextModel | null {
  return models.get(model.uri.path.replace(/(operation|variables|request-headers|response)\.[a-z]+$/, name)) ?? null;
}

function textOf(value: string): Text {
  return Text.of(value.split(/\r\n?|\n/));
}
