import { readSetting, type Density } from "./settings";

/** What the reader chose; `system` follows the device. `night` is amber on black, for a dark room. */
export type Theme = "system" | "light" | "dark" | "night";

export const THEMES: readonly Theme[] = ["system", "light", "dark", "night"];

const darkDevice = (): MediaQueryList => matchMedia("(prefers-color-scheme: dark)");

/** The stored choice. */
export function chosenTheme(): Theme {
  return readSetting("theme", THEMES) ?? "system";
}

/** Whether the evening turns the page to night by itself. */
export function nightHoursWanted(): boolean {
  return readSetting("nightHours", ["true"]) !== null;
}

/** From 22 to 7 on the device's clock. */
export function isNightHour(hour: number): boolean {
  return hour >= 22 || hour < 7;
}

/** How often it is looked whether the night has come, in milliseconds. */
const LOOK = 60_000;

/** Follows the device from now on, for as long as no theme is chosen, and the clock, where that is wanted. */
export function followDevice(): void {
  darkDevice().addEventListener("change", () => paintTheme(chosenTheme()));
  setInterval(() => {
    if (nightHoursWanted()) paintTheme(chosenTheme());
  }, LOOK);
}

/** Whether it is night now, by choice or by the clock. */
function isNight(theme: Theme): boolean {
  return theme === "night" || (nightHoursWanted() && isNightHour(new Date().getHours()));
}

/** The theme for what knows only light and dark, such as the playground's editor. */
export function editorTheme(): "light" | "dark" | "system" {
  const theme = chosenTheme();
  return theme === "night" || isNight(theme) ? "dark" : theme;
}

/** Turns the page to a theme. Night is a dark theme too: what knows only light and dark shows as dark. */
export function paintTheme(theme: Theme): void {
  const night = isNight(theme);
  const dark = night || theme === "dark" || (theme === "system" && darkDevice().matches);
  const { classList } = document.documentElement;
  classList.toggle("night", night);
  classList.toggle("dark", dark);
  classList.toggle("light", !dark);
}

/** Sets how close lines and controls are. */
export function paintDensity(density: Density): void {
  document.documentElement.dataset["density"] = density;
}
