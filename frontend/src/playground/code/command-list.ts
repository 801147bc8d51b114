import { copyLineDown, deleteLine, moveLineDown, moveLineUp, redo, toggleComment, undo } from "@codemirror/commands";
import { foldAll, foldCode, unfoldAll } from "@codemirror/language";
import { openLintPanel } from "@codemirror/lint";
import { gotoLine, openSearchPanel, selectNextOccurrence } from "@codemirror/search";
import type { Extension } from "@codemirror/state";
import { keymap, type Command, type EditorView } from "@codemirror/view";
import { matchesWords } from "../../lib/words";
import type { CodeEditor } from "./code-editor";

/** One entry of the list. */
interface Entry {
  label: string;
  run: (view: EditorView) => unknown;
}

/** What every editor can do, beside what GraphiQL adds to it. */
const COMMANDS: readonly [label: string, command: Command][] = [
  ["Find and Replace", openSearchPanel],
  ["Go to Line…", gotoLine],
  ["Show Problems", openLintPanel],
  ["Fold", foldCode],
  ["Fold All", foldAll],
  ["Unfold All", unfoldAll],
  ["Toggle Line Comment", toggleComment],
  ["Select Next Occurrence", selectNextOccurrence],
  ["Move Line Up", moveLineUp],
  ["Move Line Down", moveLineDown],
  ["Copy Line Down", copyLineDown],
  ["Delete Line", deleteLine],
  ["Undo", undo],
  ["Redo", redo],
];

/** F1 lists what can be done in an editor, and does it. */
export function commandList(editor: CodeEditor): Extension {
  return keymap.of([
    {
      key: "F1",
      preventDefault: true,
      run: (view) => {
        const own = editor.actions.map(({ label, run }): Entry => ({ label, run: () => run(editor) }));
        openList(view, [...own, ...COMMANDS.map(([label, run]): Entry => ({ label, run }))]);
        return true;
      },
    },
  ]);
}

/** The field keeps the focus; the arrows move through the list under it. */
function openList(view: EditorView, entries: readonly Entry[]): void {
  const dialog = document.createElement("dialog");
  dialog.className = "code-commands";
  dialog.ariaLabel = "Commands";
  const field = document.createElement("input");
  Object.assign(field, { type: "text", role: "combobox", ariaLabel: "Command", ariaExpanded: "true", placeholder: "Type the name of a command" });
  field.setAttribute("aria-controls", "code-commands");
  const list = document.createElement("ul");
  Object.assign(list, { id: "code-commands", role: "listbox", ariaLabel: "Commands" });
  dialog.append(field, list);
  let shown: readonly Entry[] = entries;
  let chosen = 0;

  const draw = (): void => {
    list.replaceChildren(
      ...shown.map(({ label }, index) => {
        const item = document.createElement("li");
        Object.assign(item, { id: `code-command-${index}`, role: "option", textContent: label, ariaSelected: String(index === chosen) });
        item.addEventListener("click", () => carryOut(index));
        return item;
      }),
    );
    field.setAttribute("aria-activedescendant", `code-command-${chosen}`);
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const carryOut = (index: number): void => {
    const entry = shown[index];
    dialog.close();
    view.focus();
    entry?.run(view);
  };
  field.addEventListener("input", () => {
    shown = entries.filter(({ label }) => matchesWords(field.value, [label]));
    chosen = 0;
    draw();
  });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") carryOut(chosen);
    else if (step && shown.length > 0) chosen = (chosen + step + shown.length) % shown.length;
    else return;
    event.preventDefault();
    if (step) draw();
  });
  // A click beside the list meets the dialog itself.
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    view.focus();
  });
  (view.dom.closest(".graphiql-container") ?? document.body).append(dialog);
  draw();
  dialog.showModal();
}
