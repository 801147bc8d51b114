import { useMediaQuery } from "@vueuse/core";
import { computed, nextTick, shallowRef, type ComputedRef, type Ref, type ShallowRef } from "vue";
import { loadRouteLocation, useRouter, type RouteLocationNormalizedLoaded } from "vue-router";

export interface UsePagesReturn {
  /** What fills the page. */
  page: Readonly<ShallowRef<RouteLocationNormalizedLoaded>>;
  /** What lies over it, as a dialog with an address of its own. */
  over: ComputedRef<RouteLocationNormalizedLoaded | null>;
  phone: Ref<boolean>;
}

/** Where a page was scrolled to, by its place in the browser's history. */
const places = new Map<number, number>();

/**
 * What is shown where. Keeps the page below a dialog, and gives back the place on a page that one returns to.
 * `scroller` is what scrolls.
 */
export function usePages(scroller: Readonly<Ref<HTMLElement | null>>): UsePagesReturn {
  const router = useRouter();
  const phone = useMediaQuery("(width < 641px)");
  const page = shallowRef(router.currentRoute.value);
  const current = shallowRef(router.currentRoute.value);
  const over = computed(() => (isOver(current.value) ? current.value : null));
  let position = positionNow();

  router.beforeEach(() => {
    if (scroller.value) places.set(position, scroller.value.scrollTop);
  });
  router.afterEach(async (to, from, failure) => {
    if (failure) return;
    const back = positionNow() < position;
    position = positionNow();
    current.value = to as RouteLocationNormalizedLoaded;
    if (isOver(current.value)) return void (await keepBelow(current.value));
    const same = page.value.path === to.path;
    page.value = current.value;
    if (same || from.matched.length === 0) return;
    await nextTick();
    scroller.value?.scrollTo({ top: back ? (places.get(position) ?? 0) : 0 });
  });
  return { page, over, phone };

  function isOver(route: RouteLocationNormalizedLoaded): boolean {
    return route.meta.over;
  }

  /** A dialog that is opened by its address lies over the list that it belongs to. */
  async function keepBelow(route: RouteLocationNormalizedLoaded): Promise<void> {
    if (page.value.matched.length > 0 && !isOver(page.value)) return;
    const { plural } = route.params as { plural: string };
    page.value = await loadRouteLocation(router.resolve({ name: "collection", params: { plural } }));
  }
}

function positionNow(): number {
  const { position } = (history.state ?? {}) as { position?: number };
  return position ?? 0;
}
