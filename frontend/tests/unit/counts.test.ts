import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { entryType } from "./fields/fields";
import { recordType } from "./types";

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

/** A server with these types, which knows a count for each but those left out. */
async function counted(names: readonly string[], counts: Record<string, number>): Promise<{ asked: string[]; counts: ReadonlyMap<string, number>; failed: boolean }> {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (_url: string, init: { body: string }) => {
    const { query } = JSON.parse(init.body) as { query: string };
    if (query.includes("query Types")) return Promise.resolve(new Response(JSON.stringify({ data: { types: names.map((name) => recordType(name, [])) } })));
    asked.push(query);
    const aliases = [...query.matchAll(/^\s+(\w+):/gm)].map((match) => match[1] ?? "");
    const data = Object.fromEntries(aliases.map((name) => [name, name in counts ? { totalCount: counts[name] } : null]));
    return Promise.resolve(new Response(JSON.stringify({ data })));
  });
  const { loadedModel } = await import("../../src/model");
  const { useCounts } = await import("../../src/model/useCounts");
  await loadedModel();
  const known = useCounts();
  await known.recount();
  return { asked, counts: known.counts.value, failed: known.failed.value };
}

test("asks for each type's count under the type's name, and for an estimate of a series", async () => {
  const { countsQuery } = await import("../../src/model/useCounts");
  expect(countsQuery([recordType("Feeding", []), entryType("Reading", [], { kind: "SERIES" })])).toBe(
    "query Counts {\n  Feeding: feedings(first: 1) { totalCount }\n  Reading: readings(first: 1) { totalCount(mode: ESTIMATE) }\n}",
  );
});

test("asks for no more than 20 counts in one request", async () => {
  const names = Array.from({ length: 41 }, (_, index) => `T${index}`);
  const { asked, counts, failed } = await counted(names, Object.fromEntries(names.map((name, index) => [name, index])));
  expect(asked.map((query) => query.split("totalCount").length - 1)).toEqual([20, 20, 1]);
  expect([counts.get("T40"), failed]).toEqual([40, false]);
});

test("leaves out a count that the server could not give, and says so", async () => {
  const { counts, failed } = await counted(["Feeding", "Sleep"], { Feeding: 0 });
  expect([[...counts], failed]).toEqual([[["Feeding", 0]], true]);
});
