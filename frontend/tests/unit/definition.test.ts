import { describe, expect, it } from "vitest";
import { argument, newEnum, newExtension, newField, newType, planRequest, plural, printDraft, quote, readDefinitions, withArgument, type Draft } from "../../src/features/types/definition";
import { words } from "../../src/features/types/preview";

const SDL = `extend type Child {
  "What we call \\"her\\"."
  nickname: String @length(max: 40)
  shoeSize: Int
}

"A bath."
type Bath @entry(plural: "baths", at: "startedAt", title: "Bath of {child}", icon: "bath") @key(fields: ["child", "startedAt"]) {
  child: Child! @link(inverse: "baths", onDelete: RESTRICT)
  startedAt: DateTime! @default(value: "now") @time(future: false)
  warmth: Quantity @unit(canonical: CEL, min: 20, max: 45, warnMax: 38) @was(name: "temperature")
  toys: [String!]
  mood: Mood
}

enum Mood {
  HAPPY
  "Not amused."
  CRYING @was(name: "SAD")
}`;

function read(): Draft[] {
  return readDefinitions(SDL);
}

function bath(drafts: Draft[]): Draft {
  const found = drafts.find((draft) => draft.name === "Bath");
  if (!found) throw new Error("no Bath");
  return found;
}

describe("definitions", () => {
  it("are read and printed without a difference", () => {
    expect(read().map(printDraft).join("\n\n")).toBe(SDL);
    expect(readDefinitions("")).toEqual([]);
  });

  it("ask for no plan as long as nothing differs", () => {
    const drafts = read();
    expect(planRequest(drafts, drafts)).toBeNull();
    const held = read();
    expect(planRequest(held, held.map((draft) => ({ ...draft })))).toBeNull();
  });

  it("say that a field has another name", () => {
    const held = read();
    const changed = held.map((draft) => (draft.name === "Bath" ? { ...draft, fields: draft.fields.map((field) => (field.name === "mood" ? { ...field, name: "temper" } : field)) } : draft));
    const request = planRequest(held, changed);
    expect(request?.remove).toEqual([]);
    expect(request?.sdl).toContain('temper: Mood @was(name: "mood")');
    expect(request?.sdl).not.toContain("extend type Child");
  });

  it("say that a type has another name instead of taking it away", () => {
    const held = read();
    const changed = held.map((draft) => (draft.name === "Bath" ? { ...draft, name: "Wash" } : draft));
    expect(planRequest(held, changed)).toMatchObject({ remove: [] });
    expect(planRequest(held, changed)?.sdl).toContain('icon: "bath") @key(fields: ["child", "startedAt"]) @was(name: "Bath") {');
  });

  it("leave removed fields out of a type, and name those of an addition", () => {
    const held = read();
    const without = held.map((draft) => ({ ...draft, fields: draft.fields.map((field) => (["toys", "shoeSize"].includes(field.name) ? { ...field, removed: true } : field)) }));
    const request = planRequest(held, without);
    expect(request?.remove).toEqual(["Child.shoeSize"]);
    expect(request?.sdl).toContain("nickname");
    expect(request?.sdl).not.toContain("toys");
  });

  it("take types away", () => {
    const held = read();
    expect(planRequest(held, held.filter((draft) => draft.kind !== "enum"))).toEqual({ sdl: "", remove: ["Mood"] });
  });

  it("print new ones so that they can be read", () => {
    const type = newType(["Thing"]);
    const text = [type, newEnum([]), { ...newExtension("Child"), fields: [newField([])] }].map(printDraft).join("\n");
    expect(readDefinitions(text).map((draft) => draft.name)).toEqual(["Thing2", "Choice", "Child"]);
    expect(argument(type.directives, "entry", "plural")).toBe("thing2s");
  });

  it("keep texts with quotes, backslashes and lines", () => {
    const draft = { ...bath(read()), description: 'Says "ow"\nand \\o/' };
    expect(readDefinitions(printDraft(draft))[0]?.description).toBe('Says "ow"\nand \\o/');
    const title = withArgument(draft.directives, "entry", "title", quote('a "b" \\ c'));
    expect(argument(title, "entry", "title")).toBe('a "b" \\ c');
  });

  it("drop a directive with its last argument", () => {
    const field = bath(read()).fields.find((one) => one.name === "startedAt");
    expect(withArgument(field?.directives ?? [], "time", "future", "").map((directive) => directive.name)).toEqual(["default"]);
    expect(withArgument([], "range", "min", "")).toEqual([]);
  });
});

describe("names", () => {
  it("have a plural to begin with", () => {
    expect(["Bath", "Box", "Diary", "Day", "Glass"].map(plural)).toEqual(["baths", "boxes", "diaries", "days", "glasses"]);
  });

  it("become words", () => {
    expect(["startedAt", "LEFT_BREAST", "note"].map(words)).toEqual(["Started at", "Left breast", "Note"]);
  });
});
