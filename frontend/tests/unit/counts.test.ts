import { afterEach, expect, test, vi } from "vitest";
import { countEntries, countsQuery } from "../../src/lib/types";
import { recordType } from "./types";

afterEach(() => vi.unstubAllGlobals());

/** A server that knows a count for each alias it is asked for, save those left out. */
function serve(counts: Record<string, number>): { asked: string[] } {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (_url: string, init: { body: string }) => {
    const { query } = JSON.parse(init.body) as { query: string };
    asked.push(query);
    const names = [...query.matchAll(/^\s+(\w+):/gm)].map((match) => match[1] ?? "");
    const data = Object.fromEntries(names.map((name) => [name, name in counts ? { totalCount: counts[name] } : null]));
    return Promise.resolve(new Response(JSON.stringify({ data })));
  });
  return { asked };
}

test("asks for each type's count under the type's name", () => {
  expect(countsQuery([recordType("Feeding", []), recordType("Person", [], { plural: "people" })])).toBe(
    "query Counts {\n  Feeding: feedings { totalCount }\n  Person: people { totalCount }\n}",
  );
});

test("asks for no more than 20 counts in one request", async () => {
  const types = Array.from({ length: 41 }, (_, index) => recordType(`T${index}`, []));
  const { asked } = serve(Object.fromEntries(types.map((type, index) => [type.name, index])));
  const counts = await countEntries(types);
  expect(asked.map((query) => query.split("totalCount").length - 1)).toEqual([20, 20, 1]);
  expect(counts.get("T40")).toBe(40);
});

test("leaves out a count that the server could not give", async () => {
  serve({ Feeding: 0 });
  const counts = await countEntries([recordType("Feeding", []), recordType("Sleep", [])]);
  expect([...counts]).toEqual([["Feeding", 0]]);
});
