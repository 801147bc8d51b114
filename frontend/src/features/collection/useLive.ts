import { onScopeDispose, shallowRef, triggerRef, type ShallowRef } from "vue";
import { listDocument, type Where } from "../../documents";
import { ask, useChanges, type ChangeEvent } from "../../gql";
import { isSeries, type EntryRow } from "../../model";
import { isOwnChangeSet, isWriting } from "../../writes";
import { replaceRow } from "./useEditing";
import type { Collection } from "./useCollection";
import { followSamples } from "./followSamples";

export interface Live {
  /** Rows that came and are not shown yet, and whether others moved or went: both wait until they are asked for. */
  waiting: ShallowRef<{ ids: ReadonlySet<string>; other: boolean }>;
  /** Rows that somebody else just changed. */
  flashing: ShallowRef<ReadonlySet<string>>;
  /** Rows that no longer belong to the list, but stay until it is asked for anew. */
  left: ShallowRef<ReadonlySet<string>>;
  flash: (ids: Iterable<string>) => void;
  /** Forgets what waited; the list is being asked for anew. */
  settle: () => void;
}

/** Changes that come within this time are looked up together, in milliseconds. */
const GATHER = 120;
const FLASH = 1_300;
/** Ids that are looked up at once; with more changes the list is asked for anew. */
const MOST = 200;

/** Keeps the rows that are here right, without moving any: what comes or goes waits, what changes is shown at once. */
export function useLive(collection: Collection, refresh: () => Promise<void>): Live {
  const waiting = shallowRef<{ ids: ReadonlySet<string>; other: boolean }>({ ids: new Set(), other: false });
  const flashing = shallowRef<ReadonlySet<string>>(new Set());
  const left = shallowRef<ReadonlySet<string>>(new Set());
  let gathered = new Map<string, ChangeEvent>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let linked = false;
  onScopeDispose(() => clearTimeout(timer));

  useChanges({
    changed: (changes) => {
      const type = collection.type.value;
      const others = linkedTypes(collection);
      for (const change of changes) {
        if (change.type === type.name) gathered.set(change.entryId, merged(gathered.get(change.entryId), change));
        else if (others.has(change.type)) linked = true;
      }
      if (gathered.size === 0 && !linked) return;
      clearTimeout(timer);
      timer = setTimeout(() => void look(), GATHER);
    },
    lost: () => void refresh(),
  });

  followSamples(collection, (count) => {
    const ids = new Set(waiting.value.ids);
    for (let index = 0; index < count; index += 1) ids.add(`sample-${ids.size}`);
    waiting.value = { ...waiting.value, ids };
  }, () => void recount());

  /** How many samples there are tells whether some came that nobody told of. */
  async function recount(): Promise<void> {
    const before = collection.rows.totals.value?.count;
    await collection.rows.refreshSums();
    if (before !== undefined && collection.rows.totals.value?.count !== before) waiting.value = { ...waiting.value, other: true };
  }

  async function look(): Promise<void> {
    // Whose change it was is known when the answer of the write is here.
    if (isWriting()) return void (timer = setTimeout(() => void look(), GATHER));
    const changes = gathered;
    const all = linked;
    gathered = new Map();
    linked = false;
    const here = rowsHere();
    const ids = new Set([...changes.keys(), ...(all ? here.keys() : [])]);
    if (ids.size > MOST * 5) return void (waiting.value = { ...waiting.value, other: true });
    try {
      for (const part of parts([...ids], MOST)) apply(part, await lookUp(part), changes, here);
    } catch {
      // What was missed is made good when the connection comes back.
      waiting.value = { ...waiting.value, other: true };
    }
    if (changes.size) await collection.rows.refreshSums();
  }

  function apply(ids: readonly string[], rows: ReadonlyMap<string, EntryRow>, changes: ReadonlyMap<string, ChangeEvent>, here: ReadonlyMap<string, EntryRow>): void {
    const fresh = new Set(waiting.value.ids);
    const flash = new Set<string>();
    const gone = new Set(left.value);
    let other = waiting.value.other;
    let mine = false;
    for (const id of ids) {
      const row = rows.get(id);
      const change = changes.get(id);
      const known = here.get(id);
      const isOwn = change !== undefined && isOwnChange(change);
      if (row && known) {
        gone.delete(id);
        if (JSON.stringify(row) === JSON.stringify(known)) continue;
        replaceRow(collection, id, row);
        if (!isOwn) flash.add(id);
      } else if (known) {
        gone.add(id);
        other ||= !isOwn;
        mine ||= isOwn && (change.operation === "TRASHED" || change.operation === "PURGED");
      } else if (row && change && ["CREATED", "RESTORED"].includes(change.operation)) {
        if (isOwn) mine = true;
        else fresh.add(id);
      } else if (!row) fresh.delete(id);
    }
    left.value = gone;
    waiting.value = { ids: fresh, other };
    if (flash.size) flashFor(flash);
    // What one does oneself is shown where it belongs; in an empty list no row can be moved by what comes.
    if (mine || (fresh.size > 0 && collection.rows.layout.value.size === 0)) void refresh();
  }

  async function lookUp(ids: readonly string[]): Promise<ReadonlyMap<string, EntryRow>> {
    const query = collection.query.value;
    if (!query || isSeries(query.type)) return new Map();
    const one: Where = { id: { in: ids } };
    const where = query.where ? { and: [query.where, one] } : one;
    const document = listDocument(query.type, query.model, { fields: query.fields, links: 3 });
    const { list } = await ask(document, { where, first: ids.length });
    return new Map(list.edges.map(({ node }) => [node.id, node]));
  }

  function rowsHere(): Map<string, EntryRow> {
    const rows = new Map<string, EntryRow>();
    for (const { window } of collection.rows.layout.value.sections) for (const [, row] of window.rows()) rows.set(row.id, row);
    return rows;
  }

  function isOwnChange({ changeSet }: ChangeEvent): boolean {
    return isOwnChangeSet(changeSet);
  }

  function flashFor(ids: ReadonlySet<string>): void {
    flashing.value = new Set([...flashing.value, ...ids]);
    setTimeout(() => {
      const rest = new Set(flashing.value);
      for (const id of ids) rest.delete(id);
      flashing.value = rest;
    }, FLASH);
  }

  return {
    waiting, flashing, left,
    flash: (ids) => flashFor(new Set(ids)),
    settle: () => {
      waiting.value = { ids: new Set(), other: false };
      left.value = new Set();
      triggerRef(left);
    },
  };
}

/** Of several changes of one entry the last counts, but what was created is new, whatever was changed since. */
function merged(old: ChangeEvent | undefined, change: ChangeEvent): ChangeEvent {
  return old?.operation === "CREATED" && change.operation !== "TRASHED" ? { ...change, operation: "CREATED" } : change;
}

/** The types whose titles the rows show, or that the conditions look at. */
function linkedTypes({ type, fields, view }: Collection): ReadonlySet<string> {
  const filtered = JSON.stringify(view.state.value.where ?? {});
  const links = type.value.fields.filter((field) => field.target !== null && (fields.value.includes(field) || filtered.includes(`"${field.name}"`)));
  return new Set(links.flatMap(({ target }) => target ?? []));
}

function parts<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
