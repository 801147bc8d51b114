import type { RecordField, RecordType } from "../../src/lib/types";

/** A field with nothing but a name and a type; the rest as given. */
export function field(name: string, type: string, rest: Partial<RecordField> = {}): RecordField {
  return {
    name, type, description: null, required: false, list: false, unit: null, target: null,
    min: null, max: null, warnMin: null, warnMax: null, options: null, ...rest,
  };
}

/** A record type with these fields; the rest as given. */
export function recordType(name: string, fields: RecordField[], rest: Partial<RecordType> = {}): RecordType {
  return { name, plural: `${name.charAt(0).toLowerCase()}${name.slice(1)}s`, description: null, icon: null, builtIn: true, series: false, fields, ...rest };
}
