/** Parts of a duration, as ISO 8601 writes them. */
export interface DurationParts {
  years: number;
  months: number;
  weeks: number;
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
  negative: boolean;
}

const FORM = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Reads `P1DT2H30M`; null when it is no duration. */
export function parseDuration(text: string): DurationParts | null {
  const found = FORM.exec(text);
  if (!found || /[PT]$/.test(text)) return null;
  const [years, months, weeks, days, hours, minutes, seconds] = found.slice(2).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number, number];
  return { years, months, weeks, days, hours, minutes, seconds, negative: found[1] !== undefined };
}

/** Its length in seconds; a month has 30 days and a year 365, which is good enough to compare and sum for display. */
export function durationSeconds({ years, months, weeks, days, hours, minutes, seconds, negative }: DurationParts): number {
  const length = (((years * 365 + months * 30 + weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
  return negative ? -length : length;
}

/** The same length as ISO 8601 text, in hours, minutes and seconds. */
export function durationText(seconds: number): string {
  const whole = Math.abs(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = Number((whole % 60).toFixed(3));
  const time = `${hours ? `${hours}H` : ""}${minutes ? `${minutes}M` : ""}${rest || !(hours || minutes) ? `${rest}S` : ""}`;
  return `${seconds < 0 ? "-" : ""}PT${time}`;
}
