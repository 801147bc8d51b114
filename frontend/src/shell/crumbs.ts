import { onScopeDispose, readonly, shallowRef, watchEffect, type ShallowRef } from "vue";
import type { RouteLocationRaw } from "vue-router";

/** One step of the way to what is shown; the last one is the page itself. */
export interface Crumb {
  label: string;
  to?: RouteLocationRaw;
}

const crumbs = shallowRef<readonly Crumb[]>([]);
let owner: symbol | null = null;

/**
 * Names what the page shows, for the top bar and the window's title, as long as the component lives. Left out, the
 * page's own name stands there.
 */
export function useCrumbs(steps: () => readonly Crumb[]): void {
  const mine = Symbol();
  watchEffect(() => {
    owner = mine;
    crumbs.value = steps();
  });
  onScopeDispose(() => {
    // The next page may have named itself already.
    if (owner === mine) crumbs.value = [];
  });
}

/** For the shell. */
export function shownCrumbs(): Readonly<ShallowRef<readonly Crumb[]>> {
  return readonly(crumbs) as Readonly<ShallowRef<readonly Crumb[]>>;
}
