import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ask, findBarriers, openWatched, SIZES, startChromium } from "./browser.mjs";

/** The server, and what it is looked at with. `run.mjs` gives both. */
const base = process.env.DAYBOOK_URL;
const executablePath = process.env.DAYBOOK_CHROMIUM;

/** On a server of our own the examples store what they say, so that the later tests have something to list. */
const mayWrite = process.env.DAYBOOK_OWN_SERVER === "1";

/** Longer than a page ever takes on a busy machine, in milliseconds. */
const PATIENCE = 60_000;

let browser;
before(async () => (browser = await startChromium(executablePath)));
after(() => browser.close());

describe("the playground", { timeout: 20 * PATIENCE }, () => {
  test("brings little before its editor stands", bringsLittle);
  test("loads the schema into the documentation", documents);
  test("completes and checks by the schema", helps);
  test("lists the commands of an editor", listsCommands);
  test("runs the query of its address", runsGivenQuery);
  test("shows every digit of an answer", showsDigits);
  test("defines a record type and knows it at once", definesType);
  test(`stores every record type by its own example${mayWrite ? "" : ", as a dry run"}`, storesEachType);
  test("lists every record type by its own example", listsEachType);
  test("follows a subscription until it is stopped", follows);
  test("tells why a subscription is not followed", tellsWhyNothingIsFollowed);
});
describe("the start page", { timeout: 10 * PATIENCE }, () => {
  test("lists every record type with its count", listsTypes);
  test("filters the types by what is typed", filtersTypes);
  test("works by keyboard alone", worksByKeyboard);
  test("speaks German to a German browser", speaksGerman);
  test("says what failed and recovers", recovers);
});
for (const size of SIZES) {
  for (const scheme of ["light", "dark"]) {
    describe(`${size.name}, ${scheme}`, { timeout: 10 * PATIENCE }, () => {
      test("the start page is free of barriers and stays on the server", () => startPageIsSound(size, scheme));
      test("the playground is free of barriers and stays on the server", () => playgroundIsSound(size, scheme));
    });
  }
}

async function startPageIsSound(size, scheme) {
  const { page, problems, close } = await openWatched(browser, base, "/", { size, scheme });
  await settledStart(page);
  await page.locator("article button[aria-expanded]").first().click();
  assert.deepEqual(await findBarriers(page), []);
  assert.equal(await overflow(page), 0, "nothing is wider than the screen");
  assert.deepEqual(problems, []);
  await close();
}

async function playgroundIsSound(size, scheme) {
  const { page, problems, close } = await openWatched(browser, base, "/playground#query=%7B__typename%7D", { size, scheme });
  await settledPlayground(page);
  await page.locator(".graphiql-execute-button").click();
  await page.getByText('"Query"').first().waitFor();
  // The editor's own tabs are buttons within tabs; both can be reached and say the same.
  assert.deepEqual(await findBarriers(page, { without: [".graphiql-tabs"] }), []);
  assert.equal(await overflow(page), 0, "nothing is wider than the screen");
  assert.deepEqual(problems, []);
  await close();
}

async function listsTypes() {
  const { types } = await ask(base, "{ types { name plural } }");
  const { page, problems, close } = await openWatched(browser, base, "/");
  await settledStart(page);
  const cards = await page.locator("article").evaluateAll((found) =>
    found.map((card) => ({
      type: card.dataset.type,
      count: Number(card.querySelector(".count").textContent.replace(/^no /, "0 ").replace(/^one /, "1 ").replaceAll(",", "").split(" ")[0]),
    })),
  );
  const expected = [];
  for (const { name, plural } of types) {
    const { list } = await ask(base, `{ list: ${plural} { totalCount } }`);
    expected.push({ type: name, count: list.totalCount });
  }
  assert.deepEqual(cards, expected);
  assert.deepEqual(problems, []);
  await close();
}

async function filtersTypes(context) {
  const { types } = await ask(base, "{ types { name } }");
  if (types.length < 7) return context.skip("the filter comes with seven types, and this server has fewer");
  const { page, close } = await openWatched(browser, base, "/");
  await settledStart(page);
  const { name } = types.at(-1);
  await page.getByRole("searchbox").fill(name);
  await page.locator(`article[data-type="${name}"]`).first().waitFor();
  assert.ok((await page.locator("article").count()) < types.length, "fewer cards than types");
  await page.getByRole("searchbox").fill("no such type at all");
  await page.getByText("No record type matches").waitFor();
  await close();
}

async function worksByKeyboard() {
  const { page, close } = await openWatched(browser, base, "/");
  await settledStart(page);
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Skip to content");
  await page.keyboard.press("Enter");
  const more = page.locator("article button[aria-expanded]").first();
  for (let step = 0; step < 60 && !(await more.evaluate((button) => button === document.activeElement)); step++) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  assert.equal(await more.getAttribute("aria-expanded"), "true");
  await page.locator("article dl").first().waitFor();
  await close();
}

async function speaksGerman() {
  const { page, close } = await openWatched(browser, base, "/", { locale: "de-DE" });
  await page.getByRole("heading", { name: "Eintragsarten" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "de");
  await page.getByRole("link", { name: "Einstellungen" }).first().click();
  await page.getByRole("radio", { name: "English" }).check({ force: true });
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await close();
}

async function recovers() {
  const { page, close } = await openWatched(browser, base, "/");
  await settledStart(page);
  await page.route("**/graphql", (route) => route.abort());
  await page.reload();
  await page.getByRole("alert").getByText("The server does not answer").waitFor();
  await page.unroute("**/graphql");
  await page.getByRole("alert").getByRole("button").click();
  await settledStart(page);
  await close();
}

/** Scripts before the first line of text: bytes as they are read, and files. It was 4.3 MB in 26 files. */
const MOST_BYTES = 1_150_000;
const MOST_FILES = 10;

async function bringsLittle() {
  const { page, problems, close } = await openWatched(browser, base, "/playground", { before: noteScripts });
  await settledPlayground(page);
  const scripts = await page.evaluate(() => globalThis.scriptsBeforeEditor);
  const bytes = scripts.reduce((sum, script) => sum + script.bytes, 0);
  assert.ok(bytes > 0 && bytes < MOST_BYTES, `${bytes} bytes of scripts: ${JSON.stringify(scripts)}`);
  assert.ok(scripts.length <= MOST_FILES, `${scripts.length} scripts: ${JSON.stringify(scripts)}`);
  assert.deepEqual(page.workers().map((worker) => worker.url()), []);
  assert.deepEqual(problems, []);
  await close();
}

/** Runs in the page: notes which scripts have been loaded when the first line of text is there. */
function noteScripts() {
  new MutationObserver((_, observer) => {
    if (!document.querySelector(".graphiql-query-editor .cm-line")) return;
    observer.disconnect();
    globalThis.scriptsBeforeEditor = performance
      .getEntriesByType("resource")
      .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
      .map(({ name, decodedBodySize }) => ({ name, bytes: decodedBodySize }));
  }).observe(document, { childList: true, subtree: true });
}

async function showsDigits() {
  const { page, problems, close } = await openWatched(browser, base, `/playground#${new URLSearchParams({ query: "{ __typename }" })}`);
  await settledPlayground(page);
  // A double has neither the digits nor the spelling of these.
  const written = ["123456789012345678901234567890", "1.10", "1e5", "-0", "7"];
  const body = `{"data":{"written":[${written.join(",")}]}}`;
  await page.route("**/graphql", (route) => route.fulfill({ contentType: "application/json", body }));
  await page.locator(".graphiql-execute-button").click();
  const answer = page.locator(".result-window .cm-content");
  await answer.getByText("written").waitFor({ timeout: PATIENCE });
  const lines = (await answer.innerText()).split("\n").map((line) => line.trim().replace(/,$/, ""));
  assert.deepEqual(lines.filter((line) => /^[-0-9]/.test(line)), written);
  assert.deepEqual(problems, []);
  await close();
}

async function helps() {
  const given = new URLSearchParams({ query: "query One($name: String!) {\n  nothing\n  type(name: $name) { name }\n}", variables: '{"name": 1}' });
  const { page, problems, close } = await openWatched(browser, base, `/playground#${given}`);
  await settledPlayground(page);
  await page.locator(".graphiql-query-editor .cm-lintRange-error", { hasText: "nothing" }).waitFor({ timeout: PATIENCE });
  await page.locator(".graphiql-editor-tool .cm-lintRange-error", { hasText: "1" }).waitFor({ timeout: PATIENCE });
  await page.locator(".graphiql-query-editor .cm-line").nth(1).click();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+End");
  await page.keyboard.type("type");
  await page.locator(".cm-tooltip-autocomplete").getByRole("option", { name: "types" }).waitFor({ timeout: PATIENCE });
  assert.deepEqual(problems, []);
  await close();
}

async function listsCommands() {
  const { page, problems, close } = await openWatched(browser, base, "/playground#query=%7B%20%20__typename%20%7D");
  await settledPlayground(page);
  await page.locator(".graphiql-query-editor .cm-content").focus();
  await page.keyboard.press("F1");
  await page.getByRole("combobox", { name: "Command" }).fill("prett");
  assert.deepEqual(await findBarriers(page, { without: [".graphiql-tabs"] }), []);
  await page.keyboard.press("Enter");
  await page.locator(".graphiql-query-editor .cm-line").getByText(/^ {2}__typename$/).waitFor({ timeout: PATIENCE });
  assert.deepEqual(problems, []);
  await close();
}

async function documents() {
  const { page, problems, close } = await openWatched(browser, base, "/playground");
  await settledPlayground(page);
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await page.locator(".graphiql-doc-explorer").getByText("Query", { exact: true }).click();
  await page.locator(".graphiql-doc-explorer").getByRole("link", { name: "types", exact: true }).waitFor();
  assert.deepEqual(problems, []);
  await close();
}

async function runsGivenQuery() {
  const query = 'query Named($name: String!) { type(name: $name) { name } }';
  const { types } = await ask(base, "{ types { name } }");
  const given = new URLSearchParams({ query, variables: JSON.stringify({ name: types[0].name }) });
  const { page, close } = await openWatched(browser, base, `/playground#${given}`);
  const { sent, answer } = await run(page);
  assert.equal(sent.query, query);
  assert.deepEqual(answer, { data: { type: { name: types[0].name } } });
  await close();
}

async function definesType(context) {
  if (!mayWrite) return context.skip("it would define a type on a server that is not ours");
  const { page, problems, close } = await openWatched(browser, base, "/playground");
  await settledPlayground(page);
  await page.getByRole("tab").getByText("Plan", { exact: true }).click();
  const { typePlan } = (await runOperation(page, "Plan")).data;
  assert.deepEqual({ ok: typePlan.ok, errors: typePlan.errors }, { ok: true, errors: [] });
  await close();
  const query = `mutation Apply { typeApply(planId: "${typePlan.id}") { types { name plural } errors { message } } }`;
  const second = await openWatched(browser, base, `/playground#${new URLSearchParams({ query })}`);
  await settledPlayground(second.page);
  const loadsSchema = second.page.waitForRequest((one) => one.postDataJSON()?.operationName === "IntrospectionQuery", { timeout: PATIENCE });
  const { typeApply } = (await run(second.page)).answer.data;
  assert.deepEqual({ count: typeApply.types.length, errors: typeApply.errors }, { count: 1, errors: [] });
  await loadsSchema;
  const { type } = await ask(base, `{ type(name: "${typeApply.types[0].name}") { plural } }`);
  assert.equal(type.plural, typeApply.types[0].plural);
  assert.deepEqual([...problems, ...second.problems], []);
  await second.close();
}

/** Runs one of several operations of the editor and tells what came back. */
async function runOperation(page, name) {
  await page.locator(".graphiql-execute-button").click();
  const [response] = await Promise.all([
    page.waitForResponse((one) => one.request().postDataJSON()?.operationName === name, { timeout: PATIENCE }),
    page.getByRole("menuitem", { name }).click(),
  ]);
  return response.json();
}

async function listsEachType() {
  for (const { name, plural } of (await ask(base, "{ types { name plural } }")).types) {
    const { page, problems, close } = await openWatched(browser, base, `/playground#type=${name}`);
    const { answer } = await run(page);
    assert.equal(answer.errors, undefined, `${name}: ${JSON.stringify(answer.errors)}`);
    assert.ok(Number.isInteger(answer.data[plural].totalCount), name);
    assert.deepEqual(problems, [], name);
    await close();
  }
}

async function follows() {
  const query = "subscription { tagsLive(first: 500) { snapshot entered { name } } }";
  const { page, problems, close } = await openWatched(browser, base, `/playground#${new URLSearchParams({ query })}`);
  await settledPlayground(page);
  const button = page.locator(".graphiql-execute-button");
  const answer = page.locator(".graphiql-response");
  await button.click();
  await answer.getByText('"snapshot": true').waitFor({ timeout: PATIENCE });
  if (mayWrite) {
    const create = (name) => ask(base, `mutation { tagCreate(input: {name: "${name}"}) { errors { code } } }`);
    await create("followed");
    await answer.getByText('"followed"').waitFor({ timeout: PATIENCE });
    // The button stops what runs; what comes then is not told any more.
    await button.click();
    await create("unheard");
    await page.waitForTimeout(500);
    assert.equal(await answer.getByText('"unheard"').count(), 0);
  }
  assert.deepEqual(problems, []);
  await close();
}

async function tellsWhyNothingIsFollowed() {
  const given = new URLSearchParams({ query: "subscription { nothing }" });
  const { page, close } = await openWatched(browser, base, `/playground#${given}`);
  await settledPlayground(page);
  await page.locator(".graphiql-execute-button").click();
  await page.locator(".graphiql-response").getByText("VALIDATION_FAILED").waitFor({ timeout: PATIENCE });
  await close();
}

async function storesEachType() {
  for (const { name } of (await ask(base, "{ types { name } }")).types) {
    const { page, close } = await openWatched(browser, base, `/playground#type=${name}&example=create`);
    await settledPlayground(page);
    if (!mayWrite) await page.route("**/graphql", sendDry);
    const { answer } = await run(page);
    assert.equal(answer.errors, undefined, `${name}: ${JSON.stringify(answer.errors)}`);
    const [payload] = Object.values(answer.data);
    assert.deepEqual(payload.errors ?? payload.rejected, [], name);
    await close();
  }
}

/** Makes a write a dry run on its way; one that cannot be made so does not leave. */
function sendDry(route) {
  const body = route.request().postDataJSON();
  const query = body.query.replace(/\((inputs?):/, "(dryRun: true, $1:");
  return query === body.query ? route.abort() : route.continue({ postData: JSON.stringify({ ...body, query }) });
}

/** Waits until types and counts stand on the start page, and the icons that come after them. */
async function settledStart(page) {
  await page.locator(".summary:not(:empty)").waitFor({ timeout: PATIENCE });
  await page.waitForLoadState("networkidle");
}

/** Waits until the editor stands, and what comes after it: the editor of the answer, with all help, and the schema. */
async function settledPlayground(page) {
  await page.locator(".graphiql-query-editor .cm-line").first().waitFor({ timeout: PATIENCE });
  await page.locator(".graphiql-response .cm-line").first().waitFor({ state: "attached", timeout: PATIENCE });
  await page.waitForLoadState("networkidle");
}

/** Presses the button and tells what went out and what came back. */
async function run(page) {
  await settledPlayground(page);
  const [response] = await Promise.all([
    page.waitForResponse((one) => one.url().endsWith("/graphql"), { timeout: PATIENCE }),
    page.locator(".graphiql-execute-button").click(),
  ]);
  return { sent: response.request().postDataJSON(), answer: await response.json() };
}

function focused(page) {
  return page.evaluate(() => document.activeElement?.textContent?.trim());
}

/** How many pixels the page is wider than the screen. */
function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
