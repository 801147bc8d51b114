// Documents, judged by the server and by the reference implementation of GraphQL.
//
//   DAYBOOK_BINARY=…/daybook npm run test:documents     against a server of its own with an empty store

import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

if (!process.env.DAYBOOK_BINARY) {
  console.error("Which server? For example: DAYBOOK_BINARY=../target/debug/daybook npm run test:documents");
  process.exitCode = 2;
} else {
  process.exitCode = await testDocuments();
}

async function testDocuments() {
  const counts = { passed: 0, failed: 0 };
  const tests = run({ files: [fileURLToPath(new URL("./documents.test.mjs", import.meta.url))] });
  tests.on("test:pass", (event) => count(event, "passed"));
  tests.on("test:fail", (event) => count(event, "failed"));
  for await (const text of tests.compose(new spec())) process.stdout.write(text);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;

  /** Suites and files only repeat what their tests say. */
  function count({ details, nesting }, outcome) {
    if (details.type === "suite" || (nesting === 0 && outcome === "passed")) return;
    counts[outcome] += 1;
  }
}
