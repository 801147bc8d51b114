import { expect, test } from "vitest";
import { conflictsOf } from "../../src/app/conflicts";
import { bindingOf, KEYS, type KeyBinding } from "../../src/app/keys";
import { capsOf, collide, keyOf, typesNothing } from "../../src/lib/keys";
import de from "../../src/locales/de.json";
import en from "../../src/locales/en.json";

/** A key press with nothing held but what is given. */
function press(key: string, held: Partial<KeyboardEvent> = {}): Parameters<typeof keyOf>[0] {
  return { key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

test.each([
  [press("k", { ctrlKey: true }), false, "Mod+K"],
  [press("k", { metaKey: true }), true, "Mod+K"],
  [press("k", { ctrlKey: true }), true, "Ctrl+K"],
  [press("X", { shiftKey: true }), false, "Shift+X"],
  [press("?", { shiftKey: true }), false, "?"],
  [press("@", { altKey: true, code: "KeyL" }), true, "Alt+L"],
  [press(" "), false, "Space"],
  [press("Enter", { ctrlKey: true, shiftKey: true }), false, "Mod+Shift+Enter"],
  [press("л", { code: "KeyK", ctrlKey: true }), false, "Mod+K"],
  [press("ф", { code: "KeyA" }), false, "A"],
  [press("ö", { code: "Semicolon" }), false, "Ö"],
  [press("Shift", { shiftKey: true }), false, null],
])("writes %j (Mac: %s) as %s", (event, mac, expected) => {
  expect(keyOf(event, mac)).toBe(expected);
});

test("keys collide when one is the other or its beginning", () => {
  expect(collide("G", "G T")).toBe(true);
  expect(collide("G T", "G T")).toBe(true);
  expect(collide("G T", "G S")).toBe(false);
  expect(collide("T", "G T")).toBe(false);
});

test("only keys that type nothing work while a text is written", () => {
  expect(["Mod+K", "Alt+Enter", "Escape", "F2"].map(typesNothing)).toEqual([true, true, true, true]);
  expect(["K", "Shift+X", "?", "G T", "Enter"].map(typesNothing)).toEqual([false, false, false, false, false]);
});

test("caps are drawn in the words of the keyboard", () => {
  expect(capsOf("Mod+Shift+Enter", false)).toEqual([["Ctrl", "Shift", "Enter"]]);
  expect(capsOf("Mod+K", true)).toEqual([["⌘", "K"]]);
  expect(capsOf("G T", false)).toEqual([["G"], ["T"]]);
  expect(capsOf("Mod++", false)).toEqual([["Ctrl", "+"]]);
  expect(capsOf("+", false)).toEqual([["+"]]);
});

test("no two commands have the same key from the start", () => {
  const conflicts = KEYS.flatMap((binding) => conflictsOf(binding, binding.keys, {}).map((other) => `${binding.id} and ${other.id}`));
  expect(conflicts).toEqual([]);
});

test("a conflict is found on the same page and across the app, not between pages", () => {
  const filter = bindingOf("filter") as KeyBinding;
  expect(conflictsOf(filter, ["V"], {}).map(({ id }) => id)).toEqual(["views"]);
  expect(conflictsOf(filter, ["G"], {}).map(({ id }) => id)).toContain("goHome");
  expect(conflictsOf(filter, ["P"], {})).toEqual([]);
  expect(conflictsOf(filter, ["V"], { views: ["W"] })).toEqual([]);
});

test("every key has words in both languages", () => {
  const words = (texts: object): string[] => Object.keys(texts).sort();
  const ids = KEYS.map(({ id }) => id).sort();
  expect(words(en.keys)).toEqual(ids);
  expect(words(de.keys)).toEqual(ids);
});
