import { readSetting } from "../lib/settings";

/** A language of the pages. */
export type Locale = "en" | "de";

export const LOCALES: readonly Locale[] = ["en", "de"];

/** Each language in its own words. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: "English", de: "Deutsch" };

/** All texts in one language. */
export type Messages = typeof import("./en.json");

/** The language chosen before, else the first of the browser's that we have, else English. */
export function preferredLocale(browser: readonly string[] = navigator.languages): Locale {
  const chosen = readSetting("locale", LOCALES);
  if (chosen) return chosen;
  for (const tag of browser) {
    const known = LOCALES.find((locale) => tag.toLowerCase().split("-")[0] === locale);
    if (known) return known;
  }
  return "en";
}

/** The texts of one language; only this one travels over the network. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  switch (locale) {
    case "de":
      return (await import("./de.json")).default;
    case "en":
      return (await import("./en.json")).default;
  }
}
