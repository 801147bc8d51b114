import { editorKind, type Draft, type LinkDraft } from "../../../fields/drafts";
import { readDate, readInstant, readTime, type Clock } from "../../../fields/when";
import { durationText } from "../../../format";
import type { EntryField } from "../../../model";

export interface TextContext {
  clock: Clock;
  /** What a decimal sign is in the reader's language. */
  decimal: "." | ",";
  /** The entry of a link's type with that title; `null` when there is none or more than one, with the reason. */
  findLink: (field: EntryField, title: string) => LinkDraft | null;
}

/** What the text of a spreadsheet's cell is as a draft of the field; `undefined` when it is none. Empty is null. */
export function textDraft(field: EntryField, text: string, context: TextContext): Draft | undefined {
  const typed = text.trim();
  if (typed === "") return null;
  if (field.list) return listDraft(field, typed, context);
  switch (editorKind(field)) {
    case "boolean":
      return readBoolean(typed);
    case "enum":
      return readOption(field, typed);
    case "integer":
    case "number":
      return numberText(typed, context.decimal) ?? undefined;
    case "quantity":
      return readQuantity(field, typed, context.decimal);
    case "money":
      return readMoney(typed, context.decimal);
    case "date":
      return readDate(typed, context.clock) ?? undefined;
    case "dateTime":
      return readInstant(typed, context.clock) ?? undefined;
    case "time":
      return readTime(typed) ?? undefined;
    case "duration":
      return readSpan(typed) ?? undefined;
    case "point": {
      const [lat, lon] = typed.split(/[,;\s]+/);
      return lat && lon ? { lat, lon } : undefined;
    }
    case "link":
      return context.findLink(field, typed) ?? undefined;
    case "object":
      return undefined;
    default:
      return text;
  }
}

function listDraft(field: EntryField, text: string, context: TextContext): Draft | undefined {
  if (field.kind === "INVERSE") return undefined;
  const items = text.split(/\s*[;\n]\s*/).filter(Boolean).map((part) => textDraft({ ...field, list: false }, part, context));
  return items.includes(undefined) ? undefined : (items as Draft[]);
}

const YES = new Set(["true", "yes", "y", "1", "x", "✓", "✔", "wahr", "ja", "j"]);
const NO = new Set(["false", "no", "n", "0", "-", "–", "falsch", "nein"]);

function readBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : undefined;
}

function readOption(field: EntryField, text: string): string | undefined {
  const word = text.toLowerCase();
  const found = field.values?.find(({ name, label, formerNames }) => [name, label, ...formerNames].some((known) => known.toLowerCase() === word));
  return found?.name;
}

/** `1,234.5`, `1.234,5`, `1 234,5`: signs between thousands go, the decimal sign becomes a point. */
export function numberText(text: string, decimal: "." | ","): string | null {
  const bare = text.replace(/[\s\u00a0\u202f'’]/g, "");
  const thousands = decimal === "," ? "." : ",";
  const grouped = new RegExp(`^[+-]?\\d{1,3}(\\${thousands}\\d{3})+(\\${decimal}\\d+)?$`).test(bare);
  const plain = grouped ? bare.replaceAll(thousands, "") : bare;
  // Both signs are understood where only one can be meant.
  const pointed = plain.includes(decimal) ? plain.replace(decimal, ".") : plain.replace(thousands, ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(pointed) ? String(Number(pointed)) : null;
}

function readQuantity(field: EntryField, text: string, decimal: "." | ","): Draft | undefined {
  const found = /^([+-]?[\d.,\s\u00a0\u202f'’]*\d[\d.,]*(?:e[+-]?\d+)?)\s*(.*)$/i.exec(text);
  const number = found && numberText(found[1] ?? "", decimal);
  if (!found || number === null) return undefined;
  const written = (found[2] ?? "").trim();
  const unit = written === "" ? field.unit : unitNamed(field, written);
  return unit === null || unit === undefined ? undefined : { number, unit };
}

function unitNamed(field: EntryField, written: string): string | undefined {
  const word = simple(written);
  return field.units?.find(({ unit, symbol, ucum }) => [unit, symbol, ucum].some((known) => simple(known) === word))?.unit;
}

function simple(text: string): string {
  return text.toLowerCase().replace(/[\s._]/g, "");
}

function readMoney(text: string, decimal: "." | ","): Draft | undefined {
  const currency = /[A-Z]{3}/.exec(text)?.[0] ?? SIGNS[/[€$£¥]/.exec(text)?.[0] ?? ""];
  const amount = numberText(text.replace(/[A-Z]{3}|[€$£¥]/g, ""), decimal);
  return amount !== null && currency ? { amount, currency } : undefined;
}

const SIGNS: Readonly<Record<string, string>> = { "€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY" };

/** `1:30`, `1 h 30 min`, `90 min`, `PT1H30M`. */
export function readSpan(text: string): string | null {
  if (/^-?P/i.test(text)) return text.toUpperCase();
  const clock = /^(\d+):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (clock) return durationText(Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0));
  const parts = /^(?:(\d+)\s*d[a-z]*\s*)?(?:(\d+(?:[.,]\d+)?)\s*(?:h|std)[a-z.]*\s*)?(?:(\d+)\s*m[a-z]*\.?\s*)?(?:(\d+)\s*s[a-z]*\.?)?$/i.exec(text);
  if (!parts || parts[0] === "") return null;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number((part ?? "0").replace(",", ".")));
  return durationText((days ?? 0) * 86_400 + (hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0));
}
