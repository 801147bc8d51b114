import { describe, expect, it } from "vitest";
import { readTyped, roundedText, showTyped } from "../../../src/fields/numbers";

describe("a typed number", () => {
  it.each([
    ["3.5", "en", "3.5"], ["3,5", "de", "3.5"], ["3,5", "en", "3.5"], ["3.5", "de", "3.5"],
    ["3,240", "en", "3240"], ["3,240", "de", "3.240"], ["3.240", "en", "3.240"], ["3.240", "de", "3240"],
    ["1,234,567.8", "en", "1234567.8"], ["1.234.567,8", "de", "1234567.8"], ["1 234,5", "de", "1234.5"], ["1'234.5", "en", "1234.5"],
    ["0,500", "en", "0.500"], ["-7", "en", "-7"], ["\u22127,5", "de", "-7.5"], ["1e3", "en", "1e3"], [".5", "en", ".5"], ["12.", "en", "12."],
  ])("reads %s in %s as %s", (text, locale, expected) => expect(readTyped(text, locale)).toBe(expected));

  it.each(["", "12a", "1,2,3", "1.2.3,4,5", "--1", "1,23,456.7", "e5", "1e999", "."])("is none: %s", (text) => expect(readTyped(text, "en")).toBeNull());

  it("is shown without grouping, so that deleting a digit never moves a comma", () => {
    expect(showTyped("3240.5", "en")).toBe("3240.5");
    expect(showTyped("3240.5", "de")).toBe("3240,5");
    expect(showTyped("12a", "de")).toBe("12a");
  });

  it("is read again as it was shown", () => {
    for (const locale of ["en", "de"]) for (const text of ["0.125", "3240", "3240.5", "1.234", "-40"]) expect(readTyped(showTyped(text, locale), locale)).toBe(text === "1.234" && locale === "de" ? "1.234" : text);
  });
});

describe("a computed number", () => {
  it.each([[0.1 + 0.2, "0.3"], [4.057682, "4.05768"], [1234567.89, "1234570"], [0, "0"], [1e-9, "1e-9"]])("of %d is written %s", (number, text) => expect(roundedText(number, 6)).toBe(text));
});
