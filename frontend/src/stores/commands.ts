import { defineStore } from "pinia";
import { computed, onScopeDispose, shallowRef, type MaybeRefOrGetter } from "vue";
import { keysNow } from "../app/conflicts";
import { bindingOf } from "../app/keys";
import { useSettings } from "./settings";

/** Where a command stands in the palette. */
export type CommandGroup = "do" | "go";

/** Something a reader can do by the palette, by a key, or both. */
export interface Command {
  /** Stable. One that `src/app/keys.ts` lists has the keys there, or those that the reader chose instead. */
  id: string;
  /** Words for it in the reader's language; left out, those that belong to its key. */
  label?: MaybeRefOrGetter<string>;
  /** `do` unless told. */
  group?: CommandGroup;
  icon?: string;
  /** A second, quieter text in the palette. */
  hint?: MaybeRefOrGetter<string>;
  /** Whether it can be done now; it can unless this says no. */
  when?: () => boolean;
  /** Answers `false` when it did nothing, so that the key keeps its own meaning. */
  run: () => unknown;
  /** Not listed in the palette, such as moving by one row. */
  hidden?: boolean;
}

interface CommandSet {
  commands: readonly Command[];
  /** While it is there, commands of sets that came before it rest: a dialog covers the page. */
  modal: boolean;
}

/** All that can be done on the page as it stands. What came last goes first when two want the same key. */
export const useCommands = defineStore("commands", () => {
  const settings = useSettings();
  const sets = shallowRef<readonly CommandSet[]>([]);
  /** Those within reach: the topmost dialog's, or all. */
  const all = computed(() => sets.value.slice(Math.max(0, sets.value.findLastIndex(({ modal }) => modal))).flatMap(({ commands }) => commands));

  return { all, available, keysOf, run, register };

  function available(): Command[] {
    return all.value.filter((command) => command.when?.() ?? true);
  }

  /** Its keys as they are now. */
  function keysOf(id: string): readonly string[] {
    const binding = bindingOf(id);
    return binding ? keysNow(binding, settings.keys) : [];
  }

  /** Does it, if it can be done now. */
  function run(id: string): unknown {
    return available().findLast((command) => command.id === id)?.run();
  }

  /** Adds commands; answers how to take them away. */
  function register(commands: readonly Command[], { modal = false } = {}): () => void {
    const set = { commands, modal };
    sets.value = [...sets.value, set];
    return () => {
      sets.value = sets.value.filter((one) => one !== set);
    };
  }
});

/** Adds commands for as long as the component lives. A dialog's are `modal`: those of the page below rest meanwhile. */
export function provideCommands(commands: readonly Command[], options?: { modal?: boolean }): void {
  onScopeDispose(useCommands().register(commands, options));
}
