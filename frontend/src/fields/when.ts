import { CalendarDate, CalendarDateTime, parseAbsolute, Time, toCalendarDate, toCalendarDateTime, toZoned, type ZonedDateTime } from "@internationalized/date";

/** What typed times are read against: a moment, a time zone and a language. */
export interface Clock {
  now: Date;
  zone: string;
  locale: string;
}

/** Words for days; the languages of the pages beside English. */
const DAY_WORDS: readonly [RegExp, number][] = [
  [/^(today|tod|heute)$/, 0],
  [/^(yesterday|yest|gestern)$/, -1],
  [/^(tomorrow|tom|morgen)$/, 1],
  [/^(day before yesterday|vorgestern)$/, -2],
];

const NOW_WORDS = /^(now|jetzt)$/;

/** An instant as the API takes it: UTC, milliseconds only where there are some. */
export function instantText(date: Date): string {
  return date.toISOString().replace(/\.?0*Z$/, "Z");
}

/** The minute that an instant lies in: nobody means the seconds of "20 minutes ago". */
export function minuteOf(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 60_000) * 60_000);
}

/** Whether a text is an instant, a date or a time of day as the API writes it. */
export function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i.test(text) && !Number.isNaN(Date.parse(text));
}

export function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return parts !== null && civil(Number(parts[1]), Number(parts[2]), Number(parts[3])) !== null;
}

export function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text);
}

/** Reads a point in time as people type it: `21:15`, `-20m`, `yest 9pm`, `1 May 14:30`; null when it is none. */
export function readInstant(text: string, clock: Clock): string | null {
  const typed = text.trim();
  const lower = typed.toLowerCase();
  if (NOW_WORDS.test(lower)) return instantText(minuteOf(clock.now));
  if (isInstant(typed)) return instantText(new Date(typed));
  const ago = readAgo(lower);
  if (ago !== null) return instantText(minuteOf(new Date(clock.now.getTime() - ago)));
  const local = readLocal(typed, clock);
  return local ? zonedText(local, clock.zone) : null;
}

/** Reads a date as people type it, in the notation of their language; null when it is none. */
export function readDate(text: string, clock: Clock): string | null {
  const typed = text.trim();
  if (isDate(typed)) return typed;
  return readDay(typed, clock)?.toString() ?? null;
}

/** Reads a time of day: `7`, `7:30`, `0730`, `9pm`; answers `HH:MM:SS`, null when it is none. */
export function readTime(text: string): string | null {
  const parts = /^(\d{1,2})(?:[:.h]?([0-5]\d))?(?::([0-5]\d))?\s*(a|p|am|pm|a\.m\.|p\.m\.|uhr)?$/i.exec(text.trim());
  if (!parts) return null;
  const half = parts[4]?.toLowerCase()[0];
  const given = Number(parts[1]);
  if ((half === "a" || half === "p") && (given < 1 || given > 12)) return null;
  const hour = half === "p" ? (given % 12) + 12 : half === "a" ? given % 12 : given;
  if (hour > 23) return null;
  return [hour, Number(parts[2] ?? 0), Number(parts[3] ?? 0)].map((part) => String(part).padStart(2, "0")).join(":");
}

/** The civil time of an instant in a zone, such as `2026-11-30T21:02:00`, as native inputs take it. */
export function localText(instant: string, zone: string): string {
  return toCalendarDateTime(parseAbsolute(new Date(instant).toISOString(), zone)).toString().slice(0, 19);
}

/** The instant of a civil time in a zone; of one that occurs twice the earlier. Null for one that clocks skipped. */
export function zonedText(local: CalendarDateTime, zone: string): string | null {
  try {
    const earlier = toZoned(local, zone, "earlier");
    return sameCivil(earlier, local) ? instantText(earlier.toDate()) : null;
  } catch {
    return null;
  }
}

/** Whether the civil time of an instant occurs twice that day, and the instant at which it does so the other time. */
export function otherOccurrence(instant: string, zone: string): string | null {
  const zoned = parseAbsolute(new Date(instant).toISOString(), zone);
  const local = toCalendarDateTime(zoned);
  const [earlier, later] = [toZoned(local, zone, "earlier").toDate(), toZoned(local, zone, "later").toDate()];
  if (earlier.getTime() === later.getTime() || !sameCivil(toZoned(local, zone, "earlier"), local)) return null;
  return instantText(earlier.getTime() === zoned.toDate().getTime() ? later : earlier);
}

/** Reads what a native date-time input holds. */
export function readNative(text: string, zone: string): string | null {
  const parts = /^(\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?/.exec(text);
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1).map((part) => Number(part ?? 0));
  const date = civil(year, month, day);
  return date ? zonedText(new CalendarDateTime(date.year, date.month, date.day, hour, minute, second), zone) : null;
}

function readLocal(typed: string, clock: Clock): CalendarDateTime | null {
  const today = toCalendarDate(parseAbsolute(clock.now.toISOString(), clock.zone));
  const onlyTime = readTime(typed);
  if (onlyTime !== null && !/^\d{4}$/.test(typed)) return at(nearest(today, onlyTime, clock), onlyTime);
  // The time stands last: `yest 9pm`, `2026-05-01 14:30`, `1 May, 14:30`.
  for (const match of typed.matchAll(/[\sT,]+/g)) {
    const day = readDay(typed.slice(0, match.index), clock);
    const time = readTime(typed.slice(match.index + match[0].length));
    if (day && time !== null) return at(day, time);
  }
  if (onlyTime !== null) return at(nearest(today, onlyTime, clock), onlyTime);
  const day = readDay(typed, clock);
  return day ? at(day, "00:00:00") : null;
}

/** A time of day alone means the last one: 23:50, typed at 00:10, was yesterday. Up to an hour ahead it is today's. */
function nearest(today: CalendarDate, time: string, clock: Clock): CalendarDate {
  const instant = zonedText(at(today, time), clock.zone);
  const ahead = instant === null ? 0 : Date.parse(instant) - clock.now.getTime();
  return ahead > 12 * 3_600_000 ? today.subtract({ days: 1 }) : today;
}

function at(day: CalendarDate, time: string): CalendarDateTime {
  const [hour, minute, second] = time.split(":").map(Number);
  return toCalendarDateTime(day, new Time(hour, minute, second));
}

function readDay(text: string, clock: Clock): CalendarDate | null {
  const lower = text.trim().toLowerCase();
  const today = toCalendarDate(parseAbsolute(clock.now.toISOString(), clock.zone));
  const word = DAY_WORDS.find(([pattern]) => pattern.test(lower));
  if (word) return today.add({ days: word[1] });
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(lower);
  if (iso) return civil(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  return readNumeric(lower, today, clock.locale) ?? readNamed(lower, today, clock.locale) ?? readWeekday(lower, today, clock.locale);
}

/** `1.5.2026`, `1.5.`, `5/1/2026`: with points the day comes first, with slashes as the language has it. */
function readNumeric(text: string, today: CalendarDate, locale: string): CalendarDate | null {
  const parts = /^(\d{1,2})([./])(\d{1,2})(?:[./](\d{4}|\d{2})?)?$/.exec(text);
  if (!parts) return null;
  const [first, second] = [Number(parts[1]), Number(parts[3])];
  const dayFirst = parts[2] === "." || isDayFirst(locale);
  return withYear(parts[4], dayFirst ? second : first, dayFirst ? first : second, today);
}

/** `1 May 2026`, `May 1`, `1. Mai`. */
function readNamed(text: string, today: CalendarDate, locale: string): CalendarDate | null {
  const words = text.split(/[\s,.]+/).filter((word) => word !== "");
  const months = words.map((word) => monthNamed(word, locale));
  const place = months.findIndex((month) => month !== null);
  const numbers = words.filter((_, position) => position !== place);
  if (place < 0 || numbers.length < 1 || numbers.length > 2 || !numbers.every((word) => /^\d{1,4}$/.test(word))) return null;
  const [first = "", second] = numbers;
  return first.length > 2 ? withYear(first, months[place] ?? 0, Number(second ?? 1), today) : withYear(second, months[place] ?? 0, Number(first), today);
}

/** A weekday alone is the last one of that name, today included. */
function readWeekday(text: string, today: CalendarDate, locale: string): CalendarDate | null {
  if (text.length < 2) return null;
  for (let back = 0; back < 7; back++) {
    const day = today.subtract({ days: back });
    const date = day.toDate("UTC");
    for (const language of [locale, "en"]) {
      const long = date.toLocaleDateString(language, { weekday: "long", timeZone: "UTC" }).toLowerCase();
      if (long.startsWith(text.replace(/\.$/, ""))) return day;
    }
  }
  return null;
}

/** Without a year a day is the nearest one that is no more than half a year ahead. */
function withYear(written: string | undefined, month: number, day: number, today: CalendarDate): CalendarDate | null {
  if (written !== undefined) return civil(written.length === 2 ? 2000 + Number(written) : Number(written), month, day);
  const candidate = civil(today.year, month, day);
  if (!candidate) return null;
  return candidate.compare(today) > 183 ? candidate.subtract({ years: 1 }) : candidate;
}

/** A day of the calendar; null for one that it does not have. */
function civil(year = 0, month = 0, day = 0): CalendarDate | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const date = new CalendarDate(year, month, day);
  return date.month === month && date.day === day ? date : null;
}

/** `-20m`, `-1h30`, `20 min ago`, `vor 2 h`, in milliseconds; null when it is none. */
function readAgo(text: string): number | null {
  const bare = text.replace(/\s+/g, "");
  const back = /^[-\u2212](.+)$/.exec(bare)?.[1] ?? /^(.+)ago$/.exec(bare)?.[1] ?? /^vor(\d.*)$/.exec(bare)?.[1];
  if (back === undefined) return null;
  if (/^\d+$/.test(back)) return Number(back) * 60_000;
  const parts = /^(?:(\d+)d[a-z]*)?(?:(\d+)(?:h|std)[a-z.]*)?(?:(\d+)(?:m[a-z]*)?)?$/.exec(back);
  if (!parts) return null;
  const [days, hours, minutes] = parts.slice(1).map((part) => Number(part ?? 0));
  return ((days ?? 0) * 1440 + (hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
}

const monthNames = new Map<string, string[]>();

/** The month that a word of at least three letters begins. */
function monthNamed(word: string, locale: string): number | null {
  if (word.length < 3 || /^\d/.test(word)) return null;
  for (const language of [locale, "en"]) {
    const index = namesOf(language).findIndex((name) => name.startsWith(word));
    if (index >= 0) return index + 1;
  }
  return null;
}

function namesOf(locale: string): string[] {
  const known = monthNames.get(locale);
  if (known) return known;
  const names = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2026, month, 1)).toLocaleDateString(locale, { month: "long", timeZone: "UTC" }).toLowerCase());
  monthNames.set(locale, names);
  return names;
}

function isDayFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale).formatToParts(new Date(0)).map((part) => part.type);
  return parts.indexOf("day") < parts.indexOf("month");
}

function sameCivil(zoned: ZonedDateTime, local: CalendarDateTime): boolean {
  return toCalendarDateTime(zoned).compare(local) === 0;
}
