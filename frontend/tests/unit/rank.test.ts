import { expect, test } from "vitest";
import { beginsWith, pieces, rank } from "../../src/features/palette/rank";

const items = [
  { label: "New feeding" },
  { label: "Feedings", words: "Feeding" },
  { label: "Diaper changes" },
  { label: "Go to changes" },
  { label: "Überprüfung der Größe" },
  { label: "الرضاعة" },
  { label: "🍼 Bottle" },
];
const labels = (typed: string): string[] => rank(items, typed).map(({ item }) => item.label);

test("everything stands as it came until something is typed", () => {
  expect(labels("  ")).toEqual(items.map(({ label }) => label));
});

test.each([
  ["feed", ["Feedings", "New feeding"]],
  ["changes go", ["Go to changes"]],
  ["grosse", []],
  ["größe", ["Überprüfung der Größe"]],
  ["uberprufung", ["Überprüfung der Größe"]],
  ["رضاعة", ["الرضاعة"]],
  ["bottle", ["🍼 Bottle"]],
  ["feedx", []],
  [".*(", []],
])("%s finds %j", (typed, expected) => {
  expect(labels(typed).sort()).toEqual([...expected].sort());
});

test("what starts with the typed text comes first", () => {
  expect(labels("fe")[0]).toBe("Feedings");
});

test("what was typed is marked in the label, never beyond it", () => {
  const [found] = rank([{ label: "Sleep", words: "feeding" }], "sle");
  expect(pieces("Sleep", found?.marks ?? [])).toEqual(["", "Sle", "ep"]);
  const [aside] = rank([{ label: "Sleep", words: "feeding" }], "feed");
  expect(pieces("Sleep", aside?.marks ?? [])).toEqual(["Sleep"]);
});

test("a label begins with what was typed, whatever its case and accents", () => {
  expect(beginsWith("Foods", "foo")).toBe(true);
  expect(beginsWith("Säuglinge", "saug")).toBe(true);
  expect(beginsWith("New food", "food")).toBe(false);
  expect(beginsWith("Foods", " ")).toBe(false);
});
