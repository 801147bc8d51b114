import { useEventListener } from "@vueuse/core";
import { watch, type Ref } from "vue";

/** Between a control and what opens below it. */
const GAP = 4;
const LEAST = 160;
const MOST = 320;
const NARROWEST = 256;

/**
 * Keeps a list of options below its control, or above where there is more room, over everything else on the page:
 * nothing that scrolls can cut it off.
 */
export function useBelow({ anchor, floating }: { anchor: Readonly<Ref<HTMLElement | null>>; floating: Readonly<Ref<HTMLElement | null>> }): void {
  watch(floating, (list) => {
    if (!list) return;
    // Older browsers know no top layer; there it stays where the page has it.
    if (typeof list.showPopover === "function") list.showPopover();
    place();
  }, { flush: "post" });
  useEventListener(window, "resize", place);
  useEventListener(document, "scroll", place, { capture: true, passive: true });

  function place(): void {
    const list = floating.value;
    const box = anchor.value?.getBoundingClientRect();
    if (!list || !box) return;
    const below = window.innerHeight - box.bottom - 2 * GAP;
    const above = box.top - 2 * GAP;
    const up = below < LEAST && above > below;
    const width = Math.min(Math.max(box.width, NARROWEST), window.innerWidth - 2 * GAP);
    const left = Math.max(GAP, Math.min(box.left, window.innerWidth - width - GAP));
    Object.assign(list.style, {
      left: `${left}px`,
      width: `${width}px`,
      maxHeight: `${Math.min(MOST, Math.max(up ? above : below, LEAST / 2))}px`,
      top: up ? "auto" : `${box.bottom + GAP}px`,
      bottom: up ? `${window.innerHeight - box.top + GAP}px` : "auto",
    });
  }
}
