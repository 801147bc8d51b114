import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { serverAudits } from "graphql-http";
import { startServer } from "../browser/server.mjs";

/** How many audits the package has: fewer would mean that some are no longer looked at. */
const AUDITS = 61;

let server;
before(async () => (server = await startServer(process.env.DAYBOOK_BINARY)));
after(() => server.stop());

test("passes every audit of GraphQL over HTTP, also those that are only recommended", async () => {
  const audits = serverAudits({ url: () => `${server.base}/graphql` });
  assert.equal(audits.length, AUDITS);
  const failed = [];
  for (const audit of audits) {
    const result = await audit.fn();
    if (result.status !== "ok") failed.push(`${result.status} ${audit.id} ${audit.name}: ${result.reason}`);
  }
  assert.deepEqual(failed, []);
});
