import { describe, expect, it } from "vitest";
import { whereOf } from "../../src/features/charts/entryMeasures";
import { niceStep, scaleTop } from "../../src/features/charts/plot";
import { chartBounds, type ChartAnswer } from "../../src/features/charts/query";
import { DEFAULT_SPEC, specFromQuery, specToQuery, type ChartSpec } from "../../src/features/charts/spec";
import type { EntryField, EntryType } from "../../src/model";
import { chartTable, isOthers, MOST_SERIES } from "../../src/features/charts/table";

const SPEC: ChartSpec = { ...DEFAULT_SPEC, type: "feedings", measure: "sum", field: "amount", unit: "ML", by: "method" };
const NOW = new Date("2026-11-30T20:00:00Z");

function key(text: string | null): { name: string; text: string | null; number: null; time: null } {
  return { name: "method", text, number: null, time: null };
}

function day(number: number): { start: string; end: string } {
  return { start: `2026-11-${number}T00:00:00Z`, end: number === 30 ? "2026-12-01T00:00:00Z" : `2026-11-${number + 1}T00:00:00Z` };
}

const ANSWER: ChartAnswer = {
  cells: [
    { ...day(28), key: [key("BOTTLE")], count: 2, measured: { value: 300 } },
    { ...day(28), key: [key("TUBE")], count: 1, measured: { value: 20 } },
    { ...day(30), key: [key("BOTTLE")], count: 1, measured: { value: 90 } },
  ],
  buckets: [
    { ...day(28), key: [], count: 3, measured: { value: 320 } },
    { ...day(29), key: [], count: 0, measured: { value: null } },
    { ...day(30), key: [], count: 1, measured: { value: 90 } },
  ],
  series: [
    { key: [key("BOTTLE")], count: 3, measured: { value: 390 } },
    { key: [key("TUBE")], count: 1, measured: { value: 20 } },
  ],
  total: [{ key: [], count: 4, measured: { value: 410 } }],
};

describe("the address of a chart", () => {
  it("brings the same chart back", () => {
    const spec: ChartSpec = { ...SPEC, bucket: null, range: "all", fill: "ZERO", shape: "lines", mean: false, time: "endedAt", where: { amount: { gt: { value: 100, unit: "ML" } } } };
    expect(specFromQuery(specToQuery(spec))).toEqual(spec);
    expect(specFromQuery(specToQuery(SPEC))).toEqual(SPEC);
  });

  it("takes what makes no sense as usual", () => {
    expect(specFromQuery({ type: "feedings", bucket: "P7H", range: "12", where: "{", measure: "most" })).toEqual({ ...DEFAULT_SPEC, type: "feedings" });
    expect(specFromQuery({})).toBeNull();
  });
});

describe("the range of a chart", () => {
  it("holds whole days of the zone, the running one included", () => {
    expect(chartBounds({ range: "7", bucket: "P1D" }, "Europe/Berlin", NOW)).toEqual({ from: new Date("2026-11-23T23:00:00Z"), to: new Date("2026-11-30T23:00:00Z") });
  });

  it("begins with a whole week or month", () => {
    expect(chartBounds({ range: "28", bucket: "P1W" }, "UTC", NOW)?.from).toEqual(new Date("2026-11-02T00:00:00Z"));
    expect(chartBounds({ range: "90", bucket: "P1M" }, "UTC", NOW)?.from).toEqual(new Date("2026-09-01T00:00:00Z"));
    expect(chartBounds({ range: "all", bucket: "P1D" }, "UTC", NOW)).toBeNull();
  });
});

describe("the table of a chart", () => {
  const table = chartTable(SPEC, ANSWER, NOW);

  it("has a row for each bucket and a column for each series", () => {
    expect(table.rows.map((row) => row.values)).toEqual([[300, 20], [null, null], [90, null]]);
    expect(table.rows.map((row) => row.total)).toEqual([320, null, 90]);
    expect(table.rows.map((row) => row.running)).toEqual([false, false, true]);
    expect(table.series.map((series) => series.share?.toFixed(2))).toEqual(["0.95", "0.05"]);
  });

  it("leaves empty and running buckets out of the mean", () => {
    expect(table.mean).toBeNull();
    const longer = { ...ANSWER, buckets: [{ ...day(27), key: [], count: 1, measured: { value: 100 } }, ...(ANSWER.buckets ?? [])] };
    expect(chartTable(SPEC, longer, NOW).mean).toBe(210);
    expect(chartTable({ ...SPEC, mean: false }, longer, NOW).mean).toBeNull();
  });

  it("merges the smallest of many series, and only where values add up", () => {
    const names = ["A", "B", "C", "D", "E", "F", "G", "H"];
    const many: ChartAnswer = {
      cells: names.map((name, index) => ({ ...day(28), key: [key(name)], count: index + 1, measured: { value: 10 } })),
      buckets: [{ ...day(28), key: [], count: 36, measured: { value: 80 } }],
      series: names.map((name, index) => ({ key: [key(name)], count: index + 1, measured: { value: 10 } })),
      total: [{ key: [], count: 36, measured: { value: 80 } }],
    };
    const added = chartTable(SPEC, many, NOW);
    expect(added.series).toHaveLength(MOST_SERIES);
    expect(added.series.filter(isOthers)).toHaveLength(1);
    expect(added.rows[0]?.values).toEqual([10, 10, 10, 10, 10, 30]);
    expect(added.merged).toBe(3);
    const means = chartTable({ ...SPEC, measure: "avg" }, many, NOW);
    expect(means.series.some(isOthers)).toBe(false);
    expect(means.series.map((series) => series.text)).toEqual(["C", "D", "E", "F", "G", "H"]);
  });

  it("keeps records without a value as a series of their own", () => {
    const without: ChartAnswer = { ...ANSWER, series: [...(ANSWER.series ?? []), { key: [key(null)], count: 1, measured: { value: 5 } }] };
    expect(chartTable(SPEC, without, NOW).series.at(-1)).toMatchObject({ id: "", text: null, total: 5 });
  });
});

describe("the scale", () => {
  it("ends at round numbers", () => {
    expect([0.7, 1, 1.2, 2.2, 3, 7, 120].map(niceStep)).toEqual([1, 1, 2, 2.5, 5, 10, 200]);
    expect(scaleTop(chartTable(SPEC, ANSWER, NOW), "stacked")).toEqual({ min: 0, max: 400, step: 100 });
  });

  it("begins above zero only for lines in a narrow band", () => {
    const rows = [{ values: [20] }, { values: [21] }].map((row) => ({ ...row, id: "", start: "", end: "", text: null, total: row.values[0] ?? null, count: 1, running: false }));
    const narrow = { series: [], rows, total: null, count: 2, mean: null, merged: 0 };
    expect(scaleTop(narrow, "lines").min).toBe(20);
    expect(scaleTop(narrow, "grouped").min).toBe(0);
  });
});

describe("the records of an entry", () => {
  const inverse = { inverse: "food" } as EntryField;
  it("link to it alone or among others, each type in its own way", () => {
    const one = { fields: [{ name: "food", list: false }] } as EntryType;
    const several = { fields: [{ name: "food", list: true }] } as EntryType;
    expect(whereOf({ inverse, type: one }, "7")).toEqual({ food: { is: { id: { eq: "7" } } } });
    expect(whereOf({ inverse, type: several }, "7")).toEqual({ food: { some: { id: { eq: "7" } } } });
  });
});
