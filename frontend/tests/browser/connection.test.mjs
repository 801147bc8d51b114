// What the app does while it hears less than usual: the server goes and comes back, the network does, a socket is not
// let through, a subscription is refused, a type goes away. Each with a list, an entry that is being written in, and a
// series open. Nothing old may look fresh, nothing typed may be lost, and what others did meanwhile has to appear.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openWatched, SIZES, startChromium } from "./browser.mjs";
import { startServer } from "./server.mjs";

const PATIENCE = 30_000;

let browser;
let server;
let sensor;
let child;

describe("the connection", { timeout: 20 * PATIENCE, skip: process.env.DAYBOOK_OWN_SERVER ? false : "it ends and starts its server" }, () => {
  before(async () => {
    browser = await startChromium(process.env.DAYBOOK_CHROMIUM);
    server = await startServer(process.env.DAYBOOK_BINARY);
    [sensor, child] = [await make("Sensor", { name: "Nursery" }), await make("Child", { name: "Ada", note: "calm" })];
    for (const amount of [90, 110, 120]) await make("Feeding", { child: { link: child }, method: "BOTTLE", amount: { value: amount, unit: "ML" } });
    const inputs = Array.from({ length: 60 }, (_, index) => ({ sensor: { link: sensor }, at: new Date(Date.now() - (index + 2) * 60_000).toISOString(), temperature: { value: 20 + (index % 3), unit: "CEL" } }));
    await api("mutation ($inputs: [ReadingCreate!]!) { readingsAdd(inputs: $inputs) { accepted } }", { inputs });
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it("says that the server is gone, keeps what is typed, and goes on where it was", outlivesRestart);
  it("notices that the network is gone, and that it is back", noticesNetwork);
  it("asks for changes where no socket is let through", asksWithoutSocket);
  it("asks for changes where the server refuses to tell of them", asksWhereRefused);
  it("follows again after a socket was closed for good", followsAgain);
  it("opens by itself once the server is there", opensLater);
  for (const { name, screen } of SIZES) it(`tells where one can go when the type of a list is gone (${name})`, () => tellsTypeGone({ screen }));
});

async function api(query, variables = {}) {
  const response = await fetch(new URL("/graphql", server.base), { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query, variables }) });
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
  const { typePlan } = await api("mutation ($sdl: String!, $remove: [String!]) { typePlan(sdl: $sdl, remove: $remove) { id errors { message } } }", { sdl, remove });
  await api("mutation ($id: ID!) { typeApply(planId: $id) { errors { message } } }", { id: typePlan.id });
}

async function open(path, options) {
  const opened = await openWatched(browser, server.base, path, options);
  opened.page.setDefaultTimeout(PATIENCE);
  return opened;
}

/** A list, an entry with something typed, and a series, each in a window of its own. */
async function openThree({ prepare = async () => {} } = {}) {
  const paths = ["/t/feedings?group=&columns=amount,note", `/e/${child}`, `/series/readings/${sensor}?range=1h`];
  const [list, entry, series] = await Promise.all(
    paths.map(async (path) => {
      const opened = await open("/settings");
      await prepare(opened.page);
      await opened.page.goto(new URL(path, server.base).href);
      return opened;
    }),
  );
  await list.page.locator(".sheet .row").nth(2).waitFor();
  await field(entry.page, "note").fill("typed, not saved");
  await series.page.locator(".chart svg").first().waitFor();
  const all = [list, entry, series];
  return { list: list.page, entry: entry.page, series: series.page, all: all.map(({ page }) => page), close: () => Promise.all(all.map((one) => one.close())) };
}

const field = (page, name) => page.locator(`[data-field="${name}"]`).locator("input, textarea").first();
const states = (pages, state) => Promise.all(pages.map((page) => page.locator(`.connection.${state}`).waitFor()));

/** Somebody else changes a row, the entry and the series. Answers what has to be seen of it. */
async function changeElsewhere(mark) {
  const { feedings } = await api("{ feedings(first: 1, orderBy: [{ startedAt: DESC }]) { nodes { id } } }");
  await api("mutation ($id: ID!, $note: String!) { feedingUpdate(id: $id, patch: { note: $note }) { errors { message } } }", { id: feedings.nodes[0].id, note: `row ${mark}` });
  const minute = String(10 + mark);
  await api("mutation ($id: ID!, $time: Time!) { childUpdate(id: $id, patch: { birthTime: $time }) { errors { message } } }", { id: child, time: `05:${minute}:00` });
  const input = { sensor: { link: sensor }, at: new Date().toISOString(), temperature: { value: 30 + mark, unit: "CEL" } };
  await api("mutation ($inputs: [ReadingCreate!]!) { readingsAdd(inputs: $inputs) { accepted } }", { inputs: [input] });
  return { row: `row ${mark}`, time: `05:${minute}`, value: String(30 + mark) };
}

async function showsChange({ list, entry, series }, { row, time, value }) {
  await list.locator(".sheet").getByText(row).waitFor();
  await until(async () => (await field(entry, "birthTime").inputValue()) === time, "the entry shows what the other changed");
  assert.equal(await field(entry, "note").inputValue(), "typed, not saved");
  await until(async () => (await series.locator(".now .big").first().innerText()) === value, "the series shows the newest value");
}

async function until(check, what) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await new Promise((done) => setTimeout(done, 100))) if (await check()) return;
  assert.fail(`not within ${PATIENCE / 1000} s: ${what}`);
}

async function outlivesRestart() {
  const three = await openThree();
  await states(three.all, "live");
  const place = await server.leave();
  await states(three.all, "offline");
  for (const page of three.all) {
    await page.locator("p.offline").getByText(/Offline: the server does not answer. What is shown is as of \d/).waitFor();
    assert.equal(await page.getByRole("alert").count(), 0, "what is here stays, without a cry for each part");
  }
  assert.equal(await three.list.locator(".sheet .row").count(), 3);
  assert.equal(await field(three.entry, "note").inputValue(), "typed, not saved");
  assert.equal(await three.series.locator(".chart svg").count(), 1);
  server = await startServer(process.env.DAYBOOK_BINARY, place);
  const change = await changeElsewhere(1);
  await states(three.all, "live");
  for (const page of three.all) await page.locator("p.offline").waitFor({ state: "detached" });
  await showsChange(three, change);
  await three.close();
}

async function noticesNetwork() {
  const three = await openThree();
  await states(three.all, "live");
  await Promise.all(three.all.map((page) => page.context().setOffline(true)));
  await states(three.all, "offline");
  const change = await changeElsewhere(2);
  await Promise.all(three.all.map((page) => page.context().setOffline(false)));
  await states(three.all, "live");
  await showsChange(three, change);
  await three.close();
}

async function asksWithoutSocket() {
  const three = await openThree({ prepare: (page) => page.routeWebSocket("**/graphql", (socket) => socket.close({ code: 1013 })) });
  await states(three.all, "polling");
  const change = await changeElsewhere(3);
  await showsChange(three, change);
  await states(three.all, "polling");
  await three.close();
}

/** Lets a socket through, but answers each subscription that `refuses` names with an error. */
function refusing(refuses) {
  return (socket) => {
    const behind = socket.connectToServer();
    socket.onMessage((text) => {
      const { type, id, payload } = JSON.parse(text);
      if (type === "subscribe" && refuses(payload.query)) socket.send(JSON.stringify({ type: "error", id, payload: [{ message: "too many at once", extensions: { code: "RATE_LIMITED" } }] }));
      else behind.send(text);
    });
  };
}

async function asksWhereRefused() {
  let refuse = true;
  const three = await openThree({ prepare: (page) => page.routeWebSocket("**/graphql", refusing((query) => refuse && /changes|Samples/.test(query))) });
  await states(three.all, "polling");
  const change = await changeElsewhere(4);
  await showsChange(three, change);
  refuse = false;
  await states(three.all, "live");
  await three.close();
}

async function followsAgain() {
  const sockets = [];
  const three = await openThree({
    prepare: (page) => page.routeWebSocket("**/graphql", (socket) => {
      socket.connectToServer();
      sockets.push(socket);
    }),
  });
  await states(three.all, "live");
  // 4429, as the server closes a socket that sent too much: the library itself never connects again after it.
  for (const socket of sockets) await socket.close({ code: 4429, reason: "Too many messages" });
  const change = await changeElsewhere(5);
  await showsChange(three, change);
  await states(three.all, "live");
  await three.close();
}

async function opensLater() {
  const { page, close } = await open("/settings");
  let gone = true;
  await page.routeWebSocket("**/graphql", (socket) => (gone ? socket.close({ code: 1013 }) : socket.connectToServer()));
  await page.route("**/graphql", (route) => (gone ? route.abort() : route.continue()));
  await page.goto(new URL("/t/feedings", server.base).href);
  await page.getByRole("alert").getByText("The server does not answer", { exact: false }).waitFor();
  gone = false;
  await page.locator(".sheet .row").first().waitFor();
  await close();
}

async function tellsTypeGone(size) {
  await apply('"Brief." type Ephemeral @entry(plural: "ephemerals", title: "{name}") { "Name." name: String! }');
  await make("Ephemeral", { name: "Mayfly" });
  const { page, close } = await open("/t/ephemerals", { size });
  await page.getByText("Mayfly").first().waitFor();
  await apply("", ["Ephemeral"]);
  await page.getByText("There is no record type “ephemerals” (any more).").waitFor();
  await page.locator("main").getByRole("link", { name: "All record types" }).click();
  await page.waitForURL("**/types");
  await close();
}
