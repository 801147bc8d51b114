// Both pages in a real Chromium.
//
//   npm run test:browser -- http://127.0.0.1:8080     against a running server; nothing is written there
//   DAYBOOK_BINARY=…/daybook npm run test:browser     against a server of its own with an empty store
//
// Without Chromium it says that it skips; with DAYBOOK_REQUIRE_BROWSER=1 or DAYBOOK_NO_SKIP that is a failure.

import { readdirSync } from "node:fs";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";
import { findChromium } from "./browser.mjs";
import { startServer } from "./server.mjs";

const address = process.argv[2] ?? process.env.DAYBOOK_URL;
const binary = process.env.DAYBOOK_BINARY;
const chromium = findChromium();

if (!address && !binary) {
  console.error("Which server? For example: npm run test:browser -- http://127.0.0.1:8080");
  process.exitCode = 2;
} else if (chromium) {
  process.exitCode = await testPages(chromium);
} else if (process.env.DAYBOOK_REQUIRE_BROWSER === "1" || process.env.DAYBOOK_NO_SKIP) {
  console.error("No Chromium found, and nothing may be skipped here. Install it, or name it in DAYBOOK_CHROMIUM.");
  process.exitCode = 1;
} else {
  console.log("SKIPPED: the browser tests. No Chromium found; install it, or name it in DAYBOOK_CHROMIUM.");
}

/** Runs the tests and answers the exit code. Each file has a server of its own, so that none sees what another wrote. */
async function testPages(executablePath) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of testFiles()) {
    const own = address ? null : await startServer(binary);
    Object.assign(process.env, { DAYBOOK_CHROMIUM: executablePath, DAYBOOK_URL: address ?? own.base, DAYBOOK_OWN_SERVER: own ? "1" : "" });
    try {
      const tests = run({ files: [file] });
      tests.on("test:pass", (event) => count(event, "passed"));
      tests.on("test:fail", (event) => count(event, "failed"));
      for await (const text of tests.compose(new spec())) process.stdout.write(text);
    } finally {
      await own?.stop();
    }
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;

  /** Suites and files only repeat what their tests say. */
  function count({ details, nesting, skip }, outcome) {
    if (details.type === "suite" || (nesting === 0 && outcome === "passed")) return;
    counts[skip === undefined ? outcome : "skipped"] += 1;
  }
}

function testFiles() {
  const folder = new URL("./", import.meta.url);
  return readdirSync(folder).filter((name) => name.endsWith(".test.mjs")).sort().map((name) => fileURLToPath(new URL(name, folder)));
}
