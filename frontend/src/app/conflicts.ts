import { collide } from "../lib/keys";
import { KEYS, type KeyBinding } from "./keys";

/** Keys by the id of their command. */
export type ChosenKeys = Readonly<Record<string, readonly string[]>>;

/** The keys that a command has now. */
export function keysNow(binding: Pick<KeyBinding, "id" | "keys">, chosen: ChosenKeys): readonly string[] {
  return chosen[binding.id] ?? binding.keys;
}

/** Other commands that these keys would take from, or be taken by, since both count on the same page. */
export function conflictsOf(binding: KeyBinding, keys: readonly string[], chosen: ChosenKeys, all: readonly KeyBinding[] = KEYS): KeyBinding[] {
  return all.filter(
    (other) =>
      other.id !== binding.id &&
      (other.context === binding.context || other.context === "app" || binding.context === "app") &&
      keysNow(other, chosen).some((theirs) => keys.some((ours) => collide(ours, theirs))),
  );
}
