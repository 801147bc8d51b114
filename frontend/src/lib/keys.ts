/**
 * Keys in writing: `Mod+K`, `Shift+X`, `?`, `Mod+Enter`, `ArrowDown`, and sequences of up to three, `G T`.
 * `Mod` is Ctrl, or ⌘ on a Mac. Letters are capitals; a sign such as `?` is itself, whatever it takes to type it.
 */

export const isMac = (platform: string = navigator.platform): boolean => /mac|iphone|ipad/i.test(platform);

/** Keys that only change what others mean. */
const MODIFIERS = new Set(["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Process", "Unidentified"]);

type KeyPress = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** What was pressed, in writing; null for a modifier alone. */
export function keyOf(event: KeyPress, mac: boolean = isMac()): string | null {
  if (MODIFIERS.has(event.key)) return null;
  const mod = mac ? event.metaKey : event.ctrlKey;
  const name = nameOf(event);
  // To type a sign may take Shift; with letters and named keys Shift is meant.
  const shift = event.shiftKey && (name.length > 1 || /[A-Z0-9]/.test(name));
  return [mod && "Mod", mac && event.ctrlKey && "Ctrl", event.altKey && "Alt", shift && "Shift", name].filter(Boolean).join("+");
}

/** By the letter; where the keyboard types other scripts, or Alt changes it, by the place of the key. */
function nameOf({ key, code, altKey }: KeyPress): string {
  if (key === " ") return "Space";
  if (key.length > 1) return key;
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  const latin = /^[\x21-\x7e]$/.test(key);
  return place && (altKey || !latin) ? place : key.toUpperCase();
}

/** The steps of a sequence. */
export function stepsOf(keys: string): string[] {
  return keys.split(" ");
}

/** Whether one would keep the other from being typed: the same keys, or the beginning of the other's. */
export function collide(one: string, other: string): boolean {
  const [short, long] = [stepsOf(one), stepsOf(other)].sort((a, b) => a.length - b.length);
  return short?.every((step, index) => step === long?.[index]) ?? false;
}

/** Whether a key types nothing, so that it may be used while a text is being written. */
export function typesNothing(keys: string): boolean {
  return /^(Mod|Ctrl|Alt)\+|^(Escape|F\d+)$/.test(stepsOf(keys)[0] ?? "");
}

const SHOWN: Readonly<Record<string, string>> = {
  ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", Delete: "Del", PageDown: "PgDn", PageUp: "PgUp",
};
const SHOWN_MAC: Readonly<Record<string, string>> = { Mod: "⌘", Ctrl: "⌃", Alt: "⌥", Shift: "⇧" };

/** The caps to draw for each step of a sequence: `Mod+K` → `[["Ctrl", "K"]]`. */
export function capsOf(keys: string, mac: boolean = isMac()): string[][] {
  return stepsOf(keys).map((step) => partsOf(step).map((part) => (mac && SHOWN_MAC[part]) || (part === "Mod" ? "Ctrl" : (SHOWN[part] ?? part))));
}

/** `+` itself may be a key: `Mod++`. */
function partsOf(step: string): string[] {
  return step.split(/(?<=.)\+(?=.)/);
}
