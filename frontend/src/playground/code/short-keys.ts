import { formatShortcutForOS, KEY_MAP } from "@graphiql/react";
import { createElement, Fragment, type ReactNode } from "react";

/** The keys of the playground and of its editors, as GraphiQL's dialog shows them in the place of Monaco's. */
const SHORT_KEYS: readonly [title: string, keys: string][] = [
  ["Execute query", formatShortcutForOS(KEY_MAP.runQuery.key)],
  ["List the commands of an editor", "F1"],
  ["Complete", "Ctrl-Space"],
  ["Prettify editors", KEY_MAP.prettify.key],
  ["Copy query", KEY_MAP.copyQuery.key],
  ["Merge fragments definitions into operation definition", KEY_MAP.mergeFragments.key],
  ["Re-fetch schema using introspection", KEY_MAP.refetchSchema.key],
  ["Search in documentation", formatShortcutForOS(KEY_MAP.searchInDocs.key)],
  ["Show the documentation of what the cursor is at", "F12"],
  ["Search in editor", formatShortcutForOS(KEY_MAP.searchInEditor.key)],
  ["Select next occurrence", formatShortcutForOS("Ctrl-D")],
  ["Toggle comment", formatShortcutForOS("Ctrl-/")],
  ["Move line", "Alt-Up"],
  ["Fold, unfold", formatShortcutForOS("Ctrl-Shift-[")],
  ["Go to line", formatShortcutForOS("Ctrl-Alt-G")],
  ["Leave the editor (Tab alone indents)", "Escape-Tab"],
];

/** Stands in for the component of this name in GraphiQL. */
export function ShortKeys(): ReactNode {
  const rows = SHORT_KEYS.map(([title, keys]) =>
    createElement("tr", { key: title }, createElement("td", null, keyCaps(keys)), createElement("td", null, title)),
  );
  const head = createElement("thead", null, createElement("tr", null, createElement("th", null, "Short Key"), createElement("th", null, "Function")));
  return createElement("div", null, createElement("table", { className: "graphiql-table" }, head, createElement("tbody", null, rows)));
}

function keyCaps(keys: string): ReactNode[] {
  const separator = keys.startsWith("Escape") ? ", " : " + ";
  return keys
    .split("-")
    .map((key, index) => createElement(Fragment, { key }, index > 0 && separator, createElement("code", { className: "graphiql-key" }, key)));
}
