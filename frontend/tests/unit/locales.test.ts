import { expect, test } from "vitest";
import de from "../../src/locales/de.json";
import en from "../../src/locales/en.json";
import { preferredLocale } from "../../src/locales/locale";

/** Every text by its path; lists of lines count as one. */
function texts(messages: object, path = ""): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]) => {
    const here = `${path}/${key}`;
    if (typeof value === "string") return [[here, value]];
    return Array.isArray(value) ? [[here, value.join("\n")]] : texts(value as object, here);
  });
}

const marks = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();
const forms = (text: string): number => text.split(" | ").length;

test("both languages have the same texts, with the same values and plural forms in them", () => {
  const shape = (messages: object): unknown => texts(messages).map(([path, text]) => [path, marks(text), forms(text)]);
  expect(shape(de)).toEqual(shape(en));
});

test.each([
  [["de-AT", "en"], "de"],
  [["fr-FR", "de"], "de"],
  [["fr"], "en"],
  [[], "en"],
])("prefers for %j the language %s", (browser, expected) => {
  expect(preferredLocale(browser)).toBe(expected);
});
