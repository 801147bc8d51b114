import { useMutationObserver } from "@vueuse/core";
import { shallowRef, type ShallowRef } from "vue";
import { chartColors, type ChartColors } from "./theme";

/** The colours of charts, renewed when the theme of the page changes. */
export function useChartColors(): Readonly<ShallowRef<ChartColors>> {
  const colors = shallowRef(chartColors());
  useMutationObserver(document.documentElement, () => (colors.value = chartColors()), { attributes: true, attributeFilter: ["class"] });
  return colors;
}
