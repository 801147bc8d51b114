import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from "vue";
import { useI18n } from "vue-i18n";
import { describeFailure } from "../../../lib/failure";
import { usePrinting } from "../../../lib/usePrinting";
import { useToasts } from "../../../stores/toasts";
import type { Layout } from "../rows/layout";
import type { Collection } from "../useCollection";
import { loadForPrint } from "./printLines";

export interface Print {
  /** What is drawn for paper; null while nothing is printed. */
  layout: ComputedRef<Layout | null>;
  /** That rows are being loaded, for the status line. */
  words: Ref<string>;
  /** Loads the first rows of the list and opens the browser's dialog. */
  start: () => Promise<void>;
}

/**
 * Prints a list. The browser's own command (Ctrl+P) prints the rows that are here, since nothing can be waited for
 * then; the one of the list's menu loads more first.
 */
export function usePrint(collection: Collection): Print {
  const { t } = useI18n();
  const toasts = useToasts();
  const { printing, print } = usePrinting();
  const words = ref("");
  const loaded = shallowRef<Layout | null>(null);
  const life = new AbortController();
  onScopeDispose(() => life.abort());
  watch(printing, (now) => {
    if (!now) loaded.value = null;
  });

  async function start(): Promise<void> {
    if (words.value !== "") return;
    words.value = t("collection.print.loading");
    try {
      loaded.value = await loadForPrint(collection.rows.layout.value, life.signal);
      await print();
    } catch (error) {
      const { kind, detail } = describeFailure(error);
      if (!life.signal.aborted) toasts.show({ text: t("collection.print.failed"), detail: t(`failure.${kind}`, { detail }), kind: "error" });
    }
    words.value = "";
  }

  return { words, start, layout: computed(() => (printing.value ? (loaded.value ?? collection.rows.layout.value) : null)) };
}
