import { listDocument, type ListData } from "../../documents";
import type { Formats } from "../../format";
import { ask } from "../../gql";
import type { EntryField, EntryRow, LinkedEntry, LinkedList, MoneyValue, QuantityValue } from "../../model";
import { fieldOf } from "../../model";
import type { ListQuery } from "./rows/source";

/** Rows of one request; the server gives no more. */
const PAGE = 500;

/** The rows of a list as CSV (RFC 4180), in its order and with its columns; told how far it is. */
export async function listCsv(query: ListQuery, columns: readonly EntryField[], formats: Formats, progress: (rows: number) => void, signal: AbortSignal): Promise<string> {
  const document = listDocument(query.type, query.model, { fields: query.fields, links: 50 });
  const lines = [columns.flatMap(head).map(quoted).join(",")];
  let after: string | null = null;
  for (;;) {
    const { list }: ListData = await ask(document, { where: query.where, orderBy: query.orderBy, first: PAGE, after }, { signal });
    for (const { node } of list.edges) lines.push(columns.flatMap((field) => cells(field, node, formats)).map(quoted).join(","));
    progress(lines.length - 1);
    after = list.pageInfo.hasNextPage ? list.pageInfo.endCursor : null;
    if (after === null) return `\ufeff${lines.join("\r\n")}\r\n`;
  }
}

/** A number with a unit stands in two columns, so that a spreadsheet reckons with it. */
export function head(field: EntryField): string[] {
  return isDouble(field) ? [field.label, `${field.label} (${field.type === "Money" ? "currency" : "unit"})`] : [field.label];
}

function isDouble(field: EntryField): boolean {
  return !field.list && (field.type === "Quantity" || field.type === "Money");
}

export function cells(field: EntryField, row: EntryRow, formats: Formats): string[] {
  const value = row[field.name];
  if (value === null || value === undefined) return isDouble(field) ? ["", ""] : [""];
  if (!field.list && field.type === "Quantity") {
    const { value: number, unit } = value as QuantityValue;
    return [String(number), field.units?.find((known) => known.unit === unit)?.symbol ?? unit];
  }
  if (!field.list && field.type === "Money") return [String((value as MoneyValue).amount), (value as MoneyValue).currency];
  return [plain(field, value, formats)];
}

function plain(field: EntryField, value: unknown, formats: Formats): string {
  if (field.list && (field.kind === "LINK" || field.kind === "INVERSE")) return ((value as LinkedList).edges ?? []).map(({ node }) => node.title).join("; ");
  if (field.list) return (value as unknown[]).map((item) => plain({ ...field, list: false }, item, formats)).join("; ");
  if (field.kind === "LINK") return (value as LinkedEntry).title;
  if (field.kind === "ENUM") return formats.enumLabel(field, String(value));
  if (field.type === "DateTime") return local(String(value), formats);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** `2026-11-30 16:30:00` on the reader's clocks: every spreadsheet knows that form. */
function local(instant: string, formats: Formats): string {
  const parts = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: formats.settings.timeZone });
  return parts.format(Date.parse(instant));
}

/** A spreadsheet takes a text that begins like a formula for one; a blank before it keeps it a text. */
export function quoted(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+([.,]\d+)?$/.test(text) ? ` ${text}` : text;
  return /[",\r\n]/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A column that is no field of the type, such as when it was created, is in the answer all the same. */
export function csvFields(columns: readonly EntryField[], query: ListQuery): EntryField[] {
  return columns.filter((column) => fieldOf(query.type, column.name) || column.name !== "flagged" || query.type.kind === "SERIES");
}

export function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
