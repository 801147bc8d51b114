import { expect, test } from "vitest";
import { humanize, matchesWords } from "../../src/lib/words";

test.each([
  ["Feeding", "Feeding"],
  ["DiaperChange", "Diaper change"],
  ["preparedBottles", "Prepared bottles"],
  ["CO2Reading", "CO2 reading"],
  ["HTTPRequest", "HTTP request"],
  ["snake_case", "Snake case"],
  ["", ""],
])("humanizes %s", (name, expected) => {
  expect(humanize(name)).toBe(expected);
});

test("finds all words in any order and case", () => {
  expect(matchesWords("BOTTLE mix", ["PreparedBottle", "From mixing to feeding"])).toBe(true);
});

test("misses when one word is absent", () => {
  expect(matchesWords("bottle tractor", ["PreparedBottle", null])).toBe(false);
});

test("finds everything when only blanks are typed", () => {
  expect(matchesWords("  ", ["Feeding"])).toBe(true);
});
