import { describe, expect, it } from "vitest";
import { convert, createFormats, durationText, parseDuration, shownUnit } from "../../../src/format";
import { amount, field } from "./garden";

const berlin = createFormats({ locale: "en-GB", timeZone: "Europe/Berlin", units: {} });
const german = createFormats({ locale: "de", timeZone: "Europe/Berlin", units: { volume: "FL_OZ" } });
const celsius = field("heat", {
  type: "Quantity", unit: "CEL", dimension: "temperature",
  units: [{ unit: "CEL", symbol: "°C", ucum: "Cel", factor: 1, divisor: 1, shift: 0 }, { unit: "DEGF", symbol: "°F", ucum: "[degF]", factor: 5, divisor: 9, shift: 32 }],
});

describe("times", () => {
  it.each([
    ["before the clocks go forward", "2026-03-29T00:59:00Z", "01:59"],
    ["after they went", "2026-03-29T01:00:00Z", "03:00"],
    ["the first of an hour that is there twice", "2026-10-25T00:30:00Z", "02:30"],
    ["and the second", "2026-10-25T01:30:00Z", "02:30"],
  ])("%s", (_, instant, expected) => expect(berlin.dateTime(instant, "time")).toBe(expected));

  it("puts an instant into the reader's day, not that of UTC", () => {
    expect(berlin.day("2026-11-29T23:30:00Z")).toBe("2026-11-30");
    expect(createFormats({ locale: "en", timeZone: "America/Los_Angeles", units: {} }).day("2026-11-30T07:30:00Z")).toBe("2026-11-29");
  });

  it("moves a calendar day by no zone", () => expect(createFormats({ locale: "en-GB", timeZone: "Pacific/Auckland", units: {} }).date("2026-11-30")).toContain("30 Nov"));

  it("leaves what is no time as it is", () => expect([berlin.dateTime("soon"), berlin.date("never"), berlin.time("late")]).toEqual(["soon", "never", "late"]));

  it.each([
    [berlin, 4 * 60 + 44, "4 h 44 min ago"],
    [berlin, 24, "24 min ago"],
    [berlin, 15 * 60 + 3, "15 h ago"],
    [german, 4 * 60 + 44, "vor 4 h 44 min"],
  ])("tells how long ago", (formats, minutes, expected) => {
    const now = Date.parse("2026-11-30T20:00:00Z");
    expect(formats.ago(new Date(now - minutes * 60_000).toISOString(), now)).toBe(expected);
  });
});

describe("quantities", () => {
  it("are shown in the unit of the reader", () => {
    expect(berlin.quantity({ value: 120, unit: "ML", entered: "4 fl oz" }, amount)).toEqual({ number: "120", symbol: "mL" });
    expect(german.quantity({ value: 120, unit: "ML", entered: "" }, amount)).toEqual({ number: "4,058", symbol: "fl oz" });
    expect(shownUnit(celsius, { units: { volume: "FL_OZ" } })).toBe("CEL");
  });

  it.each([[100, "CEL", "DEGF", 212], [-40, "DEGF", "CEL", -40], [98.6, "DEGF", "CEL", 37]])("%s %s in %s", (value, from, to, expected) => expect(convert(celsius, value, from, to)).toBeCloseTo(expected, 9));

  it("are not guessed between units that a field does not know", () => expect(convert(amount, 1, "ML", "KG")).toBeNull());
});

describe("durations", () => {
  it.each([["PT1H35M", "1 h 35 min"], ["PT90S", "1 min 30 s"], ["P1DT2H", "1 d 2 h"], ["PT0S", "0 min"], ["-PT5M", "-5 min"], ["P1M", "30 d"]])("%s is %s", (text, expected) => expect(berlin.durationText(text)).toBe(expected));
  it.each(["", "P", "PT", "1 hour", "PT1.5H"])("“%s” is none", (text) => expect(parseDuration(text)).toBeNull());
  it("are written as ISO 8601", () => expect([durationText(5_400), durationText(0), durationText(-61)]).toEqual(["PT1H30M", "PT0S", "-PT1M1S"]));
});

describe("other values", () => {
  it("names what is enumerated, also by an earlier name", () => {
    const color = { values: [{ name: "RED", label: "Red", description: null, formerNames: ["CRIMSON"] }] };
    expect([berlin.enumLabel(color, "CRIMSON"), berlin.enumLabel(color, "GREEN")]).toEqual(["Red", "GREEN"]);
  });
  it("writes money, also in a currency that nobody knows", () => expect([berlin.money({ amount: 12.5, currency: "EUR" }), berlin.money({ amount: 1, currency: "??" })]).toEqual(["€12.50", "1 ??"]));
});
