import type { EntryField, MoneyValue, QuantityValue, Unit } from "../model";
import { durationSeconds, parseDuration } from "./duration";
import type { FormatSettings } from "./settings";
import { convert, shownUnit, unitOf } from "./units";

/** A number apart from its unit, since the unit is set smaller and muted. */
export interface Measured {
  number: string;
  symbol: string;
}

export type DateTimeStyle = "full" | "long" | "cell" | "short" | "time" | "date" | "day" | "weekday" | "monthDay" | "month" | "year";

/** All ways to write a value for a reader; made anew when a setting changes. */
export interface Formats {
  settings: FormatSettings;
  number: (value: number, digits?: number) => string;
  quantity: (value: QuantityValue | number, field: QuantityField, unit?: Unit) => Measured;
  money: (value: MoneyValue) => string;
  /** `2026-03-29T07:15:00Z` on the reader's clocks. */
  dateTime: (instant: string, style?: DateTimeStyle) => string;
  /** A calendar day, `2026-03-29`, which no time zone moves. */
  date: (day: string, style?: "full" | "short") => string;
  time: (time: string) => string;
  /** `4 hr. ago`, `in 2 days`. */
  relative: (instant: string, now: number) => string;
  /** `4 h 44 min ago`, exact to the minute below half a day: how long ago something was matters there. */
  ago: (instant: string, now: number) => string;
  /** `1 h 35 min`, the numbers apart from their units. */
  duration: (value: string | number) => Measured[];
  durationText: (value: string | number) => string;
  enumLabel: (field: Pick<EntryField, "values">, name: string) => string;
  /** The calendar day of an instant on the reader's clocks, `2026-03-29`. */
  day: (instant: string | number) => string;
}

export type QuantityField = Pick<EntryField, "unit" | "units" | "dimension">;

export function createFormats(settings: FormatSettings): Formats {
  const { locale, timeZone } = settings;
  const numbers = new Map<number, Intl.NumberFormat>();
  const zoned = dateTimeFormats(locale, timeZone);
  const unzoned = dateTimeFormats(locale, "UTC");
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
  const days = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone });
  const relatives = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });

  const number = (value: number, digits = 6): string => {
    let format = numbers.get(digits);
    if (!format) numbers.set(digits, (format = new Intl.NumberFormat(locale, { maximumFractionDigits: digits })));
    return format.format(value);
  };
  const duration = (value: string | number): Measured[] => {
    const parts = typeof value === "string" ? parseDuration(value) : null;
    const seconds = typeof value === "number" ? value : parts && durationSeconds(parts);
    if (seconds === null) return [{ number: String(value), symbol: "" }];
    return spans(seconds).map(([count, symbol]) => ({ number: number(count, 3), symbol }));
  };
  const dateTime = (instant: string, style: DateTimeStyle = "long"): string => {
    const at = Date.parse(instant);
    return Number.isNaN(at) ? instant : zoned[style].format(at);
  };

  return {
    settings,
    number,
    quantity: (value, field, unit = shownUnit(field, settings) ?? undefined) => measured(value, field, unit, number),
    money: ({ amount, currency }) => money(locale, Number(amount), currency),
    dateTime,
    date: (day, style = "short") => {
      const at = Date.parse(`${day}T00:00:00Z`);
      return Number.isNaN(at) ? day : unzoned[style === "full" ? "full" : "date"].format(at);
    },
    time: (time) => {
      const at = Date.parse(`1970-01-01T${time}Z`);
      return Number.isNaN(at) ? time : clock.format(at);
    },
    ago: (instant, now) => ago(relatives, Math.trunc((now - Date.parse(instant)) / 60_000), locale),
    relative: (instant, now) => relative(relatives, (Date.parse(instant) - now) / 1000),
    duration,
    durationText: (value) => duration(value).map(({ number, symbol }) => `${number} ${symbol}`.trim()).join(" "),
    enumLabel: (field, name) => field.values?.find((option) => option.name === name || option.formerNames.includes(name))?.label ?? name,
    day: (instant) => days.format(typeof instant === "number" ? instant : Date.parse(instant)),
  };
}

function dateTimeFormats(locale: string, timeZone: string): Record<DateTimeStyle, Intl.DateTimeFormat> {
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const clock = { hour: "2-digit", minute: "2-digit" } as const;
  return {
    full: format({ weekday: "short", day: "numeric", month: "short", year: "numeric", ...clock, second: "2-digit" }),
    long: format({ weekday: "short", day: "numeric", month: "short", year: "numeric", ...clock }),
    cell: format({ day: "numeric", month: "short", year: "numeric", ...clock }),
    short: format({ day: "numeric", month: "short", ...clock }),
    time: format(clock),
    date: format({ weekday: "short", day: "numeric", month: "short", year: "numeric" }),
    day: format({ weekday: "short", day: "numeric", month: "short" }),
    weekday: format({ weekday: "long" }),
    monthDay: format({ day: "numeric", month: "short" }),
    month: format({ month: "long", year: "numeric" }),
    year: format({ year: "numeric" }),
  };
}

function measured(value: QuantityValue | number, field: QuantityField, unit: Unit | undefined, number: Formats["number"]): Measured {
  const from = typeof value === "number" ? (field.unit ?? "") : value.unit;
  const amount = typeof value === "number" ? value : Number(value.value);
  const shown = unit === undefined ? null : convert(field, amount, from, unit);
  const symbol = unitOf(field, shown === null ? from : (unit ?? from))?.symbol ?? from;
  // A converted number is not known to more than four digits that matter; one as it was kept is shown whole.
  return { number: number(shown === null || unit === from ? amount : rounded(shown)), symbol };
}

function rounded(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value * 10) / 10 : Number(value.toPrecision(4));
}

function money(locale: string, amount: number, currency: string): string {
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
}

const STEPS: readonly [seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [31_536_000, "year"], [2_592_000, "month"], [604_800, "week"], [86_400, "day"], [3_600, "hour"], [60, "minute"],
];

function relative(format: Intl.RelativeTimeFormat, seconds: number): string {
  if (Number.isNaN(seconds)) return "";
  for (const [length, unit] of STEPS) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(0, "second");
}

/** `Intl` writes one unit only: hours and minutes are put together from its parts, in the order of the language. */
function ago(format: Intl.RelativeTimeFormat, minutes: number, locale: string): string {
  const hours = Math.floor(minutes / 60);
  if (hours < 1 || hours >= 24) return relative(format, -minutes * 60);
  const parts = format.formatToParts(-hours, "hour");
  const rest = hours < 12 && minutes % 60 > 0 ? ` ${new Intl.NumberFormat(locale).format(minutes % 60)} min` : "";
  return parts.map((part) => (part.type === "integer" ? `${part.value} h${rest}` : withoutUnit(part.value))).join("").replace(/\s+/g, " ").trim();
}

/** What stands around the number and its unit: ` ago`, `vor `. */
function withoutUnit(text: string): string {
  return text.replace(/\b(hrs?|hours?|h|Std|Stunden?)\b\.?/giu, "");
}

/** Days, hours and minutes; seconds only below an hour. Empty parts are left out. */
function spans(seconds: number): [number, string][] {
  const sign = seconds < 0 ? -1 : 1;
  const whole = Math.abs(seconds);
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), "d"],
    [Math.floor((whole % 86_400) / 3_600), "h"],
    [Math.floor((whole % 3_600) / 60), "min"],
    [whole < 3_600 ? Number((whole % 60).toFixed(3)) : 0, "s"],
  ];
  const shown = parts.filter(([count]) => count > 0);
  if (shown.length === 0) return [[0, "min"]];
  return shown.map(([count, unit], index) => [index === 0 ? sign * count : count, unit]);
}
