// What is unusual, on every screen: answers that are late, missing, empty or refused, texts that would be script, are
// very long or run the other way, very many types and fields, values that no bound allows any more, a full store.
// Writes; so it runs only against a server of its own.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openWatched, sideways, SIZES, startChromium } from "./browser.mjs";
import { findInjected, hostileTexts, watchScripts } from "./hostile.mjs";
import { startServer } from "./server.mjs";

const PATIENCE = 30_000;
let base = process.env.DAYBOOK_URL;

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
  it("shows hostile texts as texts wherever they stand", showsHostile);
  it("shows hostile descriptions in the playground's documentation as texts", showsHostileDocumentation);
  for (const { name, screen } of SIZES) {
    it(`keeps long texts, names of other scripts and both directions within the screen (${name})`, () => keepsWithin({ screen }));
  }
  it("fits at 200 % zoom", () => fitsEverywhere({ screen: { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 } }));
  it("shows a value that no bound allows any more, and saves the others", showsOutOfBounds);
  it("keeps an open form whose bounds were tightened meanwhile, and says what they refuse", keepsFormOfOldBounds);
  it("says that the store is full, keeps what was typed, and gives the id of the request", saysFull);
  it("works with a type of 100 fields and with 500 types", worksWithMany);
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

async function apply(sdl, remove) {
  const { typePlan } = await api("mutation ($sdl: String!, $remove: [String!]) { typePlan(sdl: $sdl, remove: $remove) { id errors { message hint } } }", { sdl, remove });
  await api("mutation ($id: ID!) { typeApply(planId: $id) { errors { message } } }", { id: typePlan.id });
}

async function open(path, options) {
  const opened = await openWatched(browser, base, path, options);
  opened.page.setDefaultTimeout(PATIENCE);
  return opened;
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
  const { page, problems, close } = await open("/settings", { size });
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
  assert.deepEqual(problems, []);
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

/** Texts as titles, texts, options, views and descriptions, looked at wherever one of them is shown. */
async function showsHostile() {
  const texts = hostileTexts().slice(0, 300);
  const cut = (text, length) => [...text].slice(0, length).join("");
  const quoted = (text) => JSON.stringify(cut(text, 150));
  await apply(`${quoted(texts[0])} enum HostileKind { ${texts.slice(0, 8).map((text, index) => `${quoted(text)} KIND_${index}`).join(" ")} }
    ${quoted(texts[1])} type Hostile @entry(plural: "hostiles", title: "{text}", at: "happenedAt") {
      ${quoted(texts[2])} text: String! @length(max: 300)
      ${quoted(texts[3])} long: String
      ${quoted(texts[12])} kind: HostileKind
      ${quoted(texts[13])} happenedAt: DateTime! @default(value: "now")
      ${quoted(texts[14])} data: JSON
      ${quoted(texts[4])} other: Hostile @link(inverse: "others")
    }`);
  const { hostileCreateMany } = await api("mutation ($inputs: [HostileCreate!]!) { hostileCreateMany(inputs: $inputs) { entries { id } errors { path message } } }", {
    inputs: texts.map((text, index) => ({ text: cut(text, 300), long: text, kind: `KIND_${index % 8}`, data: { [cut(text, 50)]: text } })),
  });
  const ids = hostileCreateMany.entries.map(({ id }) => id);
  for (const [index, id] of ids.slice(1, 20).entries()) await api("mutation ($id: ID!, $other: ID!) { hostileUpdate(id: $id, patch: { other: { link: $other }, long: \"changed\" }) { errors { message } } }", { id, other: ids[index % 2] });
  for (const text of texts.slice(0, 24)) await make("SavedView", { name: cut(text, 90), recordType: "Hostile", layout: "TABLE", state: {}, pinned: true, purpose: text });
  const title = cut(texts[0], 300);

  const { page, problems, close } = await open("/t/hostiles?group=", { before: watchScripts });
  page.on("dialog", (dialog) => problems.push(`a dialog: ${dialog.message()}`));
  const visit = async (path, shown) => {
    await page.goto(new URL(path, base).href);
    await page.locator(shown).first().waitFor().catch(() => assert.fail(`${path} never shows ${shown}`));
    await page.waitForLoadState("networkidle");
  };
  const sound = async (where) => assert.deepEqual(await findInjected(page), [], where);

  await page.locator(".sheet .row").nth(5).waitFor();
  for (let step = 0; step < 12; step += 1) {
    await page.evaluate(() => (document.querySelector(".sheet").scrollTop += 700));
    await page.waitForTimeout(60);
    await sound("list");
  }
  await visit("/t/hostiles?group=other", ".sheet .group .title");
  assert.ok((await page.locator(".sheet .group .title").allInnerTexts()).some((text) => text.includes("<img")), "a group is named by the title it links to");
  await sound("groups");
  await page.locator(".sheet [data-line] [data-column='0']").first().click();
  await page.keyboard.press("Space");
  await page.locator(".peek, aside").first().waitFor();
  await sound("peek");
  await page.keyboard.press("v");
  await page.getByPlaceholder("Name of a new view").waitFor();
  await sound("views");
  await page.keyboard.press("Escape");

  await visit(`/e/${ids[0]}`, "aside li, aside tr, aside a");
  assert.ok((await page.locator("h1").first().innerText()).includes(title.slice(0, 20)));
  await sound("entry");
  await page.locator("[data-field='long']").locator("input, textarea").first().fill(`${texts[1]} again`);
  await page.keyboard.press("Control+Enter");
  await page.getByText("Saved: <", { exact: false }).first().waitFor();
  await sound("toast");
  await page.locator("h1").first().click();
  await page.keyboard.press("Delete");
  await page.getByRole("dialog").waitFor();
  await sound("delete");
  await page.keyboard.press("Escape");
  await visit(`/e/${ids[1]}/history`, "main table tr");
  await sound("history");
  await visit("/charts?type=hostiles&measure=count&by=other&range=7", "main .chart svg");
  assert.ok((await page.locator("main").innerText()).includes(title.slice(0, 15)), "the chart names a line by the title it links to");
  await sound("chart");
  await visit("/charts?type=hostiles&measure=count&by=kind&range=7", "main .chart svg");
  await sound("chart of kinds");
  await visit(`/graph/${ids[0]}`, "main .side li");
  await sound("graph");
  await visit(`/path/${ids[0]}/${ids[2]}`, "main .node, main .empty");
  await sound("path");
  await page.keyboard.press("Control+k");
  for (const text of ["<", "javascript", "alert"]) {
    await page.getByRole("combobox").fill(text);
    await page.getByRole("option").first().waitFor();
    await page.waitForTimeout(300);
    await sound(`palette: ${text}`);
  }
  await page.keyboard.press("Escape");
  await visit("/types/Hostile", "main tbody tr");
  await sound("types");
  await visit("/new/hostiles", "[data-field='text']");
  await page.locator("[data-field='other'] input").first().fill("<");
  await page.locator("div[role='listbox'] [role='option']").first().waitFor();
  await sound("form");
  await visit("/changes", "main tbody tr, main .set, main li");
  await sound("changes");
  await visit("/", "article");
  await sound("start");
  await page.locator("article[data-type='Hostile'] button[aria-expanded]").click();
  await sound("start, fields");
  await visit("/api", "main pre");
  await sound("api");
  assert.deepEqual(problems, []);
  await close();
}

/** The documentation takes descriptions for Markdown, which may hold HTML and links. */
async function showsHostileDocumentation() {
  const texts = hostileTexts().map((text) => JSON.stringify([...text].slice(0, 200).join("")));
  const ofFields = texts.slice(0, 120);
  await apply(`${texts[0]} enum Trap { ${texts.slice(0, 60).map((text, index) => `${text} SPRING_${index}`).join(" ")} }
    ${texts[1]} type Snare @entry(plural: "snares", title: "{name}") { ${texts[2]} name: String! ${texts[3]} trap: Trap ${ofFields.map((text, index) => `${text} wire${index}: Int`).join(" ")} }`);
  const { page, problems, close } = await open("/playground#query=%7B__typename%7D", { before: watchScripts });
  page.on("dialog", (dialog) => problems.push(`a dialog: ${dialog.message()}`));
  const docs = page.locator(".graphiql-doc-explorer");
  const sound = async (where) => assert.deepEqual(await findInjected(page), [], where);
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await docs.getByText("Query", { exact: true }).click();
  await docs.getByRole("link", { name: "snare", exact: true }).first().click();
  await sound("field of the root");
  await docs.getByRole("link", { name: "Snare", exact: true }).first().click();
  await docs.getByText("wire119", { exact: true }).waitFor();
  assert.match(await docs.innerText(), /<(img|script|svg)/i, "a description reads as it was written");
  await sound("type");
  for (const name of ["name", "wire0", "wire40", "wire119"]) {
    await docs.getByRole("link", { name, exact: true }).first().click();
    await docs.locator(".graphiql-doc-explorer-title").getByText(name, { exact: true }).waitFor();
    await sound(`field ${name}`);
    await docs.locator(".graphiql-doc-explorer-back").click();
  }
  await docs.getByRole("link", { name: "Trap", exact: true }).first().click();
  await docs.getByText("SPRING_59", { exact: true }).waitFor();
  await sound("enum");
  // What stands in links of the documentation is opened by those who press them.
  const leading = await docs.locator("a[href]").evaluateAll((links) => links.map(({ href }) => href).filter((href) => !/^(https?|mailto):/.test(href)));
  assert.deepEqual(leading, []);
  assert.deepEqual(problems, []);
  await close();
}

const LONG = "word ".repeat(2_000).slice(0, 9_999);
const UNBROKEN = "x".repeat(10_000);
const NAMES = ["محمد بن عبد الله الطويل", "👩‍👩‍👧‍👦 Familie 🇩🇪 👍🏽", "דניאל כהן", "ปัญญาประดิษฐ์ประเทศไทย", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"];

/** The screens that show what people wrote, as they are and from right to left. */
async function keepsWithin(size) {
  const people = [];
  for (const name of NAMES) people.push(await make("Child", { name, note: LONG.slice(0, 5_000) }));
  const long = await make("Note", { heading: UNBROKEN.slice(0, 200), text: UNBROKEN });
  await make("Note", { heading: LONG.slice(0, 200), text: LONG });
  for (const id of people) await make("Feeding", { child: { link: id }, method: "BOTTLE", note: UNBROKEN.slice(0, 2_000) });
  const arabic = await open(`/e/${people[0]}`, { size });
  await arabic.page.locator("[data-field='name'] input").waitFor();
  assert.equal(await arabic.page.evaluate(() => getComputedStyle(document.querySelector("main h1")).direction), "rtl", "a name reads its own way");
  assert.equal(await arabic.page.evaluate(() => getComputedStyle(document.querySelector("[data-field='name'] input")).direction), "rtl");
  await arabic.close();
  await fitsEverywhere(size, [`/e/${long}`, `/e/${long}/history`, "/t/notes", `/e/${people[0]}`, `/graph/${people[0]}`]);
  await fitsEverywhere({ ...size, rtl: true }, [`/e/${long}`, "/t/notes", "/t/children", `/e/${people[0]}`]);
}

async function fitsEverywhere({ screen, rtl = false }, more = []) {
  const turn = rtl ? () => document.addEventListener("DOMContentLoaded", () => (document.documentElement.dir = "rtl")) : undefined;
  const { page, problems, close } = await open("/settings", { size: { screen }, before: turn });
  for (const [path, there] of [...pages(), ...more.map((path) => [path, "main h1"])]) {
    await page.goto(new URL(path, base).href);
    await seen(page, there, `${path} never shows ${there}`);
    await page.waitForLoadState("networkidle");
    const where = `${path}${rtl ? " from right to left" : ""}`;
    assert.equal(await sideways(page), 0, `${where} can be scrolled sideways`);
    assert.deepEqual(await covered(page), [], where);
  }
  assert.deepEqual(problems, []);
  await close();
}

/** Words, and things to press, that lie under something else although they are in sight. */
function covered(page) {
  return page.evaluate(() => {
    const found = [];
    for (const element of document.querySelectorAll("main :is(a, button, input, textarea, select, h1, h2, th, td, dt, dd, label, p), nav :is(a, button), header :is(a, button)")) {
      const style = getComputedStyle(element);
      if (style.visibility !== "visible" || style.pointerEvents === "none" || element.closest(".visually-hidden, [aria-hidden=true], [inert]")) continue;
      const box = element.getBoundingClientRect();
      if (box.width < 4 || box.height < 4) continue;
      const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 12)];
      if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight || isClipped(element, x, y)) continue;
      const top = document.elementFromPoint(x, y);
      if (!top || element.contains(top) || top.contains(element) || isStuck(top) || top.closest(".plus") || top.closest("label")?.contains(element)) continue;
      found.push(`${name(element)} lies under ${name(top)}`);
    }
    return found;

    function isClipped(element, x, y) {
      for (let up = element.parentElement; up; up = up.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(up);
        if (overflowX === "visible" && overflowY === "visible") continue;
        const box = up.getBoundingClientRect();
        if (x < box.left || x > box.right || y < box.top || y > box.bottom) return true;
      }
      return false;
    }
    // What stays in sight while the rest is scrolled lies over it by intention.
    function isStuck(element) {
      for (let up = element; up; up = up.parentElement) if (["sticky", "fixed"].includes(getComputedStyle(up).position)) return true;
      return false;
    }
    function name(element) {
      return `${element.tagName.toLowerCase()}.${[...element.classList].join(".")} "${(element.textContent ?? "").trim().slice(0, 30)}"`;
    }
  });
}

async function showsOutOfBounds() {
  await apply('"A jar." type Jar @entry(plural: "jars", title: "{name}") { "Name." name: String! "Level." level: Int @range(min: 0, max: 100) "Note." note: String @length(max: 500) }');
  const id = await make("Jar", { name: "Honey", level: 90, note: "full of it" });
  await apply('"A jar." type Jar @entry(plural: "jars", title: "{name}") { "Name." name: String! "Level." level: Int @range(min: 0, max: 50) "Note." note: String @length(max: 500) }');
  const list = await open("/t/jars?group=");
  await list.page.locator(".sheet .row").getByText("90").waitFor();
  await list.close();
  const { page, close } = await open(`/e/${id}`);
  const level = page.locator("[data-field='level']");
  await level.locator("input").waitFor();
  assert.equal(await level.locator("input").inputValue(), "90");
  await level.getByText("At most 50.").waitFor();
  await page.locator("[data-field='note']").locator("input, textarea").first().fill("half full");
  await page.keyboard.press("Control+Enter");
  await page.getByText("not saved").waitFor({ state: "detached" });
  assert.deepEqual((await api("query ($id: ID!) { jar(id: $id) { level note } }", { id })).jar, { level: 90, note: "half full" });
  // Whoever touches the value itself has to come within the bounds.
  await level.locator("input").fill("80");
  await page.keyboard.press("Control+Enter");
  await level.locator("input:focus").waitFor();
  assert.equal((await api("query ($id: ID!) { jar(id: $id) { level } }", { id })).jar.level, 90);
  await level.locator("input").fill("50");
  await page.keyboard.press("Control+Enter");
  await page.getByText("not saved").waitFor({ state: "detached" });
  await close();
}

/** The new bounds come to the form with the definitions; a form that they did not reach is told by the server. */
async function keepsFormOfOldBounds() {
  const define = (max) => apply(`"A crate." type Crate @entry(plural: "crates", title: "{name}") { "Name." name: String! "Level." level: Int @range(min: 0, max: ${max}) "Note." note: String @length(max: 500) }`);
  for (const [told, name] of [[true, "Apples"], [false, "Pears"]]) {
    await define(100);
    const { page, close } = await open("/new/crates");
    const field = (of) => page.locator(`[data-field='${of}']`).locator("input, textarea").first();
    await field("name").fill(name);
    await field("level").fill("80");
    await field("note").fill("typed before");
    if (!told) await page.route("**/graphql", (route) => (/query Types/.test(route.request().postData() ?? "") ? route.abort() : route.continue()));
    await define(50);
    if (told) await page.locator("[data-field='level']").getByText("At most 50.").waitFor();
    await page.keyboard.press("Control+Enter");
    await page.locator("[data-field='level']").getByText(/50/).waitFor();
    assert.deepEqual([await field("name").inputValue(), await field("level").inputValue(), await field("note").inputValue()], [name, "80", "typed before"], "nothing typed is lost");
    await page.locator("[data-field='level'] input:focus").waitFor();
    const stored = async () => (await api("query ($name: String) { crates(where: { name: { eq: $name } }) { nodes { level note } } }", { name })).crates.nodes;
    assert.deepEqual(await stored(), []);
    await field("level").fill("50");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.deepEqual(await stored(), [{ level: 50, note: "typed before" }]);
    await close();
  }
}

/** Runs with a server of another kind in place of the usual one. */
async function on(server, work) {
  const usual = base;
  base = server.base;
  try {
    await work();
  } finally {
    base = usual;
    await server.stop();
  }
}

async function saysFull() {
  const server = await startServer(process.env.DAYBOOK_BINARY, { environment: { DAYBOOK_STORE__MAX_PAGES: "600" } });
  await on(server, async () => {
    const write = "mutation ($text: String!) { noteCreate(input: { heading: \"big\", text: $text }) { entry { id } errors { message } } }";
    let id;
    for (let size = 400_000; size > 100; ) {
      const answer = await api(write, { text: "x".repeat(size) }).catch(() => null);
      if (answer) id = answer.noteCreate.entry.id;
      else size = Math.floor(size / 4);
    }
    const { page, close } = await open("/new/notes");
    await page.locator("[data-field='heading'] input").fill("Kept through it all");
    await page.locator("[data-field='text']").locator("textarea, input").first().fill("y".repeat(20_000));
    await page.keyboard.press("Control+Enter");
    const alert = page.getByRole("dialog").getByRole("alert");
    await alert.waitFor();
    const words = await alert.innerText();
    assert.match(words, /Not saved/);
    assert.match(words, /full/i, "it says why");
    assert.match(words, /Request \S+/, "it gives the id of the request");
    assert.equal(await page.locator("[data-field='heading'] input").inputValue(), "Kept through it all");
    assert.ok(await page.getByRole("dialog").getByRole("button", { name: /Try again|Save/ }).first().isEnabled());
    await close();
    // Reading goes on, and what a list is asked to write says why it is not.
    const entry = await open(`/e/${id}`);
    await entry.page.locator("[data-field='text']").locator("textarea").fill("z".repeat(60_000));
    await entry.page.keyboard.press("Control+Enter");
    await entry.page.getByRole("alert").getByText("full", { exact: false }).first().waitFor();
    await entry.close();
  });
}

/** A type of many fields, and as many types as `count`. */
async function defineMany(count) {
  const fields = Array.from({ length: 99 }, (_, index) => `"Number ${index}." field${index}: ${["String", "Int", "Boolean", "DateTime", "Float"][index % 5]}`).join("\n");
  await apply(`"Very wide." type Wide @entry(plural: "wides", title: "{name}") { "Name." name: String!\n${fields} }`);
  for (let from = 0; from < count; from += 100) {
    await apply(Array.from({ length: Math.min(100, count - from) }, (_, index) => `"Kind ${from + index}." type Many${from + index} @entry(plural: "many${from + index}s", title: "{name}") { "Name." name: String! "Size." size: Int }`).join("\n"));
  }
}

async function worksWithMany() {
  const count = Number(process.env.DAYBOOK_TYPES ?? 500);
  await on(await startServer(process.env.DAYBOOK_BINARY), async () => {
    await defineMany(count);
    const wide = await make("Wide", { name: "Broad", field0: "first", field1: 7 });
    const { page, problems, close } = await open("/settings");
    const usable = async (path, shown) => {
      const began = Date.now();
      await page.goto(new URL(path, base).href);
      await page.locator(shown).first().waitFor();
      const took = Date.now() - began;
      assert.equal(await sideways(page), 0, path);
      return took;
    };
    const times = {
      start: await usable("/", "article"),
      types: await usable("/types/Many7", "main tbody tr"),
      list: await usable("/t/many7s", "main .empty"),
      wideList: await usable("/t/wides?group=", ".sheet .row"),
      wideEntry: await usable(`/e/${wide}`, "[data-field='field98']"),
      wideForm: await usable("/new/wides", "[data-field='field98']"),
    };
    await page.goto(new URL("/", base).href);
    await page.locator("article").first().waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    const keys = await typing(page, "many 49");
    console.log(`with ${count} types, ms to use: ${JSON.stringify(times)}; palette, ms a key: ${keys.map(Math.round).join(" ")}`);
    await page.getByRole("option", { name: /Many ?49/ }).first().waitFor();
    await page.keyboard.press("Escape");
    assert.ok(Math.max(...Object.values(times)) < 10_000, JSON.stringify(times));
    assert.deepEqual(problems, []);
    await close();
  });
}

/** Types letter by letter; answers how long each took to be painted, in milliseconds. */
async function typing(page, text) {
  await page.evaluate(() => {
    globalThis.painted = [];
    document.activeElement.addEventListener("keydown", () => {
      const began = performance.now();
      requestAnimationFrame(() => setTimeout(() => globalThis.painted.push(performance.now() - began)));
    });
  });
  for (const letter of text) {
    await page.keyboard.press(letter === " " ? "Space" : letter);
    await page.waitForTimeout(40);
  }
  return page.evaluate(() => globalThis.painted);
}
