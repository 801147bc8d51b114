import { ENTRY_TYPE } from "../../documents";
import type { Draft, LinkDraft, ObjectDraft } from "../../fields/drafts";
import { ask } from "../../gql";
import { fieldOf, type EntryField, type EntryType } from "../../model";

/** What of an address fills a form: `?set.child=ID` links to an entry, `?set.method=BOTTLE` sets a value. */
const PREFIX = "set.";

/** A link that another type declares and that the new record is to be at the far end of. */
export interface InverseLink {
  field: EntryField;
  link: LinkDraft;
}

export interface Prefill {
  drafts: ObjectDraft;
  inverse: InverseLink[];
}

/** The address of a form that begins with these values. */
export function prefillQuery(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [PREFIX + name, value]));
}

/** Reads what the address fills the form with. Titles of linked entries are asked for; what cannot be read is left out. */
export async function readPrefill(type: EntryType, query: Readonly<Record<string, unknown>>): Promise<Prefill> {
  const prefill: Prefill = { drafts: {}, inverse: [] };
  for (const [key, value] of Object.entries(query)) {
    const field = key.startsWith(PREFIX) ? fieldOf(type, key.slice(PREFIX.length)) : undefined;
    if (!field?.writable || typeof value !== "string" || value === "") continue;
    if (field.kind === "LINK" || field.kind === "INVERSE") await prefillLink(prefill, field, value);
    else prefill.drafts[field.name] = valueOf(field, value);
  }
  return prefill;
}

async function prefillLink(prefill: Prefill, field: EntryField, id: string): Promise<void> {
  const { entry } = await ask(ENTRY_TYPE, { id });
  if (!entry) return;
  const link: LinkDraft = { id: entry.id, title: entry.title, type: entry.__typename };
  if (field.kind === "INVERSE") prefill.inverse.push({ field, link });
  else prefill.drafts[field.name] = field.list ? [link] : link;
}

function valueOf(field: EntryField, text: string): Draft {
  const one = field.type === "Boolean" ? text === "true" : field.type === "Quantity" ? { number: text, unit: field.unit ?? "ONE" } : text;
  return field.list ? [one] : one;
}
