import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
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

test("every text is used", () => {
  const sources = sourceFiles();
  const literals = new Set([...sources.matchAll(/["'`]([\w.]+)["'`]/g)].map(([, text]) => text));
  // `changes.verbs.${operation}` stands for all texts below `changes.verbs`.
  const patterns = [...sources.matchAll(/`(\w+\.[\w.]*\$\{[^`]*)`/g)].map(([, text = ""]) => new RegExp(`^${text.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(".", "\\.")).join("[\\w.]+")}$`));
  // The playground, which has no Vue, takes its texts from the object itself.
  const taken = new Set([...sources.matchAll(/\{([\w\s,:]+)\} = messages\.playground|messages\.playground\.(\w+)/g)].flatMap(([, several = "", one = ""]) => [...several.split(","), one].map((name) => `playground.${name.split(":")[0]?.trim()}`)));
  const keys = texts(en).map(([path]) => path.slice(1).replaceAll("/", "."));
  expect(keys.filter((key) => !literals.has(key) && !taken.has(key) && !patterns.some((pattern) => pattern.test(key)))).toEqual([]);
});

/** All sources of the pages, one behind the other. */
function sourceFiles(): string {
  const root = fileURLToPath(new URL("../../src/", import.meta.url));
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.(ts|vue)$/.test(name) && !/^(locales|gql.generated)/.test(name));
  return names.map((name) => readFileSync(`${root}${name}`, "utf8")).join("\n");
}

test.each([
  [["de-AT", "en"], "de"],
  [["fr-FR", "de"], "de"],
  [["fr"], "en"],
  [[], "en"],
])("prefers for %j the language %s", (browser, expected) => {
  expect(preferredLocale(browser)).toBe(expected);
});
