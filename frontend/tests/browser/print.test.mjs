// Lists and entries on paper. Writes; so it runs only against a server of its own.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ask, openWatched, SIZES, startChromium } from "./browser.mjs";

const base = process.env.DAYBOOK_URL;
const PATIENCE = 20_000;
/** Longer than one request of a list, and than what a printed list holds. */
const ROWS = 1_240;

let browser;
let child;

describe("on paper", { skip: process.env.DAYBOOK_OWN_SERVER ? false : "they write, and this server is not theirs" }, () => {
  before(async () => {
    browser = await startChromium(process.env.DAYBOOK_CHROMIUM);
    child = (await ask(base, 'mutation { childCreate(input: { name: "Ada", sex: FEMALE, note: "likes carrots" }) { entry { id } } }')).childCreate.entry.id;
    for (let made = 0; made < ROWS; made += 310) await fill(made, Math.min(310, ROWS - made));
  });
  after(() => browser?.close());

  for (const { name, screen } of SIZES) it(`prints the rows of a list that are here (${name})`, () => printsLoaded({ screen }));
  it("loads the first thousand rows of a list for its own print command", printsMany);
  it("prints groups under their headers, with their sums", printsGroups);
  it("prints the values of an entry instead of its controls", printsEntry);
});

/** Bottles an hour apart, back from now, of 100 mL each. */
function fill(from, count) {
  const inputs = Array.from({ length: count }, (_, index) => {
    const at = new Date(Date.now() - (from + index + 1) * 3_600_000).toISOString();
    return { child: { link: child }, startedAt: at, method: "BOTTLE", content: "FORMULA", amount: { value: 100, unit: "ML" } };
  });
  return ask(base, "mutation ($inputs: [FeedingCreate!]!) { feedingCreateMany(inputs: $inputs) { errors { message } } }", { inputs });
}

async function open(path, options) {
  const opened = await openWatched(browser, base, path, options);
  opened.page.setDefaultTimeout(PATIENCE);
  return opened;
}

const count = (text, rows) => assert.match(text, new RegExp(`${rows} of 1,240 rows are printed`));

async function pages(page) {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
}

async function printsLoaded(size) {
  const { page, problems, close } = await open("/t/feedings?group=", { size });
  await page.locator(".sheet .row, main li").first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.emulateMedia({ media: "print" });
  await page.locator(".paper table").waitFor();
  const rows = await page.locator(".paper tbody tr:not(.gap, .sum)").count();
  assert.ok(rows >= 100 && rows <= 1_000, `${rows} rows`);
  count(await page.locator(".paper header").innerText(), rows);
  assert.match(await page.locator(".paper .gap").last().innerText(), /not printed/);
  assert.equal(await page.locator(".sheet").filter({ visible: true }).count(), 0, "the list of the screen is not on paper");
  const sheets = await pages(page);
  assert.ok(sheets >= 2 && sheets <= 40, `${sheets} pages`);
  await page.emulateMedia({ media: "screen" });
  await page.locator(".paper").waitFor({ state: "detached" });
  await page.locator(".sheet .row, main li").first().waitFor();
  assert.deepEqual(problems, []);
  await close();
}

async function printsMany() {
  const where = JSON.stringify({ amount: { gte: { value: 50, unit: "ML" } } });
  const { page, problems, close } = await open(`/t/feedings?${new URLSearchParams({ group: "", where })}`, { before: () => (globalThis.print = () => (globalThis.printed = document.querySelector(".paper").innerText || document.querySelector(".paper").textContent)) });
  await page.locator(".sheet .row").first().waitFor();
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Print" }).click();
  await page.waitForFunction(() => globalThis.printed);
  const text = await page.evaluate(() => globalThis.printed);
  count(text, "1,000");
  assert.match(text, /no more than 1,000/, "the limit is told");
  assert.match(text, /Only: Amount ≥ 50 mL/, "what the list is filtered by is told");
  assert.match(text, /240 rows that are not printed/);
  assert.match(text, /All 1,240 rows/);
  assert.equal(await page.locator(".paper tbody tr:not(.gap, .sum)").count(), 1_000);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await page.locator(".paper").waitFor({ state: "detached" });
  assert.deepEqual(problems, []);
  await close();
}

async function printsGroups() {
  const { page, problems, close } = await open("/t/feedings?group=startedAt.P1D");
  await page.locator(".sheet .group").first().waitFor();
  await page.emulateMedia({ media: "print" });
  const group = page.locator(".paper .group").nth(1);
  await group.waitFor();
  assert.match(await group.innerText(), /Yesterday.*24 feedings\s+2,400 mL/s);
  assert.match(await page.locator(".paper .group + tr td").first().innerText(), /^\d\d?:\d\d [AP]M$/, "under a day only the time counts");
  assert.deepEqual(problems, []);
  await close();
}

async function printsEntry() {
  const { page, problems, close } = await open(`/e/${child}`);
  await page.locator("[data-field='name'] input").waitFor();
  await page.getByText("Feedings", { exact: true }).last().waitFor();
  await page.emulateMedia({ media: "print" });
  await page.locator(".paper").waitFor();
  const text = await page.locator("main").innerText();
  for (const words of [/Name\s+Ada/, /Sex\s+Female/, /Note\s+likes carrots/, /1,240\s+the first 3 of them/]) assert.match(text, words);
  assert.equal(await page.locator("main :is(input, textarea, select, button)").filter({ visible: true }).count(), 0, "no control is on paper");
  assert.equal(await page.getByText("Add", { exact: true }).filter({ visible: true }).count(), 0);
  assert.ok((await pages(page)) <= 3);
  await page.emulateMedia({ media: "screen" });
  await page.locator("[data-field='name'] input").waitFor();
  assert.deepEqual(problems, []);
  await close();
}
