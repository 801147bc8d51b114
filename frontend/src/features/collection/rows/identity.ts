import { isSeries, type EntryField, type EntryRow, type EntryType, type LinkedEntry } from "../../../model";

/** What a row is known by: its id, or of a sample what was measured and when. */
export function rowId(row: EntryRow, type: EntryType): string {
  if (!isSeries(type) || !type.series) return row.id;
  const of = row[type.series.of] as LinkedEntry | null;
  return `${of?.id ?? ""}@${String(row[type.series.at])}`;
}

/** Fields that a row needs to be known by, beside its columns. */
export function identityFields(type: EntryType): string[] {
  return type.series ? [type.series.of, type.series.at] : [];
}

/** The fields of the columns and those that identify a row, each once. */
export function selectedFields(columns: readonly EntryField[], type: EntryType): EntryField[] {
  const declared = columns.filter((column) => type.fields.includes(column));
  const more = [...identityFields(type), ...(type.at ? [type.at] : [])];
  return [...declared, ...type.fields.filter((field) => more.includes(field.name) && !declared.includes(field))];
}
