import type { InputError, WriteWarning } from "../documents";
import type { Problem } from "../fields/rules";
import type { EntryRow } from "../model";
import type { Places } from "./inputs";

/** Arguments of writes; what follows in a path is within the record. */
const ROOTS = new Set(["input", "patch"]);

const NO_PLACES: Places = new Map();

/** What the server says about an input, at the places where a form shows it: the field first, then the way within. */
export function placeMistakes(errors: readonly InputError[], places: Places = NO_PLACES): Problem[] {
  return errors.map((error) => ({ ...sentence(error), path: place(error.path, places), ...(error.existing ? { entry: error.existing } : {}) }));
}

/** Warnings at the places where a form shows them. */
export function placeWarnings(warnings: readonly WriteWarning[], places: Places = NO_PLACES): Problem[] {
  return warnings.map(({ path, message }) => ({ key: "said", text: message, path: place(path, places) }));
}

/** The entry as it is now, where somebody else wrote first. */
export function conflictOf(errors: readonly InputError[]): EntryRow | null {
  return errors.find((error) => error.code === "VERSION_CONFLICT")?.current ?? null;
}

/** A path of the API as one of the form; what concerns no field is at its top, with an empty path. */
function place(path: readonly string[], places: Places): string[] {
  const [root = "", ...rest] = path;
  const within = root === "inputs" ? rest.slice(1) : ROOTS.has(root) ? rest : [];
  for (let length = within.length; length > 0; length -= 1) {
    const known = places.get(within.slice(0, length).join("."));
    if (known) return [...known, ...within.slice(length)];
  }
  return within;
}

/** The sentence that the form itself would say, so that it is in the reader's language; else the server's words. */
function sentence({ code, message, params }: InputError): Omit<Problem, "path"> {
  const given = (typeof params === "object" && params !== null ? params : {}) as Record<string, unknown>;
  const number = (name: string): number | undefined => (typeof given[name] === "number" ? given[name] : undefined);
  const unit: Record<string, string> = typeof given["unit"] === "string" ? { unit: given["unit"] } : {};
  const said = { key: "said", text: message };
  switch (code) {
    case "REQUIRED":
      return { key: "required" };
    case "FUTURE_TIME":
      return { key: "future" };
    case "OUT_OF_RANGE": {
      const [min, max] = [number("min"), number("max")];
      if (min !== undefined && max === undefined) return { key: "atLeast", params: { bound: min, ...unit } };
      return max !== undefined && min === undefined ? { key: "atMost", params: { bound: max, ...unit } } : said;
    }
    case "TOO_LONG":
    case "TOO_SHORT": {
      const [bound, length] = [number(code === "TOO_LONG" ? "max" : "min"), number("length")];
      if (bound === undefined || length === undefined || / items? *\b|items,/.test(message)) return said;
      return code === "TOO_LONG" ? { key: "tooLong", params: { max: bound, length } } : { key: "tooShort", params: { min: bound, length } };
    }
    default:
      return said;
  }
}
