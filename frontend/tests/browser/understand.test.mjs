// Charts, series, the graph and the editor of types over the demo's household. Writes; so it runs only against a server
// of its own.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ask, findBarriers, openWatched, sideways, SIZES, startChromium } from "./browser.mjs";

const base = process.env.DAYBOOK_URL;
/** Longer than anything ever takes on a busy machine, in milliseconds. */
const PATIENCE = 30_000;
const THEMES = ["light", "dark", "night"];

let browser;
let sensor;
let child;

describe("understanding", { timeout: 30 * PATIENCE, skip: process.env.DAYBOOK_OWN_SERVER ? false : "it writes, and this server is not its own" }, () => {
  before(async () => {
    browser = await startChromium(process.env.DAYBOOK_CHROMIUM);
    const { demoLoad } = await ask(base, "mutation { demoLoad { created samples errors { message } } }");
    assert.deepEqual(demoLoad.errors, []);
    const found = await ask(base, "{ sensors(first: 1) { nodes { id } } children(first: 1) { nodes { id } } }");
    [sensor, child] = [found.sensors.nodes[0].id, found.children.nodes[0].id];
  });
  after(() => browser?.close());

  it("opens the demo's views as the app itself keeps views", opensViews);
  it("tells a chart as a sentence, and reads it from the keyboard", readsChart);
  it("narrows a chart by a condition", narrowsChart);
  it("keeps a chart as a view that the rail opens again", keepsChart);
  it("follows what is recorded meanwhile", followsRecords);
  it("says what an empty range holds, and shows more", saysEmpty);
  it("shows a sensor's day with its values, its table and other ranges", showsSeries);
  it("draws a reading as soon as it is posted", drawsPosted);
  it("flags a stretch of time and takes it back", flags);
  it("lists what is linked, and walks on from there", walksGraph);
  it("finds a way between two entries, or says that there is none", findsPath);
  it("charts what a peeked entry measured, among its day or over time", peeksCharts);
  it("shows one type, and the way back to all, on a phone", showsTypeOnPhone);
  it("defines a type, uses it without a reload, and renames a field", definesType);
  it("adds a field to a type that comes with Daybook, and removes it with its loss accepted", extendsType);
  for (const { name, screen } of SIZES) {
    for (const theme of THEMES) it(`has no barriers (${name}, ${theme})`, () => isSound({ screen }, theme));
  }
  it("removes the demo, having said what stays and what goes along", removesDemo);
});

async function open(path, options = {}) {
  const opened = await openWatched(browser, base, path, options);
  opened.page.setDefaultTimeout(PATIENCE);
  return opened;
}

const CHART = "/charts?type=feedings&measure=sum&field=amount&unit=ML&by=method&range=7";

async function openChart(path = CHART, options) {
  const opened = await open(path, options);
  await opened.page.locator(".chart svg").first().waitFor();
  return opened;
}

async function opensViews() {
  const { savedViews } = await ask(base, "{ savedViews(orderBy: [{ position: ASC }]) { nodes { id name recordType state } } }");
  const plurals = { Feeding: "feedings", Sleep: "sleeps", Note: "notes" };
  assert.deepEqual(savedViews.nodes.map(({ recordType }) => plurals[recordType]), Object.values(plurals));
  for (const { id, name, recordType, state } of savedViews.nodes) {
    const { page, problems, close } = await open(`/t/${plurals[recordType]}?view=${id}`);
    await page.locator(".sheet .row").first().waitFor();
    assert.ok((await page.locator(".chips > .chip").count()) > 0, `${name} filters`);
    // Saved under another name without a change, the app keeps the same.
    await page.keyboard.press("v");
    await page.getByPlaceholder("Name of a new view").fill(`${name} again`);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.searchParams.get("view") !== id);
    const { savedViews: kept } = await ask(base, `{ savedViews(where: { name: { eq: ${JSON.stringify(`${name} again`)} } }) { nodes { state } } }`);
    assert.deepEqual(kept.nodes[0].state, state, name);
    assert.deepEqual(problems, []);
    await close();
  }
}

async function removesDemo() {
  await ask(base, `mutation { intakeCreate(input: { kind: FOOD, name: "mine" }) { errors { message } }
    feedingCreate(input: { child: { link: "${child}" }, method: BOTTLE }) { errors { message } }
    readingsAdd(inputs: [{ sensor: { link: "${sensor}" }, at: "2025-01-01T00:00:00Z", temperature: { value: 20, unit: CEL } }]) { accepted } }`);
  const { page, problems, close } = await open("/settings#settings-demo");
  await page.getByRole("button", { name: "Remove the demo …" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/of your own, which cannot be without it/).waitFor();
  await dialog.getByText(/of your own, of (a sensor|sensors) of the demo/).waitFor();
  await dialog.getByRole("button", { name: "Remove all of that" }).click();
  // Thousands of entries and hundreds of thousands of readings go.
  await page.getByText("The demo is gone:", { exact: false }).waitFor({ timeout: 5 * PATIENCE });
  const left = await ask(base, "{ feedings { totalCount } readings { totalCount } intakes { nodes { name } } }");
  assert.deepEqual(left, { feedings: { totalCount: 0 }, readings: { totalCount: 0 }, intakes: { nodes: [{ name: "mine" }] } });
  await page.getByRole("button", { name: "Remove the demo …" }).click();
  await dialog.getByText("There is nothing of the demo here.").waitFor();
  assert.deepEqual(problems, []);
  await close();
}

async function peeksCharts() {
  const { feedings } = await ask(base, '{ feedings(where: { amount: { isNull: false }, startedAt: { last: "P3D" } }, first: 1, orderBy: [{ startedAt: DESC }]) { nodes { id child { id } } } }');
  const { id, child: of } = feedings.nodes[0];
  // One more on the same day, whatever day it is.
  await ask(base, `mutation { feedingUpdate(id: "${id}", patch: { amount: { value: 111, unit: ML } }) { errors { message } } }`);
  const { feeding } = await ask(base, `{ feeding(id: "${id}") { startedAt } }`);
  const { feedingCreate } = await ask(base, `mutation { feedingCreate(input: { child: { link: "${of.id}" }, method: BOTTLE, startedAt: "${feeding.startedAt}", amount: { value: 77, unit: ML } }) { errors { message } } }`);
  assert.deepEqual(feedingCreate.errors, []);
  const where = encodeURIComponent(JSON.stringify({ id: { eq: id } }));
  const { page, problems, close } = await open(`/t/feedings?where=${where}`);
  await page.locator(".sheet .row [data-column='0']").first().click();
  await page.keyboard.press("Space");
  const day = page.locator(".peek .day");
  await day.locator("li.own").waitFor();
  assert.match(await day.locator("li.own").innerText(), /111/);
  assert.ok((await day.locator("li").count()) > 1, "with the others of the day");
  assert.deepEqual(await findBarriers(page), []);
  await page.goto(new URL("/t/children?group=", base).href);
  await page.locator(".sheet .row [data-column='0']").first().click();
  await page.keyboard.press("Space");
  await page.locator(".peek .entry-chart .chart svg").waitFor();
  // How many more there are stands apart from the last that is named.
  await page.locator(".peek dd", { hasText: /\S and \d+ more/ }).first().waitFor();
  assert.deepEqual(problems, []);
  await close();
}

async function showsTypeOnPhone() {
  const { page, problems, close } = await open("/types/Feeding", { size: SIZES[1] });
  await page.getByRole("heading", { level: 1, name: "Feeding" }).waitFor();
  await page.getByText("startedAt", { exact: true }).first().waitFor();
  await page.getByRole("button", { name: "All record types" }).click();
  await page.getByRole("button", { name: "Sensor", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Sensor" }).waitFor();
  assert.ok(await page.getByRole("button", { name: "All record types" }).evaluate((button) => button === document.activeElement), "the focus is on the way back");
  assert.deepEqual(await findBarriers(page), []);
  assert.deepEqual(problems, []);
  await close();
}

async function readsChart() {
  const { page, problems, close } = await openChart();
  assert.match(await page.locator(".charts h1").innerText(), /Sum of Amount in mL per day by Method, last 7 days/);
  const readout = page.locator(".readout");
  const today = await readout.innerText();
  await page.keyboard.press("ArrowLeft");
  await until(async () => (await readout.innerText()) !== today, "the readout moves to the day before");
  await page.keyboard.press("ArrowRight");
  await until(async () => (await readout.innerText()) === today, "the readout moves back");
  // Seven days, and the sum below them is that of the server.
  assert.equal(await page.locator(".charts tbody tr").count(), 7);
  const rows = await page.locator(".charts tbody tr td.strong").allInnerTexts();
  const sum = rows.map((text) => Number(text.replace(/[^0-9.-]/g, "")) || 0).reduce((a, b) => a + b, 0);
  const total = Number((await page.locator(".charts tfoot td").nth(-3).innerText()).replace(/[^0-9.-]/g, ""));
  assert.ok(Math.abs(sum - total) <= rows.length, `${sum} is about ${total}`);
  assert.deepEqual(problems, []);
  await close();
}

async function narrowsChart() {
  const where = encodeURIComponent(JSON.stringify({ amount: { gt: { value: 100, unit: "ML" } } }));
  const { page, close } = await openChart(`${CHART}&where=${where}`);
  assert.match(await page.locator(".charts h1").innerText(), /100 mL/);
  const narrowed = await page.locator(".charts tfoot td").last().innerText();
  await page.locator(".charts .chip .off").click();
  await until(async () => (await page.locator(".charts tfoot td").last().innerText()) !== narrowed, "more records without the condition");
  assert.doesNotMatch(page.url(), /where=/);
  await close();
}

async function keepsChart() {
  const { page, problems, close } = await openChart();
  await page.getByRole("button", { name: "Save as view" }).click();
  await page.getByLabel("Name of the view").fill("Milk of the week");
  await page.keyboard.press("Enter");
  await page.waitForURL(/charts\?view=/);
  const link = page.getByRole("link", { name: /Milk of the week/ }).first();
  await link.waitFor();
  await page.goto(new URL("/charts", base).href);
  await page.getByRole("link", { name: /Milk of the week/ }).first().click();
  await page.locator(".chart svg").first().waitFor();
  assert.match(await page.locator(".charts h1").innerText(), /by Method, last 7 days/);
  assert.deepEqual(problems, []);
  await close();
}

async function followsRecords() {
  const { page, close } = await openChart("/charts?type=feedings&range=1&bucket=P1D");
  const count = page.locator(".charts tfoot td").last();
  const earlier = await count.innerText();
  await ask(base, `mutation { feedingCreate(input: {child: {link: "${child}"}, method: BOTTLE, amount: {value: 70, unit: ML}}) { errors { message } } }`);
  await until(async () => (await count.innerText()) !== earlier, "the chart counts the new feeding");
  await close();
}

async function saysEmpty() {
  const where = encodeURIComponent(JSON.stringify({ note: { eq: "nobody ever wrote this" } }));
  const { page, close } = await open(`/charts?type=feedings&where=${where}`);
  await page.getByText(/No Feedings in this range/).waitFor();
  await page.getByRole("button", { name: "Show 90 days" }).click();
  await page.waitForURL(/range=90/);
  await close();
}

async function openSeries(query = "", options) {
  const opened = await open(`/series/readings/${sensor}${query}`, options);
  await opened.page.locator(".chart svg").first().waitFor();
  return opened;
}

async function showsSeries() {
  const { page, problems, close } = await openSeries();
  assert.match(await page.locator(".now").innerText(), /Temperature\s+-?\d/);
  await page.keyboard.press("t");
  await page.locator(".series .box tbody tr").first().waitFor();
  assert.match(page.url(), /view=table/);
  await page.keyboard.press("t");
  await page.locator(".chart svg").first().waitFor();
  await page.getByText("1 y", { exact: true }).click();
  await page.waitForURL(/range=1y/);
  await until(async () => /points/.test(await page.locator("#status-start").innerText()), "the status line tells how many points");
  await page.getByRole("button", { name: "Earlier" }).click();
  await page.waitForURL(/to=/);
  assert.deepEqual(problems, []);
  await close();
}

/** From the request to what is painted; the time is told, and only a far longer one fails. */
async function drawsPosted() {
  const { page, close } = await openSeries("?range=1h");
  const value = page.locator(".now .big").first();
  const { sensors } = await ask(base, `{ sensors(where: {id: {eq: "${sensor}"}}) { nodes { name } } }`);
  const began = Date.now();
  const answer = await fetch(new URL(`/ingest/Reading?set.sensor=${encodeURIComponent(sensors.nodes[0].name)}&unit.temperature=CEL`, base), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ at: new Date().toISOString(), temperature: 31.7 }),
  });
  assert.equal(answer.status, 200);
  await until(async () => (await value.innerText()) === "31.7", "the new value stands there");
  console.log(`a posted reading was on the screen after ${Date.now() - began} ms`);
  await close();
}

async function flags() {
  const { page, close } = await openSeries("?range=1h");
  await page.getByRole("button", { name: "Flag a stretch of time" }).click();
  await page.getByRole("button", { name: "Count first" }).click();
  await page.getByText(/lie in this time/).waitFor();
  await page.getByRole("button", { name: /^Flag/ }).click();
  await page.getByText(/samples flagged/).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText(/flags taken away/).waitFor();
  await close();
}

async function walksGraph() {
  const { page, close } = await open(`/graph/${child}`);
  const entries = page.locator(".graph .side li");
  await entries.first().waitFor();
  const name = await page.locator(".graph h1").innerText();
  assert.ok((await entries.count()) > 5);
  await entries.first().getByRole("button").click();
  await until(async () => (await page.locator(".graph h1").innerText()) !== name, "the next entry is the middle");
  await close();
}

async function findsPath() {
  const { feedings, patients } = await ask(base, `{ feedings(first: 1, where: {child: {is: {id: {eq: "${child}"}}}}) { nodes { id } } patients(first: 1) { nodes { id } } }`);
  const { page, close } = await open(`/path/${child}/${feedings.nodes[0].id}`);
  await page.locator(".path .node").nth(1).waitFor();
  assert.equal(await page.locator(".path .link").count(), 1);
  await page.goto(new URL(`/path/${child}/${patients.nodes[0].id}`, base).href);
  await page.locator(".path .empty, .path .node").first().waitFor();
  await close();
}

async function definesType() {
  const { page, problems, close } = await open("/types/Feeding");
  await page.getByRole("button", { name: "New type" }).first().click();
  await page.getByLabel("Name", { exact: true }).first().fill("Herb");
  await page.getByLabel("Name of the list").fill("herbs");
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: "Field", exact: true }).click();
  const form = page.locator(".editor");
  await form.getByLabel("Name", { exact: true }).fill("height");
  await page.keyboard.press("Tab");
  await form.getByLabel("Kind").selectOption("Quantity");
  await form.getByLabel("Kept in").selectOption("CM");
  await form.getByLabel("Most", { exact: true }).fill("300");
  await page.keyboard.press("Tab");
  await page.getByText(/planned .*nothing is changed yet/).waitFor();
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await page.getByText("The types are changed.").waitFor();
  const { type } = await ask(base, `{ type(name: "Herb") { plural fields { name unit max } } }`);
  assert.deepEqual(type.fields.find((field) => field.name === "height"), { name: "height", unit: "CM", max: 300 });
  // In the same window, without a reload: its list, its form, its chart.
  await page.getByRole("button", { name: /Open Herbs/ }).click();
  await page.waitForURL(/\/t\/herbs/);
  await ask(base, `mutation { herbCreate(input: {name: "Basil", height: {value: 20, unit: CM}}) { errors { message } } }`);
  await page.getByText("Basil").first().waitFor();
  await page.goto(new URL("/types/Herb", base).href);
  await page.locator("tbody th button", { hasText: "height" }).click();
  await page.locator(".editor").getByLabel("Name", { exact: true }).fill("size");
  await page.keyboard.press("Tab");
  await page.getByText("was height").waitFor();
  await page.getByText(/planned .*nothing is changed yet/).waitFor();
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await page.getByText("The types are changed.").waitFor();
  const renamed = await ask(base, "{ herbs { nodes { size { value } height { value } } } }");
  assert.deepEqual(renamed.herbs.nodes, [{ size: { value: 20 }, height: { value: 20 } }]);
  assert.deepEqual(problems, []);
  await close();
}

async function extendsType() {
  const { page, close } = await open("/types/Child");
  await page.getByRole("button", { name: "Field", exact: true }).click();
  await page.locator(".editor").getByLabel("Name", { exact: true }).fill("nickname");
  await page.keyboard.press("Tab");
  await page.getByText(/planned .*nothing is changed yet/).waitFor();
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await page.getByText("The types are changed.").waitFor();
  await ask(base, `mutation { childUpdate(id: "${child}", patch: {nickname: "Bean"}) { errors { message } } }`);
  await page.getByRole("button", { name: "Remove nickname" }).click();
  const accept = page.getByRole("checkbox", { name: /I accept/ });
  await accept.waitFor();
  assert.ok(await page.getByRole("button", { name: "Apply", exact: true }).isDisabled(), "a loss has to be accepted first");
  await accept.check();
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await until(async () => {
    const { type } = await ask(base, `{ type(name: "Child") { fields { name } } }`);
    return !type.fields.some((field) => field.name === "nickname");
  }, "the field is gone");
  await close();
}

async function isSound(size, theme) {
  const places = [
    [CHART, ".chart svg"],
    [`/series/readings/${sensor}`, ".chart svg"],
    [`/graph/${child}`, ".graph .side li"],
    ["/types/Feeding", ".types tbody tr"],
  ];
  for (const [path, shown] of places) {
    const { page, problems, close } = await open(path, { size, before: `localStorage.setItem("daybook:theme", "${theme}")` });
    await page.locator(shown).first().waitFor();
    assert.deepEqual(await findBarriers(page), [], path);
    assert.equal(await sideways(page), 0, `${path} is not wider than the screen`);
    assert.deepEqual(problems, [], path);
    await close();
  }
}

async function until(check, what) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await new Promise((done) => setTimeout(done, 100))) if (await check()) return;
  assert.fail(`not within ${PATIENCE / 1000} s: ${what}`);
}
