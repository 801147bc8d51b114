import { buildSchema, parse, validate } from "graphql";
import { describe, expect, test } from "vitest";
import en from "../../src/locales/en.json";
import { createExample, listExample } from "../../src/playground/examples";
import { openingFor } from "../../src/playground/open";
import { field, recordType } from "./types";

/** As the server builds it, cut down to what examples look at. */
const schema = buildSchema(`
  scalar DateTime
  enum SortDirection { ASC DESC }
  enum Unit { CM G PERCENT }
  enum Quality { GOOD POOR }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Quantity { value(unit: Unit): Float! unit: Unit! entered: String! }
  input QuantityInput { value: Float! unit: Unit! }
  type Place { street: String town: String }
  interface Entry { id: ID! title: String! version: Int! }
  type Bed implements Entry { id: ID! title: String! version: Int! name: String! }
  type Harvest implements Entry {
    id: ID! title: String! version: Int! pickedAt: DateTime! weight: Quantity! quality: Quality! tastedBy: [String!]
    place: Place bed: Bed! beds(first: Int): BedConnection! bedsStats: [BedStat!]! share(of: Int!): Int
  }
  type BedStat { count: Int! }
  type Reading { bed: Bed! at: DateTime! moisture: Quantity }
  type BedConnection { nodes: [Bed!]! pageInfo: PageInfo! totalCount: Int! }
  type HarvestConnection { nodes: [Harvest!]! pageInfo: PageInfo! totalCount: Int! }
  type ReadingConnection { nodes: [Reading!]! pageInfo: PageInfo! totalCount: Int! }
  input BedOrder @oneOf { createdAt: SortDirection name: SortDirection }
  input HarvestOrder @oneOf { createdAt: SortDirection at: SortDirection }
  type Query {
    types: [EntryType!]!
    beds(orderBy: [BedOrder!], first: Int): BedConnection!
    harvests(orderBy: [HarvestOrder!], first: Int): HarvestConnection!
    readings(first: Int): ReadingConnection!
  }
  type EntryType { name: String! plural: String! description: String }
  type InputError { code: String! path: [String!]! message: String! }
  type HarvestPayload { entry: Harvest changeSet: ID errors: [InputError!]! warnings: [InputError!]! }
  type Rejected { index: Int! code: String! path: [String!]! message: String! }
  type IngestPayload { accepted: Int! duplicates: Int! rejected: [Rejected!]! }
  input BedCreate { name: String! }
  input BedOne @oneOf { link: ID connectOrCreate: BedCreate create: BedCreate }
  input HarvestCreate { pickedAt: DateTime weight: QuantityInput! quality: Quality! tastedBy: [String!] bed: BedOne depth: QuantityInput }
  input ReadingCreate { bed: BedOne! at: DateTime! moisture: QuantityInput }
  type Mutation {
    harvestCreate(input: HarvestCreate!, dryRun: Boolean = false): HarvestPayload!
    readingsAdd(inputs: [ReadingCreate!]!): IngestPayload!
  }
`);
const types = [
  recordType("Harvest", [
    field("weight", "Quantity", { required: true, unit: "G", min: 0, max: 100000 }),
    field("quality", "Quality", { required: true, options: ["GOOD", "POOR"] }),
    field("bed", "Bed", { required: true, target: "Bed" }),
    field("depth", "Quantity", { unit: "CM", max: 40 }),
  ]),
  recordType("Reading", [field("moisture", "Quantity", { unit: "PERCENT" })], { series: true }),
  recordType("Bed", []),
];
const now = new Date("2026-03-04T05:06:07Z");

function mistakes(document: string | null): string[] {
  return validate(schema, parse(document ?? "")).map((error) => error.message);
}

describe("the list of a type", () => {
  test("shows what the type declares, the newest first", () => {
    expect(listExample(schema, "Harvest")).toBe(`query Harvests {
  harvests(first: 10, orderBy: [{ at: DESC }]) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      title
      pickedAt
      weight { value unit entered }
      quality
      tastedBy
      place { street town }
      bed { id title }
    }
  }
}
`);
  });

  test("falls back to the order of creation", () => {
    expect(listExample(schema, "Bed")).toContain("beds(first: 10, orderBy: [{ createdAt: DESC }])");
  });

  test("shows the time of a sample, which has no id or title", () => {
    expect(listExample(schema, "Reading")).toMatch(/nodes \{\s+at\s+bed \{ id title \}\s+moisture/);
  });

  test.each(["Harvest", "Bed", "Reading"])("is valid for %s", (name) => {
    expect(mistakes(listExample(schema, name))).toEqual([]);
  });

  test.each(["Nothing", "Place", "Quantity"])("is absent for %s", (name) => {
    expect(listExample(schema, name)).toBeNull();
  });
});

describe("storing one of a type", () => {
  test("gives what is required, links included, and an optional quantity", () => {
    expect(createExample(schema, "Harvest", types, now)).toBe(`mutation HarvestCreate {
  harvestCreate(input: {
    weight: { value: 80, unit: G }
    quality: GOOD
    bed: { connectOrCreate: {
      name: "example"
    } }
    depth: { value: 40, unit: CM }
  }) {
    entry { id title version }
    changeSet
    errors { code path message }
    warnings { code path message }
  }
}
`);
  });

  test("adds to a series", () => {
    expect(createExample(schema, "Reading", types, now)).toContain("readingsAdd(inputs: [{");
  });

  test.each(["Harvest", "Reading"])("is valid for %s", (name) => {
    expect(mistakes(createExample(schema, name, types, now))).toEqual([]);
  });

  test("is absent for a type without a mutation", () => {
    expect(createExample(schema, "Bed", types, now)).toBeNull();
  });
});

describe("what the editor opens with", () => {
  test("keeps what the reader left when the address asks for nothing", () => {
    expect(openingFor({}, schema, types, en, now).query).toBeUndefined();
  });

  test("welcomes a newcomer with operations that are valid here", () => {
    expect(mistakes(openingFor({}, schema, types, en, now).welcome)).toEqual([]);
  });

  test("shows the query of the address before any example", () => {
    expect(openingFor({ query: "{ types { name } }", type: "Bed" }, schema, types, en, now).query).toBe("{ types { name } }");
  });

  test("says which types there are when the address names none of them", () => {
    const { query } = openingFor({ type: "Tractor\n{ evil }" }, schema, types, en, now);
    expect(query).toBe("# There is no record type Tractor { evil } on this server. It has: Harvest, Reading, Bed.\n");
  });
});
