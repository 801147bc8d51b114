import { readonly, ref, type Ref } from "vue";
import { chosenTheme, paintTheme, type Theme } from "./paint";
import { writeSetting } from "./settings";

export { THEMES, type Theme } from "./paint";

const chosen = ref<Theme>(chosenTheme());

/** The theme of the pages; every switch on a page shows the same choice. */
export function useTheme(): { chosen: Readonly<Ref<Theme>>; choose: (theme: Theme) => void } {
  return { chosen: readonly(chosen), choose };
}

function choose(theme: Theme): void {
  chosen.value = theme;
  writeSetting("theme", theme);
  paintTheme(theme);
}
