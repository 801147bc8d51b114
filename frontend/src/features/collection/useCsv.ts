import { onScopeDispose, ref, type Ref } from "vue";
import { useI18n } from "vue-i18n";
import { useFormats } from "../../format";
import { useToasts } from "../../stores/toasts";
import { describeFailure } from "../../lib/failure";
import { download, listCsv } from "./csv";
import { selectedWhere } from "./useSelectionSums";
import type { Collection } from "./useCollection";

/** Exports what is shown, or what is selected of it, as CSV; tells how far it is. */
export function useCsv(collection: Collection): { words: Ref<string>; start: () => Promise<void> } {
  const { t } = useI18n();
  const formats = useFormats();
  const toasts = useToasts();
  const words = ref("");
  const life = new AbortController();
  onScopeDispose(() => life.abort());

  async function start(): Promise<void> {
    const query = collection.query.value;
    if (!query || words.value !== "") return;
    const where = selectedWhere(collection) ?? query.where;
    let rows = 0;
    const told = (count: number): void => {
      rows = count;
      words.value = t("collection.csvRunning", { count: formats.value.number(count) });
    };
    told(0);
    try {
      const text = await listCsv({ ...query, where }, collection.fields.value, formats.value, told, life.signal);
      download(text, `${query.type.plural}.csv`);
      toasts.show({ text: t("collection.csvDone", { count: formats.value.number(rows) }), kind: "note" });
    } catch (error) {
      const { kind, detail } = describeFailure(error);
      if (!life.signal.aborted) toasts.show({ text: t("collection.csvFailed"), detail: t(`failure.${kind}`, { detail }), kind: "error" });
    }
    words.value = "";
  }

  return { words, start };
}
