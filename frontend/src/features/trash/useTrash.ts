import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue";
import { useI18n } from "vue-i18n";
import type { DataOf } from "../../documents";
import { useFormats } from "../../format";
import { ask, useChanges } from "../../gql";
import { describeFailure } from "../../lib/failure";
import { useToasts } from "../../stores/toasts";
import { useWrites } from "../../writes";
import { TRASH } from "./trash.graphql";

/** An entry that was thrown away. */
export type TrashedEntry = DataOf<typeof TRASH>["entries"]["nodes"][number] & { trashedAt: string };

const PAGE = 100;
const PAUSE = 300;
const MOVED = new Set(["TRASHED", "RESTORED", "PURGED"]);

export interface UseTrashReturn {
  entries: ShallowRef<readonly TrashedEntry[]>;
  total: Ref<number | null>;
  /** For how many days an entry stays before it goes for good; null is for ever, `undefined` until it is known. */
  trashDays: Ref<number | null | undefined>;
  status: Ref<"loading" | "done" | "error">;
  failure: ShallowRef<unknown>;
  more: Ref<boolean>;
  /** Entries are being restored or removed. */
  busy: Ref<boolean>;
  loadMore: () => Promise<void>;
  reload: () => Promise<void>;
  restore: (which: readonly TrashedEntry[]) => Promise<void>;
  purge: (which: readonly TrashedEntry[]) => Promise<void>;
}

/** What is in the trash, the last thrown away first; it follows what is written. */
export function useTrash(type: () => string | null): UseTrashReturn {
  const { t } = useI18n();
  const formats = useFormats();
  const toasts = useToasts();
  const writes = useWrites();
  const entries = shallowRef<readonly TrashedEntry[]>([]);
  const total = ref<number | null>(null);
  const trashDays = ref<number | null>();
  const status = ref<"loading" | "done" | "error">("loading");
  const failure = shallowRef<unknown>(null);
  const more = ref(false);
  const busy = ref(false);
  let after: string | null = null;
  let running = 0;
  let clock = 0;

  watch(type, () => void start(), { immediate: true });
  useChanges({
    lost: soon,
    changed: (changes) => {
      if (changes.some(({ operation }) => MOVED.has(operation))) soon();
    },
  });
  onScopeDispose(() => clearTimeout(clock));
  return { entries, total, trashDays, status, failure, more, busy, loadMore: () => load(after), reload, restore, purge };

  async function start(): Promise<void> {
    entries.value = [];
    total.value = null;
    await reload();
  }

  async function reload(): Promise<void> {
    await load(null, Math.max(PAGE, Math.min(500, entries.value.length)));
  }

  async function load(from: string | null, first = PAGE): Promise<void> {
    const mine = ++running;
    if (entries.value.length === 0 || from !== null) status.value = "loading";
    try {
      const { entries: page, retention } = await ask(TRASH, { types: type() === null ? null : [type() as string], first, after: from });
      if (mine !== running) return;
      const trashed = page.nodes.filter((entry): entry is TrashedEntry => entry.trashedAt !== null);
      entries.value = from === null ? trashed : [...entries.value, ...trashed];
      total.value = page.totalCount;
      trashDays.value = retention.trashDays;
      after = page.pageInfo.endCursor;
      more.value = page.pageInfo.hasNextPage;
      status.value = "done";
    } catch (error) {
      if (mine !== running) return;
      failure.value = error;
      status.value = "error";
    }
  }

  function soon(): void {
    clearTimeout(clock);
    clock = window.setTimeout(() => void reload(), PAUSE);
  }

  /** One is told by its title; several are one change set, and one undo. */
  async function restore(which: readonly TrashedEntry[]): Promise<void> {
    const [only] = which;
    if (which.length === 1 && only) return each(which, () => writes.restore({ id: only.id }));
    busy.value = true;
    const refused: string[] = [];
    let left = which;
    // What is refused stays, and the others are brought back without it.
    while (left.length > 0) {
      const outcome = await writes.restoreMany(left.map(({ id }) => id), { words: t("trash.restored", { count: formats.value.number(left.length) }, left.length) });
      if (outcome.kind === "done") break;
      const wrong = outcome.kind === "mistakes" ? outcome.answer.results.filter(({ errors }) => errors.length > 0) : left.map((_, index) => ({ index, errors: [{ message: wordsOf(outcome.failure) }] }));
      refused.push(...wrong.map(({ index, errors }) => `${left[index]?.title ?? ""}: ${errors.map(({ message }) => message).join(" ")}`));
      const indices = new Set(wrong.map(({ index }) => index));
      left = left.filter((_, index) => !indices.has(index));
    }
    await finish(refused);
  }

  async function purge(which: readonly TrashedEntry[]): Promise<void> {
    await each(which, ({ id }) => writes.purge({ id }, { quiet: true }), "trash.purged");
  }

  /** One after the other; what was refused is told with the reason, and stays. */
  async function each(which: readonly TrashedEntry[], write: (entry: TrashedEntry) => ReturnType<typeof writes.restore>, said?: string): Promise<void> {
    busy.value = true;
    const refused: string[] = [];
    for (const entry of which) {
      const outcome = await write(entry);
      if (outcome.kind === "mistakes") refused.push(`${entry.title}: ${outcome.errors.map(({ message }) => message).join(" ")}`);
      else if (outcome.kind === "failed") refused.push(`${entry.title}: ${wordsOf(outcome.failure)}`);
    }
    const done = which.length - refused.length;
    if (said && done > 0) toasts.show({ text: t(said, { count: formats.value.number(done) }, done) });
    await finish(refused);
  }

  function wordsOf(failure: unknown): string {
    const { kind, detail } = describeFailure(failure);
    return t(`failure.${kind}`, { detail });
  }

  async function finish(refused: readonly string[]): Promise<void> {
    busy.value = false;
    if (refused.length > 0) toasts.show({ text: t("trash.refused", { count: refused.length }, refused.length), detail: refused.slice(0, 3).join("\n"), kind: "error" });
    await reload();
  }
}
