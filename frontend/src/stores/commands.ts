import { defineStore } from "pinia";
import { computed, onScopeDispose, shallowRef, type MaybeRefOrGetter } from "vue";

/** Where a command stands in the palette and on the sheet of keys. */
export type CommandGroup = "do" | "go" | "list" | "entry" | "app";

/** Something a reader can do by the palette, by a key, or both. */
export interface Command {
  /** Stable, since remapped keys are stored by it: `collection.filter`. */
  id: string;
  /** Words for it, in the reader's language. */
  label: MaybeRefOrGetter<string>;
  group: CommandGroup;
  icon?: string;
  /** A second, quieter text in the palette. */
  hint?: MaybeRefOrGetter<string>;
  /**
   * Keys unless the reader chose others; several are alternatives. `Mod` is Ctrl, or ⌘ on a Mac; a space separates the
   * steps of a sequence: `Mod+K`, `G T`, `Shift+X`, `Mod+Enter`, `?`.
   */
  keys?: readonly string[];
  /** Also while a text field has the focus. Only for keys with `Mod` or `Alt`, and for `Esc`. */
  whileTyping?: boolean;
  /** Whether it can be done now; it can unless this says no. */
  when?: () => boolean;
  /** Answers `false` when it did nothing, so that the key keeps its own meaning. */
  run: () => unknown;
  /** Not listed in the palette, such as moving by one row. */
  hidden?: boolean;
}

/** All that can be done on the page as it stands. What came last goes first when two want the same key. */
export const useCommands = defineStore("commands", () => {
  const sets = shallowRef<readonly (readonly Command[])[]>([]);
  const all = computed(() => sets.value.flat());

  return { all, available, find, register };

  function available(): Command[] {
    return all.value.filter((command) => command.when?.() ?? true);
  }

  function find(id: string): Command | undefined {
    return all.value.findLast((command) => command.id === id);
  }

  /** Adds commands; answers how to take them away. */
  function register(commands: readonly Command[]): () => void {
    sets.value = [...sets.value, commands];
    return () => {
      sets.value = sets.value.filter((set) => set !== commands);
    };
  }
});

/** Adds commands for as long as the component lives. */
export function provideCommands(commands: readonly Command[]): void {
  onScopeDispose(useCommands().register(commands));
}
