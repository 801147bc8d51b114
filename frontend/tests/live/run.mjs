// The clients and audits that the protocols' own authors publish, unmodified, against the real binary.
//
//   DAYBOOK_BINARY=…/daybook npm run test:live     against a server of its own with an empty store

import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

if (!process.env.DAYBOOK_BINARY) {
  console.error("Which server? For example: DAYBOOK_BINARY=../target/debug/daybook npm run test:live");
  process.exitCode = 2;
} else {
  process.exitCode = await testClients();
}

async function testClients() {
  const counts = { passed: 0, failed: 0 };
  const files = ["./clients.test.mjs", "./audits.test.mjs"].map((file) => fileURLToPath(new URL(file, import.meta.url)));
  const tests = run({ files });
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
