import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from "vue";
import { ask, useChanges } from "../../gql";
import { CHANGES, loggedChanges, type LoggedChange } from "./changes.graphql";
import { grouped, type ChangeSet } from "./changeSets";

/** Changes per request; more of one set that fills a page. */
const PAGE = 100;
const LARGE_PAGE = 500;
/** Requests in a row for one large set. */
const AT_MOST = 20;
/** Changes of others that come within this time are asked for together, in milliseconds. */
const PAUSE = 300;

/** What is to be shown; null is everything. */
export interface ChangeQuery {
  type: string | null;
  operation: string | null;
  origin: string | null;
  /** An instant; earlier changes are left out. */
  since: string | null;
}

export interface UseChangeSetsReturn {
  sets: ComputedRef<readonly ChangeSet[]>;
  status: Ref<"loading" | "done" | "error">;
  failure: ShallowRef<unknown>;
  more: Ref<boolean>;
  loadMore: () => Promise<void>;
  reload: () => Promise<void>;
}

/** The change log by change sets, newest first; it follows what is written. */
export function useChangeSets(query: () => ChangeQuery): UseChangeSetsReturn {
  const changes = shallowRef<readonly LoggedChange[]>([]);
  const status = ref<"loading" | "done" | "error">("loading");
  const failure = shallowRef<unknown>(null);
  const more = ref(false);
  const sets = computed(() => grouped(changes.value));
  let after: string | null = null;
  let running = new AbortController();
  let clock = 0;

  watch(query, () => void start(), { immediate: true, deep: true });
  useChanges({ changed: soon, lost: soon });
  onScopeDispose(() => {
    running.abort();
    clearTimeout(clock);
  });
  return { sets, status, failure, more, loadMore, reload: start };

  async function start(): Promise<void> {
    status.value = "loading";
    changes.value = [];
    await load(null);
  }

  async function loadMore(): Promise<void> {
    if (!more.value || status.value !== "done") return;
    // A set that is larger than a page is one row: who asks for more wants to see others.
    const rows = sets.value.length;
    for (let asked = 0; asked < AT_MOST && more.value && sets.value.length <= rows; asked += 1) {
      await load(after, asked === 0 ? PAGE : LARGE_PAGE);
      if (status.value !== "done") return;
    }
  }

  async function load(from: string | null, first = PAGE): Promise<void> {
    running.abort();
    const mine = (running = new AbortController());
    status.value = "loading";
    try {
      const { changes: page } = await ask(CHANGES, { ...conditions(query()), first, after: from }, { signal: mine.signal });
      if (mine !== running) return;
      const nodes = loggedChanges(page.nodes);
      changes.value = from === null ? nodes : [...changes.value, ...nodes];
      after = page.pageInfo.endCursor;
      more.value = page.pageInfo.hasNextPage;
      status.value = "done";
    } catch (error) {
      if (mine !== running || mine.signal.aborted) return;
      failure.value = error;
      status.value = "error";
    }
  }

  function soon(): void {
    clearTimeout(clock);
    clock = window.setTimeout(() => void refresh(), PAUSE);
  }

  /** What was written since is put in front; what is shown below stays as it is. */
  async function refresh(): Promise<void> {
    if (status.value !== "done") return;
    const mine = running;
    try {
      const { changes: page } = await ask(CHANGES, { ...conditions(query()), first: PAGE });
      if (mine !== running) return;
      const known = new Set(changes.value.map(({ seq }) => seq));
      const nodes = loggedChanges(page.nodes);
      const fresh = nodes.filter(({ seq }) => !known.has(seq));
      if (fresh.length === PAGE) return void (await start());
      const titles = new Map(nodes.map((change) => [change.seq, change]));
      changes.value = [...fresh, ...changes.value.map((change) => titles.get(change.seq) ?? change)];
    } catch {
      // The indicator of the connection tells; the next change asks again.
    }
  }
}

function conditions({ type, operation, origin, since }: ChangeQuery): { types: string[] | null; where: Record<string, unknown> } {
  const where = { ...(operation === null ? {} : { operation: [operation] }), ...(origin === null ? {} : { origin: [origin] }), ...(since === null ? {} : { at: { gte: since } }) };
  return { types: type === null ? null : [type], where };
}
