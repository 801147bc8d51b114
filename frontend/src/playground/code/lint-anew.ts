import { StateEffect, type Extension } from "@codemirror/state";
import { ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { Disposable } from "./model";

/** What a text is checked against has changed. */
const anew = StateEffect.define<null>();

/** Whether a text is to be checked again although it is the same. */
export function isAskedAnew({ transactions }: ViewUpdate): boolean {
  return transactions.some(({ effects }) => effects.some((effect) => effect.is(anew)));
}

/** Has a text checked again after something else changed. */
export function askAnewAfter(follow: (listener: () => void) => Disposable): Extension {
  return ViewPlugin.define((view) => {
    const following = follow(() => view.dispatch({ effects: anew.of(null) }));
    return { destroy: () => following.dispose() };
  });
}
