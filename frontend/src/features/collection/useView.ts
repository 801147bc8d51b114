import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from "vue";
import { useRoute, useRouter } from "vue-router";
import type { EntryRow, EntryType, Model } from "../../model";
import { loadView } from "./useSavedView";
import { readView, writeView, type ViewState } from "./view";

export interface UseView {
  state: ComputedRef<ViewState>;
  /** The saved view that the address names; null without one, and until it is here. */
  current: ShallowRef<EntryRow | null>;
  /** Whether the view that the address names is still on its way. */
  pending: ComputedRef<boolean>;
  /** Whether what is shown differs from what the saved view keeps. */
  differs: ComputedRef<boolean>;
  /** What of the address could not be understood. */
  wrong: ComputedRef<string[]>;
  /** Changes the view and with it the address; `push` makes a step that Back returns from. */
  change: (part: Partial<ViewState>, push?: boolean) => void;
  /** The same, but only once nothing more comes for a moment; for widths while one drags. */
  changeSoon: (part: Partial<ViewState>) => void;
}

/** The address is the state: every change is written there, and whatever comes from there is shown. */
export function useView(type: ComputedRef<EntryType>, model: ComputedRef<Model>): UseView {
  const route = useRoute();
  const router = useRouter();
  const unwritten: ShallowRef<Partial<ViewState> | null> = shallowRef(null);
  const current = shallowRef<EntryRow | null>(null);
  const missing = shallowRef<string | null>(null);
  const named = computed(() => (typeof route.query["view"] === "string" ? route.query["view"] : null));
  const kept = computed(() => (current.value && current.value.id === named.value ? (current.value["state"] as Record<string, unknown>) : {}));
  const read = computed(() => readView(route.query, type.value, kept.value));
  const state = computed(() => ({ ...read.value.state, ...unwritten.value }));
  let timer: ReturnType<typeof setTimeout> | undefined;

  // What the address says now is newer than what waited to be written there.
  watch(() => route.fullPath, () => (unwritten.value = null));
  watch(named, () => void load(), { immediate: true });

  async function load(): Promise<void> {
    const id = named.value;
    if (id === null) return void (current.value = null);
    if (current.value?.id === id) return;
    const found = await loadView({ model }, id).catch(() => null);
    if (named.value !== id) return;
    current.value = found;
    missing.value = found ? null : id;
  }

  function change(part: Partial<ViewState>, push = true): void {
    clearTimeout(timer);
    if (route.name !== "collection") return;
    const next = { ...state.value, ...part };
    const whole = current.value !== null;
    const query = whole && isKept(next) ? { view: next.view } : writeView(next, type.value, whole);
    void router[push ? "push" : "replace"]({ name: "collection", params: { plural: type.value.plural }, query });
  }

  function isKept(next: ViewState): boolean {
    return asText(next, type.value) === asText(readView({}, type.value, kept.value).state, type.value);
  }

  return {
    state, current,
    pending: computed(() => named.value !== null && current.value?.id !== named.value && missing.value !== named.value),
    differs: computed(() => current.value !== null && !isKept(state.value)),
    wrong: computed(() => [...read.value.wrong, ...(missing.value !== null && missing.value === named.value ? ["view"] : [])]),
    change,
    changeSoon: (part) => {
      unwritten.value = { ...unwritten.value, ...part };
      clearTimeout(timer);
      timer = setTimeout(() => change(unwritten.value ?? {}, false), 300);
    },
  };
}

function asText(state: ViewState, type: EntryType): string {
  return JSON.stringify(writeView({ ...state, view: null }, type, true));
}
