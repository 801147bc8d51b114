import { computed, onScopeDispose, ref, shallowRef, toValue, type ComputedRef, type MaybeRefOrGetter, type Ref, type ShallowRef } from "vue";
import type { Draft, ObjectDraft } from "../../fields/drafts";
import { defaultDraft } from "../../fields/filling";
import { isShown } from "../../fields/reading";
import type { Problem } from "../../fields/rules";
import { useModel, type EntryField, type EntryType } from "../../model";
import { buildCreate, editableFields, newId, type Built } from "../../writes";
import { dropDraft, keepDraft, newDraftKey, recallDraft } from "../../writes/keptDrafts";

export interface UseFormOptions {
  /** The type as it is defined now: its bounds may change while the form is open. */
  type: MaybeRefOrGetter<EntryType>;
  /** What the form begins with, such as the entry that it was opened from. */
  initial?: ObjectDraft;
  /** Whether what is typed is kept in this browser. */
  kept?: boolean;
}

export interface UseFormReturn {
  drafts: ShallowRef<ObjectDraft>;
  /** The fields of the form whose conditions hold. */
  fields: ComputedRef<EntryField[]>;
  /** The id that the record will have. */
  id: Ref<string>;
  /** When what stands here was typed, if that was before this form was opened. */
  recalledAt: Ref<number | null>;
  /** Whether anything was typed. */
  dirty: Ref<boolean>;
  /** The browser could not keep what was typed: its storage is full or forbidden. */
  unkept: Ref<boolean>;
  /** Saving was tried, so mistakes are shown everywhere. */
  tried: Ref<boolean>;
  /** What the server found, by field. */
  found: ShallowRef<Problem[]>;
  /** What a field shows: its draft, or what it will hold when it is left out. */
  shown: (field: EntryField) => Draft | undefined;
  problemsOf: (field: EntryField) => Problem[];
  set: (name: string, draft: Draft) => void;
  fill: (drafts: ObjectDraft) => void;
  build: () => Built;
  /** Begins anew with these values; nothing of before is kept. */
  restart: (drafts?: ObjectDraft) => void;
}

/** Typing is kept after a pause of so many milliseconds, and at once when the page is left. */
const PAUSE = 300;

/** The state of a form for a new record of any type. */
export function useForm({ type, initial = {}, kept = true }: UseFormOptions): UseFormReturn {
  const { model } = useModel();
  const key = newDraftKey(toValue(type).name);
  const all = computed(() => editableFields(toValue(type)));
  const recalled = kept ? recallDraft(key, all.value, Date.now()) : null;
  const drafts = shallowRef<ObjectDraft>({ ...recalled?.drafts, ...initial });
  const id = ref(recalled?.id ?? newId());
  const recalledAt = ref(recalled?.at ?? null);
  const dirty = ref(recalled !== null);
  const unkept = ref(false);
  const tried = ref(false);
  const found = shallowRef<Problem[]>([]);
  let clock: ReturnType<typeof setTimeout> | undefined;

  const fields = computed(() => all.value.filter((field) => isShown(field, drafts.value, all.value)));

  if (kept) {
    window.addEventListener("pagehide", flush);
    onScopeDispose(() => {
      window.removeEventListener("pagehide", flush);
      flush();
    });
  }

  return { drafts, fields, id, recalledAt, dirty, unkept, tried, found, shown, problemsOf, set, fill, build, restart };

  function shown(field: EntryField): Draft | undefined {
    const draft = drafts.value[field.name];
    return draft === undefined ? defaultDraft(field) : draft;
  }

  function problemsOf(field: EntryField): Problem[] {
    return found.value.filter((problem) => problem.path[0] === field.name).map((problem) => ({ ...problem, path: problem.path.slice(1) }));
  }

  function set(name: string, draft: Draft): void {
    fill({ [name]: draft });
  }

  function fill(more: ObjectDraft): void {
    drafts.value = { ...drafts.value, ...more };
    // What the server said was about what stood there before.
    found.value = found.value.filter((problem) => !((problem.path[0] ?? "") in more));
    dirty.value = true;
    clearTimeout(clock);
    if (kept) clock = setTimeout(keep, PAUSE);
  }

  function keep(): void {
    clock = undefined;
    unkept.value = !keepDraft(key, { drafts: drafts.value, id: id.value, at: Date.now() }, all.value);
  }

  function flush(): void {
    if (clock === undefined) return;
    clearTimeout(clock);
    keep();
  }

  function build(): Built {
    return buildCreate(toValue(type), drafts.value, { model: model.value, now: new Date() }, id.value);
  }

  function restart(next: ObjectDraft = {}): void {
    clearTimeout(clock);
    clock = undefined;
    if (kept) dropDraft(key);
    drafts.value = next;
    id.value = newId();
    recalledAt.value = null;
    dirty.value = false;
    unkept.value = false;
    tried.value = false;
    found.value = [];
  }
}
