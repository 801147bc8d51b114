import type { EntryField, EntryType } from "../../../src/model";

/** A field of a record type, made of what differs from a plain text. */
export function field(name: string, differing: Partial<EntryField> = {}): EntryField {
  return {
    name, label: name, description: null, kind: "SCALAR", type: "String", required: false, list: false, writable: true, computed: false,
    default: null, key: false, fields: null, unit: null, dimension: null, units: null, target: null, inverse: null, link: null, min: null,
    max: null, warnMin: null, warnMax: null, minLength: null, maxLength: null, pattern: null, time: null, options: null, values: null,
    showIf: null, search: null, indexed: false, sortable: true, filter: null, groups: [], metric: null, sensitive: false, public: false,
    formerNames: [], ...differing,
  };
}

/** A volume in mL that may also be given in fluid ounces. */
export function volume(name: string, differing: Partial<EntryField> = {}): EntryField {
  return field(name, {
    type: "Quantity", unit: "ML", dimension: "volume",
    units: [
      { unit: "ML", symbol: "mL", ucum: "mL", factor: 1, divisor: 1, shift: 0 },
      { unit: "L", symbol: "L", ucum: "L", factor: 1000, divisor: 1, shift: 0 },
      { unit: "FL_OZ", symbol: "fl oz", ucum: "[foz_us]", factor: 29.5735295625, divisor: 1, shift: 0 },
      { unit: "CUP", symbol: "cup", ucum: "[cup_us]", factor: 236.5882365, divisor: 1, shift: 0 },
    ],
    ...differing,
  });
}

/** A temperature in °C. */
export function temperature(name: string, differing: Partial<EntryField> = {}): EntryField {
  return field(name, {
    type: "Quantity", unit: "CEL", dimension: "temperature",
    units: [
      { unit: "CEL", symbol: "°C", ucum: "Cel", factor: 1, divisor: 1, shift: 0 },
      { unit: "DEGF", symbol: "°F", ucum: "[degF]", factor: 5, divisor: 9, shift: 32 },
      { unit: "K", symbol: "K", ucum: "K", factor: 1, divisor: 1, shift: 273.15 },
    ],
    ...differing,
  });
}

/** A link to entries of a type. */
export function link(name: string, target: string, differing: Partial<EntryField> = {}): EntryField {
  const carried = differing.fields ? `${target}Props` : null;
  return field(name, { kind: "LINK", type: target, target, link: { kind: `X.${name}`, props: carried, onDelete: "UNLINK", acyclic: false }, ...differing });
}

/** A record type of these fields. */
export function entryType(name: string, fields: EntryField[], differing: Partial<EntryType> = {}): EntryType {
  const lower = name.toLowerCase();
  return {
    name, plural: `${lower}s`, label: name, pluralLabel: `${name}s`, description: null, icon: null, kind: "ENTRY", fields, builtIn: false,
    title: "{name}", at: null, keys: [], series: null, sensitive: false, public: false, formerNames: [],
    api: {
      get: lower, list: `${lower}s`, stats: `${lower}sStats`, series: null, live: null, statsLive: null, create: `${lower}Create`,
      createMany: null, update: `${lower}Update`, updateMany: null, upsert: null, upsertMany: null, delete: `${lower}Delete`,
      deleteMany: null, samplesAdd: null, samplesDelete: null, samplesFlag: null, ingest: `/ingest/${name}`, createInput: `${name}Create`,
      patchInput: `${name}Patch`, filterInput: `${name}Filter`, orderInput: `${name}Order`, keyInput: null, statType: `${name}Stat`,
    },
    ...differing,
  };
}
