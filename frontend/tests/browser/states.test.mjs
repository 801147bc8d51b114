// What is unusual, on every screen: answers that are late, missing, empty or refused.
// Writes; so it runs only against a server of its own.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openWatched, SIZES, startChromium } from "./browser.mjs";

const PATIENCE = 30_000;
const base = process.env.DAYBOOK_URL;

let browser;
let child;
let sensor;
let feeding;
let view;

describe("states", { timeout: 30 * PATIENCE, skip: process.env.DAYBOOK_OWN_SERVER ? false : "they write, and this server is not theirs" }, () => {
  before(async () => {
    browser = await startChromium(process.env.DAYBOOK_CHROMIUM);
    [child, sensor] = [await make("Child", { name: "Ada" }), await make("Sensor", { name: "Nursery" })];
    feeding = await make("Feeding", { child: { link: child }, method: "BOTTLE", amount: { value: 90, unit: "ML" } });
    const inputs = Array.from({ length: 30 }, (_, index) => ({ sensor: { link: sensor }, at: new Date(Date.now() - (index + 1) * 60_000).toISOString(), temperature: { value: 20 + (index % 3), unit: "CEL" } }));
    await api("mutation ($inputs: [ReadingCreate!]!) { readingsAdd(inputs: $inputs) { accepted } }", { inputs });
    view = await make("SavedView", { name: "By day", recordType: "Feeding", layout: "CHART", state: { type: "feedings", measure: "count", range: "7" } });
  });
  after(() => browser?.close());

  for (const { name, screen } of SIZES) {
    it(`shows on every page that it waits, and then what came (${name})`, () => eachWaits({ screen }));
    it(`says on every page what failed, and tries again (${name})`, () => eachFails({ screen }));
  }
  it("says of what is not there what to do instead", saysWhatIsMissing);
});

async function api(query, variables = {}) {
  const response = await fetch(new URL("/graphql", base), { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  for (const payload of Object.values(data ?? {})) assert.deepEqual(payload?.errors ?? [], [], query);
  return data;
}

async function make(type, input) {
  const { made } = await api(`mutation Make($input: ${type}Create!) { made: ${type[0].toLowerCase()}${type.slice(1)}Create(input: $input) { entry { id } errors { path message } } }`, { input });
  return made.entry.id;
}

async function open(path, options) {
  const opened = await openWatched(browser, base, path, options);
  opened.page.setDefaultTimeout(PATIENCE);
  return opened;
}

/** By how much the page could be scrolled sideways. */
function sideways(page) {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
}

/** Every page that asks the server for something, with what stands there when the answer has come. */
function pages() {
  return [
    ["/", "article"],
    ["/t/feedings", "[data-line], .phone .line, .row"],
    [`/e/${child}`, "[data-field='name']"],
    [`/e/${child}/history`, "main table tr"],
    ["/new/feedings", "[data-field='child']"],
    [`/series/readings/${sensor}?range=1h`, "main .chart svg"],
    ["/charts?type=feedings&range=7", "main .chart svg"],
    [`/charts?view=${view}`, "main .chart svg"],
    [`/graph/${child}`, "main .side li"],
    [`/path/${child}/${feeding}`, "main .node"],
    ["/types/Feeding", "main tbody tr"],
    ["/changes", "main tbody tr, main .set, main li"],
    ["/trash", "main .empty"],
    ["/api", "main pre"],
  ];
}

/** Whether a page asks this for itself, rather than the shell around it. */
function isFirst(path, text) {
  const ofShell = /query (Types|Counts|StoredViews|LatestChanges)\b/.test(text);
  return path === "/api" ? /query Types/.test(text) : !ofShell;
}

async function eachWaits(size) {
  const { page, troubles, close } = await open("/settings", { size });
  for (const [path, there] of pages()) {
    let release;
    const held = new Promise((done) => (release = done));
    await page.route("**/graphql", async (route) => {
      await held;
      await route.continue().catch(() => undefined);
    });
    await page.goto(new URL(path, base).href);
    await seen(page, "main .rows .bar, main .skeleton, [role=dialog] .rows .bar, main [aria-busy=true]", `${path} does not show that it waits`);
    assert.equal(await page.locator("main .empty, [role=dialog] .empty, [role=alert]").count(), 0, `${path} says that something is missing before the answer is there`);
    release();
    await seen(page, there, `${path} never shows ${there}`);
    await page.unroute("**/graphql");
  }
  assert.deepEqual(troubles, []);
  await close();
}

/** What each page asks first is refused with a request id; then it is answered. */
async function eachFails(size) {
  const { page, close } = await open("/settings", { size });
  for (const [path, there] of pages().filter(([path]) => path !== "/new/feedings" && path !== "/")) {
    let failing = true;
    await page.route("**/graphql", (route) => {
      if (!failing || !isFirst(path, route.request().postData() ?? "")) return route.continue();
      return route.fulfill({ status: 500, contentType: "application/json", headers: { "x-request-id": "req-4711" }, body: "{}" });
    });
    await page.goto(new URL(path, base).href);
    const alert = page.locator("main [role=alert]").first();
    await seen(page, "main [role=alert]", `${path} does not say that it failed`);
    assert.match(await alert.innerText(), /Request req-4711/, `${path} gives no request id`);
    failing = false;
    await alert.getByRole("button", { name: "Try again" }).click().catch(() => assert.fail(`${path} cannot be tried again`));
    await seen(page, there, `${path} never shows ${there} after another try`);
    assert.equal(await sideways(page), 0, path);
    await page.unroute("**/graphql");
  }
  await close();
}

async function seen(page, selector, otherwise) {
  await page.locator(selector).first().waitFor().catch(() => assert.fail(otherwise));
}

async function saysWhatIsMissing() {
  const nobody = "0192e0a4-0000-7000-8000-000000000000";
  const places = [
    ["/t/nothings", "main a[href='/types']"],
    ["/new/nothings", "[role=dialog] a[href='/types']"],
    [`/e/${nobody}`, "main a[href='/']"],
    [`/e/${nobody}/history`, "main a[href='/']"],
    [`/series/readings/${nobody}`, "main a[href='/']"],
    [`/charts?view=${nobody}`, "main a[href='/charts']"],
    ["/charts?type=nothings", "main a[href='/types']"],
    [`/graph/${nobody}`, "main a[href='/']"],
    [`/path/${nobody}/${child}`, "main a, main button"],
    ["/types/Nothing", "main button"],
    [`/changes/${nobody}`, "main a, main button"],
    ["/t/foods?where=%7B%22name%22%3A%7B%22eq%22%3A%22none%22%7D%7D", "main .empty button"],
    ["/t/foods", "main .empty a"],
  ];
  const { page, close } = await open("/settings");
  for (const [path, action] of places) {
    await page.goto(new URL(path, base).href);
    await seen(page, action, `${path} offers nothing instead`);
  }
  await close();
}
