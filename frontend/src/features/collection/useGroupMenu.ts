import { computed, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import type { MenuGroup } from "../../ui/AppMenu.vue";
import { EVERY, groupFields, isRangeGroup, isTimeGroup, RANGE } from "./rows/groups";
import { hasRanges } from "./rows/ranges";
import type { Collection } from "./useCollection";

/** By what a list can be grouped, as a menu. */
export function useGroupMenu(collection: Collection): { label: ComputedRef<string>; groups: ComputedRef<MenuGroup[]> } {
  const { t } = useI18n();
  const state = computed(() => collection.view.state.value.group);
  const fields = computed(() => groupFields(collection.type.value));

  function choose(field: string, every?: string): void {
    collection.view.change({ group: every === undefined ? { field } : { field, every } });
  }

  return {
    label: computed(() => {
      const field = collection.groupOf.value;
      if (!field || !state.value) return t("collection.group.none");
      if (isRangeGroup(state.value, field)) return t("collection.group.byRanges", { what: field.label });
      if (!isTimeGroup(field)) return t("collection.group.by", { what: field.label });
      return t(`collection.group.every.${state.value.every ?? "P1D"}`);
    }),
    groups: computed(() => {
      const times = fields.value.filter(isTimeGroup).map((field) => ({
        label: field.label,
        items: EVERY.map((every) => ({ label: t(`collection.group.every.${every}`), checked: state.value?.field === field.name && state.value.every === every, run: () => choose(field.name, every) })),
      }));
      const values = fields.value.filter((field) => !isTimeGroup(field)).map((field) => ({ label: field.label, checked: state.value?.field === field.name && state.value.every === undefined, run: () => choose(field.name) }));
      const ranges = fields.value.filter(hasRanges).map((field) => ({ label: field.label, checked: state.value?.field === field.name && state.value.every === RANGE, run: () => choose(field.name, RANGE) }));
      const none = { label: t("collection.group.none"), checked: state.value === null, run: () => collection.view.change({ group: null }) };
      return [{ items: [none] }, ...times.slice(0, 1), ...(values.length ? [{ label: t("collection.group.value"), items: values }] : []), ...(ranges.length ? [{ label: t("collection.group.ranges"), items: ranges }] : []), ...times.slice(1)];
    }),
  };
}
