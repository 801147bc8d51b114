import { readJson, writeJson } from "../lib/settings";

/** What was chosen last, such as a currency: a likely choice the next time, in this browser. */
export function recall(what: string): string | null {
  return readJson<string>(`last:${what}`);
}

export function remember(what: string, choice: string): void {
  writeJson(`last:${what}`, choice);
}
