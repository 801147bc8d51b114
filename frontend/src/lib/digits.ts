/** What newer browsers add to `JSON`: texts of numbers, on the way in and out. */
interface DigitsOfJson {
  rawJSON?: (text: string) => unknown;
}

/**
 * For `JSON.parse`: reads JSON such that writing it again gives every number as it was, `1.10`, `1e5`, and integers
 * beyond 2^53. A number that JavaScript would write otherwise becomes an object that only `JSON.stringify` understands,
 * so this is for showing. Browsers that know nothing of it (before Chromium 114, Firefox 135 and Safari 18.4) read
 * numbers as they always do.
 */
export function keepDigits(_name: string, value: unknown, context?: { source?: string }): unknown {
  const written = context?.source;
  if (typeof value !== "number" || written === undefined || written === JSON.stringify(value)) return value;
  return (JSON as DigitsOfJson).rawJSON?.(written) ?? value;
}

/** Reads JSON that is to be shown. */
export function parseForShowing(text: string): unknown {
  return JSON.parse(text, keepDigits);
}
