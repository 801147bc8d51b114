import { readSetting } from "./settings";

/** What the reader chose; `system` follows the device. */
export type Theme = "system" | "light" | "dark";

export const THEMES: readonly Theme[] = ["system", "light", "dark"];

const darkDevice = (): MediaQueryList => matchMedia("(prefers-color-scheme: dark)");

/** The stored choice. */
export function chosenTheme(): Theme {
  return readSetting("theme", THEMES) ?? "system";
}

/** Follows the device from now on, for as long as no theme is chosen. */
export function followDevice(): void {
  darkDevice().addEventListener("change", () => paintTheme(chosenTheme()));
}

/** Turns the page to a theme. */
export function paintTheme(theme: Theme): void {
  const dark = theme === "dark" || (theme === "system" && darkDevice().matches);
  document.documentElement.classList.toggle("dark", dark);
  document.documentElement.classList.toggle("light", !dark);
}
