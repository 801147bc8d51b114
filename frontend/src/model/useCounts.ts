import { shallowRef, watch, type ShallowRef } from "vue";
import { askGraphql } from "../lib/graphql";
import { useChanges } from "../gql";
import type { EntryType } from "./entry-type";
import { isSeries } from "./model";
import { useModel } from "./useModel";

/** Entries or samples by the name of their type; a type whose count is not known is absent. */
export type TypeCounts = ReadonlyMap<string, number>;

/** More root fields than this the server may refuse in one request. */
const AT_ONCE = 20;
/** Changes of this long are counted together, in milliseconds. */
const PAUSE = 1_000;
/** What makes the number of entries another one. */
const COUNTED = new Set(["CREATED", "TRASHED", "RESTORED", "PURGED"]);

const counts = shallowRef<TypeCounts>(new Map());
const failed = shallowRef(false);

/**
 * How many entries each type has, for all who show it; a count follows the changes. Samples are not in the change log,
 * so those of series are counted when the page asks again.
 */
export function useCounts(): { counts: ShallowRef<TypeCounts>; failed: ShallowRef<boolean>; recount: () => Promise<void> } {
  return { counts, failed, recount };
}

/** Keeps the counts right for as long as the caller's scope lives; the shell does so once. */
export function followCounts(): void {
  const { model } = useModel();
  const stale = new Set<string>();
  let clock = 0;

  watch(model, () => void recount(), { immediate: true });
  useChanges({
    lost: () => void recount(),
    changed: (changes) => {
      for (const { operation, type } of changes) if (COUNTED.has(operation)) stale.add(type);
      if (stale.size > 0 && clock === 0) clock = window.setTimeout(countStale, PAUSE);
    },
  });

  function countStale(): void {
    clock = 0;
    const types = model.value.types.filter(({ name }) => stale.has(name));
    stale.clear();
    void count(types);
  }
}

async function recount(): Promise<void> {
  await count(useModel().model.value.types);
}

async function count(types: readonly EntryType[]): Promise<void> {
  const parts: EntryType[][] = [];
  for (let start = 0; start < types.length; start += AT_ONCE) parts.push(types.slice(start, start + AT_ONCE));
  await Promise.all(parts.map(countPart));
}

async function countPart(types: readonly EntryType[]): Promise<void> {
  try {
    const { data } = await askGraphql<Record<string, { totalCount: number } | null>>(countsQuery(types), { operationName: "Counts" });
    const next = new Map(counts.value);
    for (const { name } of types) {
      const count = data?.[name]?.totalCount;
      if (count !== undefined) next.set(name, count);
    }
    counts.value = next;
    failed.value = types.some(({ name }) => !next.has(name));
  } catch {
    // The counts of before stay; who shows them says that some may be missing.
    failed.value = true;
  }
}

/** One request that counts several types, each under its own name. A long series is estimated. */
export function countsQuery(types: readonly Pick<EntryType, "name" | "api" | "kind">[]): string {
  const fields = types.map((type) => `  ${type.name}: ${type.api.list}(first: 1) { totalCount${isSeries(type) ? "(mode: ESTIMATE)" : ""} }\n`);
  return `query Counts {\n${fields.join("")}}`;
}
