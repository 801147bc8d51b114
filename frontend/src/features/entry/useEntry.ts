import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from "vue";
import type { Draft, ObjectDraft } from "../../fields/drafts";
import { draftsOf } from "../../fields/filling";
import { LINKS_AT_ONCE } from "../../fields/limits";
import { isShown } from "../../fields/reading";
import type { Problem } from "../../fields/rules";
import { ask, useChanges } from "../../gql";
import { loadedModel, useModel, type EntryField, type EntryRow, type EntryType, type LinkedList } from "../../model";
import { buildPatch, changedFields, conflictOf, editableFields, placeMistakes, useSaving, useWrites, type UseSaving } from "../../writes";
import { dropDraft, entryDraftKey, keepDraft, recallDraft } from "../../writes/keptDrafts";
import { rebase, type Conflict } from "../../writes/rebase";
import { FEW_LINKS, ownFields, readDocument } from "./documents";
import { FIND_ENTRY } from "./entry.graphql";

export type EntryStatus = "loading" | "ready" | "missing" | "failed";

export interface UseEntryReturn {
  status: Readonly<Ref<EntryStatus>>;
  error: Readonly<ShallowRef<unknown>>;
  type: Readonly<ShallowRef<EntryType | null>>;
  row: Readonly<ShallowRef<EntryRow | null>>;
  /** The fields that are edited here. */
  fields: ComputedRef<EntryField[]>;
  /** What was changed here and is not saved. */
  changed: ComputedRef<EntryField[]>;
  /** Fields that somebody else changed to something else meanwhile; each waits for a choice. */
  conflicts: Readonly<ShallowRef<Conflict[]>>;
  tried: Readonly<Ref<boolean>>;
  found: Readonly<ShallowRef<Problem[]>>;
  unkept: Readonly<Ref<boolean>>;
  saving: UseSaving;
  shown: (field: EntryField) => Draft | undefined;
  before: (field: EntryField) => Draft | undefined;
  siblings: ComputedRef<ObjectDraft>;
  problemsOf: (field: EntryField) => Problem[];
  set: (name: string, draft: Draft) => void;
  /** Settles a conflict: one's own value, or that of the other. */
  settle: (conflict: Conflict, mine: boolean) => void;
  discard: () => void;
  /** Answers the names of the fields that stand in the way; none when it was saved. */
  save: () => Promise<string[] | null>;
  reload: () => Promise<void>;
}

/** Typing is kept after a pause of so many milliseconds, and at once when the page is left. */
const PAUSE = 300;

/** One entry that is looked at and edited. It stays fresh, and what is being typed is never overwritten. */
export function useEntry(id: string): UseEntryReturn {
  const { model, refresh } = useModel();
  const writes = useWrites();
  const saving = useSaving();
  const key = entryDraftKey(id);
  const status = ref<EntryStatus>("loading");
  const error = shallowRef<unknown>(null);
  const type = shallowRef<EntryType | null>(null);
  const row = shallowRef<EntryRow | null>(null);
  const base = shallowRef<ObjectDraft>({});
  const drafts = shallowRef<ObjectDraft>({});
  const conflicts = shallowRef<Conflict[]>([]);
  const tried = ref(false);
  const found = shallowRef<Problem[]>([]);
  const unkept = ref(false);
  let asked = 0;
  let recalled = false;
  let clock: ReturnType<typeof setTimeout> | undefined;

  const siblings = computed(() => ({ ...base.value, ...drafts.value }));
  const editable = computed(() => (type.value ? editableFields(type.value).filter((field) => !isMany(field, row.value)) : []));
  const fields = computed(() => editable.value.filter((field) => isShown(field, siblings.value, editable.value)));
  const changed = computed(() => (type.value ? changedFields(type.value, base.value, drafts.value) : []));

  // Definitions may change while the page is open.
  watch(model, () => type.value && void reload());
  useChanges({ changed: (changes) => changes.some((change) => change.entryId === id) && void reload(), lost: () => void reload() });
  window.addEventListener("pagehide", flush);
  onScopeDispose(() => {
    asked += 1;
    window.removeEventListener("pagehide", flush);
    flush();
  });
  void reload();

  return { status, error, type, row, fields, changed, conflicts, tried, found, unkept, saving, shown, before, siblings, problemsOf, set, settle, discard, save, reload };

  async function reload(): Promise<void> {
    const mine = (asked += 1);
    try {
      const now = await read();
      if (mine !== asked) return;
      if (now) take(now);
      status.value = now ? "ready" : "missing";
      error.value = null;
    } catch (failure) {
      if (mine !== asked) return;
      error.value = failure;
      // What is shown stays; the page says that it may be old.
      if (!row.value) status.value = "failed";
    }
  }

  async function read(): Promise<EntryRow | null> {
    const [{ entries }] = await Promise.all([ask(FIND_ENTRY, { id }), loadedModel()]);
    const name = entries.nodes[0]?.__typename;
    if (name === undefined) return null;
    // It may be of a type that was defined a moment ago.
    if (!model.value.byName(name)) await refresh();
    const known = model.value.byName(name);
    if (!known) return null;
    const { list } = await ask(readDocument(known, model.value), { id });
    type.value = known;
    return list.nodes[0] ?? null;
  }

  /** Own changes move on to the entry as it is now. */
  function take(now: EntryRow): void {
    if (!type.value) return;
    const known = editableFields(type.value);
    const next = draftsOf(ownFields(type.value), now);
    const first = row.value === null;
    row.value = now;
    if (first && !recalled) recall(known, next);
    const rebased = rebase(known, base.value, drafts.value, next);
    base.value = next;
    drafts.value = rebased.drafts;
    const open = new Map(conflicts.value.map((conflict) => [conflict.field.name, conflict]));
    for (const conflict of rebased.conflicts) open.set(conflict.field.name, conflict);
    conflicts.value = [...open.values()].filter(({ field }) => field.name in rebased.drafts);
    if (!first) keepSoon();
  }

  /** What was typed before a reload, on top of the entry as it was then. */
  function recall(known: readonly EntryField[], next: ObjectDraft): void {
    recalled = true;
    const kept = recallDraft(key, known, Date.now());
    base.value = kept?.base ?? next;
    drafts.value = kept?.drafts ?? {};
  }

  function shown(field: EntryField): Draft | undefined {
    return siblings.value[field.name];
  }

  function before(field: EntryField): Draft | undefined {
    return base.value[field.name];
  }

  function problemsOf(field: EntryField): Problem[] {
    return found.value.filter((problem) => problem.path[0] === field.name).map((problem) => ({ ...problem, path: problem.path.slice(1) }));
  }

  function set(name: string, draft: Draft): void {
    drafts.value = { ...drafts.value, [name]: draft };
    found.value = found.value.filter((problem) => problem.path[0] !== name);
    keepSoon();
  }

  function settle(conflict: Conflict, mine: boolean): void {
    conflicts.value = conflicts.value.filter((known) => known.field.name !== conflict.field.name);
    if (!mine) drafts.value = without(drafts.value, conflict.field.name);
    keepSoon();
  }

  function discard(): void {
    drafts.value = {};
    conflicts.value = [];
    found.value = [];
    tried.value = false;
    keepSoon();
    flush();
  }

  async function save(): Promise<string[] | null> {
    if (!type.value || !row.value || saving.state.value !== "idle") return null;
    tried.value = true;
    if (conflicts.value.length > 0) return conflicts.value.map(({ field }) => field.name);
    // A later answer about the entry may come while this is under way.
    const sent = drafts.value;
    const built = buildPatch(type.value, base.value, sent, { model: model.value, now: new Date() });
    if (built.problems.length > 0) return built.problems.map((problem) => problem.path[0] ?? "");
    if (Object.keys(built.input).length === 0) return settled(sent);
    const { version } = row.value;
    const known = type.value;
    const select = { fields: ownFields(known), links: LINKS_AT_ONCE, validity: true };
    const outcome = await saving.save([built.input, version], (options) => writes.update(known, { id, patch: built.input, expectedVersion: version }, options, select));
    if (outcome.kind === "failed") return [];
    if (outcome.kind === "done") return settled(sent, outcome.answer.entry);
    const current = conflictOf(outcome.errors);
    if (current) return overtaken(current);
    found.value = placeMistakes(outcome.errors, built.places);
    return found.value.map((problem) => problem.path[0] ?? "");
  }

  /** What was sent is stored; what was typed since then stays. */
  function settled(sent: ObjectDraft, entry: EntryRow | null = null): null {
    drafts.value = Object.fromEntries(Object.entries(drafts.value).filter(([name, draft]) => draft !== sent[name]));
    if (entry && type.value) {
      row.value = { ...row.value, ...entry };
      base.value = draftsOf(ownFields(type.value), entry);
    }
    tried.value = false;
    found.value = [];
    keepSoon();
    flush();
    return null;
  }

  /** Somebody wrote first. Where they changed other fields this is saved on top of it; else each field waits for a choice. */
  async function overtaken(current: EntryRow): Promise<string[] | null> {
    take(current);
    return conflicts.value.length > 0 ? conflicts.value.map(({ field }) => field.name) : save();
  }

  function keepSoon(): void {
    clearTimeout(clock);
    clock = setTimeout(keep, PAUSE);
  }

  function keep(): void {
    clock = undefined;
    if (!type.value || changed.value.length === 0) {
      unkept.value = false;
      return dropDraft(key);
    }
    unkept.value = !keepDraft(key, { drafts: drafts.value, base: base.value, version: row.value?.version, at: Date.now() }, editableFields(type.value));
  }

  function flush(): void {
    if (clock === undefined) return;
    clearTimeout(clock);
    keep();
  }
}

/** A list of links that is too long to be edited among the fields. */
function isMany(field: EntryField, row: EntryRow | null): boolean {
  return field.kind === "LINK" && field.list && ((row?.[field.name] as LinkedList | undefined)?.totalCount ?? 0) > FEW_LINKS;
}

function without(drafts: ObjectDraft, name: string): ObjectDraft {
  return Object.fromEntries(Object.entries(drafts).filter(([known]) => known !== name));
}
