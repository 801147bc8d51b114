import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dropDraft, entryDraftKey, keepDraft, newDraftKey, recallDraft } from "../../../src/writes/keptDrafts";
import { field, volume } from "../fields/fields";

/** A storage of a browser, which may be full. */
function storage(full = false) {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => {
      if (full) throw new DOMException("full", "QuotaExceededError");
      kept.set(name, text);
    },
    removeItem: (name: string) => kept.delete(name),
  };
}

const fields = [field("name"), volume("amount")];
const NOW = 1_000_000_000_000;
const key = newDraftKey("Food");

describe("a draft", () => {
  beforeEach(() => vi.stubGlobal("localStorage", storage()));
  afterEach(() => vi.unstubAllGlobals());

  it("comes back as it was", () => {
    const draft = { drafts: { name: "Pea", amount: { number: "12a", unit: "ML" } }, id: "id-1", at: NOW };
    expect(keepDraft(key, draft, fields)).toBe(true);
    expect(recallDraft(key, fields, NOW + 1000)).toEqual(draft);
    expect(recallDraft(entryDraftKey("id-1"), fields, NOW)).toBeNull();
  });

  it("comes back with the entry that it changes", () => {
    const draft = { drafts: { name: "Pea" }, base: { name: "Bean" }, version: 3, at: NOW };
    keepDraft(key, draft, fields);
    expect(recallDraft(key, fields, NOW)).toEqual(draft);
  });

  it("loses fields that are gone or have become something else", () => {
    keepDraft(key, { drafts: { name: "Pea", amount: { number: "1", unit: "ML" } }, at: NOW }, fields);
    expect(recallDraft(key, [field("name"), field("amount", { type: "Int" })], NOW)?.drafts).toEqual({ name: "Pea" });
    expect(recallDraft(key, [field("other")], NOW)).toBeNull();
  });

  it("is gone when it was dropped, after a month, and when it cannot be read", () => {
    keepDraft(key, { drafts: { name: "Pea" }, at: NOW }, fields);
    expect(recallDraft(key, fields, NOW + 31 * 86_400_000)).toBeNull();
    keepDraft(key, { drafts: { name: "Pea" }, at: NOW }, fields);
    dropDraft(key);
    expect(recallDraft(key, fields, NOW)).toBeNull();
    localStorage.setItem("daybook:draft:new:Food", "{broken");
    expect(recallDraft(key, fields, NOW)).toBeNull();
  });

  it("tells when the browser cannot keep it", () => {
    vi.stubGlobal("localStorage", storage(true));
    expect(keepDraft(key, { drafts: { name: "Pea" }, at: NOW }, fields)).toBe(false);
  });
});
