import { describe, expect, it } from "vitest";
import { rebase } from "../../../src/writes/rebase";
import { field, volume } from "../fields/fields";

const fields = [field("name"), field("note"), volume("amount")];
const before = { name: "Ada", note: "calm", amount: { number: "120", unit: "ML" } };

describe("own changes on top of an entry that somebody else changed", () => {
  it("stay where only one's own field changed", () => {
    expect(rebase(fields, before, { note: "lively" }, { ...before })).toEqual({ drafts: { note: "lively" }, conflicts: [], taken: [] });
  });

  it("take what only others changed", () => {
    const { drafts, conflicts, taken } = rebase(fields, before, { note: "lively" }, { ...before, name: "Ida" });
    expect([drafts, conflicts, taken.map(({ name }) => name)]).toEqual([{ note: "lively" }, [], ["name"]]);
  });

  it("are told, with both values, where both changed one field differently", () => {
    const { drafts, conflicts } = rebase(fields, before, { note: "lively" }, { ...before, note: "quiet" });
    expect(drafts).toEqual({ note: "lively" });
    expect(conflicts.map(({ field: { name }, mine, theirs }) => [name, mine, theirs])).toEqual([["note", "lively", "quiet"]]);
  });

  it("are settled where both changed it alike", () => {
    const now = { ...before, amount: { number: "95", unit: "ML" } };
    expect(rebase(fields, before, { amount: { number: "3.2", unit: "FL_OZ", from: { number: "95", unit: "ML" } } }, now)).toEqual({ drafts: {}, conflicts: [], taken: [] });
  });

  it("are none where a draft says what was there before", () => {
    expect(rebase(fields, before, { note: "calm" }, { ...before, note: "quiet" }).drafts).toEqual({});
  });
});
