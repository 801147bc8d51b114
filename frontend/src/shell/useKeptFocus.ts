import { useEventListener, useMutationObserver } from "@vueuse/core";
import type { Ref } from "vue";

/**
 * Keys go on working where what had the focus goes away, such as a button that is gone once it was pressed: the page
 * itself has the focus then. Dialogs give it back by themselves.
 */
export function useKeptFocus(main: Readonly<Ref<HTMLElement | null>>): void {
  let last: EventTarget | null = null;
  useEventListener(document, "focusin", ({ target }) => (last = target));
  useMutationObserver(
    document.body,
    () => {
      if (document.activeElement !== document.body || !(last instanceof Element) || last.isConnected) return;
      if (document.querySelector("[role=dialog]")) return;
      last = null;
      main.value?.focus({ preventScroll: true });
    },
    { childList: true, subtree: true },
  );
}
