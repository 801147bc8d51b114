import { computed, onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter, type Ref, type ShallowRef } from "vue";
import { listDocument, type Where } from "../documents";
import { ask } from "../gql";
import { AnswerMissing, RequestFailed } from "../lib/graphql";
import { useModel, type EntryField, type EntryRow, type EntryType } from "../model";

export interface UseTargetsReturn {
  /** What was found for the words, likeliest first. */
  found: Readonly<ShallowRef<readonly EntryRow[]>>;
  /** How many entries there are to choose from; null until it is known. */
  total: Readonly<Ref<number | null>>;
  status: Readonly<Ref<"idle" | "loading" | "done" | "failed">>;
}

export interface UseTargetsOptions {
  type: MaybeRefOrGetter<EntryType | undefined>;
  /** What was typed; none asks for those that were changed last. */
  typed: MaybeRefOrGetter<string>;
  /** Asks nothing while false. */
  active: MaybeRefOrGetter<boolean>;
  first: number;
}

/** Typing pauses that are shorter ask nothing, in milliseconds. */
const PAUSE = 120;

/** The entries that a link may lead to, found by their titles. Answers that come late are left aside. */
export function useTargets({ type, typed, active, first }: UseTargetsOptions): UseTargetsReturn {
  const { model } = useModel();
  const found = shallowRef<readonly EntryRow[]>([]);
  const total = shallowRef<number | null>(null);
  const status = shallowRef<"idle" | "loading" | "done" | "failed">("idle");
  const words = computed(() => toValue(typed).trim());
  let clock: ReturnType<typeof setTimeout> | undefined;
  let asked: AbortController | null = null;

  watch([() => toValue(type), words, () => toValue(active)], ([, , on], before) => {
    clearTimeout(clock);
    if (on) clock = setTimeout(() => void find(), before[1] === undefined || before[1] === words.value ? 0 : PAUSE);
  }, { immediate: true });
  onScopeDispose(() => {
    clearTimeout(clock);
    asked?.abort();
  });

  return { found, total, status };

  async function find(): Promise<void> {
    const target = toValue(type);
    if (!target) return;
    asked?.abort();
    const mine = (asked = new AbortController());
    status.value = "loading";
    try {
      const where: Where | null = words.value === "" ? null : { title: { contains: words.value } };
      const document = listDocument(target, model.value, { fields: remarks(target), count: true });
      const { list } = await ask(document, { where, first, orderBy: [{ updatedAt: "DESC" }] }, { signal: mine.signal });
      if (mine !== asked) return;
      found.value = list.edges.map((edge) => edge.node);
      if (words.value === "") total.value = list.totalCount ?? null;
      status.value = "done";
    } catch (error) {
      if (mine !== asked || mine.signal.aborted) return;
      if (!(error instanceof RequestFailed || error instanceof AnswerMissing)) throw error;
      status.value = "failed";
    }
  }
}

/** Fields that tell entries of one title apart: when it was, and the first links and enums that the title leaves out. */
export function remarks(type: EntryType): EntryField[] {
  const told = new Set([...(type.title ?? "").matchAll(/\{(\w+)/g)].map((match) => match[1]));
  const telling = type.fields.filter((field) => !field.list && !told.has(field.name) && !field.computed && (field.kind === "LINK" || field.kind === "ENUM" || field.name === type.at));
  return telling.slice(0, 3);
}
