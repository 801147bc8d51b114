import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { LANGUAGES, pythonOf } from "../../src/features/api/languages";

const request = { url: "http://127.0.0.1:8080/ingest/Note", body: { text: "it's \"fine\"", pinned: true, tag: null, list: [1.5, false] } };

test("the shell reads the body back as it was", () => {
  const line = LANGUAGES.curl(request).replace(/^curl/, "printf '%s\\n'");
  const words = execFileSync("sh", ["-c", line], { encoding: "utf8" }).trimEnd().split("\n");
  expect(words[0]).toBe(request.url);
  expect(JSON.parse(words.at(-1) ?? "")).toEqual(request.body);
});

test("Python's words stand for those of JSON", () => {
  expect(pythonOf(request.body)).toBe('{"text": "it\'s \\"fine\\"", "pinned": True, "tag": None, "list": [1.5, False]}');
});

test("the script is JavaScript", () => {
  expect(() => new Function(`return async () => { ${LANGUAGES.JavaScript(request)} }`)).not.toThrow();
});
