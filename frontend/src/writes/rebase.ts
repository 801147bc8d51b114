import { sameDraft, type ObjectDraft } from "../fields/drafts";
import type { EntryField } from "../model";

/** A field that both changed since the form was opened, to different values. */
export interface Conflict {
  field: EntryField;
  mine: ObjectDraft[string];
  theirs: ObjectDraft[string];
}

/** What is left of one's own changes on top of an entry as it is now. */
export interface Rebased {
  /** Own changes that still say something else than the entry. */
  drafts: ObjectDraft;
  /** Those of them that somebody else changed as well. */
  conflicts: Conflict[];
  /** Fields that only somebody else changed. */
  taken: EntryField[];
}

/**
 * Moves own changes from the entry as it was to the entry as it is. What only others changed is taken; what both
 * changed alike is settled; what both changed differently stays mine, and is told.
 */
export function rebase(fields: readonly EntryField[], before: ObjectDraft, drafts: ObjectDraft, now: ObjectDraft): Rebased {
  const rebased: Rebased = { drafts: {}, conflicts: [], taken: [] };
  for (const field of fields) {
    const { name } = field;
    const [was, is] = [before[name], now[name]];
    const theirs = !sameDraft(field, was, is);
    const mine = name in drafts && !sameDraft(field, was, drafts[name]);
    if (!mine && theirs) rebased.taken.push(field);
    if (!mine || sameDraft(field, drafts[name], is)) continue;
    rebased.drafts[name] = drafts[name];
    if (theirs) rebased.conflicts.push({ field, mine: drafts[name], theirs: is });
  }
  return rebased;
}
