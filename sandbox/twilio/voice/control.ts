import { z } from "zod";
import type { Sandbox } from "../../sandbox.ts";
import { callShown, doAtFarEnd, type farEndInput, legWith } from "./far-end.ts";
import { receiveCall } from "./place.ts";

export const mannerInput = z.strictObject({
  does: z.enum(["waits", "answers", "declines", "ignores", "fails", "machine"]),
  afterMs: z.int().nonnegative().default(0),
});
export const callInput = z.strictObject({
  /** "anonymous": a caller who shows no number. */
  from: z.string(),
  to: z.string(),
  callerName: z.string().optional(),
  forwardedFrom: z.string().optional(),
});
const anonymous = "+266696687";

export function call(sandbox: Sandbox, { from, ...given }: z.output<typeof callInput>) {
  const leg = receiveCall(sandbox, { from: from === "anonymous" ? anonymous : from, ...given });
  return leg && callShown(leg);
}

export function actOnCall(sandbox: Sandbox, input: z.output<typeof farEndInput>, sid: string) {
  const leg = legWith(sandbox, sid);
  if (!leg) return null;
  doAtFarEnd(sandbox, leg, input);
  return callShown(leg);
}

export function showCall(sandbox: Sandbox, sid: string) {
  const leg = legWith(sandbox, sid);
  return leg && callShown(leg);
}
