import { computed, onScopeDispose, ref, shallowRef, toValue, watch, type ComputedRef, type MaybeRefOrGetter, type Ref, type ShallowRef } from "vue";
import { ask, useChanges } from "../../gql";
import { isSeries, useModel, type EntryField, type EntryRow, type EntryType } from "../../model";
import { FEW_LINKS, relatedDocument, RELATED_MORE, relationFields, relationsDocument, type RelatedPage } from "./documents";

/** One relation of an entry, with as many rows as were asked for. */
export interface Relation {
  field: EntryField;
  target: EntryType | undefined;
  series: boolean;
  total: number;
  rows: { node: EntryRow; props: Record<string, unknown> | null }[];
  cursor: string | null;
  hasMore: boolean;
}

export interface UseRelationsReturn {
  relations: Readonly<ShallowRef<readonly Relation[]>>;
  status: Readonly<Ref<"loading" | "ready" | "failed">>;
  error: Readonly<ShallowRef<unknown>>;
  /** The relation whose further rows are being asked for. */
  loading: Readonly<Ref<string | null>>;
  more: (relation: Relation) => Promise<void>;
  reload: () => Promise<void>;
  /** Names of the types whose changes may show here. */
  types: ComputedRef<ReadonlySet<string>>;
}

/** Changes that come in a row are read together, in milliseconds. */
const GATHER = 250;

/** What is linked to an entry: each relation with its number, its latest rows, and more when asked. */
export function useRelations(id: string, type: MaybeRefOrGetter<EntryType | null>): UseRelationsReturn {
  const { model } = useModel();
  const relations = shallowRef<readonly Relation[]>([]);
  const status = ref<"loading" | "ready" | "failed">("loading");
  const error = shallowRef<unknown>(null);
  const loading = ref<string | null>(null);
  const types = computed(() => new Set(relations.value.flatMap(({ target }) => target?.name ?? [])));
  let asked = 0;
  let clock: ReturnType<typeof setTimeout> | undefined;

  watch(() => toValue(type), (known) => known && void reload(), { immediate: true });
  useChanges({ changed: (changes) => changes.some((change) => types.value.has(change.type) || change.entryId === id) && soon(), lost: soon });
  onScopeDispose(() => {
    asked += 1;
    clearTimeout(clock);
  });

  return { relations, status, error, loading, more, reload, types };

  function soon(): void {
    clearTimeout(clock);
    clock = setTimeout(() => void reload(), GATHER);
  }

  async function reload(): Promise<void> {
    const known = toValue(type);
    if (!known || relationFields(known).length === 0) {
      status.value = "ready";
      return;
    }
    const mine = (asked += 1);
    try {
      const { entry } = await ask(relationsDocument(known, model.value), { id });
      if (mine !== asked) return;
      relations.value = entry ? relationFields(known).flatMap((field) => relationOf(field, entry[field.name])) : [];
      status.value = "ready";
      error.value = null;
    } catch (failure) {
      if (mine !== asked) return;
      error.value = failure;
      if (relations.value.length === 0) status.value = "failed";
    }
  }

  /** Lists of own links that are short enough are edited among the fields. Rows that were there already stay. */
  function relationOf(field: EntryField, page: RelatedPage | undefined): Relation[] {
    if (!page || (field.kind === "LINK" && page.totalCount <= FEW_LINKS)) return [];
    const target = model.value.target(field);
    return [{ field, target, series: Boolean(target && isSeries(target)), total: page.totalCount, rows: rowsOf(page), cursor: page.pageInfo?.endCursor ?? null, hasMore: page.pageInfo?.hasNextPage ?? false }];
  }

  async function more(relation: Relation): Promise<void> {
    const known = toValue(type);
    if (!known || loading.value) return;
    loading.value = relation.field.name;
    const mine = asked;
    try {
      const { entry } = await ask(relatedDocument(known, relation.field, model.value), { id, first: RELATED_MORE, after: relation.cursor });
      const page = entry?.[relation.field.name];
      if (!page || mine !== asked) return;
      const longer = { ...relation, total: page.totalCount, rows: [...relation.rows, ...rowsOf(page)], cursor: page.pageInfo?.endCursor ?? null, hasMore: page.pageInfo?.hasNextPage ?? false };
      relations.value = relations.value.map((one) => (one.field.name === relation.field.name ? longer : one));
    } catch (failure) {
      error.value = failure;
    } finally {
      loading.value = null;
    }
  }
}

function rowsOf(page: RelatedPage): Relation["rows"] {
  return (page.edges ?? []).map((edge) => ({ node: edge.node, props: edge.props ?? null }));
}
