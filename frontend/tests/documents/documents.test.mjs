// The server's verdict on thousands of documents against that of the reference implementation (graphql-js).

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { buildSchema, parse, validate } from "graphql";
import { startServer } from "../browser/server.mjs";
import { Generator, literal, random } from "./generate.mjs";

const binary = process.env.DAYBOOK_BINARY;
const DOCUMENTS = Number(process.env.DOCUMENTS ?? 3000);
const LITERALS = Number(process.env.LITERALS ?? 1000);

/** Longer than all of it takes on a busy machine, in milliseconds. */
const PATIENCE = 600_000;

/** Requests on the way at a time. */
const AT_ONCE = 8;

const REFUSED = ["PARSE_FAILED", "VALIDATION_FAILED", "BAD_INPUT"];

/** The operation that runs: it stands in each document, so that no value of a variable is asked for. */
const OK = "query Ok { __typename }";

/** Documents of the issue, and what their relatives are. */
const KNOWN = [
  "{ __typename(x: 1) }",
  "{ __typename @nope }",
  "query ($no: Boolean!) { __typename @skip(if: $no) }",
  "query ($w: TagFilter) { notes(where: $w) { nodes { id } } }",
  "query ($w: NoteFilter) { notes(where: $w) { nodes { id } } }",
  "{ notes(where: {text: {eq: \"\\ud83c\\udf7c\"}}) { nodes { id } } }",
  "{ notes(where: {text: {eq: \"\\u{1F37C}\"}}) { nodes { id } } }",
  "{ notes(where: {text: {eq: \"\"\"a \\\"\"\" b\"\"\"}}) { nodes { id } } }",
  "{ a: tags(first: 1) { nodes { id } } a: tags(first: 2) { nodes { id } } }",
  "{ entries { nodes { ... on Tag { x: name } ... on Note { x: version } } } }",
  "queryAll { __typename }",
  "query Q($a: [ Int ] ! = [1]) { __typename }",
];

let server;
let schema;
before(async () => {
  server = await startServer(binary);
  const sdl = await (await fetch(`${server.base}/schema.graphql`)).text();
  schema = buildSchema(sdl);
});
after(() => server.stop());

describe("documents", { timeout: PATIENCE }, () => {
  test("documents of the issue are judged as the reference does", async () => {
    for (const document of KNOWN) await compare(`${document.replace(/^(query )?(?=[({])/, "query Q ")}\n${OK}`);
  });

  test("generated documents are judged as the reference does", async () => {
    const counts = { right: 0, wrong: 0, notAsked: 0 };
    await inTurn(DOCUMENTS, async (number) => {
      const document = new Generator(schema, number + 1).document();
      counts[await compare(document)] += 1;
    });
    console.log(`documents: ${JSON.stringify(counts)}`);
    assert.ok(counts.right > DOCUMENTS / 5 && counts.wrong > DOCUMENTS / 5, JSON.stringify(counts));
    assert.ok(counts.notAsked < DOCUMENTS / 20, JSON.stringify(counts));
  });

  test("texts mean what the reference reads", async () => {
    const next = random(16);
    const literals = Array.from({ length: LITERALS }, () => literal(next));
    let read = 0;
    await inTurn(LITERALS, async (number) => {
      const text = literals[number];
      const document = `mutation { noteCreate(input: {heading: "x", text: ${text}\n}, dryRun: true) { entry { text } errors { code } } }`;
      const answer = await ask(document);
      const expected = attempt(() => textIn(parse(document)));
      if (expected === undefined) {
        assert.ok(answer.errors, `taken, but it is no text: ${JSON.stringify(text)}`);
      } else {
        assert.equal(answer.errors, undefined, `${JSON.stringify(text)}: ${JSON.stringify(answer)}`);
        const entry = answer.data.noteCreate.entry;
        if (entry) assert.equal(entry.text, expected, JSON.stringify(text));
        read += entry ? 1 : 0;
      }
    });
    assert.ok(read > LITERALS / 10, `${read} texts were read`);
  });
});

/** The text that a document gives to the new note. */
function textIn(document) {
  const [field] = document.definitions[0].selectionSet.selections;
  const text = field.arguments[0].value.fields.find((given) => given.name.value === "text").value;
  assert.equal(text.kind, "StringValue");
  return text.value;
}

/** Compares both verdicts on a document, and tells what they are. */
async function compare(document) {
  const answer = await ask(document, "Ok");
  const codes = (answer.errors ?? []).map((error) => error.extensions.code);
  // The server's limits are its own, and without the operation that runs there is nothing to judge.
  const runs = attempt(() => parse(document).definitions.some((definition) => definition.name?.value === "Ok" && definition.operation)) ?? true;
  if (codes.includes("TOO_COMPLEX") || !runs) return "notAsked";
  const refused = codes.some((code) => REFUSED.includes(code));
  const mistakes = judge(document);
  const told = `${document}\nreference: ${mistakes.join("; ") || "right"}\nserver: ${(answer.errors ?? []).map((error) => error.message).join("; ") || "right"}`;
  assert.equal(refused, mistakes.length > 0, told);
  return refused ? "wrong" : "right";
}

function judge(document) {
  try {
    return validate(schema, parse(document)).map((error) => error.message);
  } catch (error) {
    return [error.message];
  }
}

async function ask(query, operationName) {
  const body = JSON.stringify({ query, operationName });
  const response = await fetch(`${server.base}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body });
  return response.json();
}

async function inTurn(count, work) {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function attempt(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}
