export { createFormats, type DateTimeStyle, type Formats, type Measured, type QuantityField } from "./formats";
export { durationSeconds, durationText, parseDuration, type DurationParts } from "./duration";
export { convert, shownUnit, unitOf } from "./units";
export { formatSettings, useFormats } from "./useFormats";
export type { FormatSettings } from "./settings";
