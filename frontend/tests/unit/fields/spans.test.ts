import { describe, expect, it } from "vitest";
import { readDuration } from "../../../src/fields/spans";

describe("a typed duration", () => {
  it.each([
    ["1 h 30 min", "PT1H30M"], ["90m", "PT90M"], ["1:30", "PT1H30M"], ["0:04:10", "PT4M10S"], ["1.5 h", "PT1H30M"], ["1,5 Std.", "PT1H30M"], ["3 days", "P3D"],
    ["2 weeks", "P2W"], ["1 month", "P1M"], ["1 year 2 months", "P1Y2M"], ["1.5 days", "P1DT12H"], ["PT20M", "PT20M"], ["pt20m", "PT20M"], ["0 min", "PT0S"], ["45 sek", "PT45S"],
  ])("%s is %s", (text, expected) => expect(readDuration(text)).toBe(expected));

  it.each(["", "20", "1.5 months", "1 h 2 h", "soon", "P", "PT", "1:75"])("refuses %s", (text) => expect(readDuration(text)).toBeNull());
});
