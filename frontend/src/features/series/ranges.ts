/** A stretch of time that the page shows. */
export interface Range {
  id: RangeId;
  /** Length in milliseconds. */
  length: number;
  /** About so many points are asked for; on a phone half of them. */
  points: number;
}

export const RANGE_IDS = ["1h", "6h", "24h", "7d", "30d", "1y"] as const;
export type RangeId = (typeof RANGE_IDS)[number];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const RANGES: readonly Range[] = [
  { id: "1h", length: HOUR, points: 240 },
  { id: "6h", length: 6 * HOUR, points: 360 },
  { id: "24h", length: DAY, points: 288 },
  { id: "7d", length: 7 * DAY, points: 336 },
  { id: "30d", length: 30 * DAY, points: 360 },
  { id: "1y", length: 365 * DAY, points: 365 },
];

/** The range of this name, else a day. */
export function rangeOf(id: string | null | undefined): Range {
  const found = RANGES.find((range) => range.id === id) ?? RANGES.find((range) => range.id === "24h");
  if (!found) throw new Error("there is no range of a day");
  return found;
}

/** From when until when is shown. Without an end it is up to now and moves on. */
export interface Window {
  from: Date;
  to: Date;
  /** Ends now and follows the clock. */
  live: boolean;
}

/** The window of a range that ends at `end`, or now; one that would end in the future ends now. */
export function windowOf(range: Range, end: Date | null, now: Date): Window {
  const live = end === null || end >= now;
  const to = live ? now : end;
  return { from: new Date(to.getTime() - range.length), to, live };
}

/** The end of the window before or after; null is now. */
export function step(range: Range, window: Window, direction: -1 | 1, now: Date): Date | null {
  const end = new Date(window.to.getTime() + direction * range.length);
  return end >= now ? null : end;
}

/** The range that shows less, or more, of the same. */
export function zoom(range: Range, direction: -1 | 1): Range {
  const index = RANGES.indexOf(range) + direction;
  return RANGES[Math.min(RANGES.length - 1, Math.max(0, index))] ?? range;
}
