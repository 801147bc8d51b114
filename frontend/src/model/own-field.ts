import type { EntryField } from "./entry-type";

/** A field that no type declares, such as one that every record has, in the form of a declared one. */
export function ownField(name: string, label: string, type: string, input: string, operators: string[]): EntryField {
  return {
    name, label, type, description: null, kind: "SCALAR", required: true, list: false, writable: false, computed: false, default: null, key: false,
    fields: null, unit: null, dimension: null, units: null, target: null, inverse: null, link: null, min: null, max: null, warnMin: null, warnMax: null,
    minLength: null, maxLength: null, pattern: null, time: null, options: null, values: null, showIf: null, search: null, indexed: true,
    sortable: true, filter: { input, operators }, groups: [], metric: null, sensitive: false, public: false, formerNames: [],
  };
}
