import { describe, expect, it } from "vitest";
import { textWords } from "../../../src/features/entry/differences";

describe("the difference of two texts", () => {
  it.each([
    ["sleeps well", "sleeps well since autumn", { gone: "", came: "“since autumn”", sign: "+" }],
    ["sleeps well since autumn", "sleeps well", { gone: "“since autumn”", came: "", sign: "−" }],
    ["a calm child", "a lively child", { gone: "calm", came: "lively", sign: "→" }],
    ["calm", "lively", { gone: "calm", came: "lively", sign: "→" }],
  ])("of %j and %j", (was, is, expected) => expect(textWords(was, is)).toEqual(expected));
});
