import { readonly, shallowRef, type Ref } from "vue";

/** A write of this reader in this window, as far as it takes to take it back. */
export interface OwnChange {
  changeSet: string;
  /** What was done, in words. */
  words: string;
  at: number;
}

/** The list lives as long as the window, reloads included; another window has its own. */
const PLACE = "daybook:own-changes";

/** More are not taken back one by one. */
const AT_MOST = 50;

const changes = shallowRef<readonly OwnChange[]>(recall());

/** What was written in this window and not taken back, the latest last. */
export function useOwnChanges(): Readonly<Ref<readonly OwnChange[]>> {
  return readonly(changes) as Readonly<Ref<readonly OwnChange[]>>;
}

/** Every change set that this window wrote, also what it took back. */
const written = new Set<string>();
let underWay = 0;

/** Whether a change set comes from this window, so that it is nobody else's news. */
export function isOwnChangeSet(changeSet: string): boolean {
  return written.has(changeSet) || changes.value.some((change) => change.changeSet === changeSet);
}

export function noteWritten(changeSet: string): void {
  written.add(changeSet);
}

/** Whether a write is on its way: the change log may tell of it before its answer is here. */
export function isWriting(): boolean {
  return underWay > 0;
}

/** Does a write, which `isWriting` tells of meanwhile. */
export async function whileWriting<Answer>(write: () => Promise<Answer>): Promise<Answer> {
  underWay += 1;
  try {
    return await write();
  } finally {
    underWay -= 1;
  }
}

export function noteOwnChange(change: OwnChange): void {
  noteWritten(change.changeSet);
  keep([...changes.value.filter(({ changeSet }) => changeSet !== change.changeSet), change].slice(-AT_MOST));
}

export function dropOwnChange(changeSet: string): void {
  keep(changes.value.filter((change) => change.changeSet !== changeSet));
}

export function lastOwnChange(): OwnChange | undefined {
  return changes.value.at(-1);
}

function keep(next: readonly OwnChange[]): void {
  changes.value = next;
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(next));
  } catch {
    // Storage is full or forbidden: the list then lasts until the next reload.
  }
}

function recall(): readonly OwnChange[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
    return Array.isArray(stored) ? (stored as OwnChange[]) : [];
  } catch {
    return [];
  }
}
