import { useEventListener, useMediaQuery } from "@vueuse/core";
import { computed, nextTick, ref, type ComputedRef } from "vue";

/**
 * Whether the page is laid out for paper, and a way to print it. Browsers tell by an event, by the medium, or by both;
 * `print` draws what is for paper before it calls the browser, which copies the page at once.
 */
export function usePrinting(): { printing: ComputedRef<boolean>; print: () => Promise<void> } {
  const media = useMediaQuery("print");
  const announced = ref(false);
  useEventListener(window, "beforeprint", () => (announced.value = true));
  useEventListener(window, "afterprint", () => (announced.value = false));

  return {
    printing: computed(() => media.value || announced.value),
    print: async () => {
      announced.value = true;
      await nextTick();
      window.print();
    },
  };
}
