import { useRouter } from "vue-router";
import { routeOf, type RouteName } from "../app/routes";
import { provideCommands, type Command } from "../stores/commands";
import { useSettings } from "../stores/settings";
import { DENSITIES } from "../lib/settings";

export interface AppCommandsOptions {
  open: (dialog: "palette" | "keys" | "new") => void;
  create: () => void;
}

const PLACES: readonly [id: string, page: RouteName][] = [
  ["goHome", "home"], ["goTypes", "types"], ["goCharts", "charts"], ["goGraph", "graph"],
  ["goChanges", "changes"], ["goTrash", "trash"], ["goApi", "api"], ["goSettings", "settings"],
];

/** What can be done on every page. */
export function useAppCommands({ open, create }: AppCommandsOptions): void {
  const router = useRouter();
  const settings = useSettings();

  provideCommands([
    { id: "palette", run: () => open("palette"), hidden: true },
    // A page that can be searched in takes this key itself.
    { id: "search", run: () => open("palette"), hidden: true },
    { id: "create", icon: "i-lucide-plus", run: create },
    { id: "keySheet", icon: "i-lucide-keyboard", when: () => !settings.coarse, run: () => open("keys") },
    { id: "density", icon: "i-lucide-rows-4", when: () => !settings.coarse, run: nextDensity },
    { id: "rail", icon: "i-lucide-panel-left", when: () => matchMedia("(width >= 641px)").matches, run: () => (settings.railClosed = !settings.railClosed) },
    ...PLACES.map(([id, page]): Command => ({ id, group: "go", icon: routeOf(page).icon, run: () => router.push({ name: page }) })),
  ]);

  function nextDensity(): void {
    const place = DENSITIES.indexOf(settings.density);
    settings.chosenDensity = DENSITIES[(place + 1) % DENSITIES.length] ?? "compact";
  }
}
