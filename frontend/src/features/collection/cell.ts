import type { Formats, Measured } from "../../format";
import type { EntryField, GeoPointValue, LinkedEntry, LinkedList, MoneyValue, QuantityValue } from "../../model";

/** What a cell shows: a text, numbers with their units, or a link. */
export interface Cell {
  text: string;
  /** Numbers apart from their units, instead of the text. */
  measured?: readonly Measured[];
  /** Where it leads. */
  entry?: LinkedEntry;
  /** How many more there are than are named. */
  more?: number;
  muted?: boolean;
}

const EMPTY: Cell = { text: "" };
/** A cell is one line; the whole text stands in the entry. */
const LONGEST = 300;

/** What a table shows of a value of any field. */
export function cellOf(field: EntryField, value: unknown, formats: Formats, words: CellWords): Cell {
  if (value === null || value === undefined) return EMPTY;
  if (field.list) return listCell(field, value, formats, words);
  return itemCell(field, value, formats, words);
}

export interface CellWords {
  yes: string;
  no: string;
}

function itemCell(field: EntryField, value: unknown, formats: Formats, words: CellWords): Cell {
  switch (field.kind) {
    case "ENUM":
      return { text: formats.enumLabel(field, String(value)) };
    case "LINK":
    case "INVERSE":
      return { text: (value as LinkedEntry).title, entry: value as LinkedEntry };
    case "OBJECT":
      return { text: objectText(field, value as Record<string, unknown>, formats, words) };
    case "SCALAR":
      return scalarCell(field, value, formats, words);
  }
}

function scalarCell(field: EntryField, value: unknown, formats: Formats, words: CellWords): Cell {
  switch (field.type) {
    case "Quantity": {
      const measured = formats.quantity(value as QuantityValue, field);
      return { text: `${measured.number} ${measured.symbol}`.trim(), measured: [measured] };
    }
    case "Money":
      return { text: formats.money(value as MoneyValue) };
    case "Duration": {
      const measured = formats.duration(String(value));
      return { text: formats.durationText(String(value)), measured };
    }
    case "DateTime":
      return { text: formats.dateTime(String(value), "cell") };
    case "Date":
      return { text: formats.date(String(value)) };
    case "Time":
      return { text: formats.time(String(value)) };
    case "Boolean":
      return { text: value === true ? words.yes : words.no, muted: value !== true };
    case "Int":
    case "Float":
    case "Decimal":
      return { text: formats.number(Number(value)) };
    case "GeoPoint":
      return { text: pointText(value as GeoPointValue) };
    case "JSON":
      return { text: shortened(JSON.stringify(value)) };
    default:
      return { text: shortened(String(value)) };
  }
}

function listCell(field: EntryField, value: unknown, formats: Formats, words: CellWords): Cell {
  if (field.kind === "LINK" || field.kind === "INVERSE") return linksCell(value as LinkedList);
  const items = (value as unknown[]).map((item) => itemCell({ ...field, list: false }, item, formats, words).text);
  return { text: shortened(items.join(", ")) };
}

function linksCell({ totalCount, edges }: LinkedList): Cell {
  if (totalCount === 0) return EMPTY;
  if (!edges?.length) return { text: String(totalCount) };
  const more = totalCount - edges.length;
  return { text: shortened(edges.map(({ node }) => node.title).join(", ")), ...(more > 0 ? { more } : {}) };
}

function objectText(field: EntryField, value: Record<string, unknown>, formats: Formats, words: CellWords): string {
  const parts = (field.fields ?? []).map((part) => cellOf(part, value[part.name], formats, words).text);
  return shortened(parts.filter((text) => text !== "").join(", "));
}

function pointText({ lat, lon }: GeoPointValue): string {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
}

/** One line, without what would never be seen. */
export function shortened(text: string): string {
  const line = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return line.replace(/\s+/g, " ");
}

/** Whether the values are figures that line up at their right. */
export function isNumeric(field: EntryField): boolean {
  return !field.list && ["Quantity", "Money", "Int", "Float", "Decimal", "Duration"].includes(field.type) && field.kind === "SCALAR";
}

/** How wide a column is unless somebody chose. */
export function usualWidth(field: EntryField): number {
  if (field.list || field.kind === "OBJECT") return 180;
  if (field.kind === "ENUM") return 110;
  if (field.kind === "LINK") return 110;
  switch (field.type) {
    case "DateTime":
      return 150;
    case "Date":
      return 130;
    case "Boolean":
    case "Int":
      return 72;
    case "Time":
    case "Quantity":
    case "Float":
    case "Decimal":
    case "Duration":
    case "Money":
      return 92;
    default:
      return field.maxLength !== null && field.maxLength <= 40 ? 120 : 220;
  }
}
