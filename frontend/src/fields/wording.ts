import type { Formats } from "../format";
import type { EntryField, GeoPointValue, LinkedEntry, LinkedList, MoneyValue, QuantityValue } from "../model";
import { editorKind, isEmptyDraft, type Draft, type LinkDraft, type MoneyDraft, type ObjectDraft, type PointDraft, type QuantityDraft } from "./drafts";
import type { Problem } from "./rules";

/** Words of the locale files. */
export type Translate = (key: string, params?: Record<string, unknown>) => string;

/** Texts that are longer are cut where one line has to do. */
const LINE = 300;

/** An answered value in words, on one line; nothing is the empty text. Yes and no are told by `words`. */
export function plainText(field: EntryField, value: unknown, formats: Formats, words: { yes: string; no: string } = { yes: "✓", no: "–" }): string {
  if (value === null || value === undefined) return "";
  if (isLinks(field)) return linksText(value as LinkedList);
  if (field.list) return (value as unknown[]).map((item) => plainText({ ...field, list: false }, item, formats, words)).join(", ");
  switch (editorKind(field)) {
    case "boolean":
      return value ? words.yes : words.no;
    case "enum":
      return formats.enumLabel(field, String(value));
    case "integer":
    case "number":
      return formats.number(Number(value), 12);
    case "quantity":
      return measuredText(formats.quantity(value as QuantityValue, field));
    case "money":
      return formats.money(value as MoneyValue);
    case "point":
      return `${(value as GeoPointValue).lat}, ${(value as GeoPointValue).lon}`;
    case "date":
      return formats.date(String(value));
    case "dateTime":
      return formats.dateTime(String(value));
    case "time":
      return formats.time(String(value));
    case "duration":
      return formats.durationText(String(value));
    case "link":
      return (value as LinkedEntry).title;
    case "json":
      return oneLine(JSON.stringify(value));
    case "object":
      return (field.fields ?? []).map((part) => plainText(part, (value as Record<string, unknown>)[part.name], formats, words)).filter((text) => text !== "").join(", ");
    default:
      return oneLine(String(value));
  }
}

/** A draft in words, as one would say what was typed. */
export function draftText(field: EntryField, draft: Draft | undefined, formats: Formats, words?: { yes: string; no: string }): string {
  if (isEmptyDraft(field, draft)) return "";
  if (field.list) return (draft as Draft[]).map((item) => draftText({ ...field, list: false }, item, formats, words)).join(", ");
  switch (editorKind(field)) {
    case "quantity":
      return quantityText(field, draft as QuantityDraft, formats);
    case "money":
      return moneyText(draft as MoneyDraft, formats);
    case "point":
      return `${(draft as PointDraft).lat}, ${(draft as PointDraft).lon}`;
    case "link":
      return (draft as LinkDraft).title;
    case "object":
      return (field.fields ?? []).map((part) => draftText(part, (draft as ObjectDraft)[part.name], formats, words)).filter((text) => text !== "").join(", ");
    case "integer":
    case "number":
      return Number.isFinite(Number(draft)) ? formats.number(Number(draft), 12) : String(draft);
    case "json":
      return oneLine(String(draft));
    default:
      return plainText(field, draft, formats, words);
  }
}

/** The name of a type within a sentence. English writes it small there, except where it is no plain word; German does not. */
export function noun(label: string, locale: string): string {
  return locale.startsWith("de") || !/^\p{Lu}(\p{Ll}|$)/u.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

/** What is wrong with a draft, or unusual about it, in a sentence. */
export function problemText(problem: Problem, field: EntryField | undefined, formats: Formats, t: Translate): string {
  if (problem.text !== undefined) return problem.text;
  const params = problem.params ?? {};
  const said: Record<string, unknown> = { ...params };
  for (const name of ["min", "max", "limit", "length", "count"]) if (typeof params[name] === "number") said[name] = formats.number(params[name]);
  if (typeof params["bound"] === "number") said["bound"] = boundText(params["bound"], params["unit"], field, formats);
  if (typeof params["span"] === "string") said["span"] = formats.durationText(params["span"]);
  return t(`fields.problem.${problem.key}`, said);
}

function boundText(bound: number, unit: string | number | undefined, field: EntryField | undefined, formats: Formats): string {
  const known = field?.unit ? field : undefined;
  return unit !== undefined && known ? measuredText(formats.quantity(bound, known, known.unit ?? undefined)) : formats.number(bound, 12);
}

function quantityText(field: EntryField, draft: QuantityDraft, formats: Formats): string {
  const { number, unit } = draft.from ?? draft;
  const symbol = field.units?.find((known) => known.unit === unit)?.symbol ?? unit;
  return `${Number.isFinite(Number(number)) ? formats.number(Number(number), 12) : number} ${symbol}`.trim();
}

function moneyText(draft: MoneyDraft, formats: Formats): string {
  const amount = Number(draft.amount);
  return Number.isFinite(amount) ? formats.money({ amount, currency: draft.currency }) : `${draft.amount} ${draft.currency}`;
}

function measuredText({ number, symbol }: { number: string; symbol: string }): string {
  return `${number} ${symbol}`.trim();
}

function isLinks(field: EntryField): boolean {
  return field.list && (field.kind === "LINK" || field.kind === "INVERSE");
}

function linksText(list: LinkedList): string {
  const titles = (list.edges ?? []).map((edge) => edge.node.title);
  const more = list.totalCount - titles.length;
  return more > 0 ? [...titles, `+${more}`].join(", ") : titles.join(", ");
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LINE ? `${line.slice(0, LINE)}…` : line;
}
