import type { EntryField, EntryType } from "../../../model";
import { isNumeric, usualWidth } from "../cell";
import { columnField, isProse, type ColumnState } from "../view";

/** A column with where it stands, in pixels. */
export interface Column {
  field: EntryField;
  /** Its place among the columns, from 0. */
  index: number;
  width: number;
  start: number;
  numeric: boolean;
  /** The last one takes the room that is left. */
  grows: boolean;
}

/** The column of boxes to select rows by. */
export const CHECK_WIDTH = 36;

/** The first column tells of a time how long ago it was, too. */
const FIRST_TIME = 176;

export function placeColumns(states: readonly ColumnState[], type: EntryType): Column[] {
  const fields = states.flatMap((state, index) => {
    const field = columnField(type, state.field);
    const usual = (field: EntryField): number => (isProse(field) ? 236 : index === 0 && field.type === "DateTime" ? FIRST_TIME : usualWidth(field));
    return field ? [{ field, width: state.width ?? usual(field) }] : [];
  });
  let start = CHECK_WIDTH;
  return fields.map(({ field, width }, index) => {
    const column = { field, index, width, start, numeric: isNumeric(field), grows: index === fields.length - 1 };
    start += width;
    return column;
  });
}

/** The tracks of a row, as CSS has them. */
export function template(columns: readonly Column[]): string {
  return [`${CHECK_WIDTH}px`, ...columns.map(({ width, grows }) => (grows ? `minmax(${width}px, 1fr)` : `${width}px`))].join(" ");
}

export function totalWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width, CHECK_WIDTH);
}

/** Columns that can be seen; the first one always can, since it stays in its place. */
export function seenColumns(columns: readonly Column[], left: number, width: number): Column[] {
  const MARGIN = 200;
  return columns.filter((column) => column.index === 0 || (column.start + column.width > left - MARGIN && column.start < left + width + MARGIN) || column.grows);
}
