import { buildSchema, extendSchema, introspectionFromSchema, parse, validate, type GraphQLSchema } from "graphql";
import { describe, expect, test, vi } from "vitest";
import en from "../../src/locales/en.json";
import { changesExample, createExample, definitionExample, listExample, statisticsExample } from "../../src/playground/examples";
import { existingQuery } from "../../src/playground/existing";
import { createFetcher } from "../../src/playground/fetcher";
import { Introspection } from "../../src/playground/introspection";
import { openingFor } from "../../src/playground/open";
import { field, recordType } from "./types";

/** As the server builds it, cut down to what examples look at. */
const built = buildSchema(`
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
    id: ID! title: String! at: DateTime version: Int! pickedAt: DateTime! weight: Quantity! quality: Quality! tastedBy: [String!]
    place: Place bed: Bed! beds(first: Int): BedConnection! bedsStats: [BedStat!]! share(of: Int!): Int
  }
  type BedStat { count: Int! }
  scalar Duration
  scalar TimeZone
  type NumberStat { count: Int! sum: Float avg: Float min: Float max: Float }
  type HarvestStat { start: DateTime count: Int! weight(unit: Unit): NumberStat! }
  input TimeBucket { every: Duration! tz: TimeZone! }
  input GroupBy @oneOf { time: TimeBucket }
  type Change { at: DateTime! operation: String! type: String! entry: Entry fields: [String!]! }
  type Subscription { changes: Change! }
  type DefinitionError { line: Int! column: Int! message: String! hint: String }
  type TypeChange { type: String! field: String kind: String! affected: Int! lossy: Boolean! description: String! }
  type TypePlan { id: ID ok: Boolean! errors: [DefinitionError!]! changes: [TypeChange!]! }
  type TypeApplyPayload { types: [EntryType!]! errors: [DefinitionError!]! }
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
    harvestsStats(by: [GroupBy!]): [HarvestStat!]!
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
    typePlan(sdl: String!): TypePlan!
    typeApply(planId: ID!): TypeApplyPayload!
  }
`);
const schema = introspect(built);
const types = [
  recordType("Harvest", [
    field("weight", "Quantity", { required: true, unit: "G", min: 0, max: 100000 }),
    field("quality", "Quality", { required: true, options: ["GOOD", "POOR"] }),
    field("bed", "Bed", { required: true, target: "Bed" }),
    field("depth", "Quantity", { unit: "CM", max: 40 }),
  ]),
  recordType("Reading", [field("bed", "Bed", { required: true, target: "Bed" }), field("moisture", "Quantity", { unit: "PERCENT" })], { kind: "SERIES" }),
  recordType("Bed", []),
];
const now = new Date("2026-03-04T05:06:07Z");

/** As the browser gets it. */
function introspect(one: GraphQLSchema): Introspection {
  return new Introspection(introspectionFromSchema(one));
}

function mistakes(document: string | null): string[] {
  return validate(built, parse(document ?? "")).map((error) => error.message);
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
    bed: {
      # There is no Bed yet: this WRITES one, too.
      connectOrCreate: {
        name: "example"
      }
    }
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

  test("links to what exists instead of making another one", () => {
    const existing = { Bed: { id: "01a", title: "North\n} evil" } };
    const example = createExample(schema, "Harvest", types, now, existing) ?? "";
    expect(example).toContain('bed: {\n      # North } evil\n      link: "01a"\n    }');
    expect(example).not.toContain("example");
    expect(mistakes(example)).toEqual([]);
    expect(createExample(schema, "Reading", types, now, existing)).toContain('link: "01a"');
  });

  test("asks for the newest of what it needs", () => {
    const query = existingQuery(schema, "Harvest", types) ?? "";
    expect(query).toBe("query Existing {\n  Bed: beds(first: 1, orderBy: [{ createdAt: DESC }]) { nodes { id title } }\n}\n");
    expect(mistakes(query)).toEqual([]);
    expect(existingQuery(schema, "Bed", types)).toBeNull();
  });

  test("says loudly that it writes", () => {
    const { query } = openingFor({ type: "Harvest", example: "create" }, schema, types, en, now);
    expect(query?.split("\n")[0]).toMatch(/^# ⚠ THIS WRITES/);
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

describe("first statistics", () => {
  test("group by days of the zone, with one number", () => {
    expect(statisticsExample(schema, "Harvest", "Europe/Paris")).toBe(`query HarvestsStats {
  harvestsStats(by: [{ time: { every: "P1D", tz: "Europe/Paris" } }]) {
    start
    count
    weight { avg min max sum }
  }
}
`);
  });

  test("are absent for a type that has no time or no statistics", () => {
    expect([statisticsExample(schema, "Bed", "UTC"), statisticsExample(schema, "Reading", "UTC")]).toEqual([null, null]);
  });
});

describe("a type of one's own", () => {
  test("links to the type that others link to most, under a name that is free", () => {
    const example = definitionExample(schema, types) ?? "";
    expect(mistakes(example)).toEqual([]);
    expect(example).toContain('type Bath @entry(plural: "baths", at: "startedAt", title: "Bath of {bed}")');
    expect(example).toContain('bed: Bed! @link(inverse: "baths")');
  });

  test("takes another name where the first is taken", () => {
    const taken = introspect(extendSchema(built, parse("type Bath { a: Int }")));
    expect(definitionExample(taken, types)).toContain('type Plant @entry(plural: "plants"');
  });

  test("is absent where types cannot be changed, as changes are where nothing can be followed", () => {
    const bare = introspect(buildSchema("type Query { a: Int }"));
    expect([definitionExample(bare, types), changesExample(bare)]).toEqual([null, null]);
  });
});

describe("the editor's requests", () => {
  test.each([
    ["after the types changed", { typeApply: { types: [] } }, 1],
    ["not after anything else", { typePlan: { id: "1" } }, 0],
  ])("tell of a changed schema %s", async (_, data, times) => {
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ data }), { headers: { "content-type": "application/json" } }));
    const changed = vi.fn();
    await createFetcher(null, changed)({ query: "mutation { a }" });
    expect(changed).toHaveBeenCalledTimes(times);
    vi.unstubAllGlobals();
  });
});

describe("what the editor opens with", () => {
  test("keeps what the reader left when the address asks for nothing", () => {
    expect(openingFor({}, schema, types, en, now).query).toBeUndefined();
  });

  test("welcomes a newcomer with operations that are valid here", () => {
    const { welcome } = openingFor({}, schema, types, en, now);
    expect(welcome).toHaveLength(4);
    expect(welcome.flatMap((tab) => mistakes(tab.query))).toEqual([]);
  });

  test("welcomes with what can be said where the schema could not be loaded", () => {
    const { welcome } = openingFor({}, null, [], en, now);
    expect(welcome.map((tab) => mistakes(tab.query))).toEqual([[]]);
  });

  test("shows the query of the address before any example", () => {
    expect(openingFor({ query: "{ types { name } }", type: "Bed" }, schema, types, en, now).query).toBe("{ types { name } }");
  });

  test("says which types there are when the address names none of them", () => {
    const { query } = openingFor({ type: "Tractor\n{ evil }" }, schema, types, en, now);
    expect(query).toBe("# There is no record type Tractor { evil } on this server. It has: Harvest, Reading, Bed.\n");
  });
});
