import { createI18n, type I18n } from "vue-i18n";
import { writeSetting } from "../lib/settings";
import { loadMessages, preferredLocale, tagOf, type Locale, type Messages } from "./locale";

export type PageI18n = I18n<Record<string, Messages>, Record<string, never>, Record<string, never>, Locale, false>;

/** Texts in the reader's language. */
export async function createPageI18n(): Promise<PageI18n> {
  const locale = preferredLocale();
  const messages = await loadMessages(locale);
  document.documentElement.lang = tagOf(locale, []);
  return createI18n({ legacy: false, locale, messages: { [locale]: messages } }) as unknown as PageI18n;
}

/** Turns the page to another language and remembers it. */
export async function chooseLocale(i18n: PageI18n["global"], locale: Locale): Promise<void> {
  i18n.setLocaleMessage(locale, await loadMessages(locale));
  i18n.locale.value = locale;
  document.documentElement.lang = tagOf(locale, []);
  writeSetting("locale", locale);
}
