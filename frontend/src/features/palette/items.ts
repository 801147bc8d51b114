import type { RouteLocationRaw } from "vue-router";
import type { EntryType } from "../../model";
import type { Findable } from "./rank";

export type PaletteGroup = "recent" | "do" | "go" | "entries";

/** In this order they are shown. */
export const PALETTE_GROUPS: readonly PaletteGroup[] = ["recent", "do", "go", "entries"];

/** One line of the palette. */
export interface PaletteItem extends Findable {
  id: string;
  group: PaletteGroup;
  icon: string;
  /** A second, quieter text. */
  hint?: string;
  /** A third one at the end, such as a time. */
  end?: string;
  /** The command whose key does the same. */
  command?: string;
  /** Where it leads; such a line can be opened in a new tab. */
  to?: RouteLocationRaw;
  run?: () => unknown;
  /** Tab narrows to this type. */
  type?: EntryType;
}
