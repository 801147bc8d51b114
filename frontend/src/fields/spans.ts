/** A duration as the API writes it. */
const ISO = /^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(?:\.\d+)?S)?)?$/;

/** Words for units of time, of English and German. `m` is minutes: months say so. */
const UNITS: readonly [RegExp, string][] = [
  [/^(y|yr|yrs|year|years|j|jahr|jahre)$/, "Y"],
  [/^(mo|mon|month|months|monat|monate)$/, "MO"],
  [/^(w|wk|wks|week|weeks|woche|wochen)$/, "W"],
  [/^(d|day|days|tag|tage)$/, "D"],
  [/^(h|hr|hrs|hour|hours|std|stunde|stunden)$/, "H"],
  [/^(m|min|mins|minute|minutes|minuten)$/, "M"],
  [/^(s|sec|secs|second|seconds|sek|sekunde|sekunden)$/, "S"],
];

/** Whether a text is a duration as the API takes it. */
export function isDuration(text: string): boolean {
  return ISO.test(text);
}

/** Reads a duration as people type it: `1 h 30 min`, `90m`, `1:30` (hours and minutes), `3 days`; null when it is none. */
export function readDuration(text: string): string | null {
  const typed = text.trim();
  if (isDuration(typed.toUpperCase())) return typed.toUpperCase();
  const clock = /^(\d+):([0-5]\d)(?::([0-5]\d))?$/.exec(typed);
  if (clock) return writeSpan({ H: Number(clock[1]), M: Number(clock[2]), S: Number(clock[3] ?? 0) });
  const parts = [...typed.toLowerCase().matchAll(/(\d+(?:[.,]\d+)?)\s*(\p{L}+)\.?\s*/gu)];
  if (parts.length === 0 || parts.map((part) => part[0]).join("") !== typed.toLowerCase()) return null;
  const amounts: Record<string, number> = {};
  for (const [, number = "", word = ""] of parts) {
    const unit = UNITS.find(([pattern]) => pattern.test(word))?.[1];
    if (!unit || unit in amounts) return null;
    amounts[unit] = Number(number.replace(",", "."));
  }
  return writeSpan(spread(amounts));
}

/** A fraction is written out in the next smaller unit: 1.5 h is 1 h 30 min. Halves of months and years mean nothing exact. */
function spread(amounts: Record<string, number>): Record<string, number> | null {
  const spreading: readonly [string, string, number][] = [["W", "D", 7], ["D", "H", 24], ["H", "M", 60], ["M", "S", 60]];
  const whole = { ...amounts };
  if (!Number.isInteger(whole["Y"] ?? 0) || !Number.isInteger(whole["MO"] ?? 0)) return null;
  for (const [larger, smaller, factor] of spreading) {
    const amount = whole[larger] ?? 0;
    const rest = amount - Math.trunc(amount);
    if (rest === 0) continue;
    whole[larger] = Math.trunc(amount);
    whole[smaller] = Math.round(((whole[smaller] ?? 0) + rest * factor) * 1e6) / 1e6;
  }
  return whole;
}

function writeSpan(amounts: Record<string, number> | null): string | null {
  if (!amounts) return null;
  const part = (name: string, letter: string): string => (amounts[name] ? `${amounts[name]}${letter}` : "");
  const date = part("Y", "Y") + part("MO", "M") + part("W", "W") + part("D", "D");
  const time = part("H", "H") + part("M", "M") + part("S", "S");
  if (date === "" && time === "") return "PT0S";
  return `P${date}${time === "" ? "" : `T${time}`}`;
}
