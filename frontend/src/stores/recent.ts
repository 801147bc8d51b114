import { defineStore } from "pinia";
import { ref, watch } from "vue";
import { readJson, writeJson } from "../lib/settings";

/** An entry that was opened in this browser. */
export interface RecentEntry {
  id: string;
  title: string;
  /** The list that it belongs to, such as `feedings`. */
  plural: string | null;
}

/** As many as the palette could ever show. */
const AT_MOST = 30;

/** The entries that were opened last, newest first. */
export const useRecent = defineStore("recent", () => {
  const entries = ref<readonly RecentEntry[]>(readJson<RecentEntry[]>("recent") ?? []);
  watch(entries, (entries) => writeJson("recent", entries));
  return { entries, note, forget };

  function note(entry: RecentEntry): void {
    entries.value = [entry, ...entries.value.filter(({ id }) => id !== entry.id)].slice(0, AT_MOST);
  }

  function forget(): void {
    entries.value = [];
  }
});
