import { useI18n } from "vue-i18n";
import { provideCommands } from "../stores/commands";
import { useOwnChanges } from "./ownChanges";
import { useWrites } from "./useWrites";

/** The command and key that takes the last own write back, on whatever page. */
export function useUndoKey(): void {
  const { t } = useI18n();
  const { undoLast } = useWrites();
  const changes = useOwnChanges();

  provideCommands([
    { id: "undo", icon: "i-lucide-undo-2", hint: () => changes.value.at(-1)?.words ?? t("writes.nothingToUndo"), run: () => undoLast() },
  ]);
}
