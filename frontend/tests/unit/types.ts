import type { EntryField, EntryType } from "../../src/model";
import { entryType, field as plain } from "./fields/fields";

/** A field with nothing but a name and a type; the rest as given. */
export function field(name: string, type: string, rest: Partial<EntryField> = {}): EntryField {
  return plain(name, { type, ...rest });
}

/** A record type with these fields; the rest as given. */
export function recordType(name: string, fields: EntryField[], rest: Partial<EntryType> = {}): EntryType {
  return entryType(name, fields, { plural: `${name.charAt(0).toLowerCase()}${name.slice(1)}s`, builtIn: true, ...rest });
}
