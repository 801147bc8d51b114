/** Settings of this browser. Storage may be full or forbidden: then a choice lasts as long as the page. */

/** A stored setting, if it is one of the known values. */
export function readSetting<Value extends string>(name: string, known: readonly Value[]): Value | null {
  try {
    const stored = localStorage.getItem(`daybook:${name}`);
    return known.find((value) => value === stored) ?? null;
  } catch {
    return null;
  }
}

/** Stores a setting where the browser lets us. */
export function writeSetting(name: string, value: string): void {
  try {
    localStorage.setItem(`daybook:${name}`, value);
  } catch {
    // The choice is painted already; it will be asked for again at the next visit.
  }
}
