import { computed, shallowRef, watch, type ComputedRef } from "vue";
import type { RouteLocationRaw } from "vue-router";
import type { DataOf } from "../documents";
import { ask, useChanges } from "../gql";
import { useModel, type EntryType, type Model } from "../model";
import { STORED_VIEWS } from "./views.graphql";

/** A stored view, as far as it takes to list and open it. */
export type StoredView = DataOf<typeof STORED_VIEWS>["savedViews"]["nodes"][number];

/** The built-in type that stored views are entries of; a server may run without it. */
export const VIEW_TYPE = "SavedView";

const views = shallowRef<readonly StoredView[]>([]);

/** The stored views; none where the server does not know them. */
export function useViews(): { views: ComputedRef<readonly StoredView[]>; pinned: ComputedRef<readonly StoredView[]> } {
  return { views: computed(() => views.value), pinned: computed(() => views.value.filter(({ pinned }) => pinned)) };
}

/** Keeps the views right for as long as the caller's scope lives; the shell does so once. */
export function followViews(): void {
  const { model } = useModel();
  watch(model, load, { immediate: true });
  useChanges({
    lost: () => void load(),
    changed: (changes) => {
      if (changes.some(({ type }) => type === VIEW_TYPE)) void load();
    },
  });

  async function load(): Promise<void> {
    if (!model.value.byName(VIEW_TYPE)) return void (views.value = []);
    try {
      views.value = (await ask(STORED_VIEWS, {})).savedViews.nodes;
    } catch {
      // Those of before stay; the indicator of the connection says why there are no newer ones.
    }
  }
}

/** Where a view opens; null when its record type is gone. */
export function placeOf(view: StoredView, model: Model): RouteLocationRaw | null {
  const type = model.byName(view.recordType);
  if (!type) return null;
  if (view.layout === "CHART") return { name: "charts", query: { view: view.id } };
  return { name: "collection", params: { plural: type.plural }, query: { view: view.id } };
}

/** The type of what a view shows. */
export function typeOfView(view: StoredView, model: Model): EntryType | undefined {
  return model.byName(view.recordType);
}
