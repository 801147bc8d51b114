import { isSeries, type EntryField, type EntryType, type Model } from "../../model";
import { measurable } from "./query";

/** A number over time that belongs to an entry: measured by records that link to it. */
export interface EntryMeasure {
  /** The list of the entry that holds the records. */
  inverse: EntryField;
  type: EntryType;
  field: EntryField;
}

/**
 * What of an entry can be charted, the most telling first: types that are made of numbers (measurements) come before
 * those that have one beside many other things.
 */
export function entryMeasures(type: EntryType, model: Model): EntryMeasure[] {
  const found = type.fields.flatMap((inverse) => {
    const target = inverse.kind === "INVERSE" ? model.target(inverse) : undefined;
    if (!target || (target.at === null && !isSeries(target))) return [];
    const fields = measurable(target).filter((field) => field.type === "Quantity");
    const share = fields.length / Math.max(1, target.fields.filter((field) => field.kind !== "INVERSE").length);
    return fields.map((field) => ({ inverse, type: target, field, share }));
  });
  return found.sort((a, b) => b.share - a.share).map(({ inverse, type, field }) => ({ inverse, type, field }));
}

/** The records of a measure that link to this entry, by their one link or by one of several. */
export function whereOf({ inverse, type }: Pick<EntryMeasure, "inverse" | "type">, of: string): Record<string, unknown> {
  const link = type.fields.find(({ name }) => name === inverse.inverse);
  return { [inverse.inverse ?? ""]: { [link?.list ? "some" : "is"]: { id: { eq: of } } } };
}
