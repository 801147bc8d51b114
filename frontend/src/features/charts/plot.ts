import type { Formats } from "../../format";
import type { ChartOption } from "../../charts/echarts";
import { DASHES, MARKERS, patternOf, type ChartColors } from "../../charts/theme";
import type { Bucket, Shape } from "./spec";
import type { ChartRow, ChartTable } from "./table";

/** Where the plot lies in its box, in pixels; the labels beside it stand in the end margin. */
export const MARGINS = { top: 28, bottom: 26, start: 52, end: 12 } as const;

export interface PlotOptions {
  table: ChartTable;
  shape: Shape;
  labels: readonly string[];
  names: readonly string[];
  formats: Formats;
  unit: string;
  hovered: number | null;
  mean: number | null;
  words: { none: string; mean: string };
  /** Whether there is room for a word over a bucket. */
  roomy: boolean;
}

/** The chart of a table: one category for each row, one series for each column. */
export function plot(options: PlotOptions, colors: ChartColors): ChartOption {
  const { table, shape, labels, formats, unit, hovered } = options;
  const top = scaleTop(table, shape);
  return {
    animation: false,
    aria: { enabled: true, decal: { show: false } },
    textStyle: { fontFamily: colors.font, fontSize: 12, color: colors.muted },
    grid: { top: MARGINS.top, bottom: MARGINS.bottom, left: MARGINS.start, right: MARGINS.end },
    xAxis: {
      type: "category",
      data: [...labels],
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { alignWithLabel: true, lineStyle: { color: colors.line } },
      axisLabel: { color: colors.muted, fontSize: 12, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      min: top.min,
      max: top.max,
      interval: top.step,
      name: unit,
      nameLocation: "end",
      nameGap: 10,
      nameTextStyle: { color: colors.muted, align: "right", padding: [0, 6, 0, 0] },
      axisLabel: { color: colors.muted, fontSize: 12, formatter: (value: number) => formats.number(value) },
      splitLine: { lineStyle: { color: colors.hair } },
    },
    series: [...bars(options, colors), ...reference(options, colors), ...(hovered === null ? [] : [shade(hovered, colors)])],
  };
}

function bars({ table, shape, names }: PlotOptions, colors: ChartColors): object[] {
  return table.series.map((_series, index) => {
    const color = colors.series[index % colors.series.length] ?? colors.primary;
    const data = table.rows.map((row) => row.values[index] ?? null);
    if (shape === "lines") {
      return {
        type: "line",
        name: names[index],
        data,
        connectNulls: false,
        symbol: MARKERS[index % MARKERS.length],
        symbolSize: table.rows.length > 60 ? 0 : 6,
        lineStyle: { color, width: 1.75, type: DASHES[index % DASHES.length] },
        itemStyle: { color },
        z: 3,
      };
    }
    return {
      type: "bar",
      name: names[index],
      stack: shape === "stacked" ? "all" : undefined,
      barCategoryGap: "24%",
      barGap: "8%",
      barMaxWidth: 44,
      data: table.rows.map((row, place) => ({ value: data[place] ?? null, itemStyle: { opacity: row.running ? 0.55 : 1 } })),
      itemStyle: { color, borderColor: colors.background, borderWidth: table.rows.length > 120 ? 0 : 0.75, decal: patternOf(index, colors) },
      z: 3,
    };
  });
}

/** The line of the mean, and words over the least and the greatest bucket. */
function reference(options: PlotOptions, colors: ChartColors): object[] {
  const { table, mean, formats, shape, hovered, words } = options;
  const told = shape === "stacked" ? extremes(table.rows) : [];
  const shown = hovered !== null && shape === "stacked" && !told.includes(hovered) ? [...told, hovered] : told;
  const empty = table.rows.flatMap((row, index) => (row.total === null && !row.running && row.start !== null ? [index] : []));
  return [
    {
      type: "line",
      data: table.rows.map((row, index) => (shown.includes(index) ? row.total : null)),
      symbol: "none",
      lineStyle: { width: 0 },
      label: { show: true, position: "top", distance: 3, color: colors.text, fontWeight: 600, fontSize: 12, formatter: ({ value }: { value: number }) => formats.number(rounded(value)) },
      // A label needs a point to stand at.
      showSymbol: true,
      showAllSymbol: true,
      z: 5,
      ...(shown.length > 0 ? { symbol: "circle", symbolSize: 0.01 } : {}),
      markLine:
        mean === null
          ? undefined
          : { silent: true, symbol: "none", animation: false, lineStyle: { color: colors.text, type: [2, 3], width: 1 }, label: { show: false }, data: [{ yAxis: mean, name: words.mean }] },
    },
    // Days that hold nothing say so where there is room for the word; never a zero.
    ...(empty.length > 0 && table.rows.length <= 62
      ? [
          {
            type: "line",
            data: table.rows.map((_row, index) => (empty.includes(index) ? 0 : null)),
            symbol: "rect",
            symbolSize: [10, 1],
            showAllSymbol: true,
            lineStyle: { width: 0 },
            itemStyle: { color: colors.muted },
            label: { show: options.roomy && table.rows.length <= 31, position: "top", color: colors.muted, fontSize: 11, formatter: words.none },
            z: 4,
          },
        ]
      : []),
  ];
}

function shade(hovered: number, colors: ChartColors): object {
  return {
    type: "line",
    data: [],
    markArea: { silent: true, animation: false, itemStyle: { color: colors.selected }, data: [[{ xAxis: hovered }, { xAxis: hovered }]] },
    z: 1,
  };
}

/** Least and greatest of the full buckets, where there are enough to compare. */
function extremes(rows: readonly ChartRow[]): number[] {
  const full = rows.map((row, index) => ({ index, total: row.running ? null : row.total })).filter((row): row is { index: number; total: number } => row.total !== null);
  if (full.length < 3) return full.map((row) => row.index);
  const least = full.reduce((a, b) => (b.total < a.total ? b : a));
  const most = full.reduce((a, b) => (b.total > a.total ? b : a));
  return least.index === most.index ? [most.index] : [least.index, most.index];
}

export interface Scale {
  min: number;
  max: number;
  step: number;
}

/** A scale that ends at round numbers and holds all that is drawn; bars begin at zero. */
export function scaleTop(table: ChartTable, shape: Shape): Scale {
  const values = shape === "stacked" ? stackTops(table.rows) : table.rows.flatMap((row) => row.values.filter((value) => value !== null));
  const most = Math.max(...values, table.mean ?? -Infinity);
  const least = Math.min(...values);
  if (!Number.isFinite(most) || !Number.isFinite(least)) return { min: 0, max: 1, step: 0.5 };
  // Lines may begin above zero, where the values lie in a narrow band far from it.
  const min = shape === "lines" && least > 0 && most - least < least / 2 ? least : Math.min(0, least);
  const step = niceStep((most - min || Math.abs(most) || 1) / 5);
  return { min: Math.floor(min / step) * step, max: Math.ceil(most / step + 1e-9) * step, step };
}

function stackTops(rows: readonly ChartRow[]): number[] {
  return rows.map((row) => row.values.reduce<number>((sum, value) => sum + Math.max(0, value ?? 0), 0)).concat(rows.flatMap((row) => row.values.filter((value) => value !== null && value < 0) as number[]));
}

/** 1, 2, 2.5 or 5 times a power of ten, at least so much. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(6));
}

/** A number as a reader takes it in: four digits that matter. */
export function rounded(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4));
}

/** The labels of buckets: short on the axis, and whole in the table. */
export function bucketLabels(rows: readonly ChartRow[], bucket: Bucket | null, formats: Formats, noValue: string): { short: string[]; long: string[] } {
  const zone = { timeZone: formats.settings.timeZone };
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(formats.settings.locale, { ...zone, ...options });
  const forms: Record<Bucket, [short: Intl.DateTimeFormat, long: Intl.DateTimeFormat]> = {
    PT1H: [format({ hour: "2-digit", minute: "2-digit" }), format({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" })],
    P1D: [format({ day: "numeric", month: "short" }), format({ weekday: "short", day: "numeric", month: "short" })],
    P1W: [format({ day: "numeric", month: "short" }), format({ day: "numeric", month: "short", year: "numeric" })],
    P1M: [format({ month: "short" }), format({ month: "long", year: "numeric" })],
    P1Y: [format({ year: "numeric" }), format({ year: "numeric" })],
  };
  const label = (row: ChartRow, index: 0 | 1): string => (row.start === null || bucket === null ? (row.text ?? noValue) : forms[bucket][index].format(new Date(row.start)));
  return { short: rows.map((row) => label(row, 0)), long: rows.map((row) => label(row, 1)) };
}

/** A difference with no more digits than the number that it is a difference from. */
export function roundedLike(value: number, reference: number): number {
  const digits = Math.max(0, 3 - Math.floor(Math.log10(Math.abs(reference) || 1)));
  return Number(value.toFixed(Math.min(digits, 6)));
}
