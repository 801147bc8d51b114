/** Where keys count: everywhere, or only on a kind of page. Two kinds of page never want the same key at once. */
export type KeyContext = "app" | "list" | "entry" | "form" | "chart" | "graph" | "types";

export interface KeyBinding {
  /** The command's id; its words are in the locale files under `keys.{id}`. */
  id: string;
  context: KeyContext;
  keys: readonly string[];
}

/**
 * All keys that commands have unless the reader chose others. A command that is not listed has no key that could be
 * changed. Writing: `src/lib/keys.ts`.
 */
export const KEYS: readonly KeyBinding[] = [
  { id: "palette", context: "app", keys: ["Mod+K"] },
  { id: "search", context: "app", keys: ["/"] },
  { id: "create", context: "app", keys: ["C"] },
  { id: "undo", context: "app", keys: ["Z"] },
  { id: "goHome", context: "app", keys: ["G T"] },
  { id: "goTypes", context: "app", keys: ["G L"] },
  { id: "goCharts", context: "app", keys: ["G C"] },
  { id: "goGraph", context: "app", keys: ["G G"] },
  { id: "goChanges", context: "app", keys: ["G H"] },
  { id: "goTrash", context: "app", keys: ["G B"] },
  { id: "goApi", context: "app", keys: ["G A"] },
  { id: "goSettings", context: "app", keys: ["G S"] },
  { id: "density", context: "app", keys: ["."] },
  { id: "rail", context: "app", keys: ["["] },
  { id: "keySheet", context: "app", keys: ["?"] },

  { id: "rowNext", context: "list", keys: ["J", "ArrowDown"] },
  { id: "rowPrevious", context: "list", keys: ["K", "ArrowUp"] },
  { id: "rowOpen", context: "list", keys: ["Enter"] },
  { id: "paneClose", context: "list", keys: ["Escape"] },
  { id: "rowPeek", context: "list", keys: ["Space"] },
  { id: "rowSelect", context: "list", keys: ["X"] },
  { id: "rowSelectRange", context: "list", keys: ["Shift+X"] },
  { id: "rowSelectAll", context: "list", keys: ["Mod+A"] },
  { id: "rowEdit", context: "list", keys: ["E"] },
  { id: "rowRestore", context: "list", keys: ["R"] },
  { id: "rowDelete", context: "list", keys: ["Delete"] },
  { id: "filter", context: "list", keys: ["F"] },
  { id: "views", context: "list", keys: ["V"] },
  { id: "showNew", context: "list", keys: ["N"] },

  { id: "entryEdit", context: "entry", keys: ["E"] },
  { id: "entryNext", context: "entry", keys: ["J"] },
  { id: "entryPrevious", context: "entry", keys: ["K"] },
  { id: "entryRelate", context: "entry", keys: ["@"] },
  { id: "entryDelete", context: "entry", keys: ["Delete"] },
  { id: "entrySave", context: "entry", keys: ["Mod+Enter", "Mod+S"] },

  { id: "formSave", context: "form", keys: ["Mod+Enter", "Mod+S"] },
  { id: "formSaveAndNew", context: "form", keys: ["Mod+Shift+Enter"] },
  { id: "formSaveAndNext", context: "form", keys: ["Alt+Enter"] },

  { id: "chartEarlier", context: "chart", keys: ["ArrowLeft"] },
  { id: "chartLater", context: "chart", keys: ["ArrowRight"] },
  { id: "chartBack", context: "chart", keys: ["Shift+ArrowLeft"] },
  { id: "chartForward", context: "chart", keys: ["Shift+ArrowRight"] },
  { id: "chartZoomIn", context: "chart", keys: ["+"] },
  { id: "chartZoomOut", context: "chart", keys: ["-"] },
  { id: "chartTable", context: "chart", keys: ["T"] },
  { id: "chartSave", context: "chart", keys: ["Mod+Enter"] },

  { id: "graphPath", context: "graph", keys: ["P"] },
  { id: "graphList", context: "graph", keys: ["L"] },
  { id: "graphMore", context: "graph", keys: ["+"] },
  { id: "graphFit", context: "graph", keys: ["0"] },

  { id: "typesApply", context: "types", keys: ["Mod+Enter"] },
  { id: "fieldUp", context: "types", keys: ["Alt+ArrowUp"] },
  { id: "fieldDown", context: "types", keys: ["Alt+ArrowDown"] },
  { id: "fieldRemove", context: "types", keys: ["Delete"] },
];

export function bindingOf(id: string): KeyBinding | undefined {
  return KEYS.find((binding) => binding.id === id);
}
