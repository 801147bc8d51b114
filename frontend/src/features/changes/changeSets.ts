import type { LoggedChange } from "./changes.graphql";

/** All that was written together, as far as it is loaded. */
export interface ChangeSet {
  id: string;
  at: string;
  origin: string;
  reason: string | null;
  changes: readonly LoggedChange[];
}

/** Changes that follow each other and were written together, as one. They come newest first. */
export function grouped(changes: readonly LoggedChange[]): ChangeSet[] {
  const sets: (ChangeSet & { changes: LoggedChange[] })[] = [];
  for (const change of changes) {
    const last = sets.at(-1);
    if (last?.id === change.changeSet) last.changes.push(change);
    else sets.push({ id: change.changeSet, at: change.at, origin: change.origin, reason: change.reason, changes: [change] });
  }
  return sets;
}

/** What a change set did to entries of one type. */
export interface Action {
  operation: string;
  type: string;
  count: number;
}

/** What it did, the most first. */
export function actionsOf({ changes }: Pick<ChangeSet, "changes">): Action[] {
  const actions = new Map<string, Action & { entries: Set<string> }>();
  for (const { operation, type, entryId } of changes) {
    const key = `${operation} ${type}`;
    const action = actions.get(key) ?? { operation, type, count: 0, entries: new Set() };
    action.entries.add(entryId);
    actions.set(key, { ...action, count: action.entries.size });
  }
  return [...actions.values()].map(({ operation, type, count }) => ({ operation, type, count })).sort((one, other) => other.count - one.count);
}

/** How many entries it touched. */
export function entriesOf({ changes }: Pick<ChangeSet, "changes">): number {
  return new Set(changes.map(({ entryId }) => entryId)).size;
}
