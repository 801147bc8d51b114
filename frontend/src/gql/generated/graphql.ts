/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How statistics can group by a field: what `GroupBy` takes. */
export type EntryFieldGroup =
  /** One group for each currency: `{field: "price.currency"}`. */
  | 'CURRENCY'
  /** One group for each value: `{field: …}`. */
  | 'FIELD'
  /** One group for each linked entry: `{link: …}`. */
  | 'LINK'
  /** Ranges of numbers: `{range: {field: …, edges: …}}`. */
  | 'RANGE'
  /** Calendar buckets: `{time: {field: …, every: …, tz: …}}`. */
  | 'TIME';

/** What a field holds. */
export type EntryFieldKind =
  /** One of several names, or a list of such. */
  | 'ENUM'
  /** The list of entries whose links lead here. */
  | 'INVERSE'
  /** A link to one entry, or to many. */
  | 'LINK'
  /** An embedded object, or a list of such. */
  | 'OBJECT'
  /** A value without parts, or a list of such: text, number, time, Quantity, Money, … */
  | 'SCALAR';

/** What kind of records a type has. */
export type EntryTypeKind =
  /** Entries: each with an id, a title, versions and links. */
  | 'ENTRY'
  /** Samples of a series: many, small, known by what is measured and when. */
  | 'SERIES';

/** Kinds of mistakes in an input. Stable. */
export type InputErrorCode =
  /** The link would close a circle. */
  | 'CYCLE'
  /** Another entry has that id or key. */
  | 'DUPLICATE_KEY'
  /** Not allowed to you. Not answered yet: there is no sign-in. */
  | 'FORBIDDEN'
  /** Later than now, where only the past makes sense. */
  | 'FUTURE_TIME'
  /** The idempotency key was used for something else. */
  | 'IDEMPOTENCY_MISMATCH'
  /** The value is not one of its type. */
  | 'INVALID_VALUE'
  /** More than one write may touch. */
  | 'LIMIT_REACHED'
  /** The two are linked already. */
  | 'LINK_EXISTS'
  /** No such entry. */
  | 'NOT_FOUND'
  /** Outside the bounds of the field. */
  | 'OUT_OF_RANGE'
  /** The text does not have the form that the field asks for. */
  | 'PATTERN'
  /** A value is missing that must be there. */
  | 'REQUIRED'
  /** Others depend on the entry. */
  | 'RESTRICTED'
  /** Two times are in the wrong order, or too far apart. */
  | 'TIME_ORDER'
  /** More characters or items than the field allows. */
  | 'TOO_LONG'
  /** Fewer characters or items than the field asks for. */
  | 'TOO_SHORT'
  /** Later changes build on what would be undone. */
  | 'UNDO_BLOCKED'
  /** A number without a unit, where one is needed. */
  | 'UNIT_REQUIRED'
  /** The entry has another version than expected. */
  | 'VERSION_CONFLICT'
  /** A unit that measures something else. */
  | 'WRONG_DIMENSION'
  /** The entry is of another type than the link leads to. */
  | 'WRONG_TYPE';

/** What deleting the target of a link does. */
export type OnDelete =
  /** What links there is deleted too. */
  | 'CASCADE'
  /** The delete is refused. */
  | 'RESTRICT'
  /** The link is removed. */
  | 'UNLINK';

/** What a change did. */
export type Operation =
  /** It can no longer be seen by the asker. Not answered yet: there is no sign-in. */
  | 'ACCESS_LOST'
  /** The entry was created. */
  | 'CREATED'
  /** A link was made. */
  | 'LINKED'
  /** It was removed for good. */
  | 'PURGED'
  /** It came back from the trash. */
  | 'RESTORED'
  /** It was put into the trash. */
  | 'TRASHED'
  /** A link was removed. */
  | 'UNLINKED'
  /** Fields were changed. */
  | 'UPDATED';

/** Where a change came from. */
export type Origin =
  /** GraphQL. */
  | 'API'
  /** An import. */
  | 'IMPORT'
  /** `/ingest`, for devices. */
  | 'INGEST'
  /** A rule of the installation. */
  | 'RULE'
  /** Daybook itself. */
  | 'SYSTEM'
  /** The web app. */
  | 'UI';

/** A unit of measure. Units of one dimension convert into each other. */
export type Unit =
  /** Bar. */
  | 'BAR'
  /** Degree Celsius. */
  | 'CEL'
  /** Centimetre. */
  | 'CM'
  /** Pieces. */
  | 'COUNT'
  /** US cup. */
  | 'CUP'
  /** Day of 24 hours. */
  | 'D'
  /** Degree of arc. */
  | 'DEG'
  /** Degree Fahrenheit. */
  | 'DEGF'
  /** US fluid ounce. */
  | 'FL_OZ'
  /** Foot. */
  | 'FT'
  /** Gram. */
  | 'G'
  /** Hour. */
  | 'H'
  /** Hectopascal. */
  | 'HPA'
  /** Inch. */
  | 'IN'
  /** Kelvin. */
  | 'K'
  /** Kilocalorie. */
  | 'KCAL'
  /** Kilocalories in 100 millilitres. */
  | 'KCAL_PER_100_ML'
  /** Kilocalories in a US fluid ounce. */
  | 'KCAL_PER_FL_OZ'
  /** Kilocalories in a millilitre. */
  | 'KCAL_PER_ML'
  /** Kilogram. */
  | 'KG'
  /** Kilojoule. */
  | 'KJ'
  /** Kilometre. */
  | 'KM'
  /** Kilometres per hour. */
  | 'KM_PER_H'
  /** Kilopascal. */
  | 'KPA'
  /** Litre. */
  | 'L'
  /** Pound. */
  | 'LB'
  /** Lux. */
  | 'LUX'
  /** Metre. */
  | 'M'
  /** Milligram. */
  | 'MG'
  /** Milligrams per decilitre. */
  | 'MG_PER_DL'
  /** Mile. */
  | 'MI'
  /** Minute. */
  | 'MIN'
  /** Minutes for a kilometre. */
  | 'MIN_PER_KM'
  /** Miles per hour. */
  | 'MI_PER_H'
  /** Millilitre. */
  | 'ML'
  /** Millimetre. */
  | 'MM'
  /** Millimetre of mercury. */
  | 'MMHG'
  /** Millimoles per litre. */
  | 'MMOL_PER_L'
  /** Metres per second. */
  | 'M_PER_S'
  /** A fraction, where 1 is the whole. */
  | 'ONE'
  /** Ounce. */
  | 'OZ'
  /** Percent. */
  | 'PERCENT'
  /** Times a minute. */
  | 'PER_MIN'
  /** Parts per million. */
  | 'PPM'
  /** Pound-force per square inch. */
  | 'PSI'
  /** Radian. */
  | 'RAD'
  /** Second. */
  | 'S'
  /** Stone. */
  | 'ST'
  /** Steps. */
  | 'STEP'
  /** US tablespoon. */
  | 'TBSP'
  /** US teaspoon. */
  | 'TSP'
  /** Microgram. */
  | 'UG'
  /** Watt. */
  | 'W';

export type DemoOfferedQueryVariables = Exact<{ [key: string]: never; }>;


export type DemoOfferedQuery = { payload: { name: string | null } | null };

export type DemoLoadMutationVariables = Exact<{
  tz: string;
}>;


export type DemoLoadMutation = { demoLoad: { created: number, samples: number, errors: Array<
      | { code: InputErrorCode, path: Array<string>, message: string }
      | { code: InputErrorCode, path: Array<string>, message: string }
      | { code: InputErrorCode, path: Array<string>, message: string }
    > } };

export type DemoClearMutationVariables = Exact<{
  force: boolean;
  dryRun: boolean;
}>;


export type DemoClearMutation = { demoClear: { created: number, samples: number, errors: Array<
      | { code: InputErrorCode, path: Array<string>, message: string }
      | { params: unknown, code: InputErrorCode, path: Array<string>, message: string }
      | { code: InputErrorCode, path: Array<string>, message: string }
    > } };

export type LatestChangesQueryVariables = Exact<{
  first: number;
}>;


export type LatestChangesQuery = { changes: { nodes: Array<{ seq: string, at: string, operation: Operation, type: string, entryId: string, version: number, fields: Array<string>, changeSet: string, origin: Origin }> } };

export type TypesQueryVariables = Exact<{ [key: string]: never; }>;


export type TypesQuery = { types: Array<{ name: string, plural: string, label: string, pluralLabel: string, description: string | null, icon: string | null, kind: EntryTypeKind, builtIn: boolean, title: string | null, at: string | null, sensitive: boolean, public: boolean, formerNames: Array<string>, keys: Array<{ fields: Array<string> }>, series: { of: string, at: string, every: string | null, everyFrom: string | null, gapFactor: number, gapFactorFrom: string | null, keep: string | null } | null, api: { get: string | null, list: string, stats: string, series: string | null, live: string | null, statsLive: string | null, create: string | null, createMany: string | null, update: string | null, updateMany: string | null, upsert: string | null, upsertMany: string | null, delete: string | null, deleteMany: string | null, samplesAdd: string | null, samplesDelete: string | null, samplesFlag: string | null, ingest: string, createInput: string, patchInput: string | null, filterInput: string, orderInput: string, keyInput: string | null, statType: string }, fields: Array<{ name: string, label: string, description: string | null, kind: EntryFieldKind, type: string, required: boolean, list: boolean, writable: boolean, computed: boolean, default: string | null, key: boolean, unit: Unit | null, dimension: string | null, target: string | null, inverse: string | null, min: number | null, max: number | null, warnMin: number | null, warnMax: number | null, minLength: number | null, maxLength: number | null, options: Array<string> | null, indexed: boolean, sortable: boolean, groups: Array<EntryFieldGroup>, metric: string | null, sensitive: boolean, public: boolean, formerNames: Array<string>, fields: Array<{ name: string, label: string, description: string | null, kind: EntryFieldKind, type: string, required: boolean, list: boolean, writable: boolean, computed: boolean, default: string | null, key: boolean, unit: Unit | null, dimension: string | null, target: string | null, inverse: string | null, min: number | null, max: number | null, warnMin: number | null, warnMax: number | null, minLength: number | null, maxLength: number | null, options: Array<string> | null, indexed: boolean, sortable: boolean, groups: Array<EntryFieldGroup>, metric: string | null, sensitive: boolean, public: boolean, formerNames: Array<string>, fields: Array<{ name: string, label: string, description: string | null, kind: EntryFieldKind, type: string, required: boolean, list: boolean, writable: boolean, computed: boolean, default: string | null, key: boolean, unit: Unit | null, dimension: string | null, target: string | null, inverse: string | null, min: number | null, max: number | null, warnMin: number | null, warnMax: number | null, minLength: number | null, maxLength: number | null, options: Array<string> | null, indexed: boolean, sortable: boolean, groups: Array<EntryFieldGroup>, metric: string | null, sensitive: boolean, public: boolean, formerNames: Array<string>, fields: Array<{ name: string, label: string, description: string | null, kind: EntryFieldKind, type: string, required: boolean, list: boolean, writable: boolean, computed: boolean, default: string | null, key: boolean, unit: Unit | null, dimension: string | null, target: string | null, inverse: string | null, min: number | null, max: number | null, warnMin: number | null, warnMax: number | null, minLength: number | null, maxLength: number | null, options: Array<string> | null, indexed: boolean, sortable: boolean, groups: Array<EntryFieldGroup>, metric: string | null, sensitive: boolean, public: boolean, formerNames: Array<string>, units: Array<{ unit: Unit, symbol: string, ucum: string, factor: number, divisor: number, shift: number }> | null, link: { kind: string, props: string | null, onDelete: OnDelete, acyclic: boolean } | null, pattern: { regex: string, message: string } | null, time: { future: boolean, notBefore: string | null, maxAfter: string | null } | null, values: Array<{ name: string, label: string, description: string | null, formerNames: Array<string> }> | null, showIf: { field: string, in: Array<string> } | null, search: { weight: number, facet: boolean, suggest: boolean } | null, filter: { input: string, operators: Array<string> } | null }> | null, units: Array<{ unit: Unit, symbol: string, ucum: string, factor: number, divisor: number, shift: number }> | null, link: { kind: string, props: string | null, onDelete: OnDelete, acyclic: boolean } | null, pattern: { regex: string, message: string } | null, time: { future: boolean, notBefore: string | null, maxAfter: string | null } | null, values: Array<{ name: string, label: string, description: string | null, formerNames: Array<string> }> | null, showIf: { field: string, in: Array<string> } | null, search: { weight: number, facet: boolean, suggest: boolean } | null, filter: { input: string, operators: Array<string> } | null }> | null, units: Array<{ unit: Unit, symbol: string, ucum: string, factor: number, divisor: number, shift: number }> | null, link: { kind: string, props: string | null, onDelete: OnDelete, acyclic: boolean } | null, pattern: { regex: string, message: string } | null, time: { future: boolean, notBefore: string | null, maxAfter: string | null } | null, values: Array<{ name: string, label: string, description: string | null, formerNames: Array<string> }> | null, showIf: { field: string, in: Array<string> } | null, search: { weight: number, facet: boolean, suggest: boolean } | null, filter: { input: string, operators: Array<string> } | null }> | null, units: Array<{ unit: Unit, symbol: string, ucum: string, factor: number, divisor: number, shift: number }> | null, link: { kind: string, props: string | null, onDelete: OnDelete, acyclic: boolean } | null, pattern: { regex: string, message: string } | null, time: { future: boolean, notBefore: string | null, maxAfter: string | null } | null, values: Array<{ name: string, label: string, description: string | null, formerNames: Array<string> }> | null, showIf: { field: string, in: Array<string> } | null, search: { weight: number, facet: boolean, suggest: boolean } | null, filter: { input: string, operators: Array<string> } | null }> }> };

export type FieldPartsFragment = { name: string, label: string, description: string | null, kind: EntryFieldKind, type: string, required: boolean, list: boolean, writable: boolean, computed: boolean, default: string | null, key: boolean, unit: Unit | null, dimension: string | null, target: string | null, inverse: string | null, min: number | null, max: number | null, warnMin: number | null, warnMax: number | null, minLength: number | null, maxLength: number | null, options: Array<string> | null, indexed: boolean, sortable: boolean, groups: Array<EntryFieldGroup>, metric: string | null, sensitive: boolean, public: boolean, formerNames: Array<string>, units: Array<{ unit: Unit, symbol: string, ucum: string, factor: number, divisor: number, shift: number }> | null, link: { kind: string, props: string | null, onDelete: OnDelete, acyclic: boolean } | null, pattern: { regex: string, message: string } | null, time: { future: boolean, notBefore: string | null, maxAfter: string | null } | null, values: Array<{ name: string, label: string, description: string | null, formerNames: Array<string> }> | null, showIf: { field: string, in: Array<string> } | null, search: { weight: number, facet: boolean, suggest: boolean } | null, filter: { input: string, operators: Array<string> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const FieldPartsFragmentDoc = new TypedDocumentString(`
    fragment FieldParts on EntryField {
  name
  label
  description
  kind
  type
  required
  list
  writable
  computed
  default
  key
  unit
  dimension
  units {
    unit
    symbol
    ucum
    factor
    divisor
    shift
  }
  target
  inverse
  link {
    kind
    props
    onDelete
    acyclic
  }
  min
  max
  warnMin
  warnMax
  minLength
  maxLength
  pattern {
    regex
    message
  }
  time {
    future
    notBefore
    maxAfter
  }
  options
  values {
    name
    label
    description
    formerNames
  }
  showIf {
    field
    in
  }
  search {
    weight
    facet
    suggest
  }
  indexed
  sortable
  filter {
    input
    operators
  }
  groups
  metric
  sensitive
  public
  formerNames
}
    `, {"fragmentName":"FieldParts"}) as unknown as TypedDocumentString<FieldPartsFragment, unknown>;
export const DemoOfferedDocument = new TypedDocumentString(`
    query DemoOffered {
  payload: __type(name: "DemoPayload") {
    name
  }
}
    `) as unknown as TypedDocumentString<DemoOfferedQuery, DemoOfferedQueryVariables>;
export const DemoLoadDocument = new TypedDocumentString(`
    mutation DemoLoad($tz: TimeZone!) {
  demoLoad(tz: $tz) {
    created
    samples
    errors {
      code
      path
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DemoLoadMutation, DemoLoadMutationVariables>;
export const DemoClearDocument = new TypedDocumentString(`
    mutation DemoClear($force: Boolean!, $dryRun: Boolean!) {
  demoClear(force: $force, dryRun: $dryRun) {
    created
    samples
    errors {
      code
      path
      message
      ... on InvalidInput {
        params
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DemoClearMutation, DemoClearMutationVariables>;
export const LatestChangesDocument = new TypedDocumentString(`
    query LatestChanges($first: Int!) {
  changes(first: $first) {
    nodes {
      seq
      at
      operation
      type
      entryId
      version
      fields
      changeSet
      origin
    }
  }
}
    `) as unknown as TypedDocumentString<LatestChangesQuery, LatestChangesQueryVariables>;
export const TypesDocument = new TypedDocumentString(`
    query Types {
  types {
    name
    plural
    label
    pluralLabel
    description
    icon
    kind
    builtIn
    title
    at
    keys {
      fields
    }
    series {
      of
      at
      every
      everyFrom
      gapFactor
      gapFactorFrom
      keep
    }
    sensitive
    public
    formerNames
    api {
      get
      list
      stats
      series
      live
      statsLive
      create
      createMany
      update
      updateMany
      upsert
      upsertMany
      delete
      deleteMany
      samplesAdd
      samplesDelete
      samplesFlag
      ingest
      createInput
      patchInput
      filterInput
      orderInput
      keyInput
      statType
    }
    fields {
      ...FieldParts
      fields {
        ...FieldParts
        fields {
          ...FieldParts
          fields {
            ...FieldParts
          }
        }
      }
    }
  }
}
    fragment FieldParts on EntryField {
  name
  label
  description
  kind
  type
  required
  list
  writable
  computed
  default
  key
  unit
  dimension
  units {
    unit
    symbol
    ucum
    factor
    divisor
    shift
  }
  target
  inverse
  link {
    kind
    props
    onDelete
    acyclic
  }
  min
  max
  warnMin
  warnMax
  minLength
  maxLength
  pattern {
    regex
    message
  }
  time {
    future
    notBefore
    maxAfter
  }
  options
  values {
    name
    label
    description
    formerNames
  }
  showIf {
    field
    in
  }
  search {
    weight
    facet
    suggest
  }
  indexed
  sortable
  filter {
    input
    operators
  }
  groups
  metric
  sensitive
  public
  formerNames
}`) as unknown as TypedDocumentString<TypesQuery, TypesQueryVariables>;