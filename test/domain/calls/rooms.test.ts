import { expect, test } from "@jest/globals";
import { type RoomReport, roomAfter } from "../../../src/domain/calls/rules.ts";

const second = new Date("2026-11-20T12:00:04Z");
const nothing = { isIn: false, roomAt: null, roomSequence: null, roomId: null };
const report = (isIn: boolean, roomId: string, sequence: number, at = second): RoomReport => ({
  ...{ isIn, roomId, sequence, at, onHold: false, muted: false },
});
function after(reports: readonly RoomReport[]) {
  let leg: Parameters<typeof roomAfter>[0] = nothing;
  for (const one of reports) leg = roomAfter(leg, one) ?? leg;
  return leg;
}

test("who leaves one room and comes into another in the same second is in that, in whatever order it is told", () => {
  const [left, came] = [report(false, "CF1", 9), report(true, "CF2", 1)];
  for (const told of [
    [left, came],
    [came, left],
    [came, left, came],
  ]) {
    expect(after(told)).toMatchObject({ isIn: true, roomId: "CF2" });
  }
});

test("within one room its own count decides, and a later second whatever it is about", () => {
  const [came, left] = [report(true, "CF1", 3), report(false, "CF1", 4)];
  for (const told of [
    [came, left],
    [left, came],
  ]) {
    expect(after(told)).toMatchObject({ isIn: false });
  }
  const next = new Date(second.getTime() + 1000);
  expect(after([report(true, "CF2", 1), report(false, "CF1", 9, next)])).toMatchObject({ isIn: false });
});
