/** `DiaperChange` → `Diaper change`, `preparedBottles` → `Prepared bottles`, `CO2Reading` → `CO2 reading`. */
export function humanize(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+[0-9]*)([A-Z][a-z])/g, "$1 $2")
    .split(/[\s_]+/)
    .filter((word) => word !== "")
    .map((word) => (isAcronym(word) ? word : word.toLowerCase()));
  const text = words.join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isAcronym(word: string): boolean {
  return word.length > 1 && word === word.toUpperCase();
}

/** Whether all words typed occur in the texts, in any order and case. */
export function matchesWords(typed: string, texts: readonly (string | null)[]): boolean {
  const haystack = texts.join("\n").toLocaleLowerCase();
  return typed
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}
