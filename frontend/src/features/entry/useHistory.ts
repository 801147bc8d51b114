import { onScopeDispose, ref, shallowRef, toValue, watch, type MaybeRefOrGetter, type Ref, type ShallowRef } from "vue";
import { operation, selectFields } from "../../documents";
import { ask, useChanges } from "../../gql";
import { fieldOf, useModel, type EntryField, type EntryType } from "../../model";
import { ENTRY_HISTORY } from "./entry.graphql";

/** One version of an entry: when it came about, and what differs from the one before. */
export interface VersionRow {
  seq: string;
  at: string;
  operation: string;
  version: number;
  changeSet: string;
  origin: string;
  reason: string | null;
  /** What each field held before and after; null while that is being read, or when it is not kept any more. */
  differences: Difference[] | null;
  /** Names of the fields that were touched. */
  fields: string[];
}

export interface Difference {
  field: EntryField;
  before: unknown;
  after: unknown;
}

export interface UseHistoryReturn {
  versions: Readonly<ShallowRef<readonly VersionRow[]>>;
  total: Readonly<Ref<number>>;
  hasMore: Readonly<Ref<boolean>>;
  status: Readonly<Ref<"loading" | "ready" | "failed">>;
  error: Readonly<ShallowRef<unknown>>;
  more: () => Promise<void>;
  reload: () => Promise<void>;
}

/** Each version is read as it was then: a root field each, of which the server allows twenty. */
const PAGE = 9;

/** Links of one list that a version is compared by. */
const LINKS = 50;

/** The versions of an entry, latest first. */
export function useHistory(id: string, type: MaybeRefOrGetter<EntryType | null>): UseHistoryReturn {
  const { model } = useModel();
  const versions = shallowRef<readonly VersionRow[]>([]);
  const total = ref(0);
  const hasMore = ref(false);
  const status = ref<"loading" | "ready" | "failed">("loading");
  const error = shallowRef<unknown>(null);
  let cursor: string | null = null;
  let asked = 0;

  watch(() => toValue(type), (known) => known && void reload(), { immediate: true });
  useChanges({ changed: (changes) => changes.some((change) => change.entryId === id) && void reload(), lost: () => void reload() });
  onScopeDispose(() => (asked += 1));

  return { versions, total, hasMore, status, error, more, reload };

  async function reload(): Promise<void> {
    cursor = null;
    await load([]);
  }

  async function more(): Promise<void> {
    await load(versions.value);
  }

  async function load(before: readonly VersionRow[]): Promise<void> {
    const known = toValue(type);
    if (!known) return;
    const mine = (asked += 1);
    try {
      const { entries } = await ask(ENTRY_HISTORY, { id, first: PAGE, after: cursor });
      const history = entries.nodes[0]?.history;
      if (mine !== asked || !history) return;
      const page = history.nodes.map((node) => ({ ...node, differences: null }));
      versions.value = [...before, ...page];
      total.value = history.totalCount;
      hasMore.value = history.pageInfo.hasNextPage;
      cursor = history.pageInfo.endCursor;
      status.value = "ready";
      error.value = null;
      const compared = await compare(known, page);
      if (mine === asked) versions.value = [...before, ...compared];
    } catch (failure) {
      if (mine !== asked) return;
      error.value = failure;
      if (versions.value.length === 0) status.value = "failed";
    }
  }

  /** What each version held in the fields that it touched, and the moment before. */
  async function compare(known: EntryType, page: readonly VersionRow[]): Promise<VersionRow[]> {
    const touched = page.map((row) => row.fields.flatMap((name) => fieldOf(known, name) ?? []).filter((field) => !field.computed));
    const reads = page.flatMap((row, place) => {
      const fields = touched[place] ?? [];
      if (fields.length === 0 || !known.api.get) return [];
      const parts = `id ${selectFields(fields, model.value, { links: LINKS })}`;
      const at = (name: string, instant: string): string => `${name}${place}: ${known.api.get}(id: $id, asOf: ${JSON.stringify(instant)}) { ${parts} }`;
      const created = row.operation === "CREATED";
      return [at("after", row.at), ...(created ? [] : [at("before", new Date(Date.parse(row.at) - 1).toISOString())])];
    });
    if (reads.length === 0) return page.map((row) => ({ ...row, differences: [] }));
    const held = await ask(operation<Record<string, Record<string, unknown> | null>, { id: string }>("query", `query Versions($id: ID!) { ${reads.join(" ")} }`), { id });
    return page.map((row, place) => ({
      ...row,
      differences: (touched[place] ?? []).map((field) => ({ field, before: held[`before${place}`]?.[field.name], after: held[`after${place}`]?.[field.name] })),
    }));
  }
}
