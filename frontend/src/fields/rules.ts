import type { EntryField } from "../model";
import { convert } from "../format";
import { isDecimal } from "./numbers";

/**
 * What is wrong with a draft, or unusual about it. `key` names the sentence in the locale files, `params` are its
 * figures; `path` leads from the field to the part, such as `["0", "amount"]`. `text` stands where somebody else has
 * put it in words already.
 */
export interface Problem {
  key: string;
  params?: Record<string, string | number>;
  text?: string;
  path: string[];
  /** The entry that stands in the way, such as the holder of a key that is taken. */
  entry?: { id: string; title: string };
}

/** How much later than now is not yet the future: clocks differ. The same as the server's. */
const GRACE = 60_000;

const INT = 2_147_483_647;

/** Applies the declared bounds to a number in the field's unit or in that of the quantity. */
export function checkBounds(field: EntryField, number: number, unit?: string): { problem?: Problem; warning?: Problem } {
  const value = unit && field.unit ? convert(field, number, unit, field.unit) : number;
  if (value === null) return {};
  const params = (bound: number): Problem["params"] => ({ bound, ...(field.unit ? { unit: field.unit } : {}) });
  const say = (key: string, bound: number): Problem => ({ key, params: params(bound), path: [] });
  if (field.min !== null && value < field.min) return { problem: say("atLeast", field.min) };
  if (field.max !== null && value > field.max) return { problem: say("atMost", field.max) };
  if (field.warnMin !== null && value < field.warnMin) return { warning: say("unusuallyLow", field.warnMin) };
  if (field.warnMax !== null && value > field.warnMax) return { warning: say("unusuallyHigh", field.warnMax) };
  return {};
}

/** Length and form of a text. */
export function checkText(field: EntryField, text: string): Problem | undefined {
  const length = [...text].length;
  if (text.includes("\0")) return { key: "noNul", path: [] };
  if (!field.list && field.minLength !== null && length < field.minLength) return { key: "tooShort", params: { min: field.minLength, length }, path: [] };
  if (!field.list && field.maxLength !== null && length > field.maxLength) return { key: "tooLong", params: { max: field.maxLength, length }, path: [] };
  return field.pattern && !matches(field.pattern.regex, text) ? { key: "pattern", params: { words: field.pattern.message }, path: [] } : undefined;
}

/** The number of items of a list. */
export function checkCount(field: EntryField, count: number): Problem | undefined {
  if (field.kind === "LINK") return undefined;
  if (field.minLength !== null && count < field.minLength) return { key: "tooFew", params: { min: field.minLength, count }, path: [] };
  if (field.maxLength !== null && count > field.maxLength) return { key: "tooMany", params: { max: field.maxLength, count }, path: [] };
  return undefined;
}

/** The server's expressions are those of Rust; one that a browser cannot read is left to the server. */
function matches(regex: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${regex})$`, "u").test(text);
  } catch {
    return true;
  }
}

/** A whole number that the API's Int can hold. */
export function checkInteger(text: string): Problem | undefined {
  const number = Number(text);
  if (!isDecimal(text)) return { key: "number", path: [] };
  if (!Number.isInteger(number)) return { key: "integer", path: [] };
  return Math.abs(number) > INT ? { key: number > 0 ? "atMost" : "atLeast", params: { bound: number > 0 ? INT : -INT - 1 }, path: [] } : undefined;
}

/** Whether a time lies in a future that the field does not accept. */
export function checkFuture(field: EntryField, value: string, now: Date): Problem | undefined {
  if (!field.time || field.time.future) return undefined;
  return Date.parse(value) > now.getTime() + GRACE ? { key: "future", path: [] } : undefined;
}

/** Order of and distance between two times of one record; `other` is the draft of the field named by `notBefore`. */
export function checkOrder(field: EntryField, value: string, other: string, label: string): Problem | undefined {
  const [start, end] = comparable(other, value);
  if (start === null || end === null) return undefined;
  if (end < start) return { key: "beforeOther", params: { other: label }, path: [] };
  const limit = field.time?.maxAfter ? addSpan(start, field.time.maxAfter) : null;
  return limit !== null && end > limit ? { key: "tooLongAfter", params: { other: label, span: field.time?.maxAfter ?? "" }, path: [] } : undefined;
}

/** Two times on one scale. A date and an instant compare as dates: the time of day is not known. */
function comparable(one: string, other: string): [number | null, number | null] {
  const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);
  const isClock = (text: string): boolean => /^\d\d:\d\d/.test(text);
  if (isClock(one) !== isClock(other)) return [null, null];
  const day = isDay(one) || isDay(other);
  const read = (text: string): number | null => {
    const time = Date.parse(isClock(text) ? `1970-01-01T${text}Z` : text);
    if (Number.isNaN(time)) return null;
    return day ? Math.floor(time / 86_400_000) * 86_400_000 : time;
  };
  return [read(one), read(other)];
}

/** A duration after an instant; calendar units count in UTC, as the server counts them. */
function addSpan(start: number, span: string): number | null {
  const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(span);
  if (!parts) return null;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  const date = new Date(start);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + years * 12 + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime() + ((weeks * 7 + days) * 24 + hours) * 3_600_000 + minutes * 60_000 + seconds * 1000;
}
