import { computed, onScopeDispose, shallowRef, watchEffect, type ComputedRef, type Ref } from "vue";
import type { RouteLocationNormalizedLoaded, RouteLocationRaw } from "vue-router";
import { isSeries, useModel, type EntryType } from "../model";

/** What a new entry would be here. */
export interface Making {
  type: EntryType;
  to: RouteLocationRaw;
}

const told = shallowRef<Making | null>(null);
const saving = shallowRef(false);

/** Tells that a page of a phone has its own bar to save with: the bottom bar gives way, so that there is one primary button. */
export function useSaveBar(shown: () => boolean): void {
  watchEffect(() => (saving.value = shown()));
  onScopeDispose(() => (saving.value = false));
}

/** For the shell. */
export function hasSaveBar(): Readonly<Ref<boolean>> {
  return saving;
}

/**
 * Tells what `New` makes on this page, where the address does not say it, such as on an entry's page: a sibling, or
 * something with a link to it.
 */
export function useMaking(making: () => Making | null): void {
  watchEffect(() => (told.value = making()));
  onScopeDispose(() => (told.value = null));
}

/** What `New` makes on the page that is shown; null where that has to be asked. */
export function useHere(route: Readonly<Ref<RouteLocationNormalizedLoaded>>): ComputedRef<Making | null> {
  const { model } = useModel();
  return computed(() => {
    if (told.value) return told.value;
    const { plural } = route.value.params as { plural?: string };
    const type = plural === undefined ? undefined : model.value.byPlural(plural);
    return type && !isSeries(type) ? { type, to: makingOf(type) } : null;
  });
}

/** The form for a new entry of a type. */
export function makingOf(type: Pick<EntryType, "plural">): RouteLocationRaw {
  return { name: "create", params: { plural: type.plural } };
}
