import type { Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { showDefinition } from "./knowledge";
import type { TextModel } from "./model";

/** Opens the documentation of what is clicked with Ctrl (on a Mac: ⌘) held down, or of what the cursor is at by F12. */
export function definitions(model: TextModel): Extension {
  const show = (offset: number | null): boolean => offset !== null && showDefinition(model, model.getPositionAt(offset));
  return [
    keymap.of([{ key: "F12", run: ({ state }) => show(state.selection.main.head) }]),
    EditorView.domEventHandlers({
      mousedown: (event, view) => isAsking(event) && event.button === 0 && show(view.posAtCoords({ x: event.clientX, y: event.clientY })),
      mousemove: (event, view) => void view.dom.classList.toggle("code-asking", isAsking(event)),
      keyup: (_event, view) => view.dom.classList.remove("code-asking"),
    }),
  ];
}

function isAsking(event: MouseEvent): boolean {
  return navigator.userAgent.includes("Mac") ? event.metaKey : event.ctrlKey;
}
