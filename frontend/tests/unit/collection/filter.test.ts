import { describe, expect, it } from "vitest";
import { buildWhere, FilterNotUnderstood, filterFields, meets, parseWhere, type FilterField, type FilterNode } from "../../../src/filter";
import { isEditable, toDraft, toNode } from "../../../src/features/collection/filter/draftCondition";
import { begun, groupKinds, onePerOperator, settled, type GroupNode } from "../../../src/features/collection/filter/groups";
import { edgeType } from "../../../src/features/collection/filter/describe";
import { fieldOf, type EntryField } from "../../../src/model";
import { amount, model, plant } from "./garden";

const fields = filterFields(plant, model);

/** A value that an operator of a field takes. */
function valueOf({ field }: FilterField, operator: string): unknown {
  switch (operator) {
    case "isNull":
    case "isEmpty":
      return true;
    case "is":
    case "isNot":
    case "some":
    case "none":
    case "every":
      return ["0190-a"];
    case "count":
      return { operator: "gte", count: 2 };
    case "last":
      return "P7D";
    case "within":
      return field.type === "GeoPoint" ? { polygon: [{ lat: 0, lon: 0 }, { lat: 1, lon: 0 }, { lat: 0, lon: 1 }] } : "THIS_WEEK";
    case "near":
      return { point: { lat: 52.5, lon: 13.4 }, radius: { value: 3, unit: "KM" } };
    case "between":
      return [scalar(field.type), scalar(field.type)];
    case "in":
    case "notIn":
    case "hasAny":
    case "hasAll":
      return [scalar(field.type)];
    default:
      return scalar(field.type);
  }
}

function scalar(type: string): unknown {
  switch (type) {
    case "Quantity":
      return { value: 4, unit: "FL_OZ" };
    case "Int":
    case "Float":
      return 3;
    case "Boolean":
      return false;
    case "DateTime":
      return "2026-03-29T01:30:00Z";
    case "Date":
      return "2026-03-29";
    case "Time":
      return "07:30:00";
    case "Duration":
      return "PT1H";
    case "Color":
      return "RED";
    default:
      return 'a "quoted" text';
  }
}

const every = fields.flatMap((field) => field.operators.map((operator) => ({ name: `${field.key} ${operator}`, field, operator })));

describe("chips → filter → chips", () => {
  it("offers every field to depth 2, with properties of links", () => {
    const keys = fields.map((field) => field.key);
    expect(keys).toEqual(expect.arrayContaining(["name", "label.text", "bed", "bed.name", "bed.plants.color", "friends.edge.since", "friends.bed.area", "createdAt"]));
    expect(keys.some((key) => key.startsWith("bed.plants.bed."))).toBe(false);
  });

  it.each(every)("$name", ({ field, operator }) => {
    const node = toNode({ field, operator, value: valueOf(field, operator) }, "Europe/Berlin");
    expect(node).not.toBeNull();
    const where = buildWhere([node as FilterNode]);
    expect(parseWhere(where, plant, model)).toEqual([node]);
    expect(toDraft(node as FilterNode, fields)).toEqual({ field, operator, value: valueOf(field, operator) });
  });

  it("keeps all of many conditions, also of one field", () => {
    const nodes = every.slice(0, 40).map(({ field, operator }) => toNode({ field, operator, value: valueOf(field, operator) }, "UTC") as FilterNode);
    expect(parseWhere(buildWhere(nodes), plant, model)).toEqual(nodes);
  });

  it("keeps what only an address can say", () => {
    const where = { or: [{ name: { eq: "a" } }, { not: { alive: { eq: true } } }], trashed: "ONLY", friends: { every: { count: { gt: 3 } } } };
    const nodes = parseWhere(where, plant, model);
    expect(buildWhere(nodes)).toEqual(where);
    expect(nodes.map((node) => node.kind)).toEqual(["any", "trash", "link"]);
  });

  it("does not put two conditions on some link into one: they may hold for different ones", () => {
    const some = (name: string): FilterNode => ({ kind: "link", field: "friends", quantifier: "some", nodes: [{ kind: "field", path: ["name"], operator: "eq", value: name }] });
    expect(buildWhere([some("a"), some("b")])).toEqual({ and: [{ friends: { some: { name: { eq: "a" } } } }, { friends: { some: { name: { eq: "b" } } } }] });
  });

  it("says which condition is not understood", () => {
    expect(() => parseWhere({ nmae: { eq: "a" } }, plant, model)).toThrow(FilterNotUnderstood);
    expect(() => parseWhere({ friends: { any: {} } }, plant, model)).toThrow("friends.any");
    expect(() => parseWhere({ bed: { is: { colour: { eq: "RED" } } } }, plant, model)).toThrow("bed.is.colour");
  });
});

describe("groups of conditions", () => {
  const is = (name: string, value: unknown): FilterNode => ({ kind: "field", path: [name], operator: "eq", value });
  const since = (operator: string, value: number): FilterNode => ({ kind: "field", path: ["since"], operator, value });

  it.each<[string, GroupNode]>([
    ["alternatives", { kind: "any", alternatives: [[is("name", "a"), is("alive", true)], [is("color", "RED")]] }],
    ["what must not hold", { kind: "not", nodes: [is("name", "a"), { kind: "not", nodes: [is("name", "b")] }] }],
    ["alternatives within what must not hold", { kind: "not", nodes: [{ kind: "any", alternatives: [[is("name", "a")], [is("name", "b")]] }] }],
    ["all of a link", { kind: "link", field: "friends", quantifier: "every", nodes: [is("name", "a"), { kind: "any", alternatives: [[is("alive", true)], [is("color", "RED")]] }] }],
    ["a link and what it carries", { kind: "link", field: "friends", quantifier: "none", nodes: [is("name", "a")], edge: [since("gte", 2), since("lt", 5)] }],
  ])("chips → filter → chips: %s", (_, group) => {
    const node = settled(group) as FilterNode;
    expect(node).toEqual(group);
    expect(isEditable(node, fields)).toBe(true);
    expect(parseWhere(buildWhere([node]), plant, model)).toEqual([node]);
  });

  it("leaves out alternatives that say nothing, of which the API would say that none holds", () => {
    expect(settled({ kind: "any", alternatives: [[], [is("name", "a")], []] })).toEqual(is("name", "a"));
    expect(settled({ kind: "any", alternatives: [[is("name", "a"), is("alive", true)], []] })).toEqual({ kind: "any", alternatives: [[is("name", "a"), is("alive", true)]] });
  });

  it("is nothing yet when it begins, but for the trash", () => {
    for (const kind of ["any", "not"] as const) expect(settled(begun(kind) as GroupNode)).toBeNull();
    expect(buildWhere([begun("trash")])).toEqual({ trashed: "INCLUDE" });
  });

  it("asks for the trash once, of the list itself, and groups nothing of what links carry", () => {
    expect(groupKinds(plant, false)).toEqual(["any", "not", "trash"]);
    expect(groupKinds(plant, true)).toEqual(["any", "not"]);
    const carried = edgeType(fieldOf(plant, "friends") as EntryField);
    expect(groupKinds(carried, true)).toEqual([]);
    expect(filterFields(carried, model).map(({ key }) => key)).toEqual(["since"]);
  });

  it("keeps of two equal comparisons of what a link carries the later one, since it takes one", () => {
    expect(onePerOperator([since("gte", 2), since("lt", 5), since("gte", 3)])).toEqual([since("gte", 3), since("lt", 5)]);
  });

  it("has no form for a condition on what the app offers no field for", () => {
    expect(isEditable({ kind: "field", path: ["at"], operator: "isNull", value: true }, fields)).toBe(false);
    expect(isEditable({ kind: "trash", value: "ONLY" }, fields)).toBe(true);
  });
});

describe("whether a row still meets the conditions", () => {
  const row = { __typename: "Plant", id: "1", title: "", version: 1, amount: { value: 95, unit: "ML", entered: "" }, sownAt: "2026-11-30T10:00:00Z", color: "RED", bed: { __typename: "Bed", id: "b", title: "B" } };
  const more = (value: number, unit: string): FilterNode[] => [{ kind: "field", path: [amount.name], operator: "gt", value: { value, unit } }];

  it.each([
    ["more than 100 mL", more(100, "ML"), false],
    ["more than 3 fl oz, which are 88.7 mL", more(3, "FL_OZ"), true],
    ["later than another zone's writing of the same instant", [{ kind: "field", path: ["sownAt"], operator: "gt", value: "2026-11-30T11:00:00+01:00" }], false],
    ["of a bed", [{ kind: "link", field: "bed", quantifier: "is", nodes: [{ kind: "field", path: ["id"], operator: "in", value: ["a", "b"] }] }], true],
    ["either", [{ kind: "any", alternatives: [more(100, "ML"), [{ kind: "field", path: ["color"], operator: "eq", value: "RED" }]] }], true],
    ["in the last days: the server knows", [{ kind: "field", path: ["sownAt"], operator: "last", value: "P7D" }], null],
  ] as [string, FilterNode[], boolean | null][])("%s", (_, nodes, expected) => {
    expect(meets(nodes, row, plant)).toBe(expected);
  });
});
