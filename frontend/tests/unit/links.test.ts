import { expect, test } from "vitest";
import { exampleLink, readPrefill } from "../../src/lib/links";

test("a link to an example is read back as it was written", () => {
  const { hash } = new URL(exampleLink("Diaper Änderung&x", "create"), "http://localhost");
  expect(readPrefill(hash)).toEqual({ type: "Diaper Änderung&x", example: "create" });
});

test("reads a query with its variables", () => {
  expect(readPrefill("#query=%7B%20types%20%7B%20name%20%7D%20%7D&variables=%7B%22a%22%3A1%7D")).toEqual({
    query: "{ types { name } }",
    variables: '{"a":1}',
  });
});

test.each(["", "#", "#nonsense", "#query="])("finds nothing in %j", (hash) => {
  expect(readPrefill(hash)).toEqual({});
});
