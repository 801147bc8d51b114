import type { EntryField, EntryType } from "../../model";
import { fieldOf } from "../../model";
import { unitOf, type Formats } from "../../format";
import type { ChartSpec } from "./spec";
import { isOthers, type ChartSeries } from "./table";

type Translate = (key: string, values?: Record<string, unknown>) => string;

/** A piece of the sentence; the strong ones are what the controls decide. */
export interface Piece {
  text: string;
  strong: boolean;
}

/** The chart as a sentence: who reads only this knows what is summed, since when and in which zone. */
export function sentence(type: EntryType, spec: ChartSpec, conditions: readonly string[], timeZone: string, t: Translate): Piece[] {
  const field = spec.field === null ? undefined : fieldOf(type, spec.field);
  const strong = (text: string): Piece => ({ text, strong: true });
  const plain = (text: string): Piece => ({ text, strong: false });
  const pieces = spec.measure === "count" || !field
    ? [plain(t("charts.sentence.countOf")), strong(type.pluralLabel)]
    : [plain(t(`charts.sentence.${spec.measure}`)), strong(field.label), ...inUnit(field, spec, t)];
  if (spec.bucket) pieces.push(plain(t("charts.sentence.per")), strong(t(`charts.sentence.bucket.${spec.bucket}`)));
  const by = spec.by === null ? undefined : fieldOf(type, spec.by);
  if (by) pieces.push(plain(t("charts.sentence.by")), strong(by.label));
  const rest = [...conditions.map(strong), strong(t(`charts.sentence.range.${spec.range}`)), plain(timeZone)];
  return [...pieces, ...rest.map((piece) => ({ ...piece, text: `, ${piece.text}` }))];
}

function inUnit(field: EntryField, spec: ChartSpec, t: Translate): Piece[] {
  const symbol = unitSymbolOf(field, spec.unit);
  return symbol ? [{ text: t("charts.sentence.in"), strong: false }, { text: symbol, strong: true }] : [];
}

/** How the unit of the numbers is written; empty for plain numbers. */
export function unitSymbolOf(field: EntryField | undefined, unit: string | null): string {
  if (!field) return "";
  if (field.type === "Duration") return "s";
  return unitOf(field, unit ?? field.unit)?.symbol ?? "";
}

/** The name of a series: an option's label, yes and no, a linked entry's title, or that there is no value. */
export function seriesName(type: EntryType, spec: ChartSpec, series: Pick<ChartSeries, "id" | "text" | "entryId">, formats: Formats, t: Translate): string {
  if (spec.by === null) return t("charts.all");
  if (isOthers(series as ChartSeries)) return t("charts.others");
  if (series.text === null) return t("charts.noValue");
  const field = fieldOf(type, spec.by);
  if (!field || series.entryId !== null) return series.text;
  if (field.kind === "ENUM") return formats.enumLabel(field, series.text);
  if (field.type === "Boolean") return t(series.text === "true" ? "charts.yes" : "charts.no");
  return series.text;
}
