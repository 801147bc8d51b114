import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import axe from "axe-core";
import { chromium } from "playwright-core";

/** Names under which a distribution installs Chromium. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Chromium calls home in the background; nothing of that belongs into a test that watches the network. */
const QUIET = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** The two sizes that every page must work at. */
export const SIZES = [
  { name: "desk", screen: { viewport: { width: 1440, height: 900 } } },
  { name: "phone", screen: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
];

/** Where Chromium is: `DAYBOOK_CHROMIUM`, else the first in the path, else null. */
export function findChromium() {
  const given = process.env.DAYBOOK_CHROMIUM;
  if (given) return given;
  const folders = (process.env.PATH ?? "").split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file)) ?? null;
}

/** Starts Chromium with a profile of its own, which is gone when it is closed. */
export function startChromium(executablePath) {
  return chromium.launch({ executablePath, args: QUIET });
}

/**
 * Opens a page that is watched: `problems` lists what must never happen, as one line each. That is a request that
 * leaves the server, an error or a refused resource in the console, an exception, an answer of 4xx or 5xx. `before` runs
 * in the page ahead of its own scripts.
 */
export async function openWatched(browser, base, path, { size = SIZES[0], scheme = "light", locale = "en-US", before } = {}) {
  const context = await browser.newContext({ ...size.screen, colorScheme: scheme, locale, reducedMotion: "reduce" });
  const page = await context.newPage();
  if (before) await page.addInitScript(before);
  const problems = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== new URL(base).origin) problems.push(`leaves the server: ${request.url()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  await page.goto(new URL(path, base).href);
  return { page, problems, close: () => context.close() };
}

/** What axe finds wrong, one line per kind; `without` leaves parts of the page out. */
export async function findBarriers(page, { without = [] } = {}) {
  // Evaluated by the debugger, so the page's own policy against foreign scripts stays in force.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((exclude) => globalThis.axe.run({ exclude }, {}), without.map((selector) => [selector]));
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.target.join(" ")).join(", ")})`);
}

/** By how many pixels the page, what scrolls in it, or a dialog could be moved sideways. */
export function sideways(page) {
  return page.evaluate(() => {
    const scrollers = [document.documentElement, ...document.querySelectorAll("main, [role=dialog], [role=dialog] > .content")];
    return Math.max(...scrollers.map((element) => element.scrollWidth - element.clientWidth), 0);
  });
}

/** Asks the server itself. */
export async function ask(base, query, variables = {}) {
  const response = await fetch(new URL("/graphql", base), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
