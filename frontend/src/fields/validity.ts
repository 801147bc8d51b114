import { ownField, type EntryField } from "../model";
import { sameDraft, type ObjectDraft } from "./drafts";
import { readObject, type Input, type Reading } from "./reading";

/** When a link begins to hold, and when it ceases. */
export interface Validity {
  from: string | null;
  to: string | null;
}

/** The two ends, as fields that a form can ask for. */
export function validityFields(labels: Record<keyof Validity, string>): EntryField[] {
  return (["from", "to"] as const).map((name) => ({
    ...ownField(name, labels[name], "DateTime", "DateTimeFilter", []),
    required: false, writable: true, ...(name === "to" ? { time: { future: true, notBefore: "from", maxAfter: null } } : {}),
  }));
}

const FIELDS = validityFields({ from: "from", to: "to" });

/** The ends as a write takes them: of a link that is there already only those that changed, null for one that was emptied. */
export function readValidity(draft: ObjectDraft | undefined, old: ObjectDraft | undefined, now: Date): Reading {
  if (!draft) return { input: {}, problems: [], warnings: [] };
  const reading = readObject(FIELDS, draft, now);
  const inputs = reading.input as { [name: string]: Input };
  const changed = FIELDS.filter((field) => field.name in inputs && !sameDraft(field, old?.[field.name], draft[field.name]));
  return { ...reading, input: Object.fromEntries(changed.map(({ name }) => [name, inputs[name] ?? null])) };
}
