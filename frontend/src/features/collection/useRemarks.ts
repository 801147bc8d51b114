import { computed, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";
import { meets } from "../../filter";
import type { Collection } from "./useCollection";
import { shownValue, type Editing } from "./useEditing";
import type { Live } from "./useLive";

/** What is said beside a row, by its id: that it is no longer in this view, or leaves it when its edit is saved. */
export function useRemarks(collection: Collection, editing: Editing, live: Live): ComputedRef<ReadonlyMap<string, string>> {
  const { t } = useI18n();
  return computed(() => {
    const said = new Map<string, string>();
    for (const id of live.left.value) said.set(id, t("collection.edit.left"));
    const edit = editing.edit.value;
    if (edit && collection.conditions.value?.length) {
      const next = { ...edit.row, [edit.field.name]: shownValue(edit.field, edit.draft) };
      if (meets(collection.conditions.value, next, collection.type.value) === false) said.set(edit.row.id, t("collection.edit.leaves"));
    }
    return said;
  });
}
