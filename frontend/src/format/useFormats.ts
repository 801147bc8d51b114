import { computed, shallowRef, type ComputedRef } from "vue";
import { createFormats, type Formats } from "./formats";
import type { FormatSettings } from "./settings";

/** How values are written now; the settings of the app are put here. */
export const formatSettings = shallowRef<FormatSettings>({
  locale: typeof navigator === "undefined" ? "en" : navigator.language,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  units: {},
});

const formats = computed(() => createFormats(formatSettings.value));

/** The ways to write values, the same ones for all. */
export function useFormats(): ComputedRef<Formats> {
  return formats;
}
