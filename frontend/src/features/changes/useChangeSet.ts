import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from "vue";
import { UNDO, type InputError } from "../../documents";
import { ask } from "../../gql";
import type { LinkedEntry } from "../../model";
import { fieldsAt } from "../../model/versions";
import { CHANGE_TITLES, CHANGES, CHANGES_COUNTED, loggedChanges, type LoggedChange } from "./changes.graphql";
import type { ChangeSet } from "./changeSets";

/** Changes of a set that are told one by one, and entries whose earlier values are looked up. */
const TOLD = 100;
const LOOKED_UP = 20;
/** The most changes of an entry that are read to know its earlier values. */
const DEEPEST = 500;

/** One change of the set with what was there before, and what has happened to the entry since. */
export interface ToldChange {
  change: LoggedChange;
  /** Null where it is not known, as after a compaction. */
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  /** Later changes of the same entry, newest first. */
  later: readonly LoggedChange[];
}

export interface UseChangeSetReturn {
  set: ComputedRef<ChangeSet | null>;
  told: ShallowRef<readonly ToldChange[]>;
  /** How many changes it has in all. */
  total: Ref<number>;
  /** What an undo would say: empty when nothing is in the way, null while that is not known. */
  blocking: ShallowRef<readonly InputError[] | null>;
  /** Titles of entries that links lead to, by id. */
  titles: ShallowRef<ReadonlyMap<string, LinkedEntry>>;
  status: Ref<"loading" | "done" | "error">;
  failure: ShallowRef<unknown>;
  load: () => Promise<void>;
}

/** One change set with all that it takes to understand it and to take it back. */
export function useChangeSet(id: () => string): UseChangeSetReturn {
  const changes = shallowRef<readonly LoggedChange[]>([]);
  const told = shallowRef<readonly ToldChange[]>([]);
  const total = ref(0);
  const blocking = shallowRef<readonly InputError[] | null>(null);
  const titles = shallowRef<ReadonlyMap<string, LinkedEntry>>(new Map());
  const status = ref<"loading" | "done" | "error">("loading");
  const failure = shallowRef<unknown>(null);
  const set = computed<ChangeSet | null>(() => {
    const [first] = changes.value;
    return first ? { id: first.changeSet, at: first.at, origin: first.origin, reason: first.reason, changes: changes.value } : null;
  });
  let running = 0;

  watch(id, () => void load(), { immediate: true });
  return { set, told, total, blocking, titles, status, failure, load };

  async function load(): Promise<void> {
    const mine = ++running;
    status.value = "loading";
    blocking.value = null;
    try {
      const { changes: page } = await ask(CHANGES_COUNTED, { where: { changeSet: id() }, first: TOLD });
      const nodes = loggedChanges(page.nodes);
      const histories = await historiesOf(nodes);
      if (mine !== running) return;
      changes.value = nodes;
      total.value = page.totalCount ?? nodes.length;
      told.value = nodes.map((change) => toldOf(change, histories.get(change.entryId)));
      status.value = "done";
      titles.value = await titlesOf(told.value);
      const tried = page.nodes.length > 0 ? await ask(UNDO, { id: id(), dryRun: true }) : null;
      if (mine === running) blocking.value = tried?.write.errors ?? [];
    } catch (error) {
      if (mine !== running) return;
      failure.value = error;
      status.value = "error";
    }
  }
}

function toldOf(change: LoggedChange, history: readonly LoggedChange[] | undefined): ToldChange {
  if (!history) return { change, before: null, after: null, later: [] };
  return { change, before: fieldsAt(history, change.version - 1), after: fieldsAt(history, change.version), later: history.filter(({ version }) => version > change.version) };
}

async function historiesOf(changes: readonly LoggedChange[]): Promise<ReadonlyMap<string, readonly LoggedChange[]>> {
  const ids = [...new Set(changes.map(({ entryId }) => entryId))].slice(0, LOOKED_UP);
  const pages = await Promise.all(ids.map((entryId) => ask(CHANGES, { where: { entryId }, first: DEEPEST })));
  return new Map(ids.map((entryId, place) => [entryId, loggedChanges(pages[place]?.changes.nodes ?? [])]));
}

/** Anything in a value that looks like an entry's id may be a link. */
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

async function titlesOf(told: readonly ToldChange[]): Promise<ReadonlyMap<string, LinkedEntry>> {
  const ids = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "string" && ID.test(value)) ids.add(value);
    else if (value !== null && typeof value === "object") Object.values(value).forEach(visit);
  };
  for (const { change, before } of told) {
    change.patch.forEach(({ value }) => visit(value));
    for (const field of change.fields) visit(before?.[field]);
  }
  if (ids.size === 0) return new Map();
  const { entries } = await ask(CHANGE_TITLES, { ids: [...ids].slice(0, 200) });
  return new Map(entries.nodes.map((entry) => [entry.id, entry]));
}
