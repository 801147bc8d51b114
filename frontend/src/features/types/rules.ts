import type { EntryField } from "../../model";

type Translate = (key: string, values?: Record<string, unknown>) => string;

/** The rules of a field in a few words, as a row of the table tells them. */
export function rulesInWords(field: EntryField, t: Translate): string {
  const parts: string[] = [];
  const symbol = field.units?.find((unit) => unit.unit === field.unit)?.symbol ?? "";
  const range = between(field.min, field.max);
  if (range) parts.push(range);
  const unusual = between(field.warnMin, field.warnMax);
  if (unusual) parts.push(t("definition.usual", { range: `${unusual} ${symbol}`.trim() }));
  const length = between(field.minLength, field.maxLength);
  if (length) parts.push(t(field.list ? "definition.items" : "definition.characters", { range: length }));
  if (field.pattern) parts.push(field.pattern.message);
  if (field.time && !field.time.future) parts.push(t("definition.notInFuture"));
  if (field.time?.notBefore) parts.push(t("definition.notBeforeField", { field: field.time.notBefore }));
  if (field.link) parts.push(t(`definition.rule.${field.link.onDelete}`));
  if (field.showIf) parts.push(t("definition.shownIf", { field: field.showIf.field, values: field.showIf.in.join(", ") }));
  return parts.join(" · ");
}

function between(min: number | null, max: number | null): string {
  if (min !== null && max !== null) return `${min} – ${max}`;
  if (min !== null) return `≥ ${min}`;
  return max !== null ? `≤ ${max}` : "";
}
