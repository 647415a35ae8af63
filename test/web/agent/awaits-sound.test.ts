import { expect, test } from "@jest/globals";
import type { Call } from "../../../web/agent/src/api/types.ts";
import { awaitsSound } from "../../../web/agent/src/calls/awaits-sound.ts";

test("calls are looked at again while the sound of one is on its way, and not for ever", () => {
  const endedAt = "2026-11-22T16:00:00.000Z";
  const at = (minutes: number) => Date.parse(endedAt) + minutes * 60_000;
  const sound = (attachmentId: string | null, problem: string | null = null) =>
    ({ attachmentId, problem }) as Call["recordings"][number];
  const [missing, here] = [sound(null), sound("a")];
  expect(awaitsSound([], at(1))).toBe(false);
  expect(awaitsSound([{ endedAt, recordings: [] }], at(1))).toBe(false);
  expect(awaitsSound([{ endedAt, recordings: [here] }], at(1))).toBe(false);
  expect(awaitsSound([{ endedAt, recordings: [here, missing] }], at(1))).toBe(true);
  expect(awaitsSound([{ endedAt, recordings: [missing] }], at(11))).toBe(false);
  expect(awaitsSound([{ endedAt, recordings: [sound(null, "It is not at Twilio")] }], at(1))).toBe(false);
  // The room before a hand-over is recorded by itself, while the call goes on.
  expect(awaitsSound([{ endedAt: null, recordings: [missing] }], at(11))).toBe(true);
});
