import type { Prefill } from "../lib/links";
import type { EntryType } from "../model/entry-type";
import { isSeries } from "../model/model";
import { humanize } from "../lib/words";
import type { Messages } from "../locales/locale";
import { changesExample, createExample, definitionExample, listExample, statisticsExample } from "./examples";
import type { Existing } from "./existing";
import type { Introspection } from "./introspection";

/** What the editor shows first. */
export interface Opening {
  /** Shown even where the reader left something else behind; absent, what was left behind stays. */
  query?: string;
  variables?: string;
  /** Shown to a reader who comes for the first time, a tab each. */
  welcome: Tab[];
}

/** An operation to begin with. */
export interface Tab {
  query: string;
}

/** Decides what the editor shows: what the address asks for, and for newcomers a first query that works here. */
export function openingFor(
  prefill: Prefill,
  schema: Introspection | null,
  types: readonly EntryType[],
  messages: Messages,
  now: Date,
  existing: Existing = {},
): Opening {
  const opening: Opening = { welcome: welcome(schema, types, messages) };
  if (prefill.query) opening.query = prefill.query;
  else if (prefill.type) opening.query = typeQuery(prefill, schema, types, messages, now, existing);
  if (prefill.variables) opening.variables = prefill.variables;
  return opening;
}

function typeQuery(
  prefill: Prefill,
  schema: Introspection | null,
  types: readonly EntryType[],
  messages: Messages,
  now: Date,
  existing: Existing,
): string {
  const name = prefill.type ?? "";
  const { listNote, createNote, unknownType } = messages.playground;
  const plural = humanize(types.find((type) => type.name === name)?.plural ?? name).toLocaleLowerCase();
  const creates = prefill.example === "create";
  const example = schema && (creates ? createExample(schema, name, types, now, existing) : listExample(schema, name));
  if (example) return comment((creates ? createNote : listNote).map((line) => fill(line, { plural }))) + example;
  const names = types.map((type) => type.name).join(", ");
  return comment([fill(unknownType, { type: name, types: names })]);
}

function welcome(schema: Introspection | null, types: readonly EntryType[], messages: Messages): Tab[] {
  const { welcome: hello, statisticsNote, liveNote, definitionNote } = messages.playground;
  const overview = "query Types {\n  types {\n    name\n    plural\n    description\n  }\n}\n";
  const list = schema && firstOf(types, (type) => (isSeries(type) ? null : listExample(schema, type.name)));
  const tabs: Tab[] = [{ query: `${comment(hello)}\n${overview}${list ? `\n${list}` : ""}` }];
  if (!schema) return tabs;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const statistics = firstOf(types, (type) => statisticsExample(schema, type.name, zone));
  if (statistics) tabs.push({ query: `${comment(statisticsNote)}\n${statistics}` });
  const changes = changesExample(schema);
  if (changes) tabs.push({ query: `${comment(liveNote)}\n${changes}` });
  const definition = definitionExample(schema, types);
  if (definition) tabs.push({ query: `${comment(definitionNote)}\n${definition}` });
  return tabs;
}

function firstOf<T>(types: readonly EntryType[], make: (type: EntryType) => T | null): T | null {
  for (const type of types) {
    const made = make(type);
    if (made !== null) return made;
  }
  return null;
}

/** Comment lines of a GraphQL document. What comes from outside stays within them. */
function comment(lines: readonly string[]): string {
  return lines.map((line) => `# ${line.replaceAll(/[\r\n]+/g, " ")}\n`).join("");
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
