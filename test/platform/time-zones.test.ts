import { expect, test } from "@jest/globals";
import { isTimeZone, momentIn } from "../../src/platform/time-zones.ts";

test.each([
  ["Europe/Oslo", true],
  ["UTC", true],
  ["America/Argentina/Buenos_Aires", true],
  ["Mars/Olympus", false],
  ["+02:00", false],
  ["", false],
  ["a".repeat(1000), false],
])("%s: a time zone is one by its name", (name, is) => {
  expect(isTimeZone(name)).toBe(is);
});

test.each([
  ["in winter", "Europe/Berlin", "2026-01-05T09:00", "2026-01-05T08:00:00.000Z"],
  ["in summer", "Europe/Berlin", "2026-07-05T09:00", "2026-07-05T07:00:00.000Z"],
  ["behind UTC", "America/New_York", "2026-07-05T22:30", "2026-07-06T02:30:00.000Z"],
  ["by a quarter of an hour", "Asia/Kathmandu", "2026-01-05T09:00", "2026-01-05T03:15:00.000Z"],
  ["that clocks skip, as much later", "Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00.000Z"],
  ["that clocks show twice, the first", "Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00.000Z"],
])("a local time %s is the moment at which clocks there show it", (_, timeZone, local, at) => {
  expect(momentIn(timeZone, local).toISOString()).toBe(at);
});
