import { isSeries, type Model } from "../../model";
import { measurable, timed } from "./query";
import { DEFAULT_SPEC, type ChartSpec } from "./spec";

/** What the page opens with: the first type that has a time, a number if it has one, by day. */
export function firstSpec(model: Model): ChartSpec | null {
  const dated = model.types.filter((type) => timed(type).length > 0);
  const type = dated.find((type) => !isSeries(type) && measurable(type).length > 0) ?? dated[0] ?? model.types[0];
  if (!type) return null;
  const field = measurable(type).find((field) => field.type === "Quantity") ?? measurable(type)[0];
  const bucket = timed(type).length > 0 ? DEFAULT_SPEC.bucket : null;
  return field
    ? { ...DEFAULT_SPEC, type: type.plural, measure: isSeries(type) ? "avg" : "sum", field: field.name, unit: field.unit, bucket, shape: isSeries(type) ? "lines" : "stacked" }
    : { ...DEFAULT_SPEC, type: type.plural, bucket };
}
