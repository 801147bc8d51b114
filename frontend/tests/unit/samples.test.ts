import { expect, test } from "vitest";
import { sampleOf } from "../../src/lib/samples";
import { field } from "./types";

const now = new Date("2026-03-04T05:06:07.890Z");

test.each([
  ["an enum's first option", field("method", "FeedingMethod", { options: ["BOTTLE", "TUBE"] }), "BOTTLE"],
  ["an everyday amount with its unit", field("amount", "Quantity", { unit: "ML", min: 0, max: 2000 }), { value: 120, unit: "ML" }],
  ["one, of a unit that nobody thinks about", field("torque", "Quantity", { unit: "RAD" }), { value: 1, unit: "RAD" }],
  ["the middle of the bounds when the everyday amount is outside", field("dose", "Quantity", { unit: "ML", min: 1, max: 5 }), { value: 3, unit: "ML" }],
  ["nothing to warn about", field("dose", "Quantity", { unit: "ML", min: 0, max: 2000, warnMax: 100 }), { value: 50, unit: "ML" }],
  ["the only bound there is", field("depth", "Quantity", { unit: "CM", min: 60 }), { value: 60, unit: "CM" }],
  ["a whole number", field("water", "Int", { min: 2, max: 5 }), 4],
  ["the minute for a time", field("at", "DateTime"), "2026-03-04T05:06:00Z"],
  ["the day for a date", field("on", "Date"), "2026-03-04"],
  ["a word for text", field("name", "String"), "example"],
  ["the example of the description", field("code", "String", { description: "LOINC code, such as `8867-4`." }), "8867-4"],
])("gives %s", (_what, given, expected) => {
  expect(sampleOf(given, now)).toEqual(expected);
});
