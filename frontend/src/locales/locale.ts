import { readSetting } from "../lib/settings";
import { pseudo } from "./pseudo";

/** A language of the pages. `pseudo` is English made long and strange, to find texts that do not fit or are not translated. */
export type Locale = "en" | "de" | "pseudo";

export const LOCALES: readonly Locale[] = ["en", "de", "pseudo"];

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

/**
 * What `Intl` and the page's `lang` are told: the browser's own variety of the language where it has one, such as `en-GB`
 * for days before months.
 */
export function tagOf(locale: Locale, browser: readonly string[] = navigator.languages): string {
  if (locale === "pseudo") return "en-XA";
  return browser.find((tag) => tag.toLowerCase().split("-")[0] === locale) ?? locale;
}

/** The texts of one language; only this one travels over the network. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  switch (locale) {
    case "de":
      return (await import("./de.json")).default;
    case "en":
      return (await import("./en.json")).default;
    case "pseudo":
      return pseudo((await import("./en.json")).default);
  }
}
