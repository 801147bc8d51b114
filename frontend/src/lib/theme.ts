import { readSetting, writeSetting } from "./settings";

/** What the reader chose; `system` follows the device. */
export type Theme = "system" | "light" | "dark";

export const THEMES: readonly Theme[] = ["system", "light", "dark"];

const darkDevice = (): MediaQueryList => matchMedia("(prefers-color-scheme: dark)");

/** The stored choice. */
export function chosenTheme(): Theme {
  return readSetting("theme", THEMES) ?? "system";
}

/** Stores the choice and paints it. */
export function chooseTheme(theme: Theme): void {
  writeSetting("theme", theme);
  paint(theme);
}

/** Follows the device from now on, for as long as no theme is chosen. */
export function followDevice(): void {
  darkDevice().addEventListener("change", () => paint(chosenTheme()));
}

function paint(theme: Theme): void {
  const dark = theme === "dark" || (theme === "system" && darkDevice().matches);
  document.documentElement.classList.toggle("dark", dark);
  document.documentElement.classList.toggle("light", !dark);
}
