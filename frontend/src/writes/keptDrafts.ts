import type { ObjectDraft } from "../fields/drafts";
import type { EntryField } from "../model";

/** What was typed and not saved, so that a reload or a lost connection loses nothing. Kept in this browser. */
export interface KeptDraft {
  drafts: ObjectDraft;
  /** The entry as it was when the first change was typed; for a new one there is none. */
  base?: ObjectDraft;
  version?: number;
  /** The id that a new entry will have, so that a save whose answer was lost is not made twice. */
  id?: string;
  at: number;
}

interface Stored extends KeptDraft {
  /** The shape of each field then: a draft of another shape would mean nothing to today's editor. */
  shapes: Record<string, string>;
}

const PREFIX = "daybook:draft:";

/** Drafts that nobody came back to are dropped after so long, in milliseconds. */
const OLDEST = 30 * 86_400_000;

/** Where the draft of a new record of a type is kept. */
export function newDraftKey(type: string): string {
  return `new:${type}`;
}

/** Where the unsaved changes of an entry are kept. */
export function entryDraftKey(id: string): string {
  return `entry:${id}`;
}

/** Keeps a draft. Answers whether the browser could: its storage may be full or forbidden. */
export function keepDraft(key: string, draft: KeptDraft, fields: readonly EntryField[]): boolean {
  const shapes = Object.fromEntries(fields.filter(({ name }) => name in draft.drafts).map((field) => [field.name, shapeOf(field)]));
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ ...draft, shapes } satisfies Stored));
    return true;
  } catch {
    return false;
  }
}

/** The draft that was kept, without fields that are gone or have become something else; null when nothing is left of it. */
export function recallDraft(key: string, fields: readonly EntryField[], now: number): KeptDraft | null {
  const stored = read(key);
  if (!stored) return null;
  const fits = fields.filter((field) => stored.shapes[field.name] === shapeOf(field)).map((field) => field.name);
  const drafts = Object.fromEntries(fits.filter((name) => name in stored.drafts).map((name) => [name, stored.drafts[name]]));
  if (Object.keys(drafts).length === 0 || now - stored.at > OLDEST) {
    dropDraft(key);
    return null;
  }
  const { base, version, id, at } = stored;
  return { drafts, at, ...(base ? { base } : {}), ...(version === undefined ? {} : { version }), ...(id ? { id } : {}) };
}

export function dropDraft(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // What cannot be reached was not kept either.
  }
}

function read(key: string): Stored | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
    return isStored(stored) ? stored : null;
  } catch {
    return null;
  }
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== "object" || value === null) return false;
  const { drafts, shapes, at } = value as Partial<Stored>;
  return typeof drafts === "object" && drafts !== null && typeof shapes === "object" && shapes !== null && typeof at === "number";
}

/** A draft fits as long as this stays the same. */
function shapeOf(field: EntryField): string {
  const inner = (field.fields ?? []).map((part) => `${part.name}:${shapeOf(part)}`);
  return [field.kind, field.type, field.list ? "list" : "one", ...inner].join(" ");
}
