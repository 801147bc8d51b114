import { describe, expect, it } from "vitest";
import { isEmptyDraft, sameDraft, type Draft, type ObjectDraft } from "../../../src/fields/drafts";
import { draftOf } from "../../../src/fields/filling";
import { isShown, readDraft } from "../../../src/fields/reading";
import type { EntryField } from "../../../src/model";
import { field, link, temperature, volume } from "./fields";

const NOW = new Date("2026-11-30T20:14:00Z");

function read(known: EntryField, draft: Draft | undefined, siblings: ObjectDraft = {}, fields: EntryField[] = [known]) {
  return readDraft(known, draft, { now: NOW, siblings, fields });
}

function keys(known: EntryField, draft: Draft | undefined, siblings: ObjectDraft = {}, fields?: EntryField[]): string[] {
  const { problems, warnings } = read(known, draft, siblings, fields);
  return [...problems.map((problem) => [...problem.path, problem.key].join(".")), ...warnings.map((warning) => `warning:${warning.key}`)];
}

describe("a draft", () => {
  it("is checked against the bounds in the unit it is written in", () => {
    const amount = volume("amount", { min: 0, max: 2000, warnMax: 400 });
    expect(keys(amount, { number: "120", unit: "ML" })).toEqual([]);
    expect(keys(amount, { number: "420", unit: "ML" })).toEqual(["warning:unusuallyHigh"]);
    expect(keys(amount, { number: "14", unit: "FL_OZ" })).toEqual(["warning:unusuallyHigh"]);
    expect(keys(amount, { number: "2001", unit: "ML" })).toEqual(["atMost"]);
    expect(keys(amount, { number: "2", unit: "L" })).toEqual(["warning:unusuallyHigh"]);
    expect(keys(amount, { number: "-1", unit: "FL_OZ" })).toEqual(["atLeast"]);
    expect(keys(temperature("t", { max: 48 }), { number: "98.6", unit: "DEGF" })).toEqual([]);
    expect(keys(temperature("t", { max: 48 }), { number: "120", unit: "DEGF" })).toEqual(["atMost"]);
  });

  it("sends a quantity as it was written, also after its unit was switched for a look", () => {
    expect(read(volume("amount"), { number: "4.05768", unit: "FL_OZ", from: { number: "120", unit: "ML" } }).input).toEqual({ value: 120, unit: "ML" });
  });

  it.each<[string, EntryField, Draft, unknown, string[]]>([
    ["a whole number", field("n", { type: "Int" }), "12", 12, []],
    ["a fraction where none fits", field("n", { type: "Int" }), "12.5", null, ["integer"]],
    ["a number beyond Int", field("n", { type: "Int" }), "3000000000", null, ["atMost"]],
    ["a Float", field("n", { type: "Float" }), "1.5e-7", 1.5e-7, []],
    ["half a number", field("n", { type: "Float" }), "12a", null, ["number"]],
    ["no", field("b", { type: "Boolean" }), false, false, []],
    ["a day", field("d", { type: "Date" }), "2026-05-01", "2026-05-01", []],
    ["no day", field("d", { type: "Date" }), "soon", null, ["date"]],
    ["a time", field("t", { type: "Time" }), "07:30:00", "07:30:00", []],
    ["a duration", field("d", { type: "Duration" }), "PT20M", "PT20M", []],
    ["no duration", field("d", { type: "Duration" }), "20", null, ["duration"]],
    ["money", field("m", { type: "Money" }), { amount: "12.50", currency: "eur" }, { amount: 12.5, currency: "EUR" }, []],
    ["no currency", field("m", { type: "Money" }), { amount: "1", currency: "EURO" }, { amount: 1, currency: "EURO" }, ["currency.currency"]],
    ["a point", field("p", { type: "GeoPoint" }), { lat: "52.5", lon: "13.4" }, { lat: 52.5, lon: 13.4 }, []],
    ["half a point", field("p", { type: "GeoPoint" }), { lat: "91", lon: "" }, { lat: 91, lon: 0 }, ["lat.degrees", "lon.number"]],
    ["an address", field("u", { type: "URL" }), " https://example.org/a?b=c ", "https://example.org/a?b=c", []],
    ["a script for an address", field("u", { type: "URL" }), "javascript:alert(1)", null, ["url"]],
    ["a phone number", field("p", { type: "Phone" }), "+49 30 123456", "+49 30 123456", []],
    ["a country", field("c", { type: "Country" }), "DE", "DE", []],
    ["no country", field("c", { type: "Country" }), "XX", null, ["country"]],
    ["a language", field("l", { type: "Language" }), "pt-BR", "pt-BR", []],
    ["a zone", field("z", { type: "TimeZone" }), "Europe/Paris", "Europe/Paris", []],
    ["no zone", field("z", { type: "TimeZone" }), "Mars/Olympus", null, ["timeZone"]],
    ["JSON", field("j", { type: "JSON" }), '{"a": [1]}', { a: [1] }, []],
    ["a text, blanks and all", field("s"), "  a\nb ", "  a\nb ", []],
    ["a value that the enum has not", field("e", { kind: "ENUM", type: "E", options: ["A"] }), "B", null, ["option"]],
    ["a list with a hole", field("l", { list: true }), ["a", ""], ["a", null], ["1.emptyItem"]],
    ["an empty list", field("l", { list: true }), [], [], []],
  ])("of %s", (_, known, draft, input, said) => {
    const reading = read(known, draft);
    expect(keys(known, draft)).toEqual(said);
    expect(reading.input).toEqual(input);
  });

  it("is asked for where it is needed and has no default", () => {
    expect(keys(field("name", { required: true }), undefined)).toEqual(["required"]);
    expect(keys(field("name", { required: true }), "  ")).toEqual(["required"]);
    expect(keys(field("at", { required: true, type: "DateTime", default: "now" }), undefined)).toEqual([]);
    expect(keys(field("flag", { required: true, type: "Boolean" }), false)).toEqual([]);
  });

  it("has the length that the field asks for, in characters", () => {
    const name = field("name", { minLength: 2, maxLength: 3 });
    expect(keys(name, "a")).toEqual(["tooShort"]);
    expect(keys(name, "abcd")).toEqual(["tooLong"]);
    expect(keys(name, "👨👩👧")).toEqual([]);
    expect(keys(field("names", { list: true, maxLength: 1 }), ["a long one", "b"])).toEqual(["tooMany"]);
  });

  it("has the form of the pattern; one that only the server can read is left to it", () => {
    const code = field("code", { pattern: { regex: "^[0-9]{1,7}-[0-9]$", message: "a LOINC code" } });
    expect(keys(code, "8867-4")).toEqual([]);
    expect(keys(code, "x8867-4")).toEqual(["pattern"]);
    expect(keys(field("code", { pattern: { regex: "(?i)[a-z&&[^b]]+(?x) #", message: "" } }), "anything")).toEqual([]);
  });

  it("keeps times in their order", () => {
    const start = field("startedAt", { type: "DateTime", required: true, default: "now", label: "Started at" });
    const end = field("endedAt", { type: "DateTime", time: { future: false, notBefore: "startedAt", maxAfter: "PT24H" } });
    const both = [start, end];
    expect(keys(end, "2026-11-30T20:00:00Z", { startedAt: "2026-11-30T19:00:00Z" }, both)).toEqual([]);
    expect(keys(end, "2026-11-30T18:00:00Z", { startedAt: "2026-11-30T19:00:00Z" }, both)).toEqual(["beforeOther"]);
    expect(keys(end, "2026-11-30T20:00:00Z", { startedAt: "2026-11-29T19:00:00Z" }, both)).toEqual(["tooLongAfter"]);
    expect(keys(end, "2026-11-30T19:00:00Z", {}, both)).toEqual(["beforeOther"]);
    expect(keys(end, "2026-11-30T20:16:00Z", { startedAt: "2026-11-30T19:00:00Z" }, both)).toEqual(["future"]);
    expect(keys(end, "2026-11-30T20:14:30Z", { startedAt: "2026-11-30T19:00:00Z" }, both)).toEqual([]);
  });

  it("of an object tells where in it something is wrong, and leaves out what was never touched", () => {
    const address = field("address", { kind: "OBJECT", type: "Address", fields: [field("city", { required: true }), field("country", { type: "Country" }), field("kind", { default: "home" })] });
    expect(read(address, { city: "Paris", country: null }).input).toEqual({ city: "Paris", country: null });
    expect(keys(address, { country: "XX" })).toEqual(["city.required", "country.country"]);
    expect(isEmptyDraft(address, { city: "", country: null })).toBe(true);
  });
});

describe("a condition of a form", () => {
  const content = field("content", { kind: "ENUM", options: ["FORMULA", "WATER"], default: "FORMULA" });
  const scoops = field("scoops", { showIf: { field: "content", in: ["FORMULA"] } });
  it("is met by what the other field holds, or by its default", () => {
    expect(isShown(scoops, {}, [content, scoops])).toBe(true);
    expect(isShown(scoops, { content: "WATER" }, [content, scoops])).toBe(false);
    expect(isShown(scoops, { content: null }, [content, scoops])).toBe(false);
    expect(isShown(field("x", { showIf: { field: "flag", in: ["true"] } }), { flag: true }, [field("flag", { type: "Boolean" })])).toBe(true);
    expect(isShown(field("x", { showIf: { field: "tags", in: ["A"] } }), { tags: ["B", "A"] }, [field("tags", { list: true })])).toBe(true);
  });
});

describe("what was answered", () => {
  it("becomes the draft that says the same", () => {
    expect(draftOf(volume("v"), { value: 118.294, unit: "ML", entered: "4 fl oz" })).toEqual({ number: "4", unit: "FL_OZ" });
    expect(draftOf(volume("v"), { value: 120, unit: "ML", entered: "120 mL" })).toEqual({ number: "120", unit: "ML" });
    expect(draftOf(field("j", { type: "JSON" }), { a: 1 })).toBe('{\n  "a": 1\n}');
    expect(draftOf(field("s", { list: true }), ["a"])).toEqual(["a"]);
    expect(draftOf(link("bed", "Bed"), { __typename: "Bed", id: "1", title: "North" })).toEqual({ id: "1", title: "North", type: "Bed" });
    expect(draftOf(field("s"), null)).toBeNull();
    expect(draftOf(field("s"), undefined)).toBeUndefined();
  });

  it("is the same whether it was null or emptied", () => {
    expect(sameDraft(field("s"), null, "")).toBe(true);
    expect(sameDraft(field("s"), "a", "a ")).toBe(false);
    expect(sameDraft(volume("v"), { number: "120", unit: "ML" }, { number: "4.05768", unit: "FL_OZ", from: { number: "120", unit: "ML" } })).toBe(true);
    expect(sameDraft(field("l", { list: true }), ["a"], ["a", "b"])).toBe(false);
    expect(sameDraft(field("l", { list: true }), null, [])).toBe(true);
  });
});
