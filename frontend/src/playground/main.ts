import "./playground.css";
import { readPrefill } from "../lib/links";
import { editorTheme, followDevice } from "../lib/paint";
import { listTypes } from "../model/listTypes";
import { loadMessages, preferredLocale, tagOf } from "../locales/locale";
import { loadExisting } from "./existing";
import { openingFor } from "./open";
import { loadSchema } from "./schema";

/* The frame stands at once; the editor, which is large, and the schema are on their way meanwhile. */

followDevice();
const locale = preferredLocale();
document.documentElement.lang = tagOf(locale, []);
// First what the frame says; without the record types only the examples are poorer.
const speaking = loadMessages(locale);
const arriving = Promise.all([loadSchema(), listTypes().catch(() => []), import("./editor")]);
const messages = await speaking;

const place = document.getElementById("app");
if (!place) throw new Error("playground.html has lost its #app");
const heading = document.querySelector("h1");
if (heading) heading.textContent = `${messages.app.name}: ${messages.playground.title}`;
const note = document.createElement("p");
note.className = "loading";
note.setAttribute("role", "status");
note.textContent = messages.playground.loading;
place.append(note);

const [loaded, known, { renderEditor }] = await arriving;
const prefill = readPrefill(location.hash);
const schema = loaded?.schema ?? null;
const written = prefill.example === "create" ? prefill.type : undefined;
const existing = schema && written ? await loadExisting(schema, written, known) : {};
const opening = openingFor(prefill, schema, known, messages, new Date(), existing);
if (location.hash) {
  // What the address brought is in the editor now, and a reload keeps what the reader makes of it.
  history.replaceState(null, "", location.pathname);
}
window.addEventListener("hashchange", () => location.reload());
renderEditor(place, { opening, introspection: loaded?.answer ?? null, theme: editorTheme(), messages });
