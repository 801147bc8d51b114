import { useEventListener } from "@vueuse/core";
import { readonly, ref, type Ref } from "vue";
import { keyOf, stepsOf, typesNothing } from "../lib/keys";
import { useCommands, type Command } from "../stores/commands";
import { useSettings } from "../stores/settings";

/** How long the next step of a sequence may take, in milliseconds. */
const PATIENCE = 1_500;

/** Turns keys into commands, for the whole page. Answers the steps of a sequence that is under way, for the status line. */
export function useKeys(): { pending: Readonly<Ref<readonly string[]>> } {
  const commands = useCommands();
  const settings = useSettings();
  const pending = ref<readonly string[]>([]);
  let clock = 0;

  useEventListener("keydown", (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.getModifierState("AltGraph")) return;
    const key = keyOf(event);
    if (key === null) return;
    const allowed = wanted(event);
    const steps = [...pending.value, key];
    forget();
    if (runs(steps, allowed, event)) return;
    if (begins(steps, allowed)) return remember(steps, event);
    // A step that does not fit the sequence may be a key of its own.
    if (steps.length > 1 && !runs([key], allowed, event) && begins([key], allowed)) remember([key], event);
  });
  return { pending: readonly(pending) };

  function runs(steps: readonly string[], allowed: (keys: string) => boolean, event: KeyboardEvent): boolean {
    const typed = steps.join(" ");
    const fitting = commands.available().filter((command) => keysOf(command, allowed).includes(typed));
    for (const command of fitting.reverse()) {
      if (command.run() === false) continue;
      event.preventDefault();
      return true;
    }
    return false;
  }

  function begins(steps: readonly string[], allowed: (keys: string) => boolean): boolean {
    const start = `${steps.join(" ")} `;
    return commands.available().some((command) => keysOf(command, allowed).some((keys) => keys.startsWith(start)));
  }

  function keysOf(command: Command, allowed: (keys: string) => boolean): string[] {
    return commands.keysOf(command.id).filter(allowed);
  }

  /** Which keys count where the focus is. */
  function wanted({ target }: KeyboardEvent): (keys: string) => boolean {
    const element = target instanceof HTMLElement ? target : document.body;
    const typing = isTyping(element);
    return (keys) => typesNothing(keys) || (!typing && !isOwn(element, keys) && (settings.singleKeys || stepsOf(keys)[0]?.length !== 1));
  }

  function remember(steps: readonly string[], event: KeyboardEvent): void {
    event.preventDefault();
    pending.value = steps;
    clock = window.setTimeout(forget, PATIENCE);
  }

  function forget(): void {
    window.clearTimeout(clock);
    pending.value = [];
  }
}

const NO_TEXT = new Set(["checkbox", "radio", "button", "submit", "reset", "range", "color", "file"]);

/** Whether keys write a text, or move within a list of choices, where the focus is. */
export function isTyping(element: HTMLElement): boolean {
  if (element instanceof HTMLInputElement) return !NO_TEXT.has(element.type);
  return element.isContentEditable || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement || element.closest("[role=listbox], [role=menu]") !== null;
}

/** Whether the key already means something to the control that has the focus. */
function isOwn(element: HTMLElement, keys: string): boolean {
  if (keys.startsWith("Arrow")) return element.matches("input[type=radio], input[type=range], [role=tab], [role=radio], [role=slider]");
  if (keys === "Enter") return element.matches("a[href], button, summary, [role=button], [role=tab], [role=link]");
  if (keys === "Space") return element.matches("button, summary, input, [role=button], [role=tab], [role=checkbox], [role=switch]");
  return false;
}
