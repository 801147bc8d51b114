import { describe, expect, test } from "vitest";
import { errorsOf } from "../../src/lib/live";
import { createFetcher } from "../../src/playground/fetcher";

describe("what ends a subscription", () => {
  test("is told in the server's own words", () => {
    expect(errorsOf([{ message: "unknown field" }])).toEqual([{ message: "unknown field" }]);
  });
  test("is told with the code of the socket", () => {
    expect(errorsOf({ code: 4403, reason: "Forbidden" })).toEqual([{ message: "the connection was closed (4403): Forbidden" }]);
    expect(errorsOf({ code: 1006, reason: "" })).toEqual([{ message: "the connection was closed (1006)" }]);
  });
  test("is told when nothing is known about it", () => {
    expect(errorsOf(undefined)).toEqual([{ message: "the server does not answer" }]);
  });
});

describe("the playground's fetcher", () => {
  const document = "query A { types { name } } subscription B { changes { seq } }";
  test("follows a subscription", async () => {
    const answers = await createFetcher(null)({ query: document, operationName: "B" });
    expect(answers).toHaveProperty("subscribe");
  });
  test("answers the editor's first question from what the page has loaded", async () => {
    const known = { data: { __schema: {} } };
    expect(await createFetcher(known)({ query: "", operationName: "IntrospectionQuery" })).toBe(known);
  });
});
