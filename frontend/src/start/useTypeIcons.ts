import { addCollection, iconLoaded } from "@iconify/vue";
import { readonly, ref, type Ref } from "vue";

/** Stands in for a type without an icon, or with one that the collection does not know. */
const FALLBACK = "i-lucide-notebook-text";

const loaded = ref(false);
let loading: Promise<void> | null = null;

/**
 * The whole Lucide collection, since a record type may name any of its icons. It comes from this server in a file of
 * its own after the page has been painted; an unknown name is never looked up anywhere else.
 */
export function useTypeIcons(): { loaded: Readonly<Ref<boolean>>; iconOf: (name: string | null) => string } {
  loading ??= load();
  return { loaded: readonly(loaded), iconOf };
}

async function load(): Promise<void> {
  try {
    const { default: collection } = await import("@iconify-json/lucide/icons.json");
    addCollection(collection);
    loaded.value = true;
  } catch {
    // Icons are decoration: without the file every type keeps the fallback, and the next page view asks again.
    loading = null;
  }
}

function iconOf(name: string | null): string {
  return loaded.value && name && iconLoaded(`lucide:${name}`) ? `i-lucide-${name}` : FALLBACK;
}
