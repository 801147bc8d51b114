// Records as people write them: from the keyboard, in two windows at once, through a lost connection, and in every kind
// of field. Writes; so it runs only against a server of its own.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { findBarriers, openWatched, sideways, SIZES, startChromium } from "./browser.mjs";

const base = process.env.DAYBOOK_URL;
const PATIENCE = 20_000;

/** Strings that try to become script, where the repository lies beside them. */
const HOSTILE = fileURLToPath(new URL("../../../../shared/data/xss", import.meta.url));

let browser;

describe("records", { skip: process.env.DAYBOOK_OWN_SERVER ? false : "they write, and this server is not theirs" }, () => {
  before(async () => {
    browser = await startChromium(process.env.DAYBOOK_CHROMIUM);
  });
  after(() => browser?.close());

  it("writes three records from the keyboard alone", writesThree);
  it("refuses what is out of bounds before sending, and goes there", refusesEarly);
  it("gives what was typed back after a reload", keepsDrafts);
  it("keeps what was typed through a lost connection, and stores it once", outlastsTheNetwork);
  it("shows both values where two changed one field", showsConflicts);
  it("saves on top of what others changed elsewhere", mergesOthers);
  it("never overwrites what is being typed", leavesTypingAlone);
  it("undoes the last own change after the page was left", undoesLater);
  it("restores an earlier version, and tells what differs", restoresVersions);
  it("links to an entry that is made with it", makesLinked);
  it("relates two entries in words of one's own", relates);
  it("says what a delete takes along, and gives it back", deletes);
  it("brings many back from the trash as one, and takes it back as one", restoresMany);
  it("asks the server for the changes of one origin", filtersLog);
  it("edits every kind of value of a type defined a moment ago", editsEveryKind);
  it("shows hostile texts as texts", { skip: existsSync(HOSTILE) ? false : "the hostile strings are not here" }, showsHostile);
  for (const { name, screen } of SIZES) it(`has no barriers in form and entry (${name})`, () => hasNoBarriers({ screen }));
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

/** Opens the form of a type and waits until its first field has the focus. */
async function openForm(path, options) {
  const opened = await open(path, options);
  await opened.page.locator("[data-field] :focus").first().waitFor();
  return opened;
}

async function openEntry(id, options) {
  const opened = await open(`/e/${id}`, options);
  await opened.page.locator("[data-field]").first().waitFor();
  return opened;
}

function field(page, name) {
  return page.locator(`[data-field="${name}"]`);
}

async function until(check, what) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await new Promise((done) => setTimeout(done, 100))) if (await check()) return;
  assert.fail(`not within ${PATIENCE / 1000} s: ${what}`);
}

/** Counts what is pressed; a text counts by its letters, on their own. */
function counting(page) {
  const counts = { keys: 0, letters: 0 };
  return {
    counts,
    press: async (...keys) => {
      for (const key of keys) {
        counts.keys += 1;
        await page.keyboard.press(key);
      }
    },
    type: async (text) => {
      counts.letters += text.length;
      await page.keyboard.type(text);
    },
  };
}

async function writesThree() {
  const child = await make("Child", { name: "Zoe" });
  const { page, problems, close } = await open("/t/feedings");
  await page.getByRole("button", { name: /new.*feeding/i }).waitFor();
  const { counts, press, type } = counting(page);
  await press("c");
  await field(page, "child").locator(":focus").waitFor();
  await field(page, "child").getByRole("radio", { name: "Zoe" }).waitFor();
  await press("z", "Tab", "Tab", "Tab", "Tab");
  await press("b", "Tab", "f", "Tab");
  await type("120");
  await press("Control+Shift+Enter");
  await page.getByText("Saved: bottle 120 mL", { exact: false }).first().waitFor();
  await field(page, "amount").locator("input:focus").waitFor();
  await type("95");
  await press("Control+Shift+Enter");
  await page.getByText("bottle 95 mL", { exact: false }).first().waitFor();
  await field(page, "amount").locator("input:focus").waitFor();
  await type("4 fl oz");
  await press("Control+Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const { child: stored } = await api("query One($id: ID!) { child(id: $id) { feedings(orderBy: [{ startedAt: ASC }]) { nodes { method content amount { entered } } } } }", { id: child });
  assert.deepEqual(
    stored.feedings.nodes.map(({ method, content, amount }) => [method, content, amount.entered]),
    [["BOTTLE", "FORMULA", "120 mL"], ["BOTTLE", "FORMULA", "95 mL"], ["BOTTLE", "FORMULA", "4 fl oz"]],
  );
  // One for the form, three pills by their letters, six steps between fields, and one save for each record.
  assert.ok(counts.keys <= 13, `${counts.keys} keys beside ${counts.letters} letters`);
  assert.deepEqual(problems, []);
  await close();
}

async function refusesEarly() {
  const { page, close } = await openForm("/new/feedings");
  let sent = 0;
  page.on("request", (request) => (sent += /feedingCreate/.test(request.postData() ?? "") ? 1 : 0));
  await field(page, "amount").locator("input").fill("2100");
  await page.keyboard.press("Control+Enter");
  await page.getByText("This is needed.").first().waitFor();
  assert.ok(await field(page, "amount").getByText("At most 2,000 mL.").isVisible());
  assert.equal(await page.evaluate(() => document.activeElement.closest("[data-field]")?.dataset.field), "child");
  await field(page, "amount").locator("input").fill("420");
  await field(page, "amount").getByText("More than 400 mL is unusual", { exact: false }).waitFor();
  assert.equal(sent, 0);
  await close();
}

async function keepsDrafts() {
  const { page, close } = await openForm("/new/foods");
  await field(page, "name").locator("input").fill("Half a parsnip");
  await page.waitForTimeout(500);
  await page.reload();
  await page.getByText("is here again", { exact: false }).waitFor();
  assert.equal(await field(page, "name").locator("input").inputValue(), "Half a parsnip");
  await page.getByRole("button", { name: "Start empty" }).click();
  assert.equal(await field(page, "name").locator("input").inputValue(), "");
  await close();

  const id = await make("Person", { name: "Uma", note: "first" });
  const entry = await openEntry(id);
  await field(entry.page, "note").locator("textarea").fill("second, not saved");
  await entry.page.waitForTimeout(500);
  await entry.page.reload();
  await field(entry.page, "note").locator("textarea").waitFor();
  assert.equal(await field(entry.page, "note").locator("textarea").inputValue(), "second, not saved");
  await field(entry.page, "note").getByText("was first").waitFor();
  await entry.close();
}

async function outlastsTheNetwork() {
  const { page, close } = await openForm("/new/foods");
  await field(page, "name").locator("input").fill("Kohlrabi");
  // The first answer is lost on its way back: the server has stored it.
  let lost = 0;
  await page.route("**/graphql", async (route) => {
    if (!/foodCreate/.test(route.request().postData() ?? "")) return route.continue();
    lost += 1;
    if (lost === 1) await route.fetch();
    return lost < 5 ? route.abort() : route.continue();
  });
  await page.keyboard.press("Control+Enter");
  await page.getByText("Not saved.", { exact: false }).waitFor();
  assert.equal(await field(page, "name").locator("input").inputValue(), "Kohlrabi");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const { foods } = await api('{ foods(where: { name: { eq: "Kohlrabi" } }) { totalCount } }');
  assert.equal(foods.totalCount, 1);
  await close();
}

async function showsConflicts() {
  const id = await make("Child", { name: "Ida", birthWeight: { value: 3240, unit: "G" }, note: "calm" });
  const mine = await openEntry(id);
  const theirs = await openEntry(id);
  await field(mine.page, "birthWeight").locator("input").fill("3420");
  await field(theirs.page, "birthWeight").locator("input").fill("3300");
  await theirs.page.keyboard.press("Control+Enter");
  await theirs.page.getByText("1 change, not saved").waitFor({ state: "detached" });
  const choice = field(mine.page, "birthWeight").locator("xpath=..").getByRole("group", { name: "Two values of Birth weight" });
  await choice.waitFor();
  assert.equal(await field(mine.page, "birthWeight").locator("input").inputValue(), "3420");
  assert.match(await choice.innerText(), /3,420 g/);
  assert.match(await choice.innerText(), /3,300 g/);
  // Saving waits for the choice.
  await mine.page.keyboard.press("Control+Enter");
  const weight = async () => (await api("query One($id: ID!) { child(id: $id) { birthWeight { value } note } }", { id })).child.birthWeight.value;
  assert.equal(await weight(), 3300);
  await choice.getByRole("button", { name: "Yours" }).click();
  await mine.page.keyboard.press("Control+Enter");
  await mine.page.getByText("1 change, not saved").waitFor({ state: "detached" });
  assert.equal(await weight(), 3420);
  await mine.close();
  await theirs.close();
}

async function mergesOthers() {
  const id = await make("Child", { name: "Eva", note: "calm" });
  const { page, close } = await openEntry(id);
  // Nothing is heard of the other write: the server itself has to refuse the older version.
  await page.route("**/graphql", (route) => (/FindEntry/.test(route.request().postData() ?? "") ? route.abort() : route.continue()));
  await field(page, "note").locator("textarea").fill("lively");
  await api('mutation Other($id: ID!) { childUpdate(id: $id, patch: { birthTime: "04:17:00" }) { errors { message } } }', { id });
  await page.keyboard.press("Control+Enter");
  await page.getByText("1 change, not saved").waitFor({ state: "detached" });
  const { child } = await api("query One($id: ID!) { child(id: $id) { note birthTime } }", { id });
  assert.deepEqual(child, { note: "lively", birthTime: "04:17:00" });
  await close();
}

async function leavesTypingAlone() {
  const id = await make("Child", { name: "Mia", note: "calm" });
  const { page, close } = await openEntry(id);
  await field(page, "note").locator("textarea").fill("half a sen");
  await api('mutation Other($id: ID!) { childUpdate(id: $id, patch: { birthTime: "05:00:00" }) { errors { message } } }', { id });
  await until(async () => (await field(page, "birthTime").locator("input").first().inputValue()) === "05:00", "the other's change shows");
  await page.keyboard.type("tence");
  assert.equal(await field(page, "note").locator("textarea").inputValue(), "half a sentence");
  assert.ok(await page.evaluate(() => document.activeElement.tagName === "TEXTAREA"));
  await close();
}

async function undoesLater() {
  const id = await make("Food", { name: "Salsify" });
  const { page, close } = await openEntry(id);
  await field(page, "name").locator("input").fill("Black salsify");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Saved: Black salsify").waitFor();
  await page.goto(new URL("/settings", base).href);
  await page.locator("main").waitFor();
  await page.waitForTimeout(1000);
  await page.keyboard.press("z");
  await page.getByText("Taken back: Saved: Black salsify").waitFor();
  const { food } = await api("query One($id: ID!) { food(id: $id) { name } }", { id });
  assert.equal(food.name, "Salsify");
  await page.getByRole("button", { name: "Do it again" }).click();
  await until(async () => (await api("query One($id: ID!) { food(id: $id) { name } }", { id })).food.name === "Black salsify", "done again");
  await close();
}

async function restoresVersions() {
  const id = await make("Child", { name: "Lea", highRisk: true, note: "sleeps well" });
  await api('mutation A($id: ID!) { childUpdate(id: $id, patch: { highRisk: false }) { errors { message } } }', { id });
  await api('mutation B($id: ID!) { childUpdate(id: $id, patch: { note: "sleeps well since autumn" }) { errors { message } } }', { id });
  const { page, close } = await openEntry(id);
  const history = page.getByRole("table");
  await history.getByText("“since autumn”").waitFor();
  assert.match(await history.locator("tr").nth(1).innerText(), /High risk.*Yes.*→.*No/s);
  await history.getByRole("button", { name: "Restore 1" }).click();
  await page.getByText("Lea is again as in version 1").waitFor();
  const { child } = await api("query One($id: ID!) { child(id: $id) { highRisk note version } }", { id });
  assert.deepEqual(child, { highRisk: true, note: "sleeps well", version: 4 });
  await close();
}

async function makesLinked() {
  const child = await make("Child", { name: "Ole" });
  const { page, close } = await openForm(`/new/feedings?set.child=${child}`);
  await field(page, "method").getByRole("radio", { name: "Self fed" }).click();
  await field(page, "food").locator("input").fill("Quince jelly");
  await page.getByRole("option", { name: "Create food “Quince jelly”", exact: false }).click();
  const nested = page.getByRole("dialog", { name: "New food" });
  await nested.locator("[data-field='name'] input").waitFor();
  assert.equal(await nested.locator("[data-field='name'] input").inputValue(), "Quince jelly");
  await page.keyboard.press("Control+Enter");
  await nested.waitFor({ state: "detached" });
  // It is made with the feeding, not before.
  assert.equal((await api('{ foods(where: { name: { eq: "Quince jelly" } }) { totalCount } }')).foods.totalCount, 0);
  await field(page, "food").getByRole("group", { name: "Quince jelly" }).locator("input").first().fill("40");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const { foods } = await api('{ foods(where: { name: { eq: "Quince jelly" } }) { nodes { feedings { edges { props { amount { entered } } node { method } } } } } }');
  assert.deepEqual(foods.nodes[0].feedings.edges, [{ props: { amount: { entered: "40 g" } }, node: { method: "SELF_FED" } }]);
  await page.keyboard.press("z");
  await until(async () => (await api('{ foods(where: { name: { eq: "Quince jelly" } }) { totalCount } }')).foods.totalCount === 0, "one undo takes both back");
  await close();
}

async function relates() {
  const [from, to] = [await make("Person", { name: "Nora Relating" }), await make("Person", { name: "Otto Related" })];
  const { page, close } = await openEntry(from);
  await page.locator("h1").click();
  await page.keyboard.press("@");
  await page.getByLabel("To which entry?").fill("Otto Rel");
  await page.getByRole("button", { name: "Otto Related" }).click();
  await page.getByLabel("In which words?").fill("reminds of");
  await page.keyboard.press("Enter");
  await page.getByText("Linked to Otto Related").waitFor();
  await page.locator("aside").getByText("reminds of").waitFor();
  const { entry } = await api("query One($id: ID!) { entry(id: $id) { links(first: 5) { nodes { kind target { id } } } } }", { id: from });
  assert.deepEqual(entry.links.nodes, [{ kind: "reminds of", target: { id: to } }]);
  await close();
}

async function deletes() {
  const id = await make("Child", { name: "Pia" });
  await make("Feeding", { child: { link: id }, method: "BOTTLE" });
  const { page, close } = await openEntry(id);
  await page.locator("aside").getByText("Feedings").waitFor();
  await page.locator("h1").click();
  await page.keyboard.press("Delete");
  await page.getByText("1 feeding", { exact: false }).waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("In the trash: Pia").waitFor();
  const trashed = await open(`/e/${id}`);
  await trashed.page.getByText("In the trash, since", { exact: false }).waitFor();
  await trashed.page.getByRole("button", { name: "Restore", exact: true }).click();
  await field(trashed.page, "name").waitFor();
  const { child } = await api("query One($id: ID!) { child(id: $id) { name feedings { totalCount } } }", { id });
  assert.deepEqual(child, { name: "Pia", feedings: { totalCount: 1 } });
  await trashed.close();
  await close();
  const unknown = await open("/e/0192e0a4-0000-7000-8000-000000000000");
  await unknown.page.getByText("There is no such entry").waitFor();
  await unknown.close();
}

async function restoresMany() {
  const parent = await make("Tag", { name: "house" });
  const ids = [await make("Tag", { name: "cellar", parent: { link: parent } }), parent, await make("Note", { heading: "gone too" })];
  await api("mutation { tagDeleteMany(where: {name: {in: [\"house\", \"cellar\"]}}) { errors { message } } }");
  await api("mutation Gone($id: ID!) { noteDelete(id: $id) { errors { message } } }", { id: ids[2] });
  const { page, problems, close } = await open("/trash");
  await page.getByText("Kept for 30 days, then removed for good.").waitFor();
  await page.getByText("goes for good in", { exact: false }).first().waitFor();
  for (const title of ["cellar", "house", "gone too"]) await page.getByLabel(`Select ${title}`).check();
  await page.locator(".bulk").getByRole("button", { name: "Restore" }).click();
  await page.getByText("3 entries restored").waitFor();
  assert.equal(await page.getByText("comes back when", { exact: false }).count(), 0, "both ends are back");
  const trashed = async () => (await api("query Some($ids: [ID!]!) { entries(where: {id: {in: $ids}}) { totalCount } changes(first: 3) { nodes { changeSet operation } } }", { ids }));
  const restored = await trashed();
  assert.equal(restored.entries.totalCount, 3);
  assert.equal(new Set(restored.changes.nodes.map(({ changeSet }) => changeSet)).size, 1, "one change set");
  await page.keyboard.press("z");
  await page.getByText("Taken back: 3 entries restored", { exact: false }).or(page.getByText("Undone: 3 entries restored", { exact: false })).first().waitFor();
  assert.equal((await trashed()).entries.totalCount, 0);
  assert.deepEqual(problems, []);
  await close();
}

async function filtersLog() {
  await make("Tag", { name: "by the API" });
  const byApp = await fetch(new URL("/graphql", base), {
    method: "POST",
    headers: { "content-type": "application/json", "daybook-origin": "UI" },
    body: JSON.stringify({ query: "mutation { tagCreate(input: { name: \"by the app\" }) { errors { message } } }" }),
  });
  assert.deepEqual((await byApp.json()).data.tagCreate.errors, []);
  const asked = [];
  const { page, problems, close } = await open("/changes");
  page.on("request", (request) => request.url().endsWith("/graphql") && asked.push(request.postDataJSON()));
  await page.getByLabel("Origin").selectOption("IMPORT");
  await page.getByText("No change fits these filters.").waitFor();
  await page.getByLabel("Origin").selectOption("UI");
  await page.locator("a.set").first().waitFor();
  assert.deepEqual(new Set(await page.locator("a.set .origin").allInnerTexts()), new Set(["app"]));
  const origins = asked.filter(({ query }) => query.includes("ChangeLog")).map(({ variables }) => variables.where.origin);
  assert.deepEqual(origins.slice(-2), [["IMPORT"], ["UI"]]);
  assert.deepEqual(problems, []);
  await close();
}

const EVERYTHING = `
"How it went."
enum ProbedKind { "One." FIRST "Two." SECOND }
"Where, in parts."
type ProbedPlace { "Town." town: String "Floor." floor: Int @range(min: 0, max: 9) }
"What the link says."
type ProbedTie @props { "How close, 1 to 5." closeness: Int @range(min: 1, max: 5) }
"Everything that a field can hold."
type Probed @entry(plural: "probeds", title: "{text}") {
  "A text." text: String! @length(min: 1, max: 200)
  "A long text." long: String @length(max: 20000)
  "A whole number." whole: Int @range(min: 0, max: 10, warnMax: 5)
  "A number." number: Float
  "Yes or no." flag: Boolean
  "A day." day: Date
  "A moment." moment: DateTime
  "A duration." span: Duration
  "A time of day." clock: Time
  "A zone." zone: TimeZone
  "An address." address: URL
  "Mail." mail: Email
  "Phone." phone: Phone
  "Language." language: Language
  "Country." country: Country
  "A price." price: Money
  "A place." place: GeoPoint
  "An amount." amount: Quantity @unit(canonical: ML, min: 0)
  "Anything." data: JSON
  "A kind." kind: ProbedKind
  "Shown for the second kind only." second: String @showIf(field: "kind", in: ["SECOND"])
  "Tags." tags: [String!]
  "Numbers." numbers: [Int!]
  "Kinds." kinds: [ProbedKind!]
  "Where." where: ProbedPlace
  "Places." places: [ProbedPlace!]
  "A friend." friend: Person @link(inverse: "probedFriendOf")
  "Friends." friends: [Person!] @link(inverse: "probedFriendsOf", props: "ProbedTie")
}`;

async function editsEveryKind() {
  const { typePlan } = await api("mutation Plan($sdl: String!) { typePlan(sdl: $sdl) { id ok errors { message } } }", { sdl: EVERYTHING });
  await api("mutation Apply($id: ID!) { typeApply(planId: $id) { errors { message } } }", { id: typePlan.id });
  await make("Person", { name: "Friend One" });
  const { page, problems, close } = await openForm("/new/probeds");
  const fill = (name, text) => field(page, name).locator("input, textarea").first().fill(text);
  const texts = { text: "All of it", long: "two\nlines", whole: "7", number: "-2.5", day: "2026-05-01", moment: "2026-05-01 14:30", span: "1 h 30 min", clock: "7:05", zone: "Europe/Paris", address: "https://example.org/x?y=z", mail: "ann@example.org", phone: "+49 30 123456", language: "pt-BR", country: "FR", price: "12.50", amount: "4 fl oz", data: '{"a": [1, null]}' };
  for (const [name, text] of Object.entries(texts)) await fill(name, text);
  await field(page, "whole").getByText("More than 5 is unusual", { exact: false }).waitFor();
  await field(page, "flag").getByRole("radio", { name: "No" }).click();
  await field(page, "place").locator("input").nth(0).fill("52.5");
  await field(page, "place").locator("input").nth(1).fill("13.4");
  assert.equal(await field(page, "second").count(), 0);
  await field(page, "kind").getByRole("radio", { name: "Second" }).click();
  await fill("second", "shown now");
  for (const tag of ["one", "two, three"]) {
    await field(page, "tags").locator("input").fill(tag);
    await page.keyboard.press("Enter");
  }
  for (const number of ["3", "1"]) {
    await field(page, "numbers").getByRole("button", { name: "Add" }).click();
    await field(page, "numbers").locator("input").last().fill(number);
  }
  await field(page, "kinds").getByRole("button", { name: "First" }).click();
  await field(page, "where").locator("[data-field='town'] input, [data-field='town'] textarea").fill("Oslo");
  await field(page, "places").getByRole("button", { name: "Add" }).click();
  await field(page, "places").locator("[data-field='floor'] input").fill("12");
  await field(page, "friends").locator("input").first().fill("Friend One");
  await page.getByRole("option", { name: "Friend One", exact: true }).click();
  await field(page, "friends").locator("[data-field='closeness'] input").fill("4");
  await page.keyboard.press("Control+Enter");
  // The floor is out of bounds, deep in a list: the focus goes there.
  await field(page, "places").getByText("At most 9.").first().waitFor();
  await field(page, "places").locator("[data-field='floor'] input").fill("2");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const { probeds } = await api(`{ probeds { nodes { id text long whole number flag day moment span clock zone address mail phone language country price { amount currency } place { lat lon }
    amount { entered } data kind second tags numbers kinds where { town floor } places { town floor } friend { name } friends { edges { props { closeness } node { name } } } } } }`);
  const { id, ...stored } = probeds.nodes[0];
  assert.deepEqual(stored, {
    text: "All of it", long: "two\nlines", whole: 7, number: -2.5, flag: false, day: "2026-05-01", moment: new Date(2026, 4, 1, 14, 30).toISOString().replace(".000", ""), span: "PT1H30M", clock: "07:05:00",
    zone: "Europe/Paris", address: "https://example.org/x?y=z", mail: "ann@example.org", phone: "+4930123456", language: "pt-BR", country: "FR", price: { amount: 12.5, currency: "EUR" }, place: { lat: 52.5, lon: 13.4 },
    amount: { entered: "4 fl oz" }, data: { a: [1, null] }, kind: "SECOND", second: "shown now", tags: ["one", "two, three"], numbers: [3, 1], kinds: ["FIRST"], where: { town: "Oslo", floor: null },
    places: [{ town: null, floor: 2 }], friend: null, friends: { edges: [{ props: { closeness: 4 }, node: { name: "Friend One" } }] },
  });
  await close();

  // What was written is shown without a change, and every part of it can be changed.
  const entry = await openEntry(id);
  await entry.page.waitForTimeout(1000);
  assert.equal(await entry.page.getByText("not saved").count(), 0);
  await field(entry.page, "number").locator("input").fill("3.25");
  await field(entry.page, "friends").getByRole("button", { name: "Remove the link to Friend One" }).click();
  await field(entry.page, "friend").locator("input, button").first().waitFor();
  await entry.page.getByText("2 changes, not saved").waitFor();
  await entry.page.keyboard.press("Control+Enter");
  await entry.page.getByText("not saved").waitFor({ state: "detached" });
  const { probed } = await api("query One($id: ID!) { probed(id: $id) { number moment friends { totalCount } } }", { id });
  assert.deepEqual(probed, { number: 3.25, moment: stored.moment, friends: { totalCount: 0 } });
  assert.deepEqual([...problems, ...entry.problems], []);
  await entry.close();
}

/** Whatever a text would do if it were run. */
function watchScripts() {
  globalThis.ran = [];
  for (const name of ["alert", "prompt", "confirm"]) globalThis[name] = (text) => void globalThis.ran.push(String(text));
}

async function showsHostile() {
  const texts = readdirSync(HOSTILE).flatMap((name) => {
    const text = readFileSync(`${HOSTILE}/${name}`, "utf8");
    return name.endsWith(".json") ? JSON.parse(text).map((one) => (typeof one === "string" ? one : JSON.stringify(one))) : name.endsWith(".txt") ? text.split("\n") : [];
  }).map((text) => text.replaceAll("\0", "").trim()).filter((text) => text !== "");
  assert.ok(texts.length > 50, `${texts.length} texts`);
  const inputs = texts.slice(0, 400).map((text) => ({ name: [...text].slice(0, 200).join(""), note: text, otherNames: [[...text].slice(0, 100).join("")] }));
  for (let at = 0; at < inputs.length; at += 100) await api("mutation Many($inputs: [PersonCreate!]!) { personCreateMany(inputs: $inputs) { errors { path message } } }", { inputs: inputs.slice(at, at + 100) });
  const all = texts.join("\n").slice(0, 19_000);
  const id = await make("Person", { name: [...(texts[0] ?? "")].slice(0, 190).join(""), note: all, givenName: "<img src=x onerror=alert(1)>" });
  await api("mutation Change($id: ID!, $note: String!) { personUpdate(id: $id, patch: { note: $note }) { errors { message } } }", { id, note: `<script>alert(1)</script>${all}`.slice(0, 19_000) });
  const { page, close, problems } = await openEntry(id, { before: watchScripts });
  assert.match(await field(page, "note").locator("textarea").inputValue(), /^<script>alert\(1\)<\/script>/);
  await page.getByRole("table").getByText("Restore 1").waitFor();
  await page.goto(new URL(`/e/${id}/history`, base).href);
  await page.getByRole("table").getByText("Restore 1").waitFor();
  await page.goto(new URL("/new/observations", base).href);
  await page.goto(new URL("/new/children", base).href);
  await field(page, "carers").locator("input").fill("<");
  await page.locator("div[role='listbox'] [role='option']").nth(2).waitFor();
  assert.deepEqual(await page.evaluate(() => globalThis.ran), []);
  assert.equal(await page.locator("main script, main iframe, main img, [role=option] script, [role=option] img").count(), 0);
  assert.deepEqual(problems, []);
  await close();
}

async function hasNoBarriers(size) {
  const id = await make("Child", { name: "Axa", note: "calm" });
  await make("Feeding", { child: { link: id }, method: "BOTTLE", amount: { value: 90, unit: "ML" } });
  const entry = await openEntry(id, { size });
  await entry.page.locator("aside, [aria-label='What belongs to it']").getByText("Feedings").first().waitFor();
  await field(entry.page, "name").locator("input").fill("Axa B");
  assert.deepEqual(await findBarriers(entry.page), []);
  assert.equal(await sideways(entry.page), 0);
  assert.deepEqual(entry.problems, []);
  await entry.close();
  const form = await openForm("/new/feedings", { size });
  await field(form.page, "amount").locator("input").first().fill("420");
  await field(form.page, "bottle").locator("input").first().click();
  await form.page.waitForTimeout(800);
  assert.deepEqual(await findBarriers(form.page), []);
  assert.equal(await sideways(form.page), 0);
  assert.deepEqual(form.problems, []);
  await form.close();
}
