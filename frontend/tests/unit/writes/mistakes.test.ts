import { describe, expect, it } from "vitest";
import type { InputError } from "../../../src/documents/writes";
import { conflictOf, placeMistakes } from "../../../src/writes/mistakes";

function error(path: string[], differing: Partial<InputError> = {}): InputError {
  return { __typename: "InvalidInput", code: "INVALID_VALUE", path, message: "the server's words", ...differing };
}

const places = new Map([["food.link.0", ["food", "2"]], ["food.create.1", ["food", "4"]], ["food.create.1.entry", ["food", "4", "create"]]]);

describe("a mistake", () => {
  it.each([
    [["input", "amount"], ["amount"]],
    [["patch", "address", "country"], ["address", "country"]],
    [["inputs", "0", "temperature"], ["temperature"]],
    [["input", "food", "link", "0", "props", "amount"], ["food", "2", "props", "amount"]],
    [["input", "food", "create", "1", "entry", "name"], ["food", "4", "create", "name"]],
    [["input", "food", "unlink", "0"], ["food", "unlink", "0"]],
    [["id"], []],
    [["expectedVersion"], []],
  ])("at %j stands at %j of the form", (path, expected) => expect(placeMistakes([error(path)], places)[0]?.path).toEqual(expected));

  it("is said in the form's own words where those say as much", () => {
    const say = (differing: Partial<InputError>) => placeMistakes([error(["input", "x"], differing)])[0];
    expect(say({ code: "OUT_OF_RANGE", params: { max: 2000, value: 2100, unit: "ML" } })).toMatchObject({ key: "atMost", params: { bound: 2000, unit: "ML" } });
    expect(say({ code: "OUT_OF_RANGE", params: { min: 0, value: -1 } })).toMatchObject({ key: "atLeast", params: { bound: 0 } });
    expect(say({ code: "REQUIRED" })).toMatchObject({ key: "required" });
    expect(say({ code: "TOO_LONG", params: { max: 5, length: 7 }, message: "`x` must have at most 5 characters, but has 7" })).toMatchObject({ key: "tooLong", params: { max: 5, length: 7 } });
    expect(say({ code: "TOO_LONG", params: { max: 5, length: 7 }, message: "`x` must have at most 5 items, but has 7" })).toMatchObject({ key: "said" });
    expect(say({ code: "CYCLE" })).toMatchObject({ key: "said", text: "the server's words" });
  });

  it("leads to the entry that holds a taken key", () => {
    const existing = { __typename: "Food", id: "1", title: "Pea" };
    expect(placeMistakes([error(["input", "name"], { code: "DUPLICATE_KEY", existing })])[0]?.entry).toEqual(existing);
  });

  it("tells the entry as it is now where somebody wrote first", () => {
    const current = { __typename: "Food", id: "1", title: "Pea", version: 3 };
    expect(conflictOf([error(["expectedVersion"], { code: "VERSION_CONFLICT", current })])).toBe(current);
    expect(conflictOf([error(["input"])])).toBeNull();
  });
});
