import type { EntryField } from "../model/entry-type";

/** A value that a field would accept, for an example. Quantities are `{value, unit}`. */
export type Sample = string | number | boolean | { value: number; unit: string } | { [name: string]: number | string };

/** What people would write down, by unit; anything else gets a number within the field's bounds. */
const EVERYDAY: Readonly<Record<string, number>> = {
  ML: 120, G: 80, KG: 4.2, MG: 250, CM: 52, CEL: 21.5, DEGF: 70.7, PERCENT: 45, LUX: 300, PPM: 600, HPA: 1013,
  KCAL: 180, KCAL_PER_FL_OZ: 20, MMHG: 118, PER_MIN: 72, MIN: 20, H: 2, KM: 5,
};

/** What a sample follows from. */
type Sampled = Pick<EntryField, "type" | "unit" | "options" | "min" | "max" | "warnMin" | "warnMax"> & Partial<Pick<EntryField, "description">>;

/** A value that the field would accept. `now` is the instant that time fields get. */
export function sampleOf(field: Sampled, now: Date): Sample {
  if (field.options && field.options.length > 0) return field.options[0] ?? "";
  switch (field.type) {
    case "Quantity":
      return { value: withinBounds(EVERYDAY[field.unit ?? ""] ?? 1, field), unit: field.unit ?? "ONE" };
    case "Int":
      return Math.round(withinBounds(1, field));
    case "Float":
    case "Decimal":
      return withinBounds(1, field);
    case "Boolean":
      return true;
    case "DateTime":
      return `${now.toISOString().slice(0, 16)}:00Z`;
    case "Date":
      return now.toISOString().slice(0, 10);
    case "Time":
      return "07:30:00";
    case "Duration":
      return "PT20M";
    case "TimeZone":
      return "Europe/Paris";
    case "URL":
      return "https://example.org";
    case "Email":
      return "someone@example.org";
    case "Phone":
      return "+4930123456";
    case "Language":
      return "en";
    case "Country":
      return "FR";
    case "GeoPoint":
      return { lat: 52.52, lon: 13.405 };
    case "Money":
      return { amount: 12.5, currency: "EUR" };
    default:
      return describedExample(field.description) ?? "example";
  }
}

/** The example that a description gives, as in "LOINC code, such as `8867-4`": it fits where a pattern is asked for. */
function describedExample(description: string | null | undefined): string | undefined {
  return /such as `([^`]+)`/.exec(description ?? "")?.[1];
}

/** The number itself where it is allowed and nothing to warn about, else the middle of what is. */
function withinBounds(wish: number, field: Pick<EntryField, "min" | "max" | "warnMin" | "warnMax">): number {
  const low = field.warnMin ?? field.min ?? -Infinity;
  const high = field.warnMax ?? field.max ?? Infinity;
  if (low <= wish && wish <= high) return wish;
  if (!Number.isFinite(low)) return high;
  return Number.isFinite(high) ? (low + high) / 2 : low;
}
