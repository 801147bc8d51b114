import { describe, expect, it } from "vitest";
import { daysBefore, startOf } from "../../src/charts/calendar";

describe("the start of a calendar unit", () => {
  it.each([
    ["day", "2026-11-30T20:14:00Z", "Europe/Berlin", "2026-11-29T23:00:00.000Z"],
    ["day", "2026-11-30T23:30:00Z", "Europe/Berlin", "2026-11-30T23:00:00.000Z"],
    // A day of 23 hours begins an hour of UTC later than the next one.
    ["day", "2026-03-29T12:00:00Z", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
    ["day", "2026-03-30T12:00:00Z", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
    // Santiago skips midnight: the day begins at one o'clock.
    ["day", "2026-09-06T12:00:00Z", "America/Santiago", "2026-09-06T04:00:00.000Z"],
    ["day", "2026-06-01T12:00:00Z", "Asia/Kathmandu", "2026-05-31T18:15:00.000Z"],
    ["week", "2026-11-29T12:00:00Z", "UTC", "2026-11-23T00:00:00.000Z"],
    ["month", "2026-03-31T23:30:00Z", "Europe/Berlin", "2026-03-31T22:00:00.000Z"],
    ["year", "2026-07-01T00:00:00Z", "Pacific/Auckland", "2025-12-31T11:00:00.000Z"],
    ["hour", "2026-06-01T12:20:00Z", "Asia/Kolkata", "2026-06-01T11:30:00.000Z"],
  ] as const)("%s of %s in %s", (unit, instant, zone, expected) => {
    expect(startOf(unit, new Date(instant), zone).toISOString()).toBe(expected);
  });

  it("counts days by the calendar, not by 24 hours", () => {
    expect(daysBefore(1, new Date("2026-03-30T10:00:00Z"), "Europe/Berlin").toISOString()).toBe("2026-03-28T23:00:00.000Z");
    expect(daysBefore(-1, new Date("2026-03-29T10:00:00Z"), "Europe/Berlin").toISOString()).toBe("2026-03-29T22:00:00.000Z");
  });
});
