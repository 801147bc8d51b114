import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue";
import type { DataOf } from "../../documents";
import { ask } from "../../gql";
import { BY_TITLE } from "./palette.graphql";

/** An entry as far as the palette shows it. */
export type FoundEntry = DataOf<typeof BY_TITLE>["entries"]["nodes"][number];

/** Typing faster than this asks once, in milliseconds. */
const PAUSE = 80;

export interface UseEntrySearchOptions {
  typed: Ref<string>;
  /** Only entries of this type. */
  type: Ref<string | null>;
  first: Ref<number>;
}

export interface UseEntrySearchReturn {
  entries: ShallowRef<readonly FoundEntry[]>;
  status: Ref<"idle" | "loading" | "done" | "error">;
}

/** Entries whose title holds what was typed, asked of the server; those of before stay until the next are there. */
export function useEntrySearch({ typed, type, first }: UseEntrySearchOptions): UseEntrySearchReturn {
  const entries = shallowRef<readonly FoundEntry[]>([]);
  const status = ref<"idle" | "loading" | "done" | "error">("idle");
  let running = new AbortController();
  let clock = 0;

  watch([typed, type], () => {
    running.abort();
    clearTimeout(clock);
    const title = typed.value.trim();
    if (title === "" && type.value === null) {
      entries.value = [];
      status.value = "idle";
      return;
    }
    status.value = "loading";
    clock = window.setTimeout(() => void search(title), PAUSE);
  });
  onScopeDispose(() => {
    running.abort();
    clearTimeout(clock);
  });
  return { entries, status };

  async function search(title: string): Promise<void> {
    const mine = (running = new AbortController());
    try {
      const { entries: found } = await ask(BY_TITLE, { types: type.value === null ? null : [type.value], title, first: first.value }, { signal: mine.signal });
      if (mine !== running) return;
      entries.value = found.nodes;
      status.value = "done";
    } catch {
      if (mine === running && !mine.signal.aborted) status.value = "error";
    }
  }
}
