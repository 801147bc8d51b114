import type { ChartTable } from "./table";

/** The table of a chart as rows of cells, for a file; numbers as they are, not as they are shown. */
export function chartCsv(table: ChartTable, labels: readonly string[], names: readonly string[], heads: readonly [row: string, total: string, count: string]): string[][] {
  const many = table.series.length > 1;
  const [row, total, count] = heads;
  return [
    [row, ...(many ? names : []), total, count],
    ...table.rows.map((one, index) => [one.start ?? labels[index] ?? "", ...(many ? one.values.map(text) : []), text(one.total), String(one.count)]),
  ];
}

function text(value: number | null | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}
