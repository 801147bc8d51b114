/** A decimal number as drafts and the API write it. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Whether a text is a number as drafts hold it: digits with a decimal point, whatever the reader's language. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text.trim()) && Number.isFinite(Number(text));
}

/**
 * Reads a number as people type it, in the notation of their language, into the one that drafts hold; null when it is
 * none. One comma or point before exactly three digits groups or divides as the language has it; else it divides.
 */
export function readTyped(text: string, locale: string): string | null {
  const compact = text.trim().replace(/[\s\u00a0\u202f'’_]/g, "").replace(/^[\u2212\u2013]/, "-");
  if (/[eE]/.test(compact)) return isDecimal(compact) ? compact : null;
  const points = (compact.match(/\./g) ?? []).length;
  const commas = (compact.match(/,/g) ?? []).length;
  if (points === 0 && commas === 0) return isDecimal(compact) ? compact : null;
  const decimal = decimalMark(compact, points, commas, locale);
  const group = decimal === "." ? "," : ".";
  if (!isGrouped(compact, group, decimal)) return null;
  const plain = compact.replaceAll(group, "").replace(decimal, ".");
  return isDecimal(plain) ? plain : null;
}

/** A draft's number as the language writes it while it is edited: without grouping, so that no digit changes its meaning. */
export function showTyped(text: string, locale: string): string {
  return isDecimal(text) ? text.trim().replace(".", localeMark(locale)) : text;
}

/** The shortest text of a computed number with so many significant digits, as a draft holds it. */
export function roundedText(number: number, digits: number): string {
  const rounded = Number(number.toPrecision(digits));
  const magnitude = Math.abs(rounded);
  if (magnitude !== 0 && (magnitude < 1e-6 || magnitude >= 1e21)) return rounded.toExponential();
  return String(rounded);
}

function decimalMark(text: string, points: number, commas: number, locale: string): "." | "," {
  if (points > 0 && commas > 0) return text.lastIndexOf(".") > text.lastIndexOf(",") ? "." : ",";
  const mark = points > 0 ? "." : ",";
  const other = mark === "." ? "," : ".";
  if ((points || commas) > 1) return other;
  const groups = /^[+-]?\d{1,3}[.,]\d{3}$/.test(text) && !/^[+-]?0/.test(text);
  return groups && localeMark(locale) !== mark ? other : mark;
}

function isGrouped(text: string, group: string, decimal: string): boolean {
  const [whole = "", ...rest] = text.replace(/^[+-]/, "").split(decimal);
  if (rest.length > 1 || rest.some((part) => part.includes(group))) return false;
  const [first = "", ...groups] = whole.split(group);
  return groups.length === 0 || (first.length > 0 && first.length <= 3 && groups.every((part) => part.length === 3));
}

function localeMark(locale: string): "." | "," {
  return (1.5).toLocaleString(locale).includes(",") ? "," : ".";
}
