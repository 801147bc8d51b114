import { useMediaQuery } from "@vueuse/core";
import { defineStore } from "pinia";
import { computed, ref, watch, type Ref } from "vue";
import { chosenTheme, followDevice, nightHoursWanted, paintDensity, paintTheme, type Theme } from "../lib/paint";
import { DENSITIES, readJson, readSetting, writeJson, writeSetting, type Density } from "../lib/settings";
import { preferredLocale, tagOf, type Locale } from "../locales/locale";

/** Which hand holds the phone: the + and the button that confirms are at its side. */
export type Hand = "right" | "left";

/** What this reader prefers, kept in this browser. */
export const useSettings = defineStore("settings", () => {
  const theme = ref<Theme>(chosenTheme());
  /** Night by itself from 22 to 7. */
  const nightHours = ref(nightHoursWanted());
  const chosenDensity = ref<Density | null>(readSetting("density", DENSITIES));
  const language = ref<Locale>(preferredLocale());
  const hand = ref<Hand>(readSetting("hand", ["right", "left"]) ?? "right");
  /** A unit of the API by dimension: `{MASS: "KG"}`. */
  const units = stored<Readonly<Record<string, string>>>("units", {});
  /** An IANA name; null is the device's own. */
  const chosenTimeZone = stored<string | null>("timeZone", null);
  /** Keys that the reader chose, by the id of the command; an empty list is no key at all. */
  const keys = stored<Readonly<Record<string, readonly string[]>>>("keys", {});
  /** Keys without Ctrl or Alt can be switched off as a whole. */
  const singleKeys = stored<boolean>("singleKeys", true);
  /** Names of the types at the top of the rail; null until the reader chose some. */
  const pinned = stored<readonly string[] | null>("pinned", null);
  const railClosed = stored<boolean>("railClosed", false);

  const coarse = useMediaQuery("(pointer: coarse)");
  const density = computed<Density>(() => (coarse.value ? "touch" : (chosenDensity.value ?? "compact")));
  const timeZone = computed(() => chosenTimeZone.value ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  const localeTag = computed(() => tagOf(language.value));

  followDevice();
  watch(theme, (theme) => {
    writeSetting("theme", theme);
    paintTheme(theme);
  });
  watch(nightHours, (wanted) => {
    writeSetting("nightHours", String(wanted));
    paintTheme(theme.value);
  });
  watch(density, paintDensity, { immediate: true });
  watch(chosenDensity, (density) => writeSetting("density", density ?? ""));
  watch(hand, (hand) => writeSetting("hand", hand));
  watch(hand, (hand) => (document.documentElement.dataset["hand"] = hand), { immediate: true });

  return { theme, nightHours, chosenDensity, density, coarse, language, localeTag, hand, units, chosenTimeZone, timeZone, keys, singleKeys, pinned, railClosed };
});

/** A setting that is more than one of a few words. */
function stored<Value>(name: string, otherwise: Value): Ref<Value> {
  const value = ref(readJson<Value>(name) ?? otherwise) as Ref<Value>;
  watch(value, (now) => writeJson(name, now), { deep: true });
  return value;
}
