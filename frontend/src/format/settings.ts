/** What decides how values are written. */
export interface FormatSettings {
  /** A BCP 47 tag, such as `de-DE`. */
  locale: string;
  /** An IANA name; times are shown on its clocks. */
  timeZone: string;
  /** The unit that each dimension is shown in, such as `{volume: "FL_OZ"}`; others in the field's own unit. */
  units: Readonly<Record<string, string>>;
}
