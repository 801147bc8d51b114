/**
 * Record types as the API's `types` tells of them; every interface and property is named as in `api/schema.graphql`,
 * where each is described. All screens are drawn from these; nothing is written for one type.
 */

export type EntryTypeKind = "ENTRY" | "SERIES";
export type EntryFieldKind = "SCALAR" | "ENUM" | "OBJECT" | "LINK" | "INVERSE";
export type EntryFieldGroup = "FIELD" | "CURRENCY" | "LINK" | "TIME" | "RANGE";

/** The name of a unit, such as `ML`; which ones there are, the field says. */
export type Unit = string;

export interface EntryFieldUnit {
  unit: Unit;
  symbol: string;
  ucum: string;
  /** A number in this unit is `(number - shift) * factor / divisor` in the base of its dimension. */
  factor: number;
  divisor: number;
  shift: number;
}

export interface EntryFieldLink {
  kind: string;
  props: string | null;
  onDelete: string;
  acyclic: boolean;
}

export interface EntryFieldPattern {
  regex: string;
  message: string;
}

export interface EntryFieldTime {
  future: boolean;
  notBefore: string | null;
  maxAfter: string | null;
}

export interface EntryFieldOption {
  name: string;
  label: string;
  description: string | null;
  formerNames: string[];
}

export interface EntryFieldShowIf {
  field: string;
  in: string[];
}

export interface EntryFieldSearch {
  weight: number;
  facet: boolean;
  suggest: boolean;
}

export interface EntryFieldFilter {
  input: string;
  operators: string[];
}

export interface EntryField {
  name: string;
  label: string;
  description: string | null;
  kind: EntryFieldKind;
  type: string;
  required: boolean;
  list: boolean;
  writable: boolean;
  computed: boolean;
  default: string | null;
  key: boolean;
  /** The fields of an embedded object, or of what each link carries. */
  fields: EntryField[] | null;
  unit: Unit | null;
  dimension: string | null;
  units: EntryFieldUnit[] | null;
  target: string | null;
  inverse: string | null;
  link: EntryFieldLink | null;
  min: number | null;
  max: number | null;
  warnMin: number | null;
  warnMax: number | null;
  minLength: number | null;
  maxLength: number | null;
  pattern: EntryFieldPattern | null;
  time: EntryFieldTime | null;
  options: string[] | null;
  values: EntryFieldOption[] | null;
  showIf: EntryFieldShowIf | null;
  search: EntryFieldSearch | null;
  indexed: boolean;
  sortable: boolean;
  filter: EntryFieldFilter | null;
  groups: EntryFieldGroup[];
  metric: string | null;
  sensitive: boolean;
  public: boolean;
  formerNames: string[];
}

export interface EntryTypeKey {
  fields: string[];
}

export interface EntryTypeSeries {
  of: string;
  at: string;
  every: string | null;
  everyFrom: string | null;
  gapFactor: number;
  gapFactorFrom: string | null;
  keep: string | null;
}

export interface EntryTypeApi {
  get: string | null;
  list: string;
  stats: string;
  series: string | null;
  live: string | null;
  statsLive: string | null;
  create: string | null;
  createMany: string | null;
  update: string | null;
  updateMany: string | null;
  upsert: string | null;
  upsertMany: string | null;
  delete: string | null;
  deleteMany: string | null;
  samplesAdd: string | null;
  samplesDelete: string | null;
  samplesFlag: string | null;
  ingest: string;
  createInput: string;
  patchInput: string | null;
  filterInput: string;
  orderInput: string;
  keyInput: string | null;
  statType: string;
}

export interface EntryType {
  name: string;
  plural: string;
  label: string;
  pluralLabel: string;
  description: string | null;
  icon: string | null;
  kind: EntryTypeKind;
  fields: EntryField[];
  builtIn: boolean;
  title: string | null;
  at: string | null;
  keys: EntryTypeKey[];
  series: EntryTypeSeries | null;
  sensitive: boolean;
  public: boolean;
  formerNames: string[];
  api: EntryTypeApi;
}
