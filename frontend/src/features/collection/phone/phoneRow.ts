import type { EntryField, EntryType } from "../../../model";
import { isNumeric } from "../cell";
import { isProse } from "../view";

/** Which field stands where in the two lines of a row on a phone. */
export interface PhoneRow {
  /** At the start of the first line: when it was. */
  time: EntryField | null;
  /** The first one is said, the next quieter beside it. */
  first: EntryField[];
  /** The figure at the end of the first line. */
  figure: EntryField | null;
  /** The second line. */
  second: EntryField[];
}

/** Two fields beside the time, the first number at the end, and what else there is below; by the order of the columns. */
export function phoneRow(columns: readonly EntryField[], type: EntryType): PhoneRow {
  const at = type.at ?? type.series?.at;
  const time = columns.find((field) => field.name === at) ?? null;
  const figure = columns.find(isNumeric) ?? null;
  const rest = columns.filter((field) => field !== time && field !== figure);
  // What most rows say the same, such as whom it is about, comes after what tells rows apart.
  const telling = [...rest].sort((a, b) => rank(a) - rank(b));
  const first = telling.slice(0, 2);
  const second = rest.filter((field) => !first.includes(field)).sort((a, b) => Number(isProse(a)) - Number(isProse(b))).slice(0, 6);
  return { time, first, figure, second };
}

function rank(field: EntryField): number {
  if (field.name === "title") return 0;
  if (field.kind === "ENUM") return 1;
  if (field.kind === "SCALAR" && field.type === "String" && !isProse(field)) return 1;
  return field.kind === "LINK" ? 2 : 3;
}
