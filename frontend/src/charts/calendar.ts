/** A calendar day of some zone. */
interface Day {
  year: number;
  month: number;
  day: number;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Units of the calendar that a stretch of time can begin with. */
export type CalendarUnit = "hour" | "day" | "week" | "month" | "year";

/** The start of the hour, day, week (Monday), month or year that an instant lies in, on the clocks of a zone. */
export function startOf(unit: CalendarUnit, instant: Date, timeZone: string): Date {
  // Zones differ from UTC by whole minutes, some by half hours, and so do their full hours.
  if (unit === "hour") {
    const offset = offsetAt(instant.getTime(), timeZone);
    return new Date(Math.floor((instant.getTime() + offset) / HOUR) * HOUR - offset);
  }
  const { year, month, day } = dayOf(instant, timeZone);
  switch (unit) {
    case "day":
      return midnight({ year, month, day }, timeZone);
    case "week":
      return midnight(addDays({ year, month, day }, -((new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7)), timeZone);
    case "month":
      return midnight({ year, month, day: 1 }, timeZone);
    case "year":
      return midnight({ year, month: 1, day: 1 }, timeZone);
  }
}

/** Midnight so many days before (or, with a negative number, after) the day that an instant lies in. */
export function daysBefore(count: number, instant: Date, timeZone: string): Date {
  return midnight(addDays(dayOf(instant, timeZone), -count), timeZone);
}

function dayOf(instant: Date, timeZone: string): Day {
  const local = new Date(instant.getTime() + offsetAt(instant.getTime(), timeZone));
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() };
}

function addDays({ year, month, day }: Day, count: number): Day {
  const moved = new Date(Date.UTC(year, month - 1, day) + count * DAY);
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/** The first instant of a day; where a zone skips midnight, the day begins when its clocks go on. */
function midnight({ year, month, day }: Day, timeZone: string): Date {
  const wall = Date.UTC(year, month - 1, day);
  const before = wall - offsetAt(wall - 14 * HOUR, timeZone);
  const after = wall - offsetAt(wall + 14 * HOUR, timeZone);
  // Of the two readings that hold around a change of the clocks, the one that reads midnight on them; the later one
  // is the end of a skipped midnight.
  return new Date([Math.min(before, after), Math.max(before, after)].find((instant) => instant + offsetAt(instant, timeZone) >= wall) ?? before);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
export function offsetAt(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" });
    formats.set(timeZone, format);
  }
  const part = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const wall = Date.UTC(part.get("year") ?? 0, (part.get("month") ?? 1) - 1, part.get("day"), part.get("hour"), part.get("minute"), part.get("second"));
  return wall - Math.floor(instant / 1000) * 1000;
}
