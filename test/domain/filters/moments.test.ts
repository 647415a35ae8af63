import { describe, expect, test } from "@jest/globals";
import { type MomentValue, meetsAt, resolveMoment } from "../../../src/domain/filters/moments.ts";

const resolved = (value: MomentValue, now: string) => resolveMoment(value, new Date(now)).toISOString();

describe("a moment", () => {
  test.each<[string, MomentValue, string, string]>([
    ["two hours ago", { ago: 2, unit: "hours" }, "2026-03-29T01:30:00Z", "2026-03-28T23:30:00.000Z"],
    ["in three days", { ahead: 3, unit: "days" }, "2026-03-29T01:30:00Z", "2026-04-01T01:30:00.000Z"],
    [
      "today begins at midnight there",
      { startOf: "day", timeZone: "Europe/Oslo" },
      "2026-03-29T22:30:00Z",
      "2026-03-29T22:00:00.000Z",
    ],
    [
      "yesterday, across the change to summer time",
      { startOf: "day", timeZone: "Europe/Oslo", plus: -1 },
      "2026-03-29T22:30:00Z",
      "2026-03-28T23:00:00.000Z",
    ],
    [
      "the week begins on Monday",
      { startOf: "week", timeZone: "UTC" },
      "2026-03-29T22:30:00Z",
      "2026-03-23T00:00:00.000Z",
    ],
    [
      "next month, over the year's end",
      { startOf: "month", timeZone: "UTC", plus: 1 },
      "2026-12-31T22:30:00Z",
      "2027-01-01T00:00:00.000Z",
    ],
    [
      "a day far from Greenwich",
      { day: "2026-03-01", timeZone: "Pacific/Kiritimati" },
      "2026-03-29T01:30:00Z",
      "2026-02-28T10:00:00.000Z",
    ],
    // There clocks went from 24:00 to 1:00: the day has no midnight.
    [
      "a day without a midnight",
      { day: "2018-11-04", timeZone: "America/Sao_Paulo" },
      "2026-03-29T01:30:00Z",
      "2018-11-04T03:00:00.000Z",
    ],
    // There clocks went from 24:00 back to 23:00: the day before has its last hour twice.
    [
      "a day whose midnight is put off",
      { day: "2018-02-18", timeZone: "America/Sao_Paulo" },
      "2026-03-29T01:30:00Z",
      "2018-02-18T03:00:00.000Z",
    ],
  ])("%s", (_, value, now, expected) => {
    expect(resolved(value, now)).toBe(expected);
  });

  test("that moves is met exactly when “before” becomes true", () => {
    const now = new Date("2026-03-29T01:30:00Z");
    const field = new Date("2026-03-29T01:00:00Z");
    const value: MomentValue = { ago: 2, unit: "hours" };
    const meets = meetsAt(field, value, now)!;
    const isBefore = (ms: number) => field < resolveMoment(value, new Date(ms));
    expect([isBefore(meets.getTime() - 1), isBefore(meets.getTime())]).toEqual([false, true]);
    expect(meetsAt(new Date("2026-03-28T01:00:00Z"), value, now)).toBeNull();
    expect(meetsAt(field, { at: "2026-04-01T00:00:00Z" }, now)).toBeNull();
  });
});
