import { expect, test } from "vitest";
import { fieldsAt, patched, touched } from "../../src/model/versions";

const changes = [
  { version: 3, patch: [{ op: "remove", path: "/note" }, { op: "replace", path: "/address/city", value: "Bonn" }] },
  { version: 1, patch: [{ op: "add", path: "/note", value: "a/b" }, { op: "add", path: "/address", value: { city: "Ulm", zip: "1" } }, { op: "add", path: "/tags", value: ["x"] }] },
  { version: 2, patch: [{ op: "add", path: "/tags/-", value: "y" }, { op: "add", path: "/tags/0", value: "w" }] },
];

test("an entry's fields are those of the version asked for", () => {
  expect(fieldsAt(changes, 0)).toEqual({});
  expect(fieldsAt(changes, 2)).toEqual({ note: "a/b", address: { city: "Ulm", zip: "1" }, tags: ["w", "x", "y"] });
  expect(fieldsAt(changes, 3)).toEqual({ address: { city: "Bonn", zip: "1" }, tags: ["w", "x", "y"] });
});

test("where a change is missing nothing is made up", () => {
  expect(fieldsAt(changes.slice(0, 1), 3)).toBeNull();
});

test("paths are read as RFC 6901 writes them", () => {
  expect(patched({}, [{ op: "add", path: "/a~1b~0c", value: 1 }])).toEqual({ "a/b~c": 1 });
  expect(patched({ tags: ["a", "b", "c"] }, [{ op: "remove", path: "/tags/1" }, { op: "replace", path: "/tags/0", value: "z" }])).toEqual({ tags: ["z", "c"] });
  expect(touched([{ op: "add", path: "/a/b", value: 1 }, { op: "add", path: "/a/c", value: 1 }, { op: "add", path: "/d", value: 1 }])).toEqual(["a", "d"]);
});
