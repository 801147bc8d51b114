import { describe, expect, it } from "vitest";
import type { LinkDraft, ObjectDraft } from "../../../src/fields/drafts";
import { Model } from "../../../src/model/model";
import { buildCreate, buildPatch } from "../../../src/writes/inputs";
import { entryType, field, link, volume } from "../fields/fields";

const NOW = new Date("2026-11-30T20:14:00Z");

const bed = entryType("Bed", [field("name", { required: true }), field("sunny", { type: "Boolean", required: true, default: "false" })]);
const plant = entryType("Plant", [
  field("name", { required: true }),
  field("water", { type: "Int", min: 0, max: 10 }),
  volume("volume"),
  field("startedAt", { type: "DateTime", required: true, default: "now" }),
  field("endedAt", { type: "DateTime", time: { future: true, notBefore: "startedAt", maxAfter: null } }),
  field("kind", { kind: "ENUM", options: ["A", "B"], default: "A" }),
  field("hidden", { showIf: { field: "kind", in: ["B"] } }),
  link("bed", "Bed"),
  link("companions", "Plant", { list: true, fields: [field("reason"), field("strength", { type: "Int", max: 5 })] }),
  link("needs", "Plant", { list: true }),
  field("harvests", { kind: "INVERSE", list: true, target: "Harvest" }),
  field("age", { type: "Int", computed: true, writable: false }),
]);
const context = { model: new Model([bed, plant]), now: NOW };

function to(id: string, differing: Partial<LinkDraft> = {}): LinkDraft {
  return { id, title: id, type: "Plant", ...differing };
}

describe("the input of a new record", () => {
  it("leaves out what was never touched, what is hidden, and what others declare", () => {
    const { input, problems } = buildCreate(plant, { name: "Basil", hidden: "x", water: "3", harvests: [] }, context, "id-1");
    expect(problems).toEqual([]);
    expect(input).toEqual({ id: "id-1", name: "Basil", water: 3 });
  });

  it("sends an emptied field as null, but never for one that must hold something", () => {
    expect(buildCreate(plant, { name: "Basil", water: "", kind: null, startedAt: null }, context).input).toEqual({ name: "Basil", water: null, kind: null });
  });

  it("links, makes and carries", () => {
    const drafts: ObjectDraft = {
      name: "Basil",
      bed: { id: "bed-1", title: "North", type: "Bed", create: { name: "North" } },
      companions: [to("a", { props: { reason: "shade" } }), to("b", { create: { name: "Mint" }, props: {} })],
      needs: [to("c"), to("d", { create: { name: "Bee" } })],
    };
    expect(buildCreate(plant, drafts, context).input).toEqual({
      name: "Basil",
      bed: { create: { id: "bed-1", name: "North" } },
      companions: { link: [{ id: "a", props: { reason: "shade" } }], create: [{ entry: { id: "b", name: "Mint" }, props: {} }] },
      needs: { link: [{ id: "c" }], create: [{ id: "d", name: "Bee" }] },
    });
  });

  it("tells where in it something is wrong", () => {
    const drafts: ObjectDraft = { water: "11", companions: [to("a"), to("b", { props: { strength: "9" } })], bed: { id: "1", title: "x", type: "Bed", create: {} } };
    const said = buildCreate(plant, drafts, context).problems.map((problem) => [...problem.path, problem.key].join("."));
    expect(said).toEqual(["name.required", "water.atMost", "bed.create.name.required", "companions.1.props.strength.atMost"]);
  });

  it("remembers which draft each operation came from", () => {
    const { places } = buildCreate(plant, { name: "x", companions: [to("new", { create: { name: "n" }, props: {} }), to("a"), to("b")] }, context);
    expect(places.get("companions.create.0")).toEqual(["companions", "0"]);
    expect(places.get("companions.create.0.entry")).toEqual(["companions", "0", "create"]);
    expect(places.get("companions.link.1")).toEqual(["companions", "2"]);
  });
});

describe("a patch", () => {
  const base: ObjectDraft = {
    name: "Basil", water: "3", volume: { number: "120", unit: "ML" }, startedAt: "2026-11-30T19:00:00Z", endedAt: "2026-11-30T20:00:00Z", kind: "A",
    bed: { id: "bed-1", title: "North", type: "Bed" }, companions: [to("a", { props: { reason: "shade", strength: "1" } }), to("b", { props: { reason: null } })], needs: [to("c")],
  };

  it("holds what differs and nothing else", () => {
    expect(buildPatch(plant, base, { ...base }, context).input).toEqual({});
    expect(buildPatch(plant, base, { water: "4", name: "Basil" }, context).input).toEqual({ water: 4 });
    expect(buildPatch(plant, base, { water: null }, context).input).toEqual({ water: null });
  });

  it("changes lists of links by operations, never as a whole", () => {
    const companions = [to("a", { props: { reason: "sun", strength: "1" } }), to("d", { props: {} })];
    expect(buildPatch(plant, base, { companions, needs: [] }, context).input).toEqual({
      companions: { link: [{ id: "d", props: {} }], update: [{ id: "a", props: { reason: "sun", strength: 1 } }], unlink: ["b"] },
      needs: { unlink: ["c"] },
    });
  });

  it("leaves links alone that were not shown, since only those that were can go", () => {
    const { input } = buildPatch(plant, { needs: [to("c")] }, { needs: [to("c"), to("e")] }, context);
    expect(input).toEqual({ needs: { link: [{ id: "e" }] } });
  });

  it("changes from and until when a link holds, what differs alone", () => {
    const since = "2026-01-05T09:00:00Z";
    const until = "2026-03-01T09:00:00Z";
    const base = { companions: [to("a", { props: {}, validity: { from: since, to: null } }), to("b", { props: {} })] };
    const patch = (drafts: LinkDraft[]): unknown => buildPatch(plant, base, { companions: drafts }, context).input;
    expect(patch(base.companions)).toEqual({});
    expect(patch([to("a", { props: {}, validity: { from: since, to: until } }), to("b", { props: {} }), to("c", { props: {}, validity: { from: since } })])).toEqual({
      companions: { update: [{ id: "a", props: {}, to: until }], link: [{ id: "c", props: {}, from: since }] },
    });
    expect(patch([to("a", { props: {}, validity: { from: null, to: null } }), to("b", { props: {} })])).toEqual({ companions: { update: [{ id: "a", props: {}, from: null }] } });
    const wrong = buildPatch(plant, base, { companions: [to("a", { props: {}, validity: { from: until, to: since } }), to("b", { props: {} })] }, context);
    expect(wrong.problems.map(({ path }) => path)).toEqual([["companions", "0", "validity", "to"]]);
  });

  it("takes a link to one away or leads it elsewhere", () => {
    expect(buildPatch(plant, base, { bed: null }, context).input).toEqual({ bed: { unlink: true } });
    expect(buildPatch(plant, base, { bed: { id: "bed-2", title: "South", type: "Bed" } }, context).input).toEqual({ bed: { link: "bed-2" } });
  });

  it("is wrong where a time that stayed lies before the one that changed", () => {
    const { problems } = buildPatch(plant, base, { startedAt: "2026-11-30T20:05:00Z" }, context);
    expect(problems.map((problem) => [...problem.path, problem.key])).toEqual([["endedAt", "beforeOther"]]);
  });

  it("does not complain about what was stored under other rules and did not change", () => {
    expect(buildPatch(plant, { ...base, water: "99" }, { name: "Mint" }, context).problems).toEqual([]);
  });
});
