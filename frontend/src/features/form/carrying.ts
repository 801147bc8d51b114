import { editorKind, type Draft, type ObjectDraft } from "../../fields/drafts";
import { draftOf } from "../../fields/filling";
import { isDecimal, readTyped } from "../../fields/numbers";
import type { EntryField, EntryRow, EntryType } from "../../model";
import { editableFields } from "../../writes";

/** What is likely to be the same the next time, such as how and how much; never a time, a text or what must differ. */
const LIKELY = new Set(["enum", "boolean", "integer", "number", "quantity", "money", "link"]);

/** What stays in the form after "save and new": what the next one shares, not what was measured. */
const SHARED = new Set(["enum", "boolean"]);

/** The values of the last record that a new one may begin with. */
export function lastValues(type: EntryType, last: EntryRow): ObjectDraft {
  const likely = editableFields(type).filter((field) => LIKELY.has(editorKind(field)) && !field.list && !isKey(type, field));
  return drafts(likely.map((field) => [field.name, draftOf(field, last[field.name])]));
}

/** What of a form is kept for the next record. */
export function sharedValues(type: EntryType, given: ObjectDraft): ObjectDraft {
  const shared = editableFields(type).filter((field) => !isKey(type, field) && (SHARED.has(editorKind(field)) || (field.kind === "LINK" && field.required)));
  return drafts(shared.map((field) => [field.name, given[field.name]]));
}

/** The drafts that a few typed words are: the first field of the title that can hold them. */
export function fromTyped(type: EntryType, typed: string, locale: string): ObjectDraft {
  const text = typed.trim();
  const names = [...(type.title ?? "").matchAll(/\{(\w+)/g)].map((match) => match[1]);
  for (const field of names.flatMap((name) => editableFields(type).find((known) => known.name === name) ?? [])) {
    const draft = text === "" ? null : typedInto(field, text, locale);
    if (draft !== null) return { [field.name]: draft };
  }
  return {};
}

function typedInto(field: EntryField, text: string, locale: string): Draft {
  if (field.list) return null;
  switch (editorKind(field)) {
    case "text":
      return text;
    case "quantity": {
      const number = readTyped(/^[\d.,]+/.exec(text)?.[0] ?? "", locale);
      return number !== null && isDecimal(number) ? { number, unit: field.unit ?? "ONE" } : null;
    }
    default:
      return null;
  }
}

/** Whether a natural key holds it: two records never share all of one. */
function isKey(type: EntryType, field: EntryField): boolean {
  return type.keys.some((key) => key.fields.length === 1 && key.fields[0] === field.name);
}

function drafts(pairs: [string, Draft | undefined][]): ObjectDraft {
  return Object.fromEntries(pairs.filter(([, draft]) => draft !== undefined && draft !== null));
}
