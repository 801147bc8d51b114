// The whole app by keyboard alone: every screen, and on the way a record is made, edited, filtered for, changed with
// others, taken back, linked, restored, charted and thrown away, a type defined and a setting changed. The focus is
// never lost, and it can be seen. Writes; so it runs only against a server of its own.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ask, openWatched, startChromium } from "./browser.mjs";

const base = process.env.DAYBOOK_URL;
const PATIENCE = 30_000;

let browser;
let page;
let problems;
let close;

describe("by keyboard alone", { timeout: 20 * PATIENCE, skip: process.env.DAYBOOK_OWN_SERVER ? false : "it writes, and this server is not its own" }, () => {
  before(async () => {
    browser = await startChromium(process.env.DAYBOOK_CHROMIUM);
    for (const name of ["Apple", "Banana", "Carrot"]) await ask(base, `mutation { foodCreate(input: { name: "${name}" }) { errors { message } } }`);
    ({ page, problems, close } = await openWatched(browser, base, "/"));
    page.setDefaultTimeout(PATIENCE);
    await page.locator("article").first().waitFor();
    // Nothing of this is done with a pointer.
    for (const name of ["click", "dblclick", "hover", "down", "move"]) page.mouse[name] = () => assert.fail("the mouse is not used here");
  });
  after(async () => {
    await close?.();
    await browser?.close();
  });

  it("reaches every page by two keys", visitsAll);
  it("makes a record from wherever one is", makes);
  it("finds a list, filters it, edits a cell, changes two rows and takes it back", worksOnList);
  it("edits, links, restores and deletes an entry", worksOnEntry);
  it("brings it back from the trash", restores);
  it("makes a chart and keeps it", charts);
  it("defines a type", defines);
  it("changes a setting and a key", sets);
  it("gives the focus back where every dialog was opened", givesBack);
  it("made no mistake on the way", () => assert.deepEqual(problems, []));
});

const press = async (...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};

/** Tells what has the focus; fails where nothing has, or where it cannot be seen. */
async function focused(where) {
  const found = await page.evaluate(async () => {
    // A dialog gives the focus back a moment after it is gone.
    for (let waited = 0; waited < 40 && document.activeElement === document.body; waited += 1) await new Promise((done) => setTimeout(done, 25));
    const element = document.activeElement;
    const ringed = (one) => one && one !== document.documentElement && ["outlineStyle", "boxShadow"].some((name) => getComputedStyle(one)[name] !== "none");
    return {
      lost: element === document.body,
      // The page itself has the focus without a mark, and so have boxes that only pass it on; the palette's one field has its caret.
      marked: element.id === "main" || element.tabIndex < 0 || element.matches("input[role=combobox]") || ringed(element) || ringed(element.parentElement) || ringed(element.closest("label, .field-control, [class*=ring]")),
      text: `${element.tagName.toLowerCase()} ${element.getAttribute("aria-label") ?? element.textContent?.trim().slice(0, 40) ?? ""}`,
    };
  });
  assert.ok(!found.lost, `${where}: nothing has the focus`);
  assert.ok(found.marked, `${where}: that ${found.text} has the focus cannot be seen`);
  return found.text;
}

/** Goes on by Tab until it is there. */
async function tabTo(locator, where, key = "Tab") {
  for (let steps = 0; steps < 120; steps += 1) {
    if (await locator.first().evaluate((element) => element.contains(document.activeElement), null, { timeout: 2_000 }).catch(() => false)) return focused(where);
    await press(key);
  }
  assert.fail(`${where}: not reached by 120 times ${key}`);
}

/** What takes letters is left, so that they are commands again. */
async function leaveField() {
  for (let steps = 0; steps < 60; steps += 1) {
    if (!(await page.evaluate(() => document.activeElement.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable=true]")))) return;
    await press("Tab");
  }
  assert.fail("no way out of the fields by Tab");
}

async function go(keys, path) {
  await leaveField();
  await press(...keys);
  await page.waitForURL((url) => (typeof path === "string" ? url.pathname === path : path.test(url.pathname)));
  await page.locator("main h1, main h2").first().waitFor();
  await page.waitForLoadState("networkidle");
  // A page that still waits for what it shows has nothing yet that Tab could go to.
  if (path === "/") await page.locator("main article").first().waitFor();
  await page.waitForFunction(() => !document.querySelector("main .skeleton, main .rows .bar, main [aria-busy=true]"));
  await focused(path);
}

const dialog = () => page.getByRole("dialog");
const gone = () => dialog().waitFor({ state: "detached" });
const foods = async (where) => (await ask(base, `{ foods(where: ${where}, orderBy: [{ name: ASC }]) { nodes { id name note } } }`)).foods.nodes;

async function visitsAll() {
  await press("Tab");
  assert.match(await focused("start"), /Skip to content/);
  await press("Enter");
  await focused("after the skip");
  const places = [["l", /^\/types/], ["c", "/charts"], ["g", "/graph"], ["h", "/changes"], ["b", "/trash"], ["a", "/api"], ["s", "/settings"], ["t", "/"]];
  for (const [key, path] of places) {
    await go(["g", key], path);
    for (let step = 0; step < 4; step += 1) {
      await press("Tab");
      await focused(`${path}, ${step + 1} times Tab`);
    }
  }
}

async function makes() {
  await leaveField();
  await press("c");
  await dialog().waitFor();
  await page.keyboard.type("food");
  await press("Enter");
  await page.locator("[data-field='name'] input:focus").waitFor();
  await focused("form");
  await page.keyboard.type("Dill");
  await press("Control+Enter");
  await gone();
  await focused("after the form");
  assert.equal((await foods('{ name: { eq: "Dill" } }')).length, 1);
}

async function worksOnList() {
  await press("Control+k");
  await dialog().getByRole("combobox").waitFor();
  await page.keyboard.type("foods");
  await page.getByRole("option", { name: /^Foods/ }).first().waitFor();
  await press("Enter");
  await page.waitForURL("**/t/foods");
  await page.locator(".sheet .row").nth(3).waitFor();
  await tabTo(page.locator(".sheet"), "list");
  await press("j");
  await focused("row");
  await press("f");
  await page.locator("[role=listbox] [role=option]").first().waitFor();
  await page.keyboard.type("name");
  await press("Enter");
  await page.locator(".value :is(input, textarea):focus").waitFor();
  await page.keyboard.type("a");
  await press("Enter");
  await page.waitForURL(/where=/);
  await focused("after the filter");
  await page.goBack();
  await page.waitForURL((url) => !url.search.includes("where"));
  await page.locator(".sheet .row").nth(3).waitFor();
  await focused("back");
  await tabTo(page.locator(".sheet"), "list again");
  await press("j", "j", "j");
  await focused("fourth row");
  await press("F2");
  await page.locator(".sheet .editor :is(input, textarea):focus").waitFor();
  await press("Control+A");
  await page.keyboard.type("Dill weed");
  await press("Enter");
  await page.locator(".sheet").getByText("Dill weed").waitFor();
  await focused("after the cell");
  await press("k", "x", "j", "x", "e");
  await dialog().locator("select").first().waitFor();
  await tabTo(dialog().locator("select").first(), "bulk");
  await page.keyboard.type("Note");
  await tabTo(dialog().locator("textarea, .field-editor input").first(), "bulk value");
  await page.keyboard.type("together");
  await tabTo(dialog().locator("button[type=submit]"), "bulk button");
  await press("Enter");
  await gone();
  await focused("after the bulk edit");
  assert.equal((await foods('{ note: { eq: "together" } }')).length, 2);
  await press("z");
  await page.getByText(/Taken back/).first().waitFor();
  assert.equal((await foods('{ note: { eq: "together" } }')).length, 0);
  await press("Escape");
}

async function worksOnEntry() {
  await press("Control+k");
  await dialog().getByRole("combobox").waitFor();
  await page.keyboard.type("Banana");
  await page.getByRole("option", { name: /Banana/ }).first().waitFor();
  await press("Enter");
  await page.waitForURL("**/e/*");
  await page.locator("[data-field='name'] input").waitFor();
  await focused("entry");
  await press("e");
  await page.locator("[data-field] :focus").first().waitFor();
  await press("Control+A");
  await page.keyboard.type("Plantain");
  await press("Control+Enter");
  await page.getByText("Saved: Plantain").waitFor();
  await focused("after saving");
  await tabTo(page.getByRole("button", { name: "Restore 1" }), "history");
  await press("Enter");
  await page.getByText("is again as in version 1").waitFor();
  await focused("after restoring");
  await press("@");
  await dialog().waitFor();
  await page.keyboard.type("Apple");
  await dialog().getByText("Apple").first().waitFor();
  await tabTo(dialog().getByRole("button", { name: /Apple/ }), "found");
  await press("Enter");
  await page.getByLabel("In which words?").waitFor();
  await tabTo(page.getByLabel("In which words?"), "words");
  await page.keyboard.type("goes with");
  await press("Enter");
  await page.getByText("Linked to Apple").waitFor();
  await gone();
  await focused("after linking");
  await press("Delete");
  await dialog().waitFor();
  await tabTo(dialog().getByRole("button", { name: "Delete" }), "delete");
  await press("Enter");
  await page.getByText("In the trash: Banana").waitFor();
  await focused("after deleting");
}

async function restores() {
  await go(["g", "b"], "/trash");
  await tabTo(page.getByRole("row", { name: /Banana/ }).getByRole("button", { name: "Restore" }), "trash");
  await press("Enter");
  await page.getByRole("row", { name: /Banana/ }).waitFor({ state: "detached" });
  await focused("after the trash");
  assert.equal((await foods('{ name: { eq: "Banana" } }')).length, 1);
}

async function charts() {
  await go(["g", "c"], "/charts");
  await page.locator("main select").first().waitFor();
  await tabTo(page.locator("main select").first(), "builder");
  await page.keyboard.type("Foods");
  await page.waitForURL(/type=foods/);
  await tabTo(page.getByRole("button", { name: "Save as view" }), "keep");
  await press("Enter");
  await page.getByLabel("Name of the view").waitFor();
  await press("Control+A");
  await page.keyboard.type("Foods by day");
  await press("Enter");
  await page.waitForURL(/view=/);
  await focused("after keeping");
}

async function defines() {
  await go(["g", "l"], /^\/types/);
  await tabTo(page.getByRole("button", { name: "New type" }).first(), "types");
  await press("Enter");
  await tabTo(page.getByLabel("Name", { exact: true }).first(), "name");
  await page.keyboard.type("Spice");
  await press("Tab");
  await tabTo(page.getByLabel("Name of the list"), "plural");
  await press("Control+A");
  await page.keyboard.type("spices");
  await press("Tab");
  await page.getByText(/planned .*nothing is changed yet/).waitFor();
  await press("Control+Enter");
  await page.getByText("The types are changed.").waitFor();
  await focused("after applying");
  assert.equal((await ask(base, '{ type(name: "Spice") { plural } }')).type.plural, "spices");
}

async function sets() {
  await go(["g", "s"], "/settings");
  const theme = page.getByRole("radiogroup").filter({ has: page.getByRole("radio", { name: "Night" }) }).or(page.locator("fieldset, [role=group]").filter({ has: page.getByRole("radio", { name: "Night" }) }));
  await tabTo(theme, "theme");
  const before = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await press("ArrowRight");
  await page.waitForFunction((was) => getComputedStyle(document.documentElement).backgroundColor !== was || localStorage.getItem("daybook:theme") !== null, before);
  await focused("after the theme");
  await tabTo(page.locator('[data-command="goTrash"]').getByRole("button", { name: /^Change/ }), "key");
  await press("Enter", "g", "w");
  await tabTo(page.locator('[data-command="goTrash"]').getByRole("button", { name: "Take" }), "take");
  await press("Enter");
  await focused("after the key");
  await go(["g", "w"], "/trash");
}

async function givesBack() {
  await go(["g", "t"], "/");
  for (const keys of [["Control+k"], ["?"], ["c"]]) {
    await tabTo(page.locator("article a, article button").first(), "card");
    const before = await focused("before");
    await press(...keys);
    await dialog().waitFor();
    await focused("dialog");
    await press("Escape");
    await gone();
    assert.equal(await focused(`after ${keys}`), before);
  }
}
