import { describe, expect, it } from "vitest";
import { cells, head, quoted } from "../../../src/features/collection/csv";
import { headOf, planPaste } from "../../../src/features/collection/paste/plan";
import { numberText, readSpan, textDraft } from "../../../src/features/collection/paste/textDraft";
import { readBlock } from "../../../src/features/collection/paste/tsv";
import { createFormats } from "../../../src/format";
import { fieldOf, type EntryField } from "../../../src/model";
import { amount, model, plant } from "./garden";

const context = { clock: { now: new Date("2026-11-30T20:00:00Z"), zone: "Europe/Berlin", locale: "en-GB" }, decimal: "." as const, findLink: (_: EntryField, title: string) => (title === "Bed A" ? { id: "b", title, type: "Bed" } : null) };
const named = (name: string): EntryField => fieldOf(plant, name) as EntryField;

describe("a block from a spreadsheet", () => {
  it.each([
    ["a\tb\nc\td\n", [["a", "b"], ["c", "d"]]],
    ["a\r\nb\r\n", [["a"], ["b"]]],
    ['"two\nlines"\t"a ""quote"""', [["two\nlines", 'a "quote"']]],
    ['5"\tb\nc\td', [['5"', "b"], ["c", "d"]]],
    ['"never closed\tb\nc\td', [['"never closed', "b"], ["c", "d"]]],
    ["a\t\n\tb", [["a", ""], ["", "b"]]],
  ])("%j", (text, expected) => expect(readBlock(text)).toEqual(expected));

  it("knows its columns by their names, when there are some", () => {
    expect(headOf(["Name", "amount", "?"], plant)?.map((field) => field?.name)).toEqual(["name", "amount", undefined]);
    expect(headOf(["Basil", "120"], plant)).toBeNull();
  });
});

describe("texts as values", () => {
  it.each([
    ["1,234.5", ".", "1234.5"], ["1.234,5", ",", "1234.5"], ["1 234,5", ",", "1234.5"], ["12,5", ".", "12.5"], ["1e3", ".", "1000"], ["abc", ".", null], ["1,2,3", ".", null],
  ] as const)("%s", (text, decimal, expected) => expect(numberText(text, decimal)).toBe(expected));

  it.each([
    ["amount", "120 ml", { number: "120", unit: "ML" }],
    ["amount", "4 fl oz", { number: "4", unit: "FL_OZ" }],
    ["amount", "95", { number: "95", unit: "ML" }],
    ["amount", "95 kg", undefined],
    ["color", "red", "RED"],
    ["color", "crimson", "RED"],
    ["color", "green", undefined],
    ["alive", "ja", true],
    ["alive", "✓", true],
    ["day", "2026-11-30", "2026-11-30"],
    ["sownAt", "2026-11-30 16:30", "2026-11-30T15:30:00Z"],
    ["bed", "Bed A", { id: "b", title: "Bed A", type: "Bed" }],
    ["bed", "Bed Z", undefined],
    ["grew", "1:30", "PT1H30M"],
    ["tags", "a; b", ["a", "b"]],
    ["name", "", null],
  ])("%s: %s", (name, text, expected) => expect(textDraft(named(name), text, context)).toEqual(expected));

  it.each([["90 min", "PT1H30M"], ["1 h 30 min", "PT1H30M"], ["PT5M", "PT5M"], ["2 Std", "PT2H"], ["soon", null]])("%s as a duration", (text, expected) => expect(readSpan(text)).toBe(expected));
});

describe("what a block becomes", () => {
  const row = { __typename: "Plant", id: "1", title: "Basil", version: 3, name: "Basil", amount: { value: 100, unit: "ML", entered: "100 mL" } };
  const options = { type: plant, model, columns: [named("name"), amount], context, newId: () => "new" };

  it("changes the rows it was pasted over, and makes the rest", () => {
    const plan = planPaste([["Basil", "120"], ["Mint", "2 fl oz"]], { ...options, targets: [row] });
    expect(plan.rows.map(({ target, input }) => [target?.id, input])).toEqual([
      ["1", { amount: { value: 120, unit: "ML" } }],
      [undefined, { id: "new", name: "Mint", amount: { value: 2, unit: "FL_OZ" } }],
    ]);
    expect(plan.problems).toBe(0);
  });

  it("tells for each cell what is wrong with it", () => {
    const plan = planPaste([["name", "amount"], ["Basil", "much"], ["Mint", "10 kg"]], { ...options, targets: [] });
    expect(plan.problems).toBe(2);
    expect(plan.rows[0]?.cells.map(({ problem }) => problem?.key)).toEqual([undefined, "unread"]);
  });
});

describe("CSV", () => {
  const formats = createFormats({ locale: "en", timeZone: "Europe/Berlin", units: {} });
  it("has numbers and units apart", () => {
    expect([head(amount), cells(amount, { __typename: "", id: "", title: "", version: 1, amount: { value: 95, unit: "ML", entered: "" } }, formats)]).toEqual([["amount", "amount (unit)"], ["95", "mL"]]);
  });
  it.each([["a,b", '"a,b"'], ['say "hi"', '"say ""hi"""'], ["=1+1", '" =1+1"'], ["-5", "-5"], ["@SUM(A1)", '" @SUM(A1)"'], ["two\nlines", '"two\nlines"']])("quotes %j", (text, expected) => expect(quoted(text)).toBe(expected));
});
