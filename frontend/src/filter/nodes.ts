import type { Where } from "../documents";

/** What a link must meet: `is` and `isNot` of one target, `some`, `none` and `every` of many. */
export type Quantifier = "is" | "isNot" | "some" | "none" | "every";

/** A condition on a value of the record itself: of a field, of a part of an embedded object, or how many links there are. */
export interface FieldNode {
  kind: "field";
  /** `["amount"]`, `["address", "city"]`, `["food", "count"]`. */
  path: string[];
  operator: string;
  value: unknown;
  /** The zone that relative times reckon in. */
  tz?: string;
}

/** Conditions on what a link leads to, and on what the links carry (`edge`). */
export interface LinkNode {
  kind: "link";
  field: string;
  quantifier: Quantifier;
  nodes: FilterNode[];
  edge?: FilterNode[];
}

/** At least one of the alternatives holds, each of which is conditions that hold together. */
export interface AnyNode {
  kind: "any";
  alternatives: FilterNode[][];
}

/** The conditions do not hold together. */
export interface NotNode {
  kind: "not";
  nodes: FilterNode[];
}

/** Whether entries in the trash are looked at. */
export interface TrashNode {
  kind: "trash";
  value: "EXCLUDE" | "INCLUDE" | "ONLY";
}

/** One condition of a filter: a chip above the list. All conditions of a filter hold together. */
export type FilterNode = FieldNode | LinkNode | AnyNode | NotNode | TrashNode;

export const QUANTIFIERS: readonly Quantifier[] = ["is", "isNot", "some", "none", "every"];

/** Operators that come with a zone of their own. */
export const ZONED = ["last", "within"];

/** A filter that this app cannot show as conditions, such as one of an address that somebody wrote by hand. */
export class FilterNotUnderstood extends Error {
  constructor(readonly path: readonly string[]) {
    super(`the condition at ${path.join(".")} is not understood`);
    this.name = "FilterNotUnderstood";
  }
}

export type { Where };
