import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ask, findBarriers, openWatched, sideways, SIZES, startChromium } from "./browser.mjs";

const base = process.env.DAYBOOK_URL;
const executablePath = process.env.DAYBOOK_CHROMIUM;
const mayWrite = process.env.DAYBOOK_OWN_SERVER === "1";
const PATIENCE = 60_000;
const PAGES = ["/", "/settings", "/changes", "/trash", "/api", "/no/such/page"];

let browser;
before(async () => (browser = await startChromium(executablePath)));
after(() => browser.close());

for (const size of SIZES) {
  for (const theme of ["light", "dark", "night"]) {
    describe(`the shell, ${size.name}, ${theme}`, { timeout: 10 * PATIENCE }, () => {
      for (const path of PAGES) test(`${path} is free of barriers and stays on the server`, () => isSound(path, size, theme));
    });
  }
}
describe("the shell", { timeout: 10 * PATIENCE }, () => {
  test("goes by keys, and by other keys when they are changed", goesByKeys);
  test("finds a list in the palette by typing", findsList);
  test("says which keys work", saysKeys);
  test("closes its rail and remembers it", closesRail);
  test("is painted in the night theme from the first frame", paintsNight);
  test("speaks the pseudo-locale", speaksPseudo);
  test("names the built-in types in German", speaksGerman);
  test("tells that changes arrive as they happen", tellsConnection);
  test("restores from the trash and removes for good behind a number", { skip: !mayWrite }, usesTrash);
  test("takes a change back, and says what stands in the way", { skip: !mayWrite }, takesBack);
});

async function isSound(path, size, theme) {
  const { page, problems, close } = await openWatched(browser, base, path, { size, before: `localStorage.setItem("daybook:theme", "${theme}")` });
  await page.locator("main h1").first().waitFor({ timeout: PATIENCE });
  await page.waitForLoadState("networkidle");
  assert.deepEqual(await findBarriers(page), []);
  assert.equal(await sideways(page), 0);
  assert.deepEqual(problems.filter((trouble) => !trouble.includes("404")), []);
  await close();
}

async function goesByKeys() {
  const { page, close } = await openWatched(browser, base, "/");
  await page.locator("main h1").waitFor({ timeout: PATIENCE });
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.waitForURL("**/settings");
  const row = page.locator('[data-command="goTrash"]');
  await row.getByRole("button", { name: /^Change/ }).click();
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await row.getByText("Taken by: Go to the start").waitFor();
  assert.ok(await row.getByRole("button", { name: "Take" }).isDisabled());
  await row.getByRole("button", { name: "Cancel" }).click();
  await row.getByRole("button", { name: /^Change/ }).click();
  await page.keyboard.press("w");
  await row.getByRole("button", { name: "Take" }).click();
  await page.reload();
  await page.locator("main h1").waitFor();
  await page.keyboard.press("w");
  await page.waitForURL("**/trash");
  await close();
}

async function findsList() {
  const { types } = await ask(base, "{ types { pluralLabel plural } }");
  const { page, problems, close } = await openWatched(browser, base, "/");
  await page.locator("main h1").waitFor({ timeout: PATIENCE });
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox");
  await field.waitFor({ timeout: PATIENCE });
  const { pluralLabel, plural } = types[0];
  await page.keyboard.type(pluralLabel.slice(0, 4));
  await page.getByRole("option", { name: pluralLabel }).first().waitFor();
  assert.deepEqual(await findBarriers(page), []);
  await field.fill(pluralLabel);
  await page.getByRole("option", { name: new RegExp(`^${pluralLabel}`) }).first().click();
  await page.waitForURL(`**/t/${plural}`);
  assert.deepEqual(problems, []);
  await close();
}

async function saysKeys() {
  const { page, close } = await openWatched(browser, base, "/settings");
  await page.locator("main h1").waitFor({ timeout: PATIENCE });
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).getByText("Go to the trash").waitFor({ timeout: PATIENCE });
  assert.deepEqual(await findBarriers(page), []);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await close();
}

async function closesRail() {
  const { page, close } = await openWatched(browser, base, "/settings");
  await page.locator("nav.rail").waitFor({ timeout: PATIENCE });
  await page.keyboard.press("[");
  await page.locator("nav.rail.closed").waitFor();
  assert.equal(await page.locator("nav.rail").evaluate((rail) => rail.offsetWidth), 48);
  await page.reload();
  await page.locator("nav.rail.closed").waitFor();
  await close();
}

async function paintsNight() {
  const { page, close } = await openWatched(browser, base, "/settings", { before: 'localStorage.setItem("daybook:theme", "night")' });
  await page.route("**/assets/*.js", () => {});
  await page.reload({ waitUntil: "commit" });
  await page.locator("#app").waitFor({ state: "attached" });
  // No script of the app has come, and none will: only the file that runs before the first paint, and the style.
  await page.waitForFunction(() => getComputedStyle(document.documentElement).backgroundColor === "rgb(0, 0, 0)", null, { timeout: PATIENCE });
  await close();
}

async function speaksPseudo() {
  const { page, problems, close } = await openWatched(browser, base, "/settings", { before: 'localStorage.setItem("daybook:locale", "pseudo")' });
  await page.getByRole("heading", { level: 1, name: /^\[Š/ }).waitFor({ timeout: PATIENCE });
  assert.equal(await sideways(page), 0);
  assert.deepEqual(problems, []);
  await close();
}

async function speaksGerman() {
  const { page, problems, close } = await openWatched(browser, base, "/", { before: 'localStorage.setItem("daybook:locale", "de")' });
  const card = page.locator('article[data-type="Feeding"]');
  await card.getByRole("heading", { name: "Mahlzeit" }).waitFor({ timeout: PATIENCE });
  await page.getByPlaceholder("Eintragsarten filtern").fill("windeln");
  await page.locator('article[data-type="DiaperChange"]').waitFor({ timeout: PATIENCE });
  assert.equal(await card.count(), 0);
  assert.deepEqual(problems, []);
  await close();
}

async function tellsConnection() {
  const { page, close } = await openWatched(browser, base, "/settings");
  await page.locator(".connection.live").waitFor({ timeout: PATIENCE });
  await close();
}

async function usesTrash() {
  const name = `Trashed ${Date.now()}`;
  for (const one of [1, 2]) {
    const { tagCreate } = await ask(base, `mutation { tagCreate(input: {name: "${name} ${one}"}) { entry { id } } }`);
    await ask(base, `mutation { tagDelete(id: "${tagCreate.entry.id}") { errors { code } } }`);
  }
  const { page, problems, close } = await openWatched(browser, base, "/trash");
  await page.getByRole("row", { name: `${name} 1` }).getByRole("button", { name: "Restore" }).click();
  await page.getByRole("row", { name: `${name} 1` }).waitFor({ state: "detached" });
  await page.getByRole("row", { name: `${name} 2` }).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Delete for good" }).click();
  const sure = page.getByRole("dialog").getByRole("button", { name: "Delete for good" });
  assert.ok(await sure.isDisabled());
  await page.getByRole("dialog").getByRole("textbox").fill("1");
  await sure.click();
  await page.getByRole("row", { name: `${name} 2` }).waitFor({ state: "detached" });
  const { tags } = await ask(base, `{ tags(where: {title: {startsWith: "${name}"}, trashed: INCLUDE}) { nodes { title } } }`);
  assert.deepEqual(tags.nodes.map(({ title }) => title), [`${name} 1`]);
  assert.deepEqual(problems, []);
  await close();
}

async function takesBack() {
  const name = `Undone ${Date.now()}`;
  const { tagCreate } = await ask(base, `mutation { tagCreate(input: {name: "${name}"}) { entry { id } } }`);
  const change = async (to) => (await ask(base, `mutation { tagUpdate(id: "${tagCreate.entry.id}", patch: {name: "${to}"}) { changeSet } }`)).tagUpdate.changeSet;
  const first = await change(`${name} b`);
  await change(`${name} c`);
  const { page, problems, close } = await openWatched(browser, base, `/changes/${first}`);
  await page.getByText("A later change stands in the way").waitFor({ timeout: PATIENCE });
  assert.deepEqual(await findBarriers(page), []);
  const [head, changed] = [await page.locator(".pane h2").boundingBox(), await page.locator(".pane .entry").first().boundingBox()];
  assert.ok(head.width > 250 && changed.width > 250 && changed.y > head.y, "what it did stands below its heading, in the width of the pane");
  await page.getByRole("button", { name: /^Undo the change of/ }).click();
  await page.locator(".pane").getByRole("button", { name: "Undo", exact: true }).click({ timeout: PATIENCE });
  await page.getByText(/Taken back|Undone|undone/i).first().waitFor({ timeout: PATIENCE });
  const { tag } = await ask(base, `{ tag(id: "${tagCreate.entry.id}") { name } }`);
  assert.equal(tag.name, name);
  assert.deepEqual(problems, []);
  await close();
}
