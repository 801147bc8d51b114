// Lists as people work with them: filter, change many, undo, paste from a spreadsheet, two windows, a list of any length.
// Writes; so it runs only against a server of its own.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { findBarriers, openWatched, sideways, SIZES, startChromium } from "./browser.mjs";

const base = process.env.DAYBOOK_URL;
const PATIENCE = 30_000;
/** Rows of the long list; `DAYBOOK_ROWS=100000` measures what the documentation tells. */
const ROWS = Number(process.env.DAYBOOK_ROWS ?? 3_000);

let browser;
let kids;

describe("lists", { skip: process.env.DAYBOOK_OWN_SERVER ? false : "they write, and this server is not theirs" }, () => {
  before(async () => {
    browser = await startChromium(process.env.DAYBOOK_CHROMIUM);
    kids = [await make("Child", { name: "Ada" }), await make("Child", { name: "Ben" })];
    await fill(ROWS);
  });
  after(() => browser?.close());

  it("filters by keys, changes 40 rows as one and takes it back", changesForty);
  it("edits what of several conditions holds, and what does not", editsGroups);
  it("edits a cell, and says that the row leaves the view", editsCells);
  it("pastes 200 rows from a spreadsheet as one change set", pastesBlock);
  it("tells cell by cell what of a block cannot be read", refusesCells);
  it("shows what another window changed, and moves nothing", followsOthers);
  it("keeps the address as the state", keepsAddress);
  it("keeps a view under a name", keepsViews);
  it("puts numbers into ranges, each with its rows", groupsByRanges);
  it("walks on through the list that an entry was opened from", walksOn);
  it("scrolls to the end without a blank row, in bounded memory", scrolls);
  it("keeps the focus however far it scrolls", keepsFocus);
  it("says what an address has that no filter knows", toldOfAddress);
  it("shows the samples of a series", showsSamples);
  for (const { name, screen } of SIZES) it(`has no barriers (${name})`, () => hasNoBarriers({ screen }));
});

async function api(query, variables = {}) {
  const response = await fetch(new URL("/graphql", base), { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  for (const payload of Object.values(data ?? {})) assert.deepEqual(payload?.errors ?? [], [], query);
  return data;
}

async function make(type, input) {
  const name = `${type[0].toLowerCase()}${type.slice(1)}Create`;
  const data = await api(`mutation ($input: ${type}Create!) { ${name}(input: $input) { entry { id } errors { path message } } }`, { input });
  return data[name].entry.id;
}

const many = (inputs) => api("mutation ($inputs: [FeedingCreate!]!) { feedingCreateMany(inputs: $inputs) { errors { path message } } }", { inputs });

/** Bottles every ten minutes back from now, 100 to 149 mL, every other one of Ada. */
async function fill(count) {
  const now = Date.now();
  for (let made = 0; made < count; made += 500) {
    const inputs = Array.from({ length: Math.min(500, count - made) }, (_, index) => {
      const at = made + index;
      return {
        child: { link: kids[at % 2] }, startedAt: new Date(now - (at + 1) * 600_000).toISOString(), method: "BOTTLE",
        content: at % 3 ? "FORMULA" : "BREAST_MILK", amount: { value: 100 + (at % 50), unit: "ML" },
      };
    });
    await many(inputs);
  }
}

async function open(query = "", options) {
  const opened = await openWatched(browser, base, `/t/feedings${query}`, options);
  opened.page.setDefaultTimeout(PATIENCE);
  await opened.page.locator(".sheet .row").first().waitFor();
  return opened;
}

const address = (parts) => `?${new URLSearchParams(parts)}`;
const status = (page) => page.locator("#status-start").innerText();
const amounts = async (where) => (await api("query ($where: FeedingFilter) { feedings(where: $where, first: 500) { nodes { id amount { value } note } } }", { where })).feedings.nodes;

async function changesForty() {
  const { page, problems, close } = await open(address({ group: "" }));
  let keys = 0;
  const press = async (...all) => {
    for (const key of all) {
      await page.keyboard.press(key);
      keys += 1;
    }
  };
  await press("f");
  await page.locator("[role=listbox] [role=option]").first().waitFor();
  await press("a", "m", "o", "u", "Enter");
  await page.locator(".value input").first().waitFor();
  await press("1", "4", "5", "Enter");
  await page.waitForURL(/where=/);
  await page.locator(".chip").first().waitFor();
  await untilText(page, "#status-start", /^\d/);
  await page.locator(".sheet [data-line='0'] [data-column='0']").click();
  await press("x");
  for (let row = 0; row < 39; row += 1) await press("j");
  await press("Shift+X");
  await untilText(page, "#status-start", /40 selected/);
  assert.match(await status(page), /Amount/, "the selection is summed up");
  await press("e");
  await page.locator("dialog select, [role=dialog] select").first().selectOption("note");
  await page.locator("[role=dialog] textarea, [role=dialog] .field-editor input").first().fill("changed together");
  await untilText(page, "[role=dialog]", /40 rows change/);
  await page.locator("[role=dialog] button[type=submit]").click();
  await page.locator("[role=dialog]").waitFor({ state: "detached" });
  assert.equal((await amounts({ note: { eq: "changed together" } })).length, 40);
  await untilText(page, ".sheet", /changed together/);
  await page.keyboard.press("Escape");
  await page.locator(".sheet [data-line='0'] [data-column='0']").click();
  await page.keyboard.press("z");
  await untilText(page, "body", /Undone|taken back|Taken back/i);
  assert.equal((await amounts({ note: { eq: "changed together" } })).length, 0);
  assert.ok(keys <= 55, `${keys} keys`);
  assert.deepEqual(problems, []);
  await close();
}

async function editsGroups() {
  const where = { or: [{ content: { eq: "FORMULA" }, amount: { lt: { value: 101, unit: "ML" } } }, { not: { amount: { gte: { value: 102, unit: "ML" } } } }] };
  const { page, problems, close } = await open(address({ group: "", where: JSON.stringify(where) }));
  const applied = async () => JSON.parse(new URL(page.url()).searchParams.get("where"));
  await page.locator(".chips > .chip .words").first().click();
  const group = page.locator("form.form", { has: page.getByText("One of several conditions") });
  // The amount of the second alternative, within what must not hold.
  await group.getByRole("group", { name: "Alternative 2" }).locator(".chip .words").click();
  const not = page.locator("form.form", { has: page.locator("strong", { hasText: /^Not$/ }) });
  await not.locator(".chip .words").click();
  const amount = page.locator("form.form", { has: page.locator(".value") });
  await amount.locator(".value input").fill("105");
  await amount.locator("button[type=submit]").click();
  await not.locator("button[type=submit]").click();
  // One more alternative, from the keyboard.
  await group.getByRole("button", { name: "Another alternative" }).click();
  await group.getByRole("group", { name: "Alternative 3" }).getByRole("button", { name: "Condition" }).click();
  await page.keyboard.type("content");
  await page.keyboard.press("Enter");
  await page.locator(".value input").first().waitFor();
  await page.getByLabel("Breast milk", { exact: true }).check();
  await page.locator("form.form", { has: page.locator(".value") }).locator("button[type=submit]").click();
  await group.locator("button[type=submit]").click();
  await page.waitForURL(/105/);
  where.or[1].not.amount.gte.value = 105;
  assert.deepEqual(await applied(), { or: [...where.or, { content: { in: ["BREAST_MILK"] } }] });
  // The trash is one more chip, with a form of its own.
  await page.keyboard.press("Escape");
  await page.locator("body").press("f");
  await page.keyboard.type("trash");
  await page.keyboard.press("Enter");
  await page.getByLabel("in the trash", { exact: true }).check();
  await page.locator("form.form button[type=submit]").click();
  await page.waitForURL(/ONLY/);
  await page.locator(".chips > .chip .words").nth(1).click();
  await page.getByLabel("with the trash").check();
  await page.locator("form.form button[type=submit]").click();
  await page.waitForURL(/INCLUDE/);
  await page.locator(".sheet .row").first().waitFor();
  assert.deepEqual(problems, []);
  await close();
}

async function editsCells() {
  const { page, problems, close } = await open(address({ group: "", columns: "startedAt,amount,note", where: JSON.stringify({ amount: { gte: { value: 149, unit: "ML" } } }) }));
  const cell = page.locator(".sheet [data-line='0'] [data-column='1']");
  await cell.click();
  await page.keyboard.press("Enter");
  await page.locator(".sheet .editor input").first().waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("95");
  await untilText(page, ".sheet [data-line='0']", /leaves this view when saved/);
  const before = Date.now();
  await page.keyboard.press("Enter");
  await untilText(page, ".sheet [data-line='0']", /95/);
  console.log(`cell edit to paint: at most ${Date.now() - before} ms`);
  await untilText(page, ".sheet [data-line='0']", /no longer in this view/);
  await page.keyboard.press("j");
  await untilText(page, ".sheet", (text) => !/no longer in this view/.test(text));
  // Out of bounds: the cell says so, keeps the text, and Esc gives the old value back.
  await page.locator(".sheet [data-line='1'] [data-column='1']").click();
  await page.keyboard.press("F2");
  await page.locator(".sheet .editor input").first().waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("9999");
  await page.keyboard.press("Enter");
  await page.locator(".sheet .editor [role=alert]").waitFor();
  await page.keyboard.press("Escape");
  await untilText(page, ".sheet [data-line='1']", /149/);
  assert.deepEqual(problems, []);
  await close();
}

async function paste(page, text) {
  await page.evaluate((block) => {
    const data = new DataTransfer();
    data.setData("text/plain", block);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
  await page.locator("[role=dialog]").waitFor();
}

async function pastesBlock() {
  const { page, problems, close } = await open(address({ group: "", columns: "startedAt,child,method,amount,note" }));
  await page.locator(".sheet [data-line='0'] [data-column='0']").click();
  const rows = Array.from({ length: 200 }, (_, index) => [`2025-01-${String(1 + (index % 28)).padStart(2, "0")} 0${index % 10}:15`, index % 2 ? "Ada" : "Ben", "Bottle", `${index % 2 ? "4 fl oz" : "120 ml"}`, `pasted ${index}`].join("\t"));
  await paste(page, [["Started at", "Child", "Method", "Amount", "Note"].join("\t"), ...rows].join("\n"));
  await page.locator("[role=dialog] input[value=add]").check();
  await untilText(page, "[role=dialog]", /200 new rows/);
  await untilText(page, "[role=dialog]", (text) => !/cannot be read/.test(text));
  await page.locator("[role=dialog] footer button").last().click();
  await page.locator("[role=dialog]").waitFor({ state: "detached" });
  const written = await amounts({ note: { startsWith: "pasted" } });
  assert.equal(written.length, 200);
  assert.equal(written.filter(({ amount }) => Math.abs(amount.value - 118.29) < 0.1).length, 100);
  const { changes } = await api("{ changes(first: 500) { nodes { changeSet entryId } } }");
  const sets = new Set(changes.nodes.filter(({ entryId }) => written.some(({ id }) => id === entryId)).map(({ changeSet }) => changeSet));
  assert.equal(sets.size, 1, "one change set");
  assert.deepEqual(problems, []);
  await close();
}

async function refusesCells() {
  const { page, close } = await open(address({ group: "", columns: "startedAt,child,method,amount,note" }));
  await page.locator(".sheet [data-line='0'] [data-column='3']").click();
  await paste(page, "much\tfine\n10 kg\tfine too");
  await untilText(page, "[role=dialog]", /2 cells cannot be read/);
  assert.ok(await page.locator("[role=dialog] footer button").last().isDisabled());
  await page.keyboard.press("Escape");
  await close();
}

async function followsOthers() {
  const where = JSON.stringify({ startedAt: { gte: new Date(Date.now() - 86_400_000).toISOString() } });
  const [one, two] = [await open(address({ group: "", where })), await open(address({ group: "", where }))];
  const cell = one.page.locator(".sheet [data-line='3'] [data-column='0']");
  await cell.click();
  const before = await cell.boundingBox();
  await two.page.locator(".sheet [data-line='5'] [data-column='0']").click();
  const { feedings } = await api("query ($where: FeedingFilter) { feedings(where: $where, first: 10, orderBy: [{ startedAt: DESC }]) { nodes { id } } }", { where: JSON.parse(where) });
  await api("mutation ($id: ID!) { feedingUpdate(id: $id, patch: { note: \"from elsewhere\" }) { errors { message } } }", { id: feedings.nodes[5].id });
  await untilText(one.page, ".sheet [data-line='5']", /from elsewhere/);
  await make("Feeding", { child: { link: kids[0] }, startedAt: new Date(Date.now() - 1_000).toISOString(), method: "BOTTLE", amount: { value: 111, unit: "ML" } });
  await one.page.getByRole("button", { name: "1 new" }).waitFor();
  assert.deepEqual(await cell.boundingBox(), before, "nothing moved");
  assert.ok(await cell.evaluate((element) => element === document.activeElement), "the focus stayed");
  await one.page.keyboard.press("n");
  await untilText(one.page, ".sheet [data-line='0']", /111/);
  assert.deepEqual([...one.problems, ...two.problems], []);
  await one.close();
  await two.close();
}

async function keepsAddress() {
  const { page, close } = await open();
  await page.locator(".head .label", { hasText: "Amount" }).click();
  await page.waitForURL(/order=amount/);
  await page.reload();
  await page.locator(".sheet .row").first().waitFor();
  assert.equal(await page.locator("[aria-sort=ascending]").count(), 1);
  await page.goBack();
  await page.waitForURL((url) => !url.search.includes("order"));
  await close();
}

async function keepsViews() {
  const { page, problems, close } = await open(address({ group: "method", columns: "startedAt,amount", order: "-amount" }));
  await page.keyboard.press("v");
  await page.getByPlaceholder("Name of a new view").fill("By amount");
  await page.keyboard.press("Enter");
  await page.waitForURL(/view=/);
  await page.reload();
  await page.locator(".sheet .row").first().waitFor();
  assert.equal(await page.locator(".sheet .head [role=columnheader]").count(), 3);
  assert.match(await page.locator(".sheet .group").first().innerText(), /Bottle/);
  assert.deepEqual(problems, []);
  await close();
}

async function groupsByRanges() {
  const { page, problems, close } = await open(address({ group: "amount.RANGE", columns: "startedAt,amount", order: "amount" }));
  const heads = await page.locator(".sheet .group").allInnerTexts();
  // Up to 149 mL, in steps of ten; the least depends on what was edited before.
  const [, from, to] = /^\s*(\d+) – (\d+) mL/.exec(heads[0]) ?? [];
  assert.equal(Number(to) - Number(from), 10, heads[0]);
  assert.equal(await page.getByRole("button", { name: "Amount, in ranges" }).count(), 1);
  const amount = page.locator(".sheet [data-line='1'] [data-column='1']");
  await amount.waitFor();
  const first = parseFloat(await amount.innerText());
  assert.ok(first >= Number(from) && first < Number(to), `${first} lies in ${heads[0]}`);
  const { feedings } = await api("{ feedings(where: { amount: { gte: { value: " + from + ", unit: ML }, lt: { value: " + to + ", unit: ML } } }, first: 1) { totalCount } }");
  assert.match(heads[0], new RegExp(`\\b${feedings.totalCount} feeding`));
  assert.deepEqual(problems, []);
  await close();
}

async function walksOn() {
  for (const size of SIZES) {
    const { page, problems, close } = await openWatched(browser, base, `/t/feedings${address({ group: "startedAt.P1D", where: JSON.stringify({ amount: { lt: { value: 110, unit: "ML" } } }) })}`, { size });
    page.setDefaultTimeout(PATIENCE);
    const { feedings } = await api("{ feedings(where: { amount: { lt: { value: 110, unit: ML } } }, first: 40, orderBy: [{ startedAt: DESC }]) { nodes { id } } }");
    const ids = feedings.nodes.map(({ id }) => id);
    if (size.screen.isMobile) await page.locator(".row").first().tap();
    else {
      await page.locator(".sheet [data-line='1'] [data-column='0']").click();
      await page.keyboard.press("Enter");
    }
    await page.waitForURL(new RegExp(ids[0]));
    await page.locator("h1").waitFor();
    if (!size.screen.isMobile) {
      for (const id of ids.slice(1, 12)) {
        await page.keyboard.press("j");
        await page.waitForURL(new RegExp(id));
      }
      await page.keyboard.press("k");
      await page.waitForURL(new RegExp(ids[10]));
      // Changed, saved, and on to the next, from the keyboard.
      await page.locator("h1").click();
      await page.keyboard.press("e");
      await page.keyboard.press("Escape");
      const note = page.locator("[id$='-note']").first();
      await note.click();
      await page.keyboard.type("walked by");
      await page.keyboard.press("Alt+Enter");
      await page.waitForURL(new RegExp(ids[11]));
      const { feeding } = await api("query ($id: ID!) { feeding(id: $id) { note } }", { id: ids[10] });
      assert.equal(feeding.note, "walked by");
      await page.locator("header.bar nav a").first().click();
      await page.waitForURL(/where=/);
    }
    assert.deepEqual(problems, []);
    await close();
  }
}

async function scrolls() {
  const { page, close } = await open(address({ group: "" }));
  const measured = await page.evaluate(async () => {
    const sheet = document.querySelector(".sheet");
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const inSight = () => {
      const box = sheet.getBoundingClientRect();
      return [...sheet.querySelectorAll(".row")].filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return bottom > box.top + 30 && top < box.bottom - 2;
      });
    };
    let blank = 0;
    let frames = 0;
    let most = 0;
    while (sheet.scrollTop + sheet.clientHeight < sheet.scrollHeight - 1 && frames < 6_000) {
      sheet.scrollTop += 300;
      await frame();
      await frame();
      const rows = inSight();
      frames += 1;
      if (rows.length < 10 || rows.some((row) => row.querySelector(".absent"))) blank += 1;
      most = Math.max(most, sheet.querySelectorAll("*").length);
    }
    const jumps = [];
    for (const place of [0.5, 0.05, 0.9, 0]) {
      const began = performance.now();
      sheet.scrollTop = place * sheet.scrollHeight;
      do await frame();
      while ((inSight().length < 10 || inSight().some((row) => row.querySelector(".absent"))) && performance.now() - began < 10_000);
      jumps.push(Math.round(performance.now() - began));
    }
    return { frames, blank, most, jumps, heap: Math.round((performance.memory?.usedJSHeapSize ?? 0) / 1e6) };
  });
  console.log(`scrolled ${ROWS} rows: ${JSON.stringify(measured)}`);
  assert.ok(measured.blank <= measured.frames * 0.01, `${measured.blank} of ${measured.frames} frames had a blank row`);
  assert.ok(measured.most < 3_000, `${measured.most} elements`);
  await close();
}

async function keepsFocus() {
  const { page, close } = await open(address({ group: "" }));
  await page.locator(".sheet [data-line='2'] [data-column='0']").click();
  await page.evaluate(() => (document.querySelector(".sheet").scrollTop = 30_000));
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => document.activeElement.closest("[data-line]")?.dataset.line), "2");
  await page.keyboard.press("j");
  await page.locator(".sheet [data-line='3'] [data-column='0']:focus").waitFor();
  await page.keyboard.press("Control+End");
  await page.waitForFunction(() => Number(document.activeElement.closest("[data-line]")?.dataset.line) > 1_000);
  const [count, line] = await page.evaluate(() => [Number(document.querySelector(".sheet").getAttribute("aria-rowcount")), Number(document.activeElement.closest("[role=row]").getAttribute("aria-rowindex"))]);
  assert.equal(line, count);
  await close();
}

async function toldOfAddress() {
  const { page, close } = await openWatched(browser, base, `/t/feedings${address({ columns: "nothing", where: "{" })}`);
  await untilText(page, ".collection", /not understood/);
  await page.locator(".sheet .row").first().waitFor();
  await close();
}

async function showsSamples() {
  const sensor = await make("Sensor", { name: "Nursery" });
  const inputs = Array.from({ length: 300 }, (_, index) => ({ sensor: { link: sensor }, at: new Date(Date.now() - (index + 1) * 60_000).toISOString(), temperature: { value: 20 + (index % 5), unit: "CEL" } }));
  await api("mutation ($inputs: [ReadingCreate!]!) { readingsAdd(inputs: $inputs) { accepted } }", { inputs });
  const { page, problems, close } = await openWatched(browser, base, "/t/readings");
  await page.locator(".sheet .row").first().waitFor();
  await untilText(page, "#status-start", /300 rows/);
  assert.deepEqual(problems, []);
  await close();
}

async function hasNoBarriers(size) {
  const { page, problems, close } = await openWatched(browser, base, "/t/feedings", { size });
  await page.locator(".sheet .row").first().waitFor();
  assert.deepEqual(await findBarriers(page), []);
  assert.equal(await sideways(page), 0, "nothing is wider than the screen");
  assert.deepEqual(problems, []);
  await close();
}

async function untilText(page, selector, wanted) {
  const deadline = Date.now() + PATIENCE;
  let text = "";
  while (Date.now() < deadline) {
    text = await page.locator(selector).first().innerText().catch(() => "");
    if (typeof wanted === "function" ? wanted(text) : wanted.test(text)) return;
    await page.waitForTimeout(50);
  }
  assert.fail(`${selector} says: ${text.slice(0, 400)}; wanted ${wanted}`);
}
