import { afterEach, expect, test } from "vitest";
import { keepDigits } from "../../src/lib/digits";

const json = JSON as { rawJSON?: (text: string) => unknown };
const own = json.rawJSON;
afterEach(() => {
  json.rawJSON = own;
});

test("numbers that JavaScript writes otherwise are kept as they were written", () => {
  json.rawJSON = (text) => ({ rawJSON: text });
  const read = (source: string): unknown => keepDigits("", JSON.parse(source), { source });
  expect(["1.10", "1e5", "-0", "123456789012345678901"].map(read)).toEqual(
    ["1.10", "1e5", "-0", "123456789012345678901"].map((text) => ({ rawJSON: text })),
  );
  expect(["1.1", "100000", "0", '"1.10"', "null", "true"].map(read)).toEqual([1.1, 100000, 0, "1.10", null, true]);
});

test("a browser that does not know of it reads numbers as it always does", () => {
  delete json.rawJSON;
  expect(keepDigits("", 1.1, { source: "1.10" })).toBe(1.1);
  expect(keepDigits("", 1.1)).toBe(1.1);
});
