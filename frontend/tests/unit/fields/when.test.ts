import { describe, expect, it } from "vitest";
import { isDate, localText, otherOccurrence, readDate, readInstant, readNative, readTime, type Clock } from "../../../src/fields/when";

/** Monday, 21:14 in Paris. */
const NOW: Clock = { now: new Date("2026-11-30T20:14:00Z"), zone: "Europe/Paris", locale: "en-US" };

describe("a typed point in time", () => {
  it.each([
    ["now", "2026-11-30T20:14:00Z"], ["21:02", "2026-11-30T20:02:00Z"], ["9pm", "2026-11-30T20:00:00Z"], ["2102", "2026-11-30T20:02:00Z"],
    ["-20m", "2026-11-30T19:54:00Z"], ["-20", "2026-11-30T19:54:00Z"], ["-1h30", "2026-11-30T18:44:00Z"], ["20 min ago", "2026-11-30T19:54:00Z"],
    ["vor 2 Std", "2026-11-30T18:14:00Z"], ["yest 9pm", "2026-11-29T20:00:00Z"], ["gestern 7:30", "2026-11-29T06:30:00Z"],
    ["2026-05-01 14:30", "2026-05-01T12:30:00Z"], ["2026-05-01T14:30", "2026-05-01T12:30:00Z"], ["1 May 14:30", "2026-05-01T12:30:00Z"],
    ["May 1, 2:30 pm", "2026-05-01T12:30:00Z"], ["1.5.2026 14:30", "2026-05-01T12:30:00Z"], ["5/1/2026 14:30", "2026-05-01T12:30:00Z"],
    ["fri 17:00", "2026-11-27T16:00:00Z"], ["2026-05-01T14:30:00+02:00", "2026-05-01T12:30:00Z"], ["2026-05-01T12:30:00.250Z", "2026-05-01T12:30:00.25Z"],
  ])("%s is %s", (text, expected) => expect(readInstant(text, NOW)).toBe(expected));

  it("takes a time alone as the last one, around midnight too", () => {
    const night = { ...NOW, now: new Date("2026-11-30T23:10:00Z") };
    expect(readInstant("23:50", night)).toBe("2026-11-30T22:50:00Z");
    expect(readInstant("0:05", night)).toBe("2026-11-30T23:05:00Z");
  });

  it.each(["", "25:00", "31.2.2026 10:00", "soonish", "10:75", "2026-13-01 10:00"])("refuses %s", (text) => expect(readInstant(text, NOW)).toBeNull());

  it("knows no time that clocks skipped, and tells both of one that they show twice", () => {
    expect(readInstant("2026-03-29 02:30", NOW)).toBeNull();
    expect(readInstant("2026-10-25 02:30", NOW)).toBe("2026-10-25T00:30:00Z");
    expect(otherOccurrence("2026-10-25T00:30:00Z", "Europe/Paris")).toBe("2026-10-25T01:30:00Z");
    expect(otherOccurrence("2026-10-25T01:30:00Z", "Europe/Paris")).toBe("2026-10-25T00:30:00Z");
    expect(otherOccurrence("2026-10-25T10:30:00Z", "Europe/Paris")).toBeNull();
  });

  it("goes through a native input and back", () => {
    expect(localText("2026-11-30T20:02:00Z", "Europe/Paris")).toBe("2026-11-30T21:02:00");
    expect(readNative("2026-11-30T21:02", "Europe/Paris")).toBe("2026-11-30T20:02:00Z");
    expect(readNative("2026-11-30T21:02", "Pacific/Auckland")).toBe("2026-11-30T08:02:00Z");
  });
});

describe("a typed date", () => {
  it.each([
    ["2026-05-01", "2026-05-01"], ["1 May", "2026-05-01"], ["1. Mai 2026", "2026-05-01"], ["20.12.", "2026-12-20"], ["today", "2026-11-30"],
    ["yesterday", "2026-11-29"], ["5/6/25", "2025-05-06"], ["monday", "2026-11-30"], ["tue", "2026-11-24"], ["2 Jan", "2026-01-02"],
  ])("%s is %s", (text, expected) => expect(readDate(text, { ...NOW, locale: text.includes("Mai") ? "de" : "en-US" })).toBe(expected));

  it("has the day first where the language has it", () => expect(readDate("5/6/25", { ...NOW, locale: "en-GB" })).toBe("2025-06-05"));

  it("is a day of the calendar", () => {
    expect(isDate("2026-02-29")).toBe(false);
    expect(isDate("2028-02-29")).toBe(true);
    expect(readDate("31 Apr 2026", NOW)).toBeNull();
  });
});

describe("a typed time of day", () => {
  it.each([["7", "07:00:00"], ["7:05", "07:05:00"], ["0730", "07:30:00"], ["12am", "00:00:00"], ["12 pm", "12:00:00"], ["23:59:58", "23:59:58"], ["4.17", "04:17:00"]])("%s is %s", (text, expected) => expect(readTime(text)).toBe(expected));
  it.each(["24:00", "13pm", "7:5", "x"])("refuses %s", (text) => expect(readTime(text)).toBeNull());
});
