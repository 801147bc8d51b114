import type { Text } from "@codemirror/state";
import { Position } from "graphql-language-service";
import type { Position as EditorPosition } from "./values";

/* The language service counts lines and columns from 0, the editors from 1. */

/** Stands in for the function of this name in `monaco-graphql`. */
export function toGraphQLPosition({ lineNumber, column }: EditorPosition): Position {
  return new Position(lineNumber - 1, column - 1);
}

/** The place of an offset. */
export function placeOf(text: Text, offset: number): Position {
  const line = text.lineAt(offset);
  return new Position(line.number - 1, offset - line.from);
}

/** The offset of a place; one beyond the end is the end. */
export function offsetOf(text: Text, { line, character }: { line: number; character: number }): number {
  if (line >= text.lines) return text.length;
  const { from, to } = text.line(line + 1);
  return Math.min(from + character, to);
}
