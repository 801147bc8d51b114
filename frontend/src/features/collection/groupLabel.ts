import { noun } from "../../fields/wording";
import type { Formats } from "../../format";
import type { EntryField, EntryType } from "../../model";
import type { Group } from "./rows/groups";
import type { NumberRange } from "./rows/ranges";

export interface GroupWords {
  today: string;
  yesterday: string;
  none: string;
  yes: string;
  no: string;
  /** `5 feedings`. */
  count: (count: number) => string;
}

/** What a group's header says: its name, and beside it what tells it from others. */
export function groupLabel(group: Group, field: EntryField, every: string | undefined, now: number, formats: Formats, words: GroupWords): { title: string; detail: string } {
  const count = words.count(group.count);
  if (!group.start) return { title: valueLabel(group, field, formats, words), detail: count };
  if (every !== undefined && every !== "P1D") return { title: spanLabel(group.start, every, formats), detail: count };
  const date = formats.dateTime(group.start, "day");
  const day = formats.day(group.start);
  if (day === formats.day(now)) return { title: words.today, detail: `${date} · ${count}` };
  if (day === formats.day(now - 86_400_000)) return { title: words.yesterday, detail: `${date} · ${count}` };
  const sameYear = formats.dateTime(group.start, "year") === formats.dateTime(new Date(now).toISOString(), "year");
  const near = formats.dateTime(group.start, sameYear ? "monthDay" : "date");
  return { title: formats.dateTime(group.start, "weekday"), detail: `${near} · ${count}` };
}

function spanLabel(start: string, every: string, formats: Formats): string {
  if (every === "P1M") return formats.dateTime(start, "month");
  if (every === "P1Y") return formats.dateTime(start, "year");
  return formats.dateTime(start, "date");
}

function rangeLabel({ from, to, unit }: NumberRange, field: EntryField, formats: Formats): string {
  const text = (number: number): string => (field.type === "Duration" ? formats.durationText(number) : formats.number(number));
  const symbol = unit === null ? "" : (field.units?.find((known) => known.unit === unit)?.symbol ?? unit);
  return `${to === null ? `≥ ${text(from)}` : `${text(from)} – ${text(to)}`} ${symbol}`.trim();
}

function valueLabel({ key, range }: Group, field: EntryField, formats: Formats, words: GroupWords): string {
  if (range) return rangeLabel(range, field, formats);
  if (key.entry) return key.entry.title;
  if (key.text === null && key.number === null) return words.none;
  if (field.kind === "ENUM") return formats.enumLabel(field, key.text ?? "");
  switch (field.type) {
    case "Boolean":
      return key.text === "true" ? words.yes : words.no;
    case "Quantity": {
      const { number, symbol } = formats.quantity(Number(key.number), field);
      return `${number} ${symbol}`;
    }
    case "Date":
      return formats.date(key.text ?? "");
    default:
      return key.text ?? String(key.number);
  }
}

/** A type in a sentence about so many of its entries: `feeding`, `feedings`. */
export function inSentence(type: EntryType, locale: string, count = 2): string {
  return noun(count === 1 ? type.label : type.pluralLabel, locale);
}
