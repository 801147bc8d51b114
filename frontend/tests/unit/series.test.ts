import { describe, expect, it } from "vitest";
import { panels, plotHeight, timeTicks } from "../../src/features/series/plot";
import { rangeOf, step, windowOf, zoom } from "../../src/features/series/ranges";
import { tableRows } from "../../src/features/series/rows";

const NOW = new Date("2026-11-30T20:20:00Z");

describe("the window of a series", () => {
  it("ends now unless it is moved, and never in the future", () => {
    expect(windowOf(rangeOf("24h"), null, NOW)).toEqual({ from: new Date("2026-11-29T20:20:00Z"), to: NOW, live: true });
    expect(windowOf(rangeOf("24h"), new Date("2027-01-01T00:00:00Z"), NOW).to).toEqual(NOW);
    expect(windowOf(rangeOf("1h"), new Date("2026-11-30T12:00:00Z"), NOW)).toEqual({ from: new Date("2026-11-30T11:00:00Z"), to: new Date("2026-11-30T12:00:00Z"), live: false });
  });

  it("steps by its own length, back to now", () => {
    const day = rangeOf("24h");
    const before = step(day, windowOf(day, null, NOW), -1, NOW);
    expect(before).toEqual(new Date("2026-11-29T20:20:00Z"));
    expect(step(day, windowOf(day, before, NOW), 1, NOW)).toBeNull();
  });

  it("zooms between an hour and a year", () => {
    expect(zoom(rangeOf("1h"), -1).id).toBe("1h");
    expect(zoom(rangeOf("24h"), 1).id).toBe("7d");
    expect(zoom(rangeOf("1y"), 1).id).toBe("1y");
    expect(rangeOf("nonsense").id).toBe("24h");
  });
});

describe("the ticks of the axis of time", () => {
  it("stand at round times of the zone, across a change of the clocks, too", () => {
    const ticks = timeTicks(Date.parse("2026-03-28T12:00:00Z"), Date.parse("2026-03-29T20:00:00Z"), "Europe/Berlin").map((tick) => new Date(tick).toISOString());
    expect(ticks).toContain("2026-03-28T23:00:00.000Z");
    expect(ticks).toContain("2026-03-29T10:00:00.000Z");
    expect(ticks.length).toBeLessThanOrEqual(9);
  });

  it("are at most nine for any length", () => {
    for (const hours of [0.5, 1, 6, 24, 100, 700, 9000]) {
      expect(timeTicks(NOW.getTime() - hours * 3_600_000, NOW.getTime(), "UTC").length).toBeLessThanOrEqual(13);
    }
  });
});

describe("the table of a series", () => {
  const point = (at: string, value: number) => ({ at, value, min: value, max: value, count: 1 });
  const line = (points: ReturnType<typeof point>[], gaps: { from: string; to: string }[] = []) => ({ line: { points, gaps, moreGaps: false, source: "RAW", unit: null } });

  it("joins lines by time, newest first, with gaps between", () => {
    const rows = tableRows([
      line([point("2026-01-01T00:00:00Z", 1), point("2026-01-01T02:00:00Z", 2)], [{ from: "2026-01-01T00:00:00Z", to: "2026-01-01T02:00:00Z" }]),
      line([point("2026-01-01T02:00:00Z", 9)]),
    ]);
    expect(rows.map((row) => (row.gap ? row.seconds : row.points.map((one) => one?.value ?? null)))).toEqual([[2, 9], 7200, [1, null]]);
  });
});

describe("the panels", () => {
  it("lie below each other without overlap", () => {
    const all = panels(3, false);
    all.slice(1).forEach((panel, index) => expect(panel.top).toBeGreaterThanOrEqual((all[index]?.top ?? 0) + (all[index]?.height ?? 0)));
    expect(plotHeight(0, false)).toBe(0);
    expect(plotHeight(3, true)).toBeLessThan(plotHeight(3, false));
  });
});
