import { offsetAt } from "../../charts/calendar";
import type { ChartOption } from "../../charts/echarts";
import { hatching, type ChartColors } from "../../charts/theme";
import type { Formats } from "../../format";
import { niceStep } from "../charts/plot";
import type { Window } from "./ranges";
import type { SeriesLine } from "./useSeries";

/** Heights of the panels, in pixels; the first number is the one people came for. */
export const PANEL = { first: 420, next: 220, firstPhone: 238, nextPhone: 130, head: 38, foot: 28 } as const;

export interface SeriesPlotOptions {
  lines: readonly SeriesLine[];
  window: Window;
  formats: Formats;
  phone: boolean;
  /** The time that the cross hair stands at, in milliseconds. */
  at: number | null;
  flagged: readonly string[];
}

/** With more lines than this, panels are lower, so that two of them are still in sight together. */
const FEW = 2;

/** Where each panel lies below the other: its plot's top and height. */
export function panels(count: number, phone: boolean): { top: number; height: number }[] {
  let top: number = PANEL.head;
  return Array.from({ length: count }, (_unused, index) => {
    const full = index === 0 ? (phone ? PANEL.firstPhone : PANEL.first) : phone ? PANEL.nextPhone : PANEL.next;
    const whole = count > FEW && !phone ? Math.round(full * 0.75) : full;
    const panel = { top, height: whole - PANEL.head };
    top += whole;
    return panel;
  });
}

/** The height of all panels with the axis of time below. */
export function plotHeight(count: number, phone: boolean): number {
  const last = panels(count, phone).at(-1);
  return last ? last.top + last.height + PANEL.foot : 0;
}

/** One panel for each number, on one axis of time. A gap is never bridged: the line stops and hatching stands in it. */
export function plotSeries({ lines, window, formats, phone, at, flagged }: SeriesPlotOptions, colors: ChartColors): ChartOption {
  const places = panels(lines.length, phone);
  const range: [number, number] = [window.from.getTime(), window.to.getTime()];
  return {
    animation: false,
    textStyle: { fontFamily: colors.font, fontSize: 12 },
    grid: places.map(({ top, height }) => ({ top, height, left: phone ? 36 : 44, right: phone ? 40 : 52 })),
    xAxis: places.map((_place, index) => timeAxis(range, index, index === places.length - 1, formats, colors)),
    yAxis: lines.map((line, index) => valueAxis(line, index, formats, colors)),
    series: lines.flatMap((line, index) => [
      ...band(line, index, colors),
      mean(line, index, at, flagged, range, formats, colors),
    ]),
  };
}

function timeAxis([min, max]: [number, number], index: number, labelled: boolean, formats: Formats, colors: ChartColors): object {
  const ticks = timeTicks(min, max, formats.settings.timeZone);
  return {
    type: "time",
    gridIndex: index,
    min,
    max,
    axisLine: { lineStyle: { color: colors.line } },
    axisTick: { show: labelled, customValues: ticks, lineStyle: { color: colors.line } },
    splitLine: { show: true, lineStyle: { color: colors.hair } },
    axisLabel: { show: labelled, customValues: ticks, color: colors.muted, hideOverlap: true, formatter: (value: number) => tickLabel(value, max - min, formats) },
  };
}

const HOUR = 3_600_000;
const STEPS = [5 / 60, 0.25, 0.5, 1, 3, 6, 12, 24, 48, 24 * 7, 24 * 14, 24 * 30.4375].map((hours) => hours * HOUR);

/** Times at round clock times of the zone, at most nine of them. */
export function timeTicks(min: number, max: number, timeZone: string): number[] {
  const step = STEPS.find((step) => (max - min) / step <= 9) ?? STEPS.at(-1) ?? HOUR;
  const offset = offsetAt(min, timeZone);
  const ticks: number[] = [];
  for (let tick = Math.ceil((min + offset) / step) * step - offset; tick <= max; tick += step) {
    // A change of the clocks between two ticks moves the rest of them along with it.
    ticks.push(tick - (offsetAt(tick, timeZone) - offset));
  }
  return ticks.filter((tick) => tick >= min && tick <= max);
}

function tickLabel(value: number, length: number, { settings, dateTime }: Formats): string {
  if (length > 45 * 24 * HOUR) return new Intl.DateTimeFormat(settings.locale, { timeZone: settings.timeZone, day: "numeric", month: "short" }).format(value);
  const time = dateTime(new Date(value).toISOString(), "time");
  const day = new Intl.DateTimeFormat(settings.locale, { timeZone: settings.timeZone, weekday: "short", day: "numeric" }).format(value);
  if (length > 3 * 24 * HOUR) return day;
  return /^0?0[:.]00/.test(time) ? day : time;
}

function valueAxis({ line }: SeriesLine, index: number, formats: Formats, colors: ChartColors): object {
  const values = line.points.flatMap(({ value, min, max }) => [value, min, max]).filter((value): value is number => value !== null);
  const least = Math.min(...values);
  const most = Math.max(...values);
  const step = Number.isFinite(least) ? niceStep((most - least || Math.abs(most) || 1) / (index === 0 ? 5 : 3)) : 1;
  return {
    type: "value",
    gridIndex: index,
    min: Number.isFinite(least) ? Math.floor(least / step) * step : 0,
    max: Number.isFinite(most) ? Math.max(Math.ceil(most / step) * step, Math.floor(least / step) * step + step) : 1,
    interval: step,
    axisLabel: { color: colors.muted, formatter: (value: number) => formats.number(Number(value.toPrecision(6))) },
    splitLine: { lineStyle: { color: colors.hair } },
  };
}

/** From least to greatest of each stretch, drawn as two stacked areas of which the lower one is clear. */
function band({ line }: SeriesLine, index: number, colors: ChartColors): object[] {
  const color = colors.series[index % colors.series.length];
  const common = { type: "line", xAxisIndex: index, yAxisIndex: index, stack: `band${index}`, stackStrategy: "all", symbol: "none", lineStyle: { width: 0 }, silent: true, z: 2 };
  const points = broken(line);
  return [
    { ...common, data: points.map(({ at, point }) => [at, point?.min ?? null]) },
    { ...common, data: points.map(({ at, point }) => [at, point && point.min !== null && point.max !== null ? point.max - point.min : null]), areaStyle: { color, opacity: 0.28 } },
  ];
}

function mean({ line, field, unit }: SeriesLine, index: number, at: number | null, flagged: readonly string[], range: [number, number], formats: Formats, colors: ChartColors): object {
  const color = colors.series[index % colors.series.length];
  const last = line.points.at(-1);
  const quantity = unit === null ? null : (value: number): string => formats.quantity({ value, unit, entered: "" }, field, unit).number;
  return {
    type: "line",
    xAxisIndex: index,
    yAxisIndex: index,
    data: broken(line).map(({ at, point }) => [at, point?.value ?? null]),
    symbol: "none",
    connectNulls: false,
    lineStyle: { color, width: 1.75 },
    itemStyle: { color },
    z: 4,
    // The newest value stands at the end of its line.
    endLabel: last ? { show: true, color, fontWeight: 600, distance: 6, formatter: () => (quantity ?? formats.number)(Number((last.value ?? 0).toPrecision(4))) } : undefined,
    markArea: {
      silent: true,
      animation: false,
      itemStyle: { color: hatching(colors.muted) },
      data: line.gaps.map(({ from, to }) => [{ xAxis: Math.max(range[0], Date.parse(from)) }, { xAxis: Math.min(range[1], Date.parse(to)) }]),
    },
    markLine: {
      silent: true,
      animation: false,
      symbol: "none",
      label: { show: false },
      data: [
        ...(at === null ? [] : [{ xAxis: at, lineStyle: { color: colors.muted, type: "dotted" } }]),
        ...(index === 0 ? flagged.slice(0, 100).map((time) => ({ xAxis: Date.parse(time), lineStyle: { color: colors.warning, type: "solid", width: 1, opacity: 0.6 } })) : []),
      ],
    },
  };
}

/** Points with a break in every gap between two of them; a gap within one stretch of time breaks nothing. */
function broken(line: SeriesLine["line"]): { at: number; point: SeriesLine["line"]["points"][number] | null }[] {
  const result: ReturnType<typeof broken> = [];
  const middles = line.gaps.map(({ from, to }) => (Date.parse(from) + Date.parse(to)) / 2);
  let gap = 0;
  for (const point of line.points) {
    const at = Date.parse(point.at);
    for (let middle = middles[gap]; middle !== undefined && middle < at; middle = middles[++gap]) {
      if (result.length > 0 && middle > (result.at(-1)?.at ?? Infinity)) result.push({ at: middle, point: null });
    }
    result.push({ at, point });
  }
  return result;
}
