import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createClient as createEventsClient } from "graphql-sse";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { ask } from "../browser/browser.mjs";
import { startServer } from "../browser/server.mjs";

const binary = process.env.DAYBOOK_BINARY;

/** Longer than anything here takes on a busy machine, in milliseconds. */
const PATIENCE = 60_000;

const LIVE = "subscription { tagsLive { snapshot entered { name } changed { name } left } }";
const COUNT = "subscription { tagsStatsLive { count } }";
const CHANGES = "subscription ($since: ID) { changes(types: [\"Tag\"], since: $since) { seq operation entry { title } } }";

let server;
before(async () => (server = await startServer(binary)));
after(() => server.stop());

describe("graphql-ws", { timeout: PATIENCE }, () => {
  test("follows several subscriptions over one socket", () => withSocket(severalAtOnce));
  test("completes from the client's side, and goes on with the others", () => withSocket(completesFromHere));
  test("answers queries and mutations and completes them from the server's side", () => withSocket(completesFromThere));
  test("tells what is wrong with a query and leaves the socket open", () => withSocket(tellsMistakes));
  test("refuses the 21st subscription and leaves the others alone", () => withSocket(refusesOneTooMany));
  test("plays ping and pong", pingsAndPongs);
  test("is refused from a page of another site", refusesForeignPages);
  test("resumes after the server was stopped, and after it was killed, and misses nothing", () => resumes(socketClient));
});

describe("graphql-sse", { timeout: PATIENCE }, () => {
  test("follows several subscriptions", () => severalAtOnce(eventsClient()));
  test("completes from the client's side, and goes on with the others", () => completesFromHere(eventsClient()));
  test("answers queries and mutations and completes them from the server's side", () => completesFromThere(eventsClient()));
  test("tells what is wrong with a query", () => tellsMistakes(eventsClient({ retryAttempts: 0 })));
  test("resumes after the server was stopped, and after it was killed, and misses nothing", () => resumes(eventsClient));
});

function socketClient(options = {}) {
  return createClient({
    url: server.base.replace(/^http/, "ws") + "/graphql",
    webSocketImpl: WebSocket,
    lazy: true,
    retryAttempts: 50,
    retryWait: () => pause(100),
    shouldRetry: () => true,
    ...options,
  });
}

function eventsClient(options = {}) {
  return createEventsClient({ url: `${server.base}/graphql`, retryAttempts: 50, retry: () => pause(100), ...options });
}

async function withSocket(run) {
  const client = socketClient();
  await run(client);
  await client.dispose();
}

let made = 0;

/** Makes a tag; answers its name. */
async function tag() {
  const name = `tag ${++made}`;
  const { tagCreate } = await ask(server.base, `mutation { tagCreate(input: {name: "${name}"}) { errors { message } } }`);
  assert.deepEqual(tagCreate.errors, []);
  return name;
}

async function count() {
  return (await ask(server.base, "{ tags { totalCount } }")).tags.totalCount;
}

async function severalAtOnce(client) {
  const [list, statistics, log] = [follow(client, { query: LIVE }), follow(client, { query: COUNT }), follow(client, { query: CHANGES })];
  assert.equal((await list.next()).data.tagsLive.snapshot, true);
  const [before] = (await statistics.next()).data.tagsStatsLive;
  assert.equal(before.count, await count());
  // The log tells nothing at first, by which it could be known that it stands.
  await pause(200);
  const name = await tag();
  assert.deepEqual((await list.next()).data.tagsLive, { snapshot: false, entered: [{ name }], changed: [], left: [] });
  assert.equal((await statistics.next()).data.tagsStatsLive[0].count, before.count + 1);
  const change = (await log.next()).data.changes;
  assert.deepEqual([change.operation, change.entry.title], ["CREATED", name]);
  for (const followed of [list, statistics, log]) followed.stop();
}

async function completesFromHere(client) {
  const [one, other] = [follow(client, { query: LIVE }), follow(client, { query: COUNT })];
  await one.next();
  await other.next();
  one.stop();
  assert.equal(await one.next(), "complete");
  await tag();
  assert.equal((await other.next()).data.tagsStatsLive[0].count, await count());
  assert.deepEqual(one.waiting(), []);
  other.stop();
}

async function completesFromThere(client) {
  const query = follow(client, { query: "query ($name: String!) { type(name: $name) { name } }", variables: { name: "Tag" } });
  assert.deepEqual(await query.next(), { data: { type: { name: "Tag" } } });
  assert.equal(await query.next(), "complete");
  const mutation = follow(client, { query: 'mutation { tagCreate(input: {name: "by socket"}, dryRun: true) { entry { name } } }' });
  assert.deepEqual(await mutation.next(), { data: { tagCreate: { entry: { name: "by socket" } } } });
  assert.equal(await mutation.next(), "complete");
}

async function tellsMistakes(client) {
  const good = follow(client, { query: COUNT });
  await good.next();
  for (const [query, code] of [["subscription { nothing }", "VALIDATION_FAILED"], ["{", "PARSE_FAILED"], ['subscription { changes(since: "999999999") { seq } }', "BAD_INPUT"]]) {
    const bad = follow(client, { query });
    const { failed } = await bad.next();
    // Over events a refusal is an answer with a status.
    const errors = Array.isArray(failed) ? failed : (await failed.response.json()).errors;
    assert.equal(errors[0].extensions.code, code, JSON.stringify(errors));
  }
  await tag();
  assert.equal((await good.next()).data.tagsStatsLive[0].count, await count());
  good.stop();
}

async function refusesOneTooMany(client) {
  const followed = Array.from({ length: 20 }, () => follow(client, { query: COUNT }));
  for (const one of followed) await one.next();
  const { failed } = await follow(client, { query: COUNT }).next();
  assert.equal(failed[0].extensions.code, "RATE_LIMITED");
  await tag();
  for (const one of followed) {
    assert.equal((await one.next()).data.tagsStatsLive[0].count, await count());
    one.stop();
  }
}

async function pingsAndPongs() {
  let pongs = 0;
  const enough = new Promise((resolve) => {
    const client = socketClient({ lazy: false, keepAlive: 20, on: { pong: (received) => received && ++pongs === 3 && resolve(client) } });
  });
  await (await enough).dispose();
}

async function refusesForeignPages() {
  class Foreign extends WebSocket {
    constructor(address, protocols) {
      super(address, protocols, { origin: "https://example.org" });
    }
  }
  const client = socketClient({ webSocketImpl: Foreign, retryAttempts: 0 });
  const { failed } = await follow(client, { query: COUNT }).next();
  assert.equal(failed.code, 4403);
}

/** What was told last is said when the client follows again, so that the server goes on behind it. */
async function resumes(makeClient) {
  const client = makeClient();
  const { changes } = await ask(server.base, "{ changes(first: 1) { nodes { seq } } }");
  const payload = { query: CHANGES, variables: { since: changes.nodes[0].seq } };
  const told = [];
  const log = follow(client, payload, ({ data }) => {
    payload.variables.since = data.changes.seq;
    told.push(data.changes.entry.title);
  });
  const expected = [await tag()];
  await log.next();
  for (const signal of ["SIGTERM", "SIGKILL"]) {
    expected.push(await tag());
    await log.next();
    server = await startServer(binary, await server.leave(signal));
    for (let again = 0; again < 3; again++) expected.push(await tag());
    for (let again = 0; again < 3; again++) await log.next();
    assert.deepEqual(told, expected, signal);
  }
  log.stop();
  await client.dispose();
}

/** Follows an operation; `next` waits for what it is told, one by one: an answer, `{ failed }`, or "complete". */
function follow(client, payload, heard = () => {}) {
  const told = [];
  let wake = () => {};
  const tell = (what) => {
    told.push(what);
    wake();
  };
  const stop = client.subscribe(payload, {
    next: (answer) => {
      heard(answer);
      tell(answer);
    },
    error: (failed) => tell({ failed }),
    complete: () => tell("complete"),
  });
  const next = async () => {
    while (told.length === 0) await new Promise((resolve) => (wake = resolve));
    return told.shift();
  };
  return { next, stop, waiting: () => told };
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
