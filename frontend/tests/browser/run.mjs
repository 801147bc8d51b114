// Both pages in a real Chromium against a running server:  npm run test:browser -- http://127.0.0.1:8080
// Nothing is written: what would store something is sent as a dry run.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findChromium } from "./browser.mjs";

const base = process.argv[2] ?? process.env.DAYBOOK_URL;
const chromium = findChromium();

if (!base) {
  console.error("Which server? For example: npm run test:browser -- http://127.0.0.1:8080");
  process.exitCode = 2;
} else if (!chromium) {
  if (process.env.DAYBOOK_REQUIRE_BROWSER === "1") {
    console.error("No Chromium found, and DAYBOOK_REQUIRE_BROWSER=1 asks for one. Install it, or name it in DAYBOOK_CHROMIUM.");
    process.exitCode = 1;
  } else {
    console.log("SKIPPED: the browser tests. No Chromium found; install it, or name it in DAYBOOK_CHROMIUM.");
  }
} else {
  const tests = fileURLToPath(new URL("./pages.test.mjs", import.meta.url));
  const { status } = spawnSync(process.execPath, ["--test", "--test-reporter=spec", tests], {
    stdio: "inherit",
    env: { ...process.env, DAYBOOK_URL: base, DAYBOOK_CHROMIUM: chromium },
  });
  process.exitCode = status ?? 1;
}
