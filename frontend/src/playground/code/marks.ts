import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";
import type { Range } from "./values";

/** A stretch that is marked for a while, such as fields that were added to an incomplete operation. */
export interface Marked {
  range: Range;
  options: { className?: string; hoverMessage?: { value: string } };
}

/** Marks these stretches and no others. */
export const setMarks = StateEffect.define<DecorationSet>();

/** The marked stretches of an editor. */
export const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (shown, { changes, effects }) =>
    effects.reduce((now, effect) => (effect.is(setMarks) ? effect.value : now), shown.map(changes)),
  provide: (field) => EditorView.decorations.from(field),
});
