import { computed, shallowRef, watch, type ComputedRef } from "vue";
import { useModel, type EntryType, type Model } from "../model";
import { useCounts, type TypeCounts } from "../model/useCounts";
import { useSettings } from "../stores/settings";
import { VIEW_TYPE } from "./useViews";

/** Types at the top of the rail until the reader chose: at most so many. */
const PINNED_AT_FIRST = 8;

export interface UseRailReturn {
  /** The types that are always at hand, in the reader's order. */
  pinned: ComputedRef<readonly EntryType[]>;
  isPinned: (type: EntryType) => boolean;
  pin: (type: EntryType) => void;
  unpin: (type: EntryType) => void;
  /** Moves a pinned type by so many places. */
  move: (type: EntryType, by: number) => void;
}

/** Types with most entries when the page was loaded: what is recorded meanwhile must not move the rail. */
const first = shallowRef<readonly string[] | null>(null);

/** What the reader wants at hand. */
export function useRail(): UseRailReturn {
  const settings = useSettings();
  const { model } = useModel();
  const { counts, failed } = useCounts();

  watch(
    [model, counts, failed],
    () => {
      const known = model.value.types.length > 0 && (counts.value.size >= model.value.types.length || failed.value);
      if (first.value === null && known) first.value = mostUsed(model.value, counts.value);
    },
    { immediate: true },
  );
  const names = computed(() => settings.pinned ?? first.value ?? []);
  const pinned = computed(() => names.value.flatMap((name) => model.value.byName(name) ?? []));
  return { pinned, isPinned, pin, unpin, move };

  function isPinned(type: EntryType): boolean {
    return pinned.value.includes(type);
  }

  function pin(type: EntryType): void {
    settings.pinned = [...names.value, type.name];
  }

  function unpin(type: EntryType): void {
    settings.pinned = pinned.value.filter((one) => one !== type).map(({ name }) => name);
  }

  function move(type: EntryType, by: number): void {
    const order = pinned.value.map(({ name }) => name);
    const from = order.indexOf(type.name);
    const to = Math.min(order.length - 1, Math.max(0, from + by));
    order.splice(to, 0, ...order.splice(from, 1));
    settings.pinned = order;
  }
}

/** The types with most entries, in the order of their declaration; on an empty server the first ones. */
export function mostUsed(model: Model, counts: TypeCounts): string[] {
  const used = model.types.filter(({ name }) => name !== VIEW_TYPE && (counts.get(name) ?? 0) > 0);
  const most = [...used].sort((a, b) => (counts.get(b.name) ?? 0) - (counts.get(a.name) ?? 0)).slice(0, PINNED_AT_FIRST);
  const shown = most.length > 0 ? used.filter((type) => most.includes(type)) : model.types.slice(0, PINNED_AT_FIRST);
  return shown.map(({ name }) => name);
}
