import { isCountry, isCurrency } from "./codes";
import {
  editorKind, isEmptyDraft, written, type Draft, type LinkDraft, type MoneyDraft, type ObjectDraft, type PointDraft, type QuantityDraft,
} from "./drafts";
import { isDecimal } from "./numbers";
import { checkBounds, checkCount, checkFuture, checkInteger, checkOrder, checkText, type Problem } from "./rules";
import { isDuration } from "./spans";
import { isDate, isInstant, isTime } from "./when";
import type { EntryField } from "../model";

/** A value as an input of the API takes it. */
export type Input = null | string | number | boolean | Input[] | { [name: string]: Input | undefined };

/** What reading a draft gave: the value to send, and what is to be said about it. With problems there is no value. */
export interface Reading {
  input: Input;
  problems: Problem[];
  warnings: Problem[];
}

/** What reading a draft needs to know beside it. */
export interface ReadingContext {
  now: Date;
  /** The drafts of the record or object that the field belongs to, and its fields. */
  siblings: ObjectDraft;
  fields: readonly EntryField[];
}

/** Reads the draft of a field that holds no links; empty is null. */
export function readDraft(field: EntryField, draft: Draft | undefined, context: ReadingContext): Reading {
  if (isEmptyDraft(field, draft)) return emptied(field, draft);
  if (!field.list) return readItem(field, draft as Draft, context);
  const item = itemField(field);
  const readings = (draft as Draft[]).map((part, position) => within(String(position), readListItem(item, part, context)));
  const count = checkCount(field, readings.length);
  return joined(readings, (inputs) => inputs, count);
}

/** The field of one item of a list: lengths count items there, so an item has none. */
export function itemField(field: EntryField): EntryField {
  return { ...field, list: false, required: true, ...(field.list ? { minLength: null, maxLength: null } : {}) };
}

/** Puts a reading at a place below. */
export function within(name: string, reading: Reading): Reading {
  const move = (problem: Problem): Problem => ({ ...problem, path: [name, ...problem.path] });
  return { input: reading.input, problems: reading.problems.map(move), warnings: reading.warnings.map(move) };
}

/** One reading of many, with whatever else is wrong with all of them together. */
export function joined(readings: readonly Reading[], make: (inputs: Input[]) => Input, ...more: (Problem | undefined)[]): Reading {
  const problems = [...readings.flatMap((reading) => reading.problems), ...more.filter((problem) => problem !== undefined)];
  return { input: make(readings.map((reading) => reading.input)), problems, warnings: readings.flatMap((reading) => reading.warnings) };
}

/** Whether a form asks for the field: one with a default may be left out, a list of links is never missing. */
export function isAsked(field: Pick<EntryField, "required" | "list" | "kind" | "default">): boolean {
  return field.required && field.default === null && !(field.list && field.kind === "LINK");
}

/** Whether a condition of a form holds; a field without one is always shown. */
export function isShown(field: Pick<EntryField, "showIf">, siblings: ObjectDraft, fields: readonly EntryField[]): boolean {
  if (!field.showIf) return true;
  const { field: name, in: accepted } = field.showIf;
  const other = fields.find((known) => known.name === name);
  const draft = siblings[name];
  const value = draft === undefined ? (other?.default ?? null) : draft;
  const texts = Array.isArray(value) ? value : [value];
  return texts.some((text) => accepted.includes(textOf(text)));
}

/** A draft as a condition names it. */
function textOf(draft: Draft): string {
  if (typeof draft === "object" && draft !== null && "id" in draft) return String(draft["id"]);
  return draft === null ? "" : String(draft);
}

function emptied(field: EntryField, draft: Draft | undefined): Reading {
  // An empty list is a value of its own; a text of blanks is none.
  const input: Input = field.list && Array.isArray(draft) ? [] : null;
  const missing = isAsked(field) && !(field.list && input !== null) ? [problem("required")] : [];
  return { input, problems: missing, warnings: [] };
}

function readListItem(item: EntryField, draft: Draft, context: ReadingContext): Reading {
  return isEmptyDraft(item, draft) ? { input: null, problems: [problem("emptyItem")], warnings: [] } : readItem(item, draft, context);
}

function readItem(field: EntryField, draft: Draft, context: ReadingContext): Reading {
  switch (editorKind(field)) {
    case "boolean":
      return fine(draft as boolean);
    case "enum":
      return readOption(field, draft as string);
    case "integer":
      return readNumber(field, (draft as string).trim(), checkInteger(draft as string));
    case "number":
      return readNumber(field, (draft as string).trim(), isDecimal(draft as string) ? undefined : problem("number"));
    case "quantity":
      return readQuantity(field, draft as QuantityDraft);
    case "money":
      return readMoney(draft as MoneyDraft);
    case "point":
      return readPoint(draft as PointDraft);
    case "json":
      return readJson(draft as string);
    case "object":
      return readObject(field.fields ?? [], draft as ObjectDraft, context.now);
    case "link":
      return fine((draft as LinkDraft).id);
    case "date":
      return readTimes(field, draft as string, isDate, "date", context);
    case "dateTime":
      return readTimes(field, draft as string, isInstant, "dateTime", context);
    case "time":
      return readTimes(field, draft as string, isTime, "time", context);
    default:
      return readText(field, draft as string);
  }
}

/** Reads an embedded object, or what a link carries: all its fields. */
export function readObject(fields: readonly EntryField[], drafts: ObjectDraft, now: Date): Reading {
  const context = { now, siblings: drafts, fields };
  const shown = fields.filter((field) => field.writable && isShown(field, drafts, fields));
  const readings = shown.map((field) => within(field.name, readDraft(field, drafts[field.name], context)));
  return joined(readings, (inputs) => Object.fromEntries(shown.flatMap((field, position) => part(field, drafts, inputs[position]))));
}

/** A field that was never touched is left out, so that its default applies. */
function part(field: EntryField, drafts: ObjectDraft, input: Input | undefined): [string, Input | undefined][] {
  const left = input === null && (drafts[field.name] === undefined || (field.required && field.default !== null));
  return left ? [] : [[field.name, input]];
}

function readText(field: EntryField, text: string): Reading {
  const form = FORMS[editorKind(field)];
  // Standards have no blanks around; a text of one's own is kept as it was written.
  const kept = form ? text.trim() : text;
  const wrong = form && !form.accepts(kept) ? problem(form.key) : checkText(field, kept);
  return wrong ? failed(wrong) : fine(kept);
}

/** Texts with an outside standard. The server has the last word; here slips are caught. */
const FORMS: Readonly<Partial<Record<string, { key: string; accepts: (text: string) => boolean }>>> = {
  url: { key: "url", accepts: isWebAddress },
  email: { key: "email", accepts: (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) },
  phone: { key: "phone", accepts: (text) => /^\+[1-9]\d{6,14}$/.test(text.replace(/[\s\-.()/\u00a0]/g, "")) },
  country: { key: "country", accepts: isCountry },
  language: { key: "language", accepts: isLanguage },
  timeZone: { key: "timeZone", accepts: isZone },
  duration: { key: "duration", accepts: isDuration },
};

function readOption(field: EntryField, name: string): Reading {
  return field.options?.includes(name) ? fine(name) : failed(problem("option"));
}

function readNumber(field: EntryField, text: string, wrong: Problem | undefined): Reading {
  if (wrong) return failed(wrong);
  const { problem: outside, warning } = checkBounds(field, Number(text));
  return outside ? failed(outside) : { input: Number(text), problems: [], warnings: warning ? [warning] : [] };
}

function readQuantity(field: EntryField, draft: QuantityDraft): Reading {
  const { number, unit } = written(draft);
  if (!isDecimal(number)) return failed(problem("number"));
  const { problem: outside, warning } = checkBounds(field, Number(number), unit);
  return outside ? failed(outside) : { input: { value: Number(number), unit }, problems: [], warnings: warning ? [warning] : [] };
}

function readMoney({ amount, currency }: MoneyDraft): Reading {
  const problems = [
    ...(isDecimal(amount) ? [] : [problem("number", ["amount"])]),
    ...(isCurrency(currency) ? [] : [problem("currency", ["currency"])]),
  ];
  return { input: { amount: Number(amount), currency: currency.trim().toUpperCase() }, problems, warnings: [] };
}

function readPoint({ lat, lon }: PointDraft): Reading {
  const problems = [...checkDegrees(lat, "lat", 90), ...checkDegrees(lon, "lon", 180)];
  return { input: { lat: Number(lat), lon: Number(lon) }, problems, warnings: [] };
}

function checkDegrees(text: string, name: string, limit: number): Problem[] {
  if (!isDecimal(text)) return [problem("number", [name])];
  return Math.abs(Number(text)) > limit ? [{ key: "degrees", params: { limit }, path: [name] }] : [];
}

function readJson(text: string): Reading {
  try {
    return fine(JSON.parse(text) as Input);
  } catch (error) {
    return failed({ key: "json", params: { why: error instanceof Error ? error.message : "" }, path: [] });
  }
}

function readTimes(field: EntryField, text: string, accepts: (text: string) => boolean, key: string, context: ReadingContext): Reading {
  const value = text.trim();
  if (!accepts(value)) return failed(problem(key));
  const wrong = checkFuture(field, value, context.now) ?? orderOf(field, value, context);
  return wrong ? failed(wrong) : fine(value);
}

function orderOf(field: EntryField, value: string, context: ReadingContext): Problem | undefined {
  const name = field.time?.notBefore;
  const other = name ? context.fields.find((known) => known.name === name) : undefined;
  if (!name || !other) return undefined;
  const draft = context.siblings[name];
  const earlier = draft === undefined && other.default === "now" ? context.now.toISOString() : draft;
  return typeof earlier === "string" ? checkOrder(field, value, earlier, other.label) : undefined;
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(text) && !/\s/.test(text) && URL.canParse(text);
}

function isLanguage(text: string): boolean {
  try {
    return /^[a-z]{2,3}(-|$)/i.test(text) && Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }) !== null;
  } catch {
    return false;
  }
}

function fine(input: Input): Reading {
  return { input, problems: [], warnings: [] };
}

function failed(wrong: Problem): Reading {
  return { input: null, problems: [wrong], warnings: [] };
}

function problem(key: string, path: string[] = []): Problem {
  return { key, path };
}
