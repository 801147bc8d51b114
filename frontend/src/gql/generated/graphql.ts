/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A part of the calendar around now. Weeks start on Monday. */
export type Calendar =
  /** The month before this one. */
  | 'LAST_MONTH'
  /** The week before this one. */
  | 'LAST_WEEK'
  /** The year before this one. */
  | 'LAST_YEAR'
  /** Since the first of the month. */
  | 'THIS_MONTH'
  /** Since Monday. */
  | 'THIS_WEEK'
  /** Since the first of January. */
  | 'THIS_YEAR'
  /** The day it is. */
  | 'TODAY'
  /** The day before. */
  | 'YESTERDAY';

/** Conditions on changes; all that are given hold. */
export type ChangeFilter = {
  /** When they were made. */
  at?: DateTimeFilter | null | undefined;
  /** Changes of this change set. */
  changeSet?: string | null | undefined;
  /** Changes of this entry. */
  entryId?: string | null | undefined;
  /** What they did. */
  operation?: Array<Operation> | null | undefined;
  /** Where they came from. */
  origin?: Array<Origin> | null | undefined;
};

/** Conditions on an instant; all that are given hold. */
export type DateTimeFilter = {
  /** From the first to the second, both included. */
  between?: Array<string> | null | undefined;
  /** This instant. */
  eq?: string | null | undefined;
  /** After this. */
  gt?: string | null | undefined;
  /** After this, or this. */
  gte?: string | null | undefined;
  /** One of these. */
  in?: Array<string> | null | undefined;
  /** Is missing, or is not. */
  isNull?: boolean | null | undefined;
  /** Within so long before now, such as `P7D`. */
  last?: string | null | undefined;
  /** Before this. */
  lt?: string | null | undefined;
  /** Before this, or this. */
  lte?: string | null | undefined;
  /** Another instant. */
  ne?: string | null | undefined;
  /** None of these. */
  notIn?: Array<string> | null | undefined;
  /** The zone that `last` and `within` are computed in; UTC by default. */
  tz?: string | null | undefined;
  /** Within a part of the calendar, in the zone `tz`. */
  within?: Calendar | null | undefined;
};

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

/** Kinds of differences between definitions. */
export type TypeChangeKind =
  /** A field or enum value is added. */
  | 'FIELD_ADDED'
  /** Type or rules of a field change. */
  | 'FIELD_CHANGED'
  /** A field or enum value is removed, with its values. */
  | 'FIELD_REMOVED'
  /** A field or enum value has another name; the old one is deprecated. */
  | 'FIELD_RENAMED'
  /** A type is added. */
  | 'TYPE_ADDED'
  /** Title, keys, time or another property of a type changes. */
  | 'TYPE_CHANGED'
  /** A type is removed, with everything recorded of it. */
  | 'TYPE_REMOVED'
  /** A type has another name; the old one is deprecated. */
  | 'TYPE_RENAMED';

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

/** How a view shows its records. */
export type ViewLayout =
  /** A chart of statistics. */
  | 'CHART'
  /** Rows and columns. */
  | 'TABLE';

/** Kinds of warnings. Stable. */
export type WarningCode =
  /** Outside what is common for the field. */
  | 'ABNORMAL_VALUE'
  /** A sample of that time is there already with other values, which were kept. */
  | 'CONFLICT'
  /** More concentrated than the label of the product says. */
  | 'FORMULA_ABOVE_LABEL'
  /** A time that a clock with a dead battery tells; the sample is kept, but flagged. */
  | 'IMPLAUSIBLE_TIME'
  /** Reaches samples that are kept as sums of rollups only; those stay as they are. */
  | 'KEPT_AS_SUMS'
  /** Earlier than what came before it. Not answered yet. */
  | 'OUT_OF_ORDER'
  /** Much like an entry that exists. Not answered yet. */
  | 'POSSIBLE_DUPLICATE'
  /** Refers to something that is out of date. */
  | 'STALE_REFERENCE'
  /** The unit was not written and had to be guessed. Not answered yet. */
  | 'UNIT_GUESSED';

export type EntryTypeQueryVariables = Exact<{
  id: string;
}>;


export type EntryTypeQuery = { entry:
    | { __typename: 'Child', id: string, title: string, trashedAt: string | null }
    | { __typename: 'DiaperChange', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Equipment', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Exercise', id: string, title: string, trashedAt: string | null }
    | { __typename: 'ExerciseName', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Feeding', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Food', id: string, title: string, trashedAt: string | null }
    | { __typename: 'FormulaProduct', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Growth', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Intake', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Muscle', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Note', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Observation', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Patient', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Person', id: string, title: string, trashedAt: string | null }
    | { __typename: 'PreparedBottle', id: string, title: string, trashedAt: string | null }
    | { __typename: 'SavedView', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Sensor', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Sleep', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Tag', id: string, title: string, trashedAt: string | null }
   | null };

type WriteErrors_DuplicateKey_Fragment = { __typename: 'DuplicateKey', code: InputErrorCode, path: Array<string>, message: string, existing:
    | { __typename: 'Child', id: string, title: string }
    | { __typename: 'DiaperChange', id: string, title: string }
    | { __typename: 'Equipment', id: string, title: string }
    | { __typename: 'Exercise', id: string, title: string }
    | { __typename: 'ExerciseName', id: string, title: string }
    | { __typename: 'Feeding', id: string, title: string }
    | { __typename: 'Food', id: string, title: string }
    | { __typename: 'FormulaProduct', id: string, title: string }
    | { __typename: 'Growth', id: string, title: string }
    | { __typename: 'Intake', id: string, title: string }
    | { __typename: 'Muscle', id: string, title: string }
    | { __typename: 'Note', id: string, title: string }
    | { __typename: 'Observation', id: string, title: string }
    | { __typename: 'Patient', id: string, title: string }
    | { __typename: 'Person', id: string, title: string }
    | { __typename: 'PreparedBottle', id: string, title: string }
    | { __typename: 'SavedView', id: string, title: string }
    | { __typename: 'Sensor', id: string, title: string }
    | { __typename: 'Sleep', id: string, title: string }
    | { __typename: 'Tag', id: string, title: string }
   | null };

type WriteErrors_InvalidInput_Fragment = { __typename: 'InvalidInput', params: unknown, code: InputErrorCode, path: Array<string>, message: string };

type WriteErrors_VersionConflict_Fragment = { __typename: 'VersionConflict', code: InputErrorCode, path: Array<string>, message: string, current:
    | { __typename: 'Child', id: string, title: string, version: number }
    | { __typename: 'DiaperChange', id: string, title: string, version: number }
    | { __typename: 'Equipment', id: string, title: string, version: number }
    | { __typename: 'Exercise', id: string, title: string, version: number }
    | { __typename: 'ExerciseName', id: string, title: string, version: number }
    | { __typename: 'Feeding', id: string, title: string, version: number }
    | { __typename: 'Food', id: string, title: string, version: number }
    | { __typename: 'FormulaProduct', id: string, title: string, version: number }
    | { __typename: 'Growth', id: string, title: string, version: number }
    | { __typename: 'Intake', id: string, title: string, version: number }
    | { __typename: 'Muscle', id: string, title: string, version: number }
    | { __typename: 'Note', id: string, title: string, version: number }
    | { __typename: 'Observation', id: string, title: string, version: number }
    | { __typename: 'Patient', id: string, title: string, version: number }
    | { __typename: 'Person', id: string, title: string, version: number }
    | { __typename: 'PreparedBottle', id: string, title: string, version: number }
    | { __typename: 'SavedView', id: string, title: string, version: number }
    | { __typename: 'Sensor', id: string, title: string, version: number }
    | { __typename: 'Sleep', id: string, title: string, version: number }
    | { __typename: 'Tag', id: string, title: string, version: number }
   | null };

export type WriteErrorsFragment =
  | WriteErrors_DuplicateKey_Fragment
  | WriteErrors_InvalidInput_Fragment
  | WriteErrors_VersionConflict_Fragment
;

export type RestoreMutationVariables = Exact<{
  id: string;
  toVersion?: number | null | undefined;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
  dryRun?: boolean | null | undefined;
  reason?: string | null | undefined;
}>;


export type RestoreMutation = { write: { changeSet: string | null, replayed: boolean, entry:
      | { __typename: 'Child', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'DiaperChange', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Equipment', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Exercise', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'ExerciseName', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Feeding', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Food', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'FormulaProduct', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Growth', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Intake', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Muscle', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Note', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Observation', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Patient', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Person', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'PreparedBottle', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'SavedView', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Sensor', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Sleep', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Tag', id: string, title: string, version: number, trashedAt: string | null }
     | null, warnings: Array<{ code: WarningCode, path: Array<string>, message: string, params: unknown }>, errors: Array<
      | { __typename: 'DuplicateKey', code: InputErrorCode, path: Array<string>, message: string, existing:
          | { __typename: 'Child', id: string, title: string }
          | { __typename: 'DiaperChange', id: string, title: string }
          | { __typename: 'Equipment', id: string, title: string }
          | { __typename: 'Exercise', id: string, title: string }
          | { __typename: 'ExerciseName', id: string, title: string }
          | { __typename: 'Feeding', id: string, title: string }
          | { __typename: 'Food', id: string, title: string }
          | { __typename: 'FormulaProduct', id: string, title: string }
          | { __typename: 'Growth', id: string, title: string }
          | { __typename: 'Intake', id: string, title: string }
          | { __typename: 'Muscle', id: string, title: string }
          | { __typename: 'Note', id: string, title: string }
          | { __typename: 'Observation', id: string, title: string }
          | { __typename: 'Patient', id: string, title: string }
          | { __typename: 'Person', id: string, title: string }
          | { __typename: 'PreparedBottle', id: string, title: string }
          | { __typename: 'SavedView', id: string, title: string }
          | { __typename: 'Sensor', id: string, title: string }
          | { __typename: 'Sleep', id: string, title: string }
          | { __typename: 'Tag', id: string, title: string }
         | null }
      | { __typename: 'InvalidInput', params: unknown, code: InputErrorCode, path: Array<string>, message: string }
      | { __typename: 'VersionConflict', code: InputErrorCode, path: Array<string>, message: string, current:
          | { __typename: 'Child', id: string, title: string, version: number }
          | { __typename: 'DiaperChange', id: string, title: string, version: number }
          | { __typename: 'Equipment', id: string, title: string, version: number }
          | { __typename: 'Exercise', id: string, title: string, version: number }
          | { __typename: 'ExerciseName', id: string, title: string, version: number }
          | { __typename: 'Feeding', id: string, title: string, version: number }
          | { __typename: 'Food', id: string, title: string, version: number }
          | { __typename: 'FormulaProduct', id: string, title: string, version: number }
          | { __typename: 'Growth', id: string, title: string, version: number }
          | { __typename: 'Intake', id: string, title: string, version: number }
          | { __typename: 'Muscle', id: string, title: string, version: number }
          | { __typename: 'Note', id: string, title: string, version: number }
          | { __typename: 'Observation', id: string, title: string, version: number }
          | { __typename: 'Patient', id: string, title: string, version: number }
          | { __typename: 'Person', id: string, title: string, version: number }
          | { __typename: 'PreparedBottle', id: string, title: string, version: number }
          | { __typename: 'SavedView', id: string, title: string, version: number }
          | { __typename: 'Sensor', id: string, title: string, version: number }
          | { __typename: 'Sleep', id: string, title: string, version: number }
          | { __typename: 'Tag', id: string, title: string, version: number }
         | null }
    > } };

export type UndoMutationVariables = Exact<{
  id: string;
  idempotencyKey?: string | null | undefined;
  dryRun?: boolean | null | undefined;
  reason?: string | null | undefined;
}>;


export type UndoMutation = { write: { changeSet: string | null, replayed: boolean, entries: Array<
      | { __typename: 'Child', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'DiaperChange', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Equipment', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Exercise', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'ExerciseName', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Feeding', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Food', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'FormulaProduct', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Growth', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Intake', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Muscle', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Note', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Observation', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Patient', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Person', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'PreparedBottle', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'SavedView', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Sensor', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Sleep', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Tag', id: string, title: string, version: number, trashedAt: string | null }
    >, warnings: Array<{ code: WarningCode, path: Array<string>, message: string, params: unknown }>, errors: Array<
      | { __typename: 'DuplicateKey', code: InputErrorCode, path: Array<string>, message: string, existing:
          | { __typename: 'Child', id: string, title: string }
          | { __typename: 'DiaperChange', id: string, title: string }
          | { __typename: 'Equipment', id: string, title: string }
          | { __typename: 'Exercise', id: string, title: string }
          | { __typename: 'ExerciseName', id: string, title: string }
          | { __typename: 'Feeding', id: string, title: string }
          | { __typename: 'Food', id: string, title: string }
          | { __typename: 'FormulaProduct', id: string, title: string }
          | { __typename: 'Growth', id: string, title: string }
          | { __typename: 'Intake', id: string, title: string }
          | { __typename: 'Muscle', id: string, title: string }
          | { __typename: 'Note', id: string, title: string }
          | { __typename: 'Observation', id: string, title: string }
          | { __typename: 'Patient', id: string, title: string }
          | { __typename: 'Person', id: string, title: string }
          | { __typename: 'PreparedBottle', id: string, title: string }
          | { __typename: 'SavedView', id: string, title: string }
          | { __typename: 'Sensor', id: string, title: string }
          | { __typename: 'Sleep', id: string, title: string }
          | { __typename: 'Tag', id: string, title: string }
         | null }
      | { __typename: 'InvalidInput', params: unknown, code: InputErrorCode, path: Array<string>, message: string }
      | { __typename: 'VersionConflict', code: InputErrorCode, path: Array<string>, message: string, current:
          | { __typename: 'Child', id: string, title: string, version: number }
          | { __typename: 'DiaperChange', id: string, title: string, version: number }
          | { __typename: 'Equipment', id: string, title: string, version: number }
          | { __typename: 'Exercise', id: string, title: string, version: number }
          | { __typename: 'ExerciseName', id: string, title: string, version: number }
          | { __typename: 'Feeding', id: string, title: string, version: number }
          | { __typename: 'Food', id: string, title: string, version: number }
          | { __typename: 'FormulaProduct', id: string, title: string, version: number }
          | { __typename: 'Growth', id: string, title: string, version: number }
          | { __typename: 'Intake', id: string, title: string, version: number }
          | { __typename: 'Muscle', id: string, title: string, version: number }
          | { __typename: 'Note', id: string, title: string, version: number }
          | { __typename: 'Observation', id: string, title: string, version: number }
          | { __typename: 'Patient', id: string, title: string, version: number }
          | { __typename: 'Person', id: string, title: string, version: number }
          | { __typename: 'PreparedBottle', id: string, title: string, version: number }
          | { __typename: 'SavedView', id: string, title: string, version: number }
          | { __typename: 'Sensor', id: string, title: string, version: number }
          | { __typename: 'Sleep', id: string, title: string, version: number }
          | { __typename: 'Tag', id: string, title: string, version: number }
         | null }
    > } };

export type PurgeMutationVariables = Exact<{
  id: string;
  idempotencyKey?: string | null | undefined;
  dryRun?: boolean | null | undefined;
  reason?: string | null | undefined;
}>;


export type PurgeMutation = { write: { changeSet: string | null, replayed: boolean, entry:
      | { __typename: 'Child', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'DiaperChange', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Equipment', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Exercise', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'ExerciseName', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Feeding', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Food', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'FormulaProduct', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Growth', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Intake', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Muscle', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Note', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Observation', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Patient', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Person', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'PreparedBottle', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'SavedView', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Sensor', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Sleep', id: string, title: string, version: number, trashedAt: string | null }
      | { __typename: 'Tag', id: string, title: string, version: number, trashedAt: string | null }
     | null, warnings: Array<{ code: WarningCode, path: Array<string>, message: string, params: unknown }>, errors: Array<
      | { __typename: 'DuplicateKey', code: InputErrorCode, path: Array<string>, message: string, existing:
          | { __typename: 'Child', id: string, title: string }
          | { __typename: 'DiaperChange', id: string, title: string }
          | { __typename: 'Equipment', id: string, title: string }
          | { __typename: 'Exercise', id: string, title: string }
          | { __typename: 'ExerciseName', id: string, title: string }
          | { __typename: 'Feeding', id: string, title: string }
          | { __typename: 'Food', id: string, title: string }
          | { __typename: 'FormulaProduct', id: string, title: string }
          | { __typename: 'Growth', id: string, title: string }
          | { __typename: 'Intake', id: string, title: string }
          | { __typename: 'Muscle', id: string, title: string }
          | { __typename: 'Note', id: string, title: string }
          | { __typename: 'Observation', id: string, title: string }
          | { __typename: 'Patient', id: string, title: string }
          | { __typename: 'Person', id: string, title: string }
          | { __typename: 'PreparedBottle', id: string, title: string }
          | { __typename: 'SavedView', id: string, title: string }
          | { __typename: 'Sensor', id: string, title: string }
          | { __typename: 'Sleep', id: string, title: string }
          | { __typename: 'Tag', id: string, title: string }
         | null }
      | { __typename: 'InvalidInput', params: unknown, code: InputErrorCode, path: Array<string>, message: string }
      | { __typename: 'VersionConflict', code: InputErrorCode, path: Array<string>, message: string, current:
          | { __typename: 'Child', id: string, title: string, version: number }
          | { __typename: 'DiaperChange', id: string, title: string, version: number }
          | { __typename: 'Equipment', id: string, title: string, version: number }
          | { __typename: 'Exercise', id: string, title: string, version: number }
          | { __typename: 'ExerciseName', id: string, title: string, version: number }
          | { __typename: 'Feeding', id: string, title: string, version: number }
          | { __typename: 'Food', id: string, title: string, version: number }
          | { __typename: 'FormulaProduct', id: string, title: string, version: number }
          | { __typename: 'Growth', id: string, title: string, version: number }
          | { __typename: 'Intake', id: string, title: string, version: number }
          | { __typename: 'Muscle', id: string, title: string, version: number }
          | { __typename: 'Note', id: string, title: string, version: number }
          | { __typename: 'Observation', id: string, title: string, version: number }
          | { __typename: 'Patient', id: string, title: string, version: number }
          | { __typename: 'Person', id: string, title: string, version: number }
          | { __typename: 'PreparedBottle', id: string, title: string, version: number }
          | { __typename: 'SavedView', id: string, title: string, version: number }
          | { __typename: 'Sensor', id: string, title: string, version: number }
          | { __typename: 'Sleep', id: string, title: string, version: number }
          | { __typename: 'Tag', id: string, title: string, version: number }
         | null }
    > } };

export type LinkCreateMutationVariables = Exact<{
  kind: string;
  source: string;
  target: string;
  from?: string | null | undefined;
  to?: string | null | undefined;
  props?: unknown;
  idempotencyKey?: string | null | undefined;
  dryRun?: boolean | null | undefined;
  reason?: string | null | undefined;
}>;


export type LinkCreateMutation = { write: { changeSet: string | null, replayed: boolean, link: { id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
        | { __typename: 'Child', id: string, title: string }
        | { __typename: 'DiaperChange', id: string, title: string }
        | { __typename: 'Equipment', id: string, title: string }
        | { __typename: 'Exercise', id: string, title: string }
        | { __typename: 'ExerciseName', id: string, title: string }
        | { __typename: 'Feeding', id: string, title: string }
        | { __typename: 'Food', id: string, title: string }
        | { __typename: 'FormulaProduct', id: string, title: string }
        | { __typename: 'Growth', id: string, title: string }
        | { __typename: 'Intake', id: string, title: string }
        | { __typename: 'Muscle', id: string, title: string }
        | { __typename: 'Note', id: string, title: string }
        | { __typename: 'Observation', id: string, title: string }
        | { __typename: 'Patient', id: string, title: string }
        | { __typename: 'Person', id: string, title: string }
        | { __typename: 'PreparedBottle', id: string, title: string }
        | { __typename: 'SavedView', id: string, title: string }
        | { __typename: 'Sensor', id: string, title: string }
        | { __typename: 'Sleep', id: string, title: string }
        | { __typename: 'Tag', id: string, title: string }
      , target:
        | { __typename: 'Child', id: string, title: string }
        | { __typename: 'DiaperChange', id: string, title: string }
        | { __typename: 'Equipment', id: string, title: string }
        | { __typename: 'Exercise', id: string, title: string }
        | { __typename: 'ExerciseName', id: string, title: string }
        | { __typename: 'Feeding', id: string, title: string }
        | { __typename: 'Food', id: string, title: string }
        | { __typename: 'FormulaProduct', id: string, title: string }
        | { __typename: 'Growth', id: string, title: string }
        | { __typename: 'Intake', id: string, title: string }
        | { __typename: 'Muscle', id: string, title: string }
        | { __typename: 'Note', id: string, title: string }
        | { __typename: 'Observation', id: string, title: string }
        | { __typename: 'Patient', id: string, title: string }
        | { __typename: 'Person', id: string, title: string }
        | { __typename: 'PreparedBottle', id: string, title: string }
        | { __typename: 'SavedView', id: string, title: string }
        | { __typename: 'Sensor', id: string, title: string }
        | { __typename: 'Sleep', id: string, title: string }
        | { __typename: 'Tag', id: string, title: string }
       } | null, warnings: Array<{ code: WarningCode, path: Array<string>, message: string, params: unknown }>, errors: Array<
      | { __typename: 'DuplicateKey', code: InputErrorCode, path: Array<string>, message: string, existing:
          | { __typename: 'Child', id: string, title: string }
          | { __typename: 'DiaperChange', id: string, title: string }
          | { __typename: 'Equipment', id: string, title: string }
          | { __typename: 'Exercise', id: string, title: string }
          | { __typename: 'ExerciseName', id: string, title: string }
          | { __typename: 'Feeding', id: string, title: string }
          | { __typename: 'Food', id: string, title: string }
          | { __typename: 'FormulaProduct', id: string, title: string }
          | { __typename: 'Growth', id: string, title: string }
          | { __typename: 'Intake', id: string, title: string }
          | { __typename: 'Muscle', id: string, title: string }
          | { __typename: 'Note', id: string, title: string }
          | { __typename: 'Observation', id: string, title: string }
          | { __typename: 'Patient', id: string, title: string }
          | { __typename: 'Person', id: string, title: string }
          | { __typename: 'PreparedBottle', id: string, title: string }
          | { __typename: 'SavedView', id: string, title: string }
          | { __typename: 'Sensor', id: string, title: string }
          | { __typename: 'Sleep', id: string, title: string }
          | { __typename: 'Tag', id: string, title: string }
         | null }
      | { __typename: 'InvalidInput', params: unknown, code: InputErrorCode, path: Array<string>, message: string }
      | { __typename: 'VersionConflict', code: InputErrorCode, path: Array<string>, message: string, current:
          | { __typename: 'Child', id: string, title: string, version: number }
          | { __typename: 'DiaperChange', id: string, title: string, version: number }
          | { __typename: 'Equipment', id: string, title: string, version: number }
          | { __typename: 'Exercise', id: string, title: string, version: number }
          | { __typename: 'ExerciseName', id: string, title: string, version: number }
          | { __typename: 'Feeding', id: string, title: string, version: number }
          | { __typename: 'Food', id: string, title: string, version: number }
          | { __typename: 'FormulaProduct', id: string, title: string, version: number }
          | { __typename: 'Growth', id: string, title: string, version: number }
          | { __typename: 'Intake', id: string, title: string, version: number }
          | { __typename: 'Muscle', id: string, title: string, version: number }
          | { __typename: 'Note', id: string, title: string, version: number }
          | { __typename: 'Observation', id: string, title: string, version: number }
          | { __typename: 'Patient', id: string, title: string, version: number }
          | { __typename: 'Person', id: string, title: string, version: number }
          | { __typename: 'PreparedBottle', id: string, title: string, version: number }
          | { __typename: 'SavedView', id: string, title: string, version: number }
          | { __typename: 'Sensor', id: string, title: string, version: number }
          | { __typename: 'Sleep', id: string, title: string, version: number }
          | { __typename: 'Tag', id: string, title: string, version: number }
         | null }
    > } };

export type LinkDeleteMutationVariables = Exact<{
  id: string;
  idempotencyKey?: string | null | undefined;
  dryRun?: boolean | null | undefined;
  reason?: string | null | undefined;
}>;


export type LinkDeleteMutation = { write: { changeSet: string | null, replayed: boolean, link: { id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
        | { __typename: 'Child', id: string, title: string }
        | { __typename: 'DiaperChange', id: string, title: string }
        | { __typename: 'Equipment', id: string, title: string }
        | { __typename: 'Exercise', id: string, title: string }
        | { __typename: 'ExerciseName', id: string, title: string }
        | { __typename: 'Feeding', id: string, title: string }
        | { __typename: 'Food', id: string, title: string }
        | { __typename: 'FormulaProduct', id: string, title: string }
        | { __typename: 'Growth', id: string, title: string }
        | { __typename: 'Intake', id: string, title: string }
        | { __typename: 'Muscle', id: string, title: string }
        | { __typename: 'Note', id: string, title: string }
        | { __typename: 'Observation', id: string, title: string }
        | { __typename: 'Patient', id: string, title: string }
        | { __typename: 'Person', id: string, title: string }
        | { __typename: 'PreparedBottle', id: string, title: string }
        | { __typename: 'SavedView', id: string, title: string }
        | { __typename: 'Sensor', id: string, title: string }
        | { __typename: 'Sleep', id: string, title: string }
        | { __typename: 'Tag', id: string, title: string }
      , target:
        | { __typename: 'Child', id: string, title: string }
        | { __typename: 'DiaperChange', id: string, title: string }
        | { __typename: 'Equipment', id: string, title: string }
        | { __typename: 'Exercise', id: string, title: string }
        | { __typename: 'ExerciseName', id: string, title: string }
        | { __typename: 'Feeding', id: string, title: string }
        | { __typename: 'Food', id: string, title: string }
        | { __typename: 'FormulaProduct', id: string, title: string }
        | { __typename: 'Growth', id: string, title: string }
        | { __typename: 'Intake', id: string, title: string }
        | { __typename: 'Muscle', id: string, title: string }
        | { __typename: 'Note', id: string, title: string }
        | { __typename: 'Observation', id: string, title: string }
        | { __typename: 'Patient', id: string, title: string }
        | { __typename: 'Person', id: string, title: string }
        | { __typename: 'PreparedBottle', id: string, title: string }
        | { __typename: 'SavedView', id: string, title: string }
        | { __typename: 'Sensor', id: string, title: string }
        | { __typename: 'Sleep', id: string, title: string }
        | { __typename: 'Tag', id: string, title: string }
       } | null, warnings: Array<{ code: WarningCode, path: Array<string>, message: string, params: unknown }>, errors: Array<
      | { __typename: 'DuplicateKey', code: InputErrorCode, path: Array<string>, message: string, existing:
          | { __typename: 'Child', id: string, title: string }
          | { __typename: 'DiaperChange', id: string, title: string }
          | { __typename: 'Equipment', id: string, title: string }
          | { __typename: 'Exercise', id: string, title: string }
          | { __typename: 'ExerciseName', id: string, title: string }
          | { __typename: 'Feeding', id: string, title: string }
          | { __typename: 'Food', id: string, title: string }
          | { __typename: 'FormulaProduct', id: string, title: string }
          | { __typename: 'Growth', id: string, title: string }
          | { __typename: 'Intake', id: string, title: string }
          | { __typename: 'Muscle', id: string, title: string }
          | { __typename: 'Note', id: string, title: string }
          | { __typename: 'Observation', id: string, title: string }
          | { __typename: 'Patient', id: string, title: string }
          | { __typename: 'Person', id: string, title: string }
          | { __typename: 'PreparedBottle', id: string, title: string }
          | { __typename: 'SavedView', id: string, title: string }
          | { __typename: 'Sensor', id: string, title: string }
          | { __typename: 'Sleep', id: string, title: string }
          | { __typename: 'Tag', id: string, title: string }
         | null }
      | { __typename: 'InvalidInput', params: unknown, code: InputErrorCode, path: Array<string>, message: string }
      | { __typename: 'VersionConflict', code: InputErrorCode, path: Array<string>, message: string, current:
          | { __typename: 'Child', id: string, title: string, version: number }
          | { __typename: 'DiaperChange', id: string, title: string, version: number }
          | { __typename: 'Equipment', id: string, title: string, version: number }
          | { __typename: 'Exercise', id: string, title: string, version: number }
          | { __typename: 'ExerciseName', id: string, title: string, version: number }
          | { __typename: 'Feeding', id: string, title: string, version: number }
          | { __typename: 'Food', id: string, title: string, version: number }
          | { __typename: 'FormulaProduct', id: string, title: string, version: number }
          | { __typename: 'Growth', id: string, title: string, version: number }
          | { __typename: 'Intake', id: string, title: string, version: number }
          | { __typename: 'Muscle', id: string, title: string, version: number }
          | { __typename: 'Note', id: string, title: string, version: number }
          | { __typename: 'Observation', id: string, title: string, version: number }
          | { __typename: 'Patient', id: string, title: string, version: number }
          | { __typename: 'Person', id: string, title: string, version: number }
          | { __typename: 'PreparedBottle', id: string, title: string, version: number }
          | { __typename: 'SavedView', id: string, title: string, version: number }
          | { __typename: 'Sensor', id: string, title: string, version: number }
          | { __typename: 'Sleep', id: string, title: string, version: number }
          | { __typename: 'Tag', id: string, title: string, version: number }
         | null }
    > } };

export type LoggedChangeFragment = { seq: string, at: string, operation: Operation, type: string, entryId: string, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null, patch: unknown, entry:
    | { __typename: 'Child', id: string, title: string, trashedAt: string | null }
    | { __typename: 'DiaperChange', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Equipment', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Exercise', id: string, title: string, trashedAt: string | null }
    | { __typename: 'ExerciseName', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Feeding', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Food', id: string, title: string, trashedAt: string | null }
    | { __typename: 'FormulaProduct', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Growth', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Intake', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Muscle', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Note', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Observation', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Patient', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Person', id: string, title: string, trashedAt: string | null }
    | { __typename: 'PreparedBottle', id: string, title: string, trashedAt: string | null }
    | { __typename: 'SavedView', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Sensor', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Sleep', id: string, title: string, trashedAt: string | null }
    | { __typename: 'Tag', id: string, title: string, trashedAt: string | null }
   | null };

export type ChangeLogQueryVariables = Exact<{
  types?: Array<string> | string | null | undefined;
  where?: ChangeFilter | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type ChangeLogQuery = { changes: { nodes: Array<{ seq: string, at: string, operation: Operation, type: string, entryId: string, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null, patch: unknown, entry:
        | { __typename: 'Child', id: string, title: string, trashedAt: string | null }
        | { __typename: 'DiaperChange', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Equipment', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Exercise', id: string, title: string, trashedAt: string | null }
        | { __typename: 'ExerciseName', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Feeding', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Food', id: string, title: string, trashedAt: string | null }
        | { __typename: 'FormulaProduct', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Growth', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Intake', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Muscle', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Note', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Observation', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Patient', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Person', id: string, title: string, trashedAt: string | null }
        | { __typename: 'PreparedBottle', id: string, title: string, trashedAt: string | null }
        | { __typename: 'SavedView', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Sensor', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Sleep', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Tag', id: string, title: string, trashedAt: string | null }
       | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ChangeSetQueryVariables = Exact<{
  where?: ChangeFilter | null | undefined;
  first: number;
}>;


export type ChangeSetQuery = { changes: { totalCount: number, nodes: Array<{ seq: string, at: string, operation: Operation, type: string, entryId: string, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null, patch: unknown, entry:
        | { __typename: 'Child', id: string, title: string, trashedAt: string | null }
        | { __typename: 'DiaperChange', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Equipment', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Exercise', id: string, title: string, trashedAt: string | null }
        | { __typename: 'ExerciseName', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Feeding', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Food', id: string, title: string, trashedAt: string | null }
        | { __typename: 'FormulaProduct', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Growth', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Intake', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Muscle', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Note', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Observation', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Patient', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Person', id: string, title: string, trashedAt: string | null }
        | { __typename: 'PreparedBottle', id: string, title: string, trashedAt: string | null }
        | { __typename: 'SavedView', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Sensor', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Sleep', id: string, title: string, trashedAt: string | null }
        | { __typename: 'Tag', id: string, title: string, trashedAt: string | null }
       | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ChangeTitlesQueryVariables = Exact<{
  ids?: Array<string> | string | null | undefined;
}>;


export type ChangeTitlesQuery = { entries: { nodes: Array<
      | { __typename: 'Child', id: string, title: string }
      | { __typename: 'DiaperChange', id: string, title: string }
      | { __typename: 'Equipment', id: string, title: string }
      | { __typename: 'Exercise', id: string, title: string }
      | { __typename: 'ExerciseName', id: string, title: string }
      | { __typename: 'Feeding', id: string, title: string }
      | { __typename: 'Food', id: string, title: string }
      | { __typename: 'FormulaProduct', id: string, title: string }
      | { __typename: 'Growth', id: string, title: string }
      | { __typename: 'Intake', id: string, title: string }
      | { __typename: 'Muscle', id: string, title: string }
      | { __typename: 'Note', id: string, title: string }
      | { __typename: 'Observation', id: string, title: string }
      | { __typename: 'Patient', id: string, title: string }
      | { __typename: 'Person', id: string, title: string }
      | { __typename: 'PreparedBottle', id: string, title: string }
      | { __typename: 'SavedView', id: string, title: string }
      | { __typename: 'Sensor', id: string, title: string }
      | { __typename: 'Sleep', id: string, title: string }
      | { __typename: 'Tag', id: string, title: string }
    > } };

export type PeekHistoryQueryVariables = Exact<{
  id: string;
}>;


export type PeekHistoryQuery = { entry:
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
    | { history: { nodes: Array<{ seq: string, at: string, operation: Operation, fields: Array<string> }> } }
   | null };

export type FilterTitlesQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type FilterTitlesQuery = { entries: { nodes: Array<
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
      | { id: string, title: string }
    > } };

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

export type FindEntryQueryVariables = Exact<{
  id: string;
}>;


export type FindEntryQuery = { entries: { nodes: Array<
      | { __typename: 'Child', id: string, title: string, trashedAt: string | null }
      | { __typename: 'DiaperChange', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Equipment', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Exercise', id: string, title: string, trashedAt: string | null }
      | { __typename: 'ExerciseName', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Feeding', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Food', id: string, title: string, trashedAt: string | null }
      | { __typename: 'FormulaProduct', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Growth', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Intake', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Muscle', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Note', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Observation', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Patient', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Person', id: string, title: string, trashedAt: string | null }
      | { __typename: 'PreparedBottle', id: string, title: string, trashedAt: string | null }
      | { __typename: 'SavedView', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Sensor', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Sleep', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Tag', id: string, title: string, trashedAt: string | null }
    > } };

export type FindEntriesQueryVariables = Exact<{
  typed: string;
}>;


export type FindEntriesQuery = { entries: { nodes: Array<
      | { __typename: 'Child', id: string, title: string }
      | { __typename: 'DiaperChange', id: string, title: string }
      | { __typename: 'Equipment', id: string, title: string }
      | { __typename: 'Exercise', id: string, title: string }
      | { __typename: 'ExerciseName', id: string, title: string }
      | { __typename: 'Feeding', id: string, title: string }
      | { __typename: 'Food', id: string, title: string }
      | { __typename: 'FormulaProduct', id: string, title: string }
      | { __typename: 'Growth', id: string, title: string }
      | { __typename: 'Intake', id: string, title: string }
      | { __typename: 'Muscle', id: string, title: string }
      | { __typename: 'Note', id: string, title: string }
      | { __typename: 'Observation', id: string, title: string }
      | { __typename: 'Patient', id: string, title: string }
      | { __typename: 'Person', id: string, title: string }
      | { __typename: 'PreparedBottle', id: string, title: string }
      | { __typename: 'SavedView', id: string, title: string }
      | { __typename: 'Sensor', id: string, title: string }
      | { __typename: 'Sleep', id: string, title: string }
      | { __typename: 'Tag', id: string, title: string }
    > } };

export type FreeLinksQueryVariables = Exact<{
  id: string;
  first: number;
}>;


export type FreeLinksQuery = { entry:
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
    | { links: { nodes: Array<{ id: string, kind: string, from: string | null, to: string | null, createdAt: string, source:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
          , target:
            | { __typename: 'Child', id: string, title: string }
            | { __typename: 'DiaperChange', id: string, title: string }
            | { __typename: 'Equipment', id: string, title: string }
            | { __typename: 'Exercise', id: string, title: string }
            | { __typename: 'ExerciseName', id: string, title: string }
            | { __typename: 'Feeding', id: string, title: string }
            | { __typename: 'Food', id: string, title: string }
            | { __typename: 'FormulaProduct', id: string, title: string }
            | { __typename: 'Growth', id: string, title: string }
            | { __typename: 'Intake', id: string, title: string }
            | { __typename: 'Muscle', id: string, title: string }
            | { __typename: 'Note', id: string, title: string }
            | { __typename: 'Observation', id: string, title: string }
            | { __typename: 'Patient', id: string, title: string }
            | { __typename: 'Person', id: string, title: string }
            | { __typename: 'PreparedBottle', id: string, title: string }
            | { __typename: 'SavedView', id: string, title: string }
            | { __typename: 'Sensor', id: string, title: string }
            | { __typename: 'Sleep', id: string, title: string }
            | { __typename: 'Tag', id: string, title: string }
           }>, pageInfo: { hasNextPage: boolean } } }
   | null };

export type HistoryQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type HistoryQuery = { entries: { nodes: Array<
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
      | { history: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ seq: string, at: string, operation: Operation, version: number, fields: Array<string>, changeSet: string, origin: Origin, reason: string | null }> } }
    > } };

export type AroundQueryVariables = Exact<{
  id: string;
  depth: number;
  types?: Array<string> | string | null | undefined;
  limit: number;
  asOf?: string | null | undefined;
}>;


export type AroundQuery = { around: { truncated: boolean, entries: Array<
      | { __typename: 'Child', id: string, title: string }
      | { __typename: 'DiaperChange', id: string, title: string }
      | { __typename: 'Equipment', id: string, title: string }
      | { __typename: 'Exercise', id: string, title: string }
      | { __typename: 'ExerciseName', id: string, title: string }
      | { __typename: 'Feeding', id: string, title: string }
      | { __typename: 'Food', id: string, title: string }
      | { __typename: 'FormulaProduct', id: string, title: string }
      | { __typename: 'Growth', id: string, title: string }
      | { __typename: 'Intake', id: string, title: string }
      | { __typename: 'Muscle', id: string, title: string }
      | { __typename: 'Note', id: string, title: string }
      | { __typename: 'Observation', id: string, title: string }
      | { __typename: 'Patient', id: string, title: string }
      | { __typename: 'Person', id: string, title: string }
      | { __typename: 'PreparedBottle', id: string, title: string }
      | { __typename: 'SavedView', id: string, title: string }
      | { __typename: 'Sensor', id: string, title: string }
      | { __typename: 'Sleep', id: string, title: string }
      | { __typename: 'Tag', id: string, title: string }
    >, links: Array<{ id: string, kind: string, props: unknown, source:
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
      , target:
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
       }> } };

export type WayQueryVariables = Exact<{
  from: string;
  to: string;
  maxDepth: number;
}>;


export type WayQuery = { way: { entries: Array<
      | { __typename: 'Child', id: string, title: string }
      | { __typename: 'DiaperChange', id: string, title: string }
      | { __typename: 'Equipment', id: string, title: string }
      | { __typename: 'Exercise', id: string, title: string }
      | { __typename: 'ExerciseName', id: string, title: string }
      | { __typename: 'Feeding', id: string, title: string }
      | { __typename: 'Food', id: string, title: string }
      | { __typename: 'FormulaProduct', id: string, title: string }
      | { __typename: 'Growth', id: string, title: string }
      | { __typename: 'Intake', id: string, title: string }
      | { __typename: 'Muscle', id: string, title: string }
      | { __typename: 'Note', id: string, title: string }
      | { __typename: 'Observation', id: string, title: string }
      | { __typename: 'Patient', id: string, title: string }
      | { __typename: 'Person', id: string, title: string }
      | { __typename: 'PreparedBottle', id: string, title: string }
      | { __typename: 'SavedView', id: string, title: string }
      | { __typename: 'Sensor', id: string, title: string }
      | { __typename: 'Sleep', id: string, title: string }
      | { __typename: 'Tag', id: string, title: string }
    >, links: Array<{ id: string, kind: string, props: unknown, source:
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
      , target:
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
       }> } | null };

export type LastChangedQueryVariables = Exact<{ [key: string]: never; }>;


export type LastChangedQuery = { entries: { nodes: Array<
      | { __typename: 'Child', id: string, title: string, updatedAt: string }
      | { __typename: 'DiaperChange', id: string, title: string, updatedAt: string }
      | { __typename: 'Equipment', id: string, title: string, updatedAt: string }
      | { __typename: 'Exercise', id: string, title: string, updatedAt: string }
      | { __typename: 'ExerciseName', id: string, title: string, updatedAt: string }
      | { __typename: 'Feeding', id: string, title: string, updatedAt: string }
      | { __typename: 'Food', id: string, title: string, updatedAt: string }
      | { __typename: 'FormulaProduct', id: string, title: string, updatedAt: string }
      | { __typename: 'Growth', id: string, title: string, updatedAt: string }
      | { __typename: 'Intake', id: string, title: string, updatedAt: string }
      | { __typename: 'Muscle', id: string, title: string, updatedAt: string }
      | { __typename: 'Note', id: string, title: string, updatedAt: string }
      | { __typename: 'Observation', id: string, title: string, updatedAt: string }
      | { __typename: 'Patient', id: string, title: string, updatedAt: string }
      | { __typename: 'Person', id: string, title: string, updatedAt: string }
      | { __typename: 'PreparedBottle', id: string, title: string, updatedAt: string }
      | { __typename: 'SavedView', id: string, title: string, updatedAt: string }
      | { __typename: 'Sensor', id: string, title: string, updatedAt: string }
      | { __typename: 'Sleep', id: string, title: string, updatedAt: string }
      | { __typename: 'Tag', id: string, title: string, updatedAt: string }
    > } };

export type WithTitleQueryVariables = Exact<{
  title: string;
}>;


export type WithTitleQuery = { entries: { nodes: Array<
      | { __typename: 'Child', id: string, title: string, updatedAt: string }
      | { __typename: 'DiaperChange', id: string, title: string, updatedAt: string }
      | { __typename: 'Equipment', id: string, title: string, updatedAt: string }
      | { __typename: 'Exercise', id: string, title: string, updatedAt: string }
      | { __typename: 'ExerciseName', id: string, title: string, updatedAt: string }
      | { __typename: 'Feeding', id: string, title: string, updatedAt: string }
      | { __typename: 'Food', id: string, title: string, updatedAt: string }
      | { __typename: 'FormulaProduct', id: string, title: string, updatedAt: string }
      | { __typename: 'Growth', id: string, title: string, updatedAt: string }
      | { __typename: 'Intake', id: string, title: string, updatedAt: string }
      | { __typename: 'Muscle', id: string, title: string, updatedAt: string }
      | { __typename: 'Note', id: string, title: string, updatedAt: string }
      | { __typename: 'Observation', id: string, title: string, updatedAt: string }
      | { __typename: 'Patient', id: string, title: string, updatedAt: string }
      | { __typename: 'Person', id: string, title: string, updatedAt: string }
      | { __typename: 'PreparedBottle', id: string, title: string, updatedAt: string }
      | { __typename: 'SavedView', id: string, title: string, updatedAt: string }
      | { __typename: 'Sensor', id: string, title: string, updatedAt: string }
      | { __typename: 'Sleep', id: string, title: string, updatedAt: string }
      | { __typename: 'Tag', id: string, title: string, updatedAt: string }
    > } };

export type EntriesByTitleQueryVariables = Exact<{
  types?: Array<string> | string | null | undefined;
  title: string;
  first: number;
}>;


export type EntriesByTitleQuery = { entries: { nodes: Array<
      | { __typename: 'Child', id: string, title: string, at: string | null }
      | { __typename: 'DiaperChange', id: string, title: string, at: string | null }
      | { __typename: 'Equipment', id: string, title: string, at: string | null }
      | { __typename: 'Exercise', id: string, title: string, at: string | null }
      | { __typename: 'ExerciseName', id: string, title: string, at: string | null }
      | { __typename: 'Feeding', id: string, title: string, at: string | null }
      | { __typename: 'Food', id: string, title: string, at: string | null }
      | { __typename: 'FormulaProduct', id: string, title: string, at: string | null }
      | { __typename: 'Growth', id: string, title: string, at: string | null }
      | { __typename: 'Intake', id: string, title: string, at: string | null }
      | { __typename: 'Muscle', id: string, title: string, at: string | null }
      | { __typename: 'Note', id: string, title: string, at: string | null }
      | { __typename: 'Observation', id: string, title: string, at: string | null }
      | { __typename: 'Patient', id: string, title: string, at: string | null }
      | { __typename: 'Person', id: string, title: string, at: string | null }
      | { __typename: 'PreparedBottle', id: string, title: string, at: string | null }
      | { __typename: 'SavedView', id: string, title: string, at: string | null }
      | { __typename: 'Sensor', id: string, title: string, at: string | null }
      | { __typename: 'Sleep', id: string, title: string, at: string | null }
      | { __typename: 'Tag', id: string, title: string, at: string | null }
    > } };

export type LastWrittenQueryVariables = Exact<{ [key: string]: never; }>;


export type LastWrittenQuery = { entries: { nodes: Array<
      | { __typename: 'Child', id: string, title: string, updatedAt: string }
      | { __typename: 'DiaperChange', id: string, title: string, updatedAt: string }
      | { __typename: 'Equipment', id: string, title: string, updatedAt: string }
      | { __typename: 'Exercise', id: string, title: string, updatedAt: string }
      | { __typename: 'ExerciseName', id: string, title: string, updatedAt: string }
      | { __typename: 'Feeding', id: string, title: string, updatedAt: string }
      | { __typename: 'Food', id: string, title: string, updatedAt: string }
      | { __typename: 'FormulaProduct', id: string, title: string, updatedAt: string }
      | { __typename: 'Growth', id: string, title: string, updatedAt: string }
      | { __typename: 'Intake', id: string, title: string, updatedAt: string }
      | { __typename: 'Muscle', id: string, title: string, updatedAt: string }
      | { __typename: 'Note', id: string, title: string, updatedAt: string }
      | { __typename: 'Observation', id: string, title: string, updatedAt: string }
      | { __typename: 'Patient', id: string, title: string, updatedAt: string }
      | { __typename: 'Person', id: string, title: string, updatedAt: string }
      | { __typename: 'PreparedBottle', id: string, title: string, updatedAt: string }
      | { __typename: 'SavedView', id: string, title: string, updatedAt: string }
      | { __typename: 'Sensor', id: string, title: string, updatedAt: string }
      | { __typename: 'Sleep', id: string, title: string, updatedAt: string }
      | { __typename: 'Tag', id: string, title: string, updatedAt: string }
    > } };

export type TrashQueryVariables = Exact<{
  types?: Array<string> | string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type TrashQuery = { entries: { totalCount: number, nodes: Array<
      | { __typename: 'Child', id: string, title: string, trashedAt: string | null }
      | { __typename: 'DiaperChange', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Equipment', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Exercise', id: string, title: string, trashedAt: string | null }
      | { __typename: 'ExerciseName', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Feeding', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Food', id: string, title: string, trashedAt: string | null }
      | { __typename: 'FormulaProduct', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Growth', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Intake', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Muscle', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Note', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Observation', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Patient', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Person', id: string, title: string, trashedAt: string | null }
      | { __typename: 'PreparedBottle', id: string, title: string, trashedAt: string | null }
      | { __typename: 'SavedView', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Sensor', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Sleep', id: string, title: string, trashedAt: string | null }
      | { __typename: 'Tag', id: string, title: string, trashedAt: string | null }
    >, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, retention: { trashDays: number | null } };

export type TypeExportQueryVariables = Exact<{ [key: string]: never; }>;


export type TypeExportQuery = { typeExport: string };

export type TypePlanMutationVariables = Exact<{
  sdl: string;
  remove?: Array<string> | string | null | undefined;
}>;


export type TypePlanMutation = { typePlan: { id: string | null, ok: boolean, waitSeconds: number, errors: Array<{ line: number, column: number, message: string, hint: string | null }>, changes: Array<{ type: string, field: string | null, kind: TypeChangeKind, affected: number, lossy: boolean, description: string }> } };

export type TypeApplyMutationVariables = Exact<{
  id: string;
}>;


export type TypeApplyMutation = { typeApply: { types: Array<{ name: string }>, errors: Array<{ line: number, column: number, message: string, hint: string | null }> } };

export type UnitsQueryVariables = Exact<{ [key: string]: never; }>;


export type UnitsQuery = { __type: { enumValues: Array<{ name: string, description: string | null }> | null } | null };

export type FollowChangesSubscriptionVariables = Exact<{
  since?: string | null | undefined;
}>;


export type FollowChangesSubscription = { changes: { seq: string, at: string, operation: Operation, type: string, entryId: string, version: number, fields: Array<string>, changeSet: string, origin: Origin } };

export type LatestChangesQueryVariables = Exact<{
  first: number;
}>;


export type LatestChangesQuery = { changes: { nodes: Array<{ seq: string, at: string, operation: Operation, type: string, entryId: string, version: number, fields: Array<string>, changeSet: string, origin: Origin }> } };

export type TypesQueryVariables = Exact<{
  language?: string | null | undefined;
}>;


export type TypesQuery = { types: Array<{ name: string, plural: string, label: string, pluralLabel: string, description: string | null, icon: string | null, kind: EntryTypeKind, builtIn: boolean, title: string | null, at: string | null, sensitive: boolean, public: boolean, formerNames: Array<string>, keys: Array<{ fields: Array<string> }>, series: { of: string, at: string, every: string | null, everyFrom: string | null, gapFactor: number, gapFactorFrom: string | null, keep: string | null } | null, api: { get: string | null, list: string, stats: string, series: string | null, live: string | null, statsLive: string | null, create: string | null, createMany: string | null, update: string | null, updateMany: string | null, upsert: string | null, upsertMany: string | null, delete: string | null, deleteMany: string | null, samplesAdd: string | null, samplesDelete: string | null, samplesFlag: string | null, ingest: string, createInput: string, patchInput: string | null, filterInput: string, orderInput: string, keyInput: string | null, statType: string }, fields: Array<{ name: string, label: string, description: string | null, kind: EntryFieldKind, type: string, required: boolean, list: boolean, writable: boolean, computed: boolean, default: string | null, key: boolean, unit: Unit | null, dimension: string | null, target: string | null, inverse: string | null, min: number | null, max: number | null, warnMin: number | null, warnMax: number | null, minLength: number | null, maxLength: number | null, options: Array<string> | null, indexed: boolean, sortable: boolean, groups: Array<EntryFieldGroup>, metric: string | null, sensitive: boolean, public: boolean, formerNames: Array<string>, fields: Array<{ name: string, label: string, description: string | null, kind: EntryFieldKind, type: string, required: boolean, list: boolean, writable: boolean, computed: boolean, default: string | null, key: boolean, unit: Unit | null, dimension: string | null, target: string | null, inverse: string | null, min: number | null, max: number | null, warnMin: number | null, warnMax: number | null, minLength: number | null, maxLength: number | null, options: Array<string> | null, indexed: boolean, sortable: boolean, groups: Array<EntryFieldGroup>, metric: string | null, sensitive: boolean, public: boolean, formerNames: Array<string>, fields: Array<{ name: string, label: string, description: string | null, kind: EntryFieldKind, type: string, required: boolean, list: boolean, writable: boolean, computed: boolean, default: string | null, key: boolean, unit: Unit | null, dimension: string | null, target: string | null, inverse: string | null, min: number | null, max: number | null, warnMin: number | null, warnMax: number | null, minLength: number | null, maxLength: number | null, options: Array<string> | null, indexed: boolean, sortable: boolean, groups: Array<EntryFieldGroup>, metric: string | null, sensitive: boolean, public: boolean, formerNames: Array<string>, fields: Array<{ name: string, label: string, description: string | null, kind: EntryFieldKind, type: string, required: boolean, list: boolean, writable: boolean, computed: boolean, default: string | null, key: boolean, unit: Unit | null, dimension: string | null, target: string | null, inverse: string | null, min: number | null, max: number | null, warnMin: number | null, warnMax: number | null, minLength: number | null, maxLength: number | null, options: Array<string> | null, indexed: boolean, sortable: boolean, groups: Array<EntryFieldGroup>, metric: string | null, sensitive: boolean, public: boolean, formerNames: Array<string>, units: Array<{ unit: Unit, symbol: string, ucum: string, factor: number, divisor: number, shift: number }> | null, link: { kind: string, props: string | null, onDelete: OnDelete, acyclic: boolean } | null, pattern: { regex: string, message: string } | null, time: { future: boolean, notBefore: string | null, maxAfter: string | null } | null, values: Array<{ name: string, label: string, description: string | null, formerNames: Array<string> }> | null, showIf: { field: string, in: Array<string> } | null, search: { weight: number, facet: boolean, suggest: boolean } | null, filter: { input: string, operators: Array<string> } | null }> | null, units: Array<{ unit: Unit, symbol: string, ucum: string, factor: number, divisor: number, shift: number }> | null, link: { kind: string, props: string | null, onDelete: OnDelete, acyclic: boolean } | null, pattern: { regex: string, message: string } | null, time: { future: boolean, notBefore: string | null, maxAfter: string | null } | null, values: Array<{ name: string, label: string, description: string | null, formerNames: Array<string> }> | null, showIf: { field: string, in: Array<string> } | null, search: { weight: number, facet: boolean, suggest: boolean } | null, filter: { input: string, operators: Array<string> } | null }> | null, units: Array<{ unit: Unit, symbol: string, ucum: string, factor: number, divisor: number, shift: number }> | null, link: { kind: string, props: string | null, onDelete: OnDelete, acyclic: boolean } | null, pattern: { regex: string, message: string } | null, time: { future: boolean, notBefore: string | null, maxAfter: string | null } | null, values: Array<{ name: string, label: string, description: string | null, formerNames: Array<string> }> | null, showIf: { field: string, in: Array<string> } | null, search: { weight: number, facet: boolean, suggest: boolean } | null, filter: { input: string, operators: Array<string> } | null }> | null, units: Array<{ unit: Unit, symbol: string, ucum: string, factor: number, divisor: number, shift: number }> | null, link: { kind: string, props: string | null, onDelete: OnDelete, acyclic: boolean } | null, pattern: { regex: string, message: string } | null, time: { future: boolean, notBefore: string | null, maxAfter: string | null } | null, values: Array<{ name: string, label: string, description: string | null, formerNames: Array<string> }> | null, showIf: { field: string, in: Array<string> } | null, search: { weight: number, facet: boolean, suggest: boolean } | null, filter: { input: string, operators: Array<string> } | null }> }> };

export type FieldPartsFragment = { name: string, label: string, description: string | null, kind: EntryFieldKind, type: string, required: boolean, list: boolean, writable: boolean, computed: boolean, default: string | null, key: boolean, unit: Unit | null, dimension: string | null, target: string | null, inverse: string | null, min: number | null, max: number | null, warnMin: number | null, warnMax: number | null, minLength: number | null, maxLength: number | null, options: Array<string> | null, indexed: boolean, sortable: boolean, groups: Array<EntryFieldGroup>, metric: string | null, sensitive: boolean, public: boolean, formerNames: Array<string>, units: Array<{ unit: Unit, symbol: string, ucum: string, factor: number, divisor: number, shift: number }> | null, link: { kind: string, props: string | null, onDelete: OnDelete, acyclic: boolean } | null, pattern: { regex: string, message: string } | null, time: { future: boolean, notBefore: string | null, maxAfter: string | null } | null, values: Array<{ name: string, label: string, description: string | null, formerNames: Array<string> }> | null, showIf: { field: string, in: Array<string> } | null, search: { weight: number, facet: boolean, suggest: boolean } | null, filter: { input: string, operators: Array<string> } | null };

export type TypesChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type TypesChangedSubscription = { typesChanged: string };

export type StoredViewsQueryVariables = Exact<{ [key: string]: never; }>;


export type StoredViewsQuery = { savedViews: { nodes: Array<{ id: string, name: string, recordType: string, layout: ViewLayout, icon: string | null, pinned: boolean }> } };

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
export const WriteErrorsFragmentDoc = new TypedDocumentString(`
    fragment WriteErrors on InputError {
  __typename
  code
  path
  message
  ... on InvalidInput {
    params
  }
  ... on DuplicateKey {
    existing {
      __typename
      id
      title
    }
  }
  ... on VersionConflict {
    current {
      __typename
      id
      title
      version
    }
  }
}
    `, {"fragmentName":"WriteErrors"}) as unknown as TypedDocumentString<WriteErrorsFragment, unknown>;
export const LoggedChangeFragmentDoc = new TypedDocumentString(`
    fragment LoggedChange on Change {
  seq
  at
  operation
  type
  entryId
  version
  fields
  changeSet
  origin
  reason
  patch
  entry {
    __typename
    id
    title
    trashedAt
  }
}
    `, {"fragmentName":"LoggedChange"}) as unknown as TypedDocumentString<LoggedChangeFragment, unknown>;
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
export const EntryTypeDocument = new TypedDocumentString(`
    query EntryType($id: ID!) {
  entry(id: $id) {
    __typename
    id
    title
    trashedAt
  }
}
    `) as unknown as TypedDocumentString<EntryTypeQuery, EntryTypeQueryVariables>;
export const RestoreDocument = new TypedDocumentString(`
    mutation Restore($id: ID!, $toVersion: Int, $expectedVersion: Int, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {
  write: entryRestore(
    id: $id
    toVersion: $toVersion
    expectedVersion: $expectedVersion
    idempotencyKey: $idempotencyKey
    dryRun: $dryRun
    reason: $reason
  ) {
    entry {
      __typename
      id
      title
      version
      trashedAt
    }
    changeSet
    replayed
    warnings {
      code
      path
      message
      params
    }
    errors {
      ...WriteErrors
    }
  }
}
    fragment WriteErrors on InputError {
  __typename
  code
  path
  message
  ... on InvalidInput {
    params
  }
  ... on DuplicateKey {
    existing {
      __typename
      id
      title
    }
  }
  ... on VersionConflict {
    current {
      __typename
      id
      title
      version
    }
  }
}`) as unknown as TypedDocumentString<RestoreMutation, RestoreMutationVariables>;
export const UndoDocument = new TypedDocumentString(`
    mutation Undo($id: ID!, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {
  write: changeSetUndo(
    id: $id
    idempotencyKey: $idempotencyKey
    dryRun: $dryRun
    reason: $reason
  ) {
    entries {
      __typename
      id
      title
      version
      trashedAt
    }
    changeSet
    replayed
    warnings {
      code
      path
      message
      params
    }
    errors {
      ...WriteErrors
    }
  }
}
    fragment WriteErrors on InputError {
  __typename
  code
  path
  message
  ... on InvalidInput {
    params
  }
  ... on DuplicateKey {
    existing {
      __typename
      id
      title
    }
  }
  ... on VersionConflict {
    current {
      __typename
      id
      title
      version
    }
  }
}`) as unknown as TypedDocumentString<UndoMutation, UndoMutationVariables>;
export const PurgeDocument = new TypedDocumentString(`
    mutation Purge($id: ID!, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {
  write: entryPurge(
    id: $id
    idempotencyKey: $idempotencyKey
    dryRun: $dryRun
    reason: $reason
  ) {
    entry {
      __typename
      id
      title
      version
      trashedAt
    }
    changeSet
    replayed
    warnings {
      code
      path
      message
      params
    }
    errors {
      ...WriteErrors
    }
  }
}
    fragment WriteErrors on InputError {
  __typename
  code
  path
  message
  ... on InvalidInput {
    params
  }
  ... on DuplicateKey {
    existing {
      __typename
      id
      title
    }
  }
  ... on VersionConflict {
    current {
      __typename
      id
      title
      version
    }
  }
}`) as unknown as TypedDocumentString<PurgeMutation, PurgeMutationVariables>;
export const LinkCreateDocument = new TypedDocumentString(`
    mutation LinkCreate($kind: String!, $source: ID!, $target: ID!, $from: DateTime, $to: DateTime, $props: JSON, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {
  write: linkCreate(
    kind: $kind
    source: $source
    target: $target
    from: $from
    to: $to
    props: $props
    idempotencyKey: $idempotencyKey
    dryRun: $dryRun
    reason: $reason
  ) {
    link {
      id
      kind
      from
      to
      source {
        __typename
        id
        title
      }
      target {
        __typename
        id
        title
      }
      createdAt
    }
    changeSet
    replayed
    warnings {
      code
      path
      message
      params
    }
    errors {
      ...WriteErrors
    }
  }
}
    fragment WriteErrors on InputError {
  __typename
  code
  path
  message
  ... on InvalidInput {
    params
  }
  ... on DuplicateKey {
    existing {
      __typename
      id
      title
    }
  }
  ... on VersionConflict {
    current {
      __typename
      id
      title
      version
    }
  }
}`) as unknown as TypedDocumentString<LinkCreateMutation, LinkCreateMutationVariables>;
export const LinkDeleteDocument = new TypedDocumentString(`
    mutation LinkDelete($id: ID!, $idempotencyKey: String, $dryRun: Boolean = false, $reason: String) {
  write: linkDelete(
    id: $id
    idempotencyKey: $idempotencyKey
    dryRun: $dryRun
    reason: $reason
  ) {
    link {
      id
      kind
      from
      to
      source {
        __typename
        id
        title
      }
      target {
        __typename
        id
        title
      }
      createdAt
    }
    changeSet
    replayed
    warnings {
      code
      path
      message
      params
    }
    errors {
      ...WriteErrors
    }
  }
}
    fragment WriteErrors on InputError {
  __typename
  code
  path
  message
  ... on InvalidInput {
    params
  }
  ... on DuplicateKey {
    existing {
      __typename
      id
      title
    }
  }
  ... on VersionConflict {
    current {
      __typename
      id
      title
      version
    }
  }
}`) as unknown as TypedDocumentString<LinkDeleteMutation, LinkDeleteMutationVariables>;
export const ChangeLogDocument = new TypedDocumentString(`
    query ChangeLog($types: [String!], $where: ChangeFilter, $first: Int!, $after: String) {
  changes(types: $types, where: $where, first: $first, after: $after) {
    nodes {
      ...LoggedChange
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment LoggedChange on Change {
  seq
  at
  operation
  type
  entryId
  version
  fields
  changeSet
  origin
  reason
  patch
  entry {
    __typename
    id
    title
    trashedAt
  }
}`) as unknown as TypedDocumentString<ChangeLogQuery, ChangeLogQueryVariables>;
export const ChangeSetDocument = new TypedDocumentString(`
    query ChangeSet($where: ChangeFilter, $first: Int!) {
  changes(where: $where, first: $first) {
    totalCount
    nodes {
      ...LoggedChange
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment LoggedChange on Change {
  seq
  at
  operation
  type
  entryId
  version
  fields
  changeSet
  origin
  reason
  patch
  entry {
    __typename
    id
    title
    trashedAt
  }
}`) as unknown as TypedDocumentString<ChangeSetQuery, ChangeSetQueryVariables>;
export const ChangeTitlesDocument = new TypedDocumentString(`
    query ChangeTitles($ids: [ID!]) {
  entries(where: {id: {in: $ids}, trashed: INCLUDE}, first: 200) {
    nodes {
      __typename
      id
      title
    }
  }
}
    `) as unknown as TypedDocumentString<ChangeTitlesQuery, ChangeTitlesQueryVariables>;
export const PeekHistoryDocument = new TypedDocumentString(`
    query PeekHistory($id: ID!) {
  entry(id: $id) {
    history(first: 5) {
      nodes {
        seq
        at
        operation
        fields
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PeekHistoryQuery, PeekHistoryQueryVariables>;
export const FilterTitlesDocument = new TypedDocumentString(`
    query FilterTitles($ids: [ID!]!) {
  entries(where: {id: {in: $ids}, trashed: INCLUDE}, first: 100) {
    nodes {
      id
      title
    }
  }
}
    `) as unknown as TypedDocumentString<FilterTitlesQuery, FilterTitlesQueryVariables>;
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
export const FindEntryDocument = new TypedDocumentString(`
    query FindEntry($id: ID!) {
  entries(where: {id: {eq: $id}, trashed: INCLUDE}, first: 1) {
    nodes {
      __typename
      id
      title
      trashedAt
    }
  }
}
    `) as unknown as TypedDocumentString<FindEntryQuery, FindEntryQueryVariables>;
export const FindEntriesDocument = new TypedDocumentString(`
    query FindEntries($typed: String!) {
  entries(
    where: {title: {contains: $typed}}
    orderBy: [{updatedAt: DESC}]
    first: 8
  ) {
    nodes {
      __typename
      id
      title
    }
  }
}
    `) as unknown as TypedDocumentString<FindEntriesQuery, FindEntriesQueryVariables>;
export const FreeLinksDocument = new TypedDocumentString(`
    query FreeLinks($id: ID!, $first: Int!) {
  entry(id: $id) {
    links(first: $first) {
      nodes {
        id
        kind
        from
        to
        createdAt
        source {
          __typename
          id
          title
        }
        target {
          __typename
          id
          title
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FreeLinksQuery, FreeLinksQueryVariables>;
export const HistoryDocument = new TypedDocumentString(`
    query History($id: ID!, $first: Int!, $after: String) {
  entries(where: {id: {eq: $id}, trashed: INCLUDE}, first: 1) {
    nodes {
      history(first: $first, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          seq
          at
          operation
          version
          fields
          changeSet
          origin
          reason
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<HistoryQuery, HistoryQueryVariables>;
export const AroundDocument = new TypedDocumentString(`
    query Around($id: ID!, $depth: Int!, $types: [String!], $limit: Int!, $asOf: DateTime) {
  around: neighborhood(
    id: $id
    depth: $depth
    types: $types
    limit: $limit
    asOf: $asOf
  ) {
    entries {
      __typename
      id
      title
    }
    links {
      id
      kind
      source {
        id
      }
      target {
        id
      }
      props
    }
    truncated
  }
}
    `) as unknown as TypedDocumentString<AroundQuery, AroundQueryVariables>;
export const WayDocument = new TypedDocumentString(`
    query Way($from: ID!, $to: ID!, $maxDepth: Int!) {
  way: path(from: $from, to: $to, maxDepth: $maxDepth) {
    entries {
      __typename
      id
      title
    }
    links {
      id
      kind
      source {
        id
      }
      target {
        id
      }
      props
    }
  }
}
    `) as unknown as TypedDocumentString<WayQuery, WayQueryVariables>;
export const LastChangedDocument = new TypedDocumentString(`
    query LastChanged {
  entries(first: 12, orderBy: [{updatedAt: DESC}]) {
    nodes {
      __typename
      id
      title
      updatedAt
    }
  }
}
    `) as unknown as TypedDocumentString<LastChangedQuery, LastChangedQueryVariables>;
export const WithTitleDocument = new TypedDocumentString(`
    query WithTitle($title: String!) {
  entries(
    first: 12
    where: {title: {contains: $title}}
    orderBy: [{updatedAt: DESC}]
  ) {
    nodes {
      __typename
      id
      title
      updatedAt
    }
  }
}
    `) as unknown as TypedDocumentString<WithTitleQuery, WithTitleQueryVariables>;
export const EntriesByTitleDocument = new TypedDocumentString(`
    query EntriesByTitle($types: [String!], $title: String!, $first: Int!) {
  entries(
    types: $types
    where: {title: {contains: $title}}
    first: $first
    orderBy: [{updatedAt: DESC}]
  ) {
    nodes {
      __typename
      id
      title
      at
    }
  }
}
    `) as unknown as TypedDocumentString<EntriesByTitleQuery, EntriesByTitleQueryVariables>;
export const LastWrittenDocument = new TypedDocumentString(`
    query LastWritten {
  entries(first: 8, orderBy: [{updatedAt: DESC}]) {
    nodes {
      __typename
      id
      title
      updatedAt
    }
  }
}
    `) as unknown as TypedDocumentString<LastWrittenQuery, LastWrittenQueryVariables>;
export const TrashDocument = new TypedDocumentString(`
    query Trash($types: [String!], $first: Int!, $after: String) {
  entries(
    types: $types
    where: {trashed: ONLY}
    orderBy: [{updatedAt: DESC}]
    first: $first
    after: $after
  ) {
    totalCount
    nodes {
      __typename
      id
      title
      trashedAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
  retention {
    trashDays
  }
}
    `) as unknown as TypedDocumentString<TrashQuery, TrashQueryVariables>;
export const TypeExportDocument = new TypedDocumentString(`
    query TypeExport {
  typeExport
}
    `) as unknown as TypedDocumentString<TypeExportQuery, TypeExportQueryVariables>;
export const TypePlanDocument = new TypedDocumentString(`
    mutation TypePlan($sdl: String!, $remove: [String!]) {
  typePlan(sdl: $sdl, remove: $remove) {
    id
    ok
    errors {
      line
      column
      message
      hint
    }
    changes {
      type
      field
      kind
      affected
      lossy
      description
    }
    waitSeconds
  }
}
    `) as unknown as TypedDocumentString<TypePlanMutation, TypePlanMutationVariables>;
export const TypeApplyDocument = new TypedDocumentString(`
    mutation TypeApply($id: ID!) {
  typeApply(planId: $id) {
    types {
      name
    }
    errors {
      line
      column
      message
      hint
    }
  }
}
    `) as unknown as TypedDocumentString<TypeApplyMutation, TypeApplyMutationVariables>;
export const UnitsDocument = new TypedDocumentString(`
    query Units {
  __type(name: "Unit") {
    enumValues {
      name
      description
    }
  }
}
    `) as unknown as TypedDocumentString<UnitsQuery, UnitsQueryVariables>;
export const FollowChangesDocument = new TypedDocumentString(`
    subscription FollowChanges($since: ID) {
  changes(since: $since) {
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
    `) as unknown as TypedDocumentString<FollowChangesSubscription, FollowChangesSubscriptionVariables>;
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
    query Types($language: String) {
  types(language: $language) {
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
export const TypesChangedDocument = new TypedDocumentString(`
    subscription TypesChanged {
  typesChanged
}
    `) as unknown as TypedDocumentString<TypesChangedSubscription, TypesChangedSubscriptionVariables>;
export const StoredViewsDocument = new TypedDocumentString(`
    query StoredViews {
  savedViews(first: 200, orderBy: [{position: ASC}, {name: ASC}]) {
    nodes {
      id
      name
      recordType
      layout
      icon
      pinned
    }
  }
}
    `) as unknown as TypedDocumentString<StoredViewsQuery, StoredViewsQueryVariables>;