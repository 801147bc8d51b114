import { Model, type EntryField, type EntryType } from "../../../src/model";

/** A type with a field of every kind, as `types` would tell of it. */
const COMPARE = ["eq", "ne", "in", "notIn", "lt", "lte", "gt", "gte", "between"];
const TEXT = [...COMPARE, "contains", "startsWith", "endsWith", "like", "fuzzy", "isNull"];
const TIME = [...COMPARE, "last", "within", "tz", "isNull"];

export function field(name: string, part: Partial<EntryField> = {}): EntryField {
  return {
    name, label: name, description: null, kind: "SCALAR", type: "String", required: false, list: false, writable: true, computed: false, default: null, key: false,
    fields: null, unit: null, dimension: null, units: null, target: null, inverse: null, link: null, min: null, max: null, warnMin: null, warnMax: null,
    minLength: null, maxLength: null, pattern: null, time: null, options: null, values: null, showIf: null, search: null, indexed: false, sortable: true,
    filter: { input: "StringFilter", operators: TEXT }, groups: ["FIELD"], metric: null, sensitive: false, public: false, formerNames: [], ...part,
  };
}

function type(name: string, plural: string, fields: EntryField[], part: Partial<EntryType> = {}): EntryType {
  return {
    name, plural, label: name, pluralLabel: plural, description: null, icon: null, kind: "ENTRY", fields, builtIn: false, title: "{name}", at: null, keys: [], series: null,
    sensitive: false, public: false, formerNames: [],
    api: { list: plural, stats: `${plural}Stats`, filterInput: `${name}Filter`, orderInput: `${name}Order` } as EntryType["api"], ...part,
  };
}

const enumField = (name: string): EntryField =>
  field(name, {
    kind: "ENUM", type: "Color", options: ["RED", "BLUE"], filter: { input: "ColorFilter", operators: ["eq", "ne", "in", "notIn", "isNull"] },
    values: [{ name: "RED", label: "Red", description: null, formerNames: ["CRIMSON"] }, { name: "BLUE", label: "Blue", description: null, formerNames: [] }],
  });

export const ML = { unit: "ML", symbol: "mL", ucum: "mL", factor: 1, divisor: 1, shift: 0 };
export const FL_OZ = { unit: "FL_OZ", symbol: "fl oz", ucum: "[foz_us]", factor: 29.5735295625, divisor: 1, shift: 0 };
export const amount = field("amount", { type: "Quantity", unit: "ML", dimension: "volume", units: [ML, FL_OZ], metric: "amount", groups: ["FIELD", "RANGE"], filter: { input: "QuantityFilter", operators: [...COMPARE, "isNull"] } });

export const bed = type("Bed", "beds", [
  field("name"),
  field("area", { type: "Float", filter: { input: "FloatFilter", operators: [...COMPARE, "isNull"] }, metric: "area" }),
  field("plants", { kind: "INVERSE", type: "Plant", target: "Plant", list: true, sortable: false, filter: { input: "PlantManyFilter", operators: ["some", "none", "every", "count"] } }),
]);

export const plant = type(
  "Plant", "plants",
  [
    field("name"),
    enumField("color"),
    amount,
    field("tags", { list: true, filter: { input: "StringListFilter", operators: ["has", "hasAny", "hasAll", "isEmpty", "isNull"] }, sortable: false }),
    field("count", { type: "Int", filter: { input: "IntFilter", operators: [...COMPARE, "isNull"] } }),
    field("alive", { type: "Boolean", filter: { input: "BooleanFilter", operators: ["eq", "ne", "isNull"] } }),
    field("sownAt", { type: "DateTime", filter: { input: "DateTimeFilter", operators: TIME }, groups: ["FIELD", "TIME"] }),
    field("bloomed", { type: "DateTime", filter: { input: "DateTimeFilter", operators: TIME }, time: { future: false, notBefore: "sownAt", maxAfter: null } }),
    field("day", { type: "Date", filter: { input: "DateFilter", operators: TIME }, groups: ["FIELD", "TIME"] }),
    field("hour", { type: "Time", filter: { input: "TimeFilter", operators: [...COMPARE, "isNull"] } }),
    field("grew", { type: "Duration", filter: { input: "DurationFilter", operators: [...COMPARE, "isNull"] }, metric: "grew" }),
    field("place", { type: "GeoPoint", filter: { input: "GeoPointFilter", operators: ["near", "within", "isNull"] }, sortable: false }),
    field("label", { kind: "OBJECT", type: "Label", filter: { input: "LabelFilter", operators: ["text", "isNull"] }, fields: [field("text")], sortable: false }),
    field("bed", { kind: "LINK", type: "Bed", target: "Bed", filter: { input: "BedOneFilter", operators: ["is", "isNot", "isNull"] }, groups: ["LINK"] }),
    field("friends", {
      kind: "LINK", type: "Plant", target: "Plant", list: true, sortable: false, filter: { input: "PlantFriendsFilter", operators: ["some", "none", "every", "count", "edge"] },
      link: { kind: "Plant.friends", props: "Friendship", onDelete: "UNLINK", acyclic: false }, fields: [field("since", { type: "Int", filter: { input: "IntFilter", operators: [...COMPARE, "isNull"] } })],
    }),
  ],
  { at: "sownAt" },
);

export const model = new Model([plant, bed]);
