import { computed, shallowRef, type ComputedRef, type ShallowRef } from "vue";

/** Which rows are selected: some by their ids, or all that the list's conditions let through. */
export interface Selection {
  ids: ShallowRef<ReadonlySet<string>>;
  /** All rows of the list, also those that are not here. */
  all: ShallowRef<boolean>;
  count: ComputedRef<number>;
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  add: (ids: Iterable<string>) => void;
  only: (ids: Iterable<string>) => void;
  selectAll: () => void;
  clear: () => void;
}

export function useSelection(total: () => number): Selection {
  const ids = shallowRef<ReadonlySet<string>>(new Set());
  const all = shallowRef(false);

  return {
    ids, all,
    count: computed(() => (all.value ? total() : ids.value.size)),
    has: (id) => all.value || ids.value.has(id),
    toggle: (id) => {
      const next = new Set(ids.value);
      if (!next.delete(id)) next.add(id);
      all.value = false;
      ids.value = next;
    },
    add: (more) => {
      all.value = false;
      ids.value = new Set([...ids.value, ...more]);
    },
    only: (some) => {
      all.value = false;
      ids.value = new Set(some);
    },
    selectAll: () => {
      ids.value = new Set();
      all.value = true;
    },
    clear: () => {
      all.value = false;
      if (ids.value.size) ids.value = new Set();
    },
  };
}
