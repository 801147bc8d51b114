/** Settings of this browser. Storage may be full or forbidden: then a choice lasts as long as the page. */

/** How close lines and controls are. */
export type Density = "compact" | "cozy" | "touch";

export const DENSITIES: readonly Density[] = ["compact", "cozy", "touch"];

/** A stored setting, if it is one of the known values. */
export function readSetting<Value extends string>(name: string, known: readonly Value[]): Value | null {
  const stored = read(name);
  return known.find((value) => value === stored) ?? null;
}

/** Stores a setting where the browser lets us. */
export function writeSetting(name: string, value: string): void {
  try {
    localStorage.setItem(`daybook:${name}`, value);
  } catch {
    // The choice is painted already; it will be asked for again at the next visit.
  }
}

/** A stored setting that is more than a word; null when there is none that can be read. */
export function readJson<Value>(name: string): Value | null {
  const stored = read(name);
  if (stored === null) return null;
  try {
    return JSON.parse(stored) as Value;
  } catch {
    return null;
  }
}

export function writeJson(name: string, value: unknown): void {
  writeSetting(name, JSON.stringify(value));
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(`daybook:${name}`);
  } catch {
    return null;
  }
}
