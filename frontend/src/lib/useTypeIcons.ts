import { addCollection, iconLoaded } from "@iconify/vue";
import { readonly, ref, type Ref } from "vue";

interface IconBearer {
  icon: string | null;
  series: boolean;
}

/** Stand in for an icon that a type does not name, or that the collection does not know. */
const ENTRY = "i-lucide-notebook-text";
const SERIES = "i-lucide-chart-line";

const loaded = ref(false);
let loading: Promise<void> | null = null;

/**
 * The whole Lucide collection, since a record type may name any of its icons. It comes from this server in a file of
 * its own after the page has been painted; an unknown name is never looked up anywhere else.
 */
export function useTypeIcons(): { loaded: Readonly<Ref<boolean>>; iconOf: (type: IconBearer) => string } {
  loading ??= load();
  return { loaded: readonly(loaded), iconOf };
}

async function load(): Promise<void> {
  try {
    const { default: collection } = await import("@iconify-json/lucide/icons.json");
    addCollection(collection);
    loaded.value = true;
  } catch {
    // Icons are decoration: without the file every type keeps its stand-in, and the next page view asks again.
    loading = null;
  }
}

function iconOf({ icon, series }: IconBearer): string {
  if (loaded.value && icon && iconLoaded(`lucide:${icon}`)) return `i-lucide-${icon}`;
  return series ? SERIES : ENTRY;
}
