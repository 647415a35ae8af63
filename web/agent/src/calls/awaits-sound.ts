import type { Call } from "../api/types.ts";

/** Within so long a recording is fetched, or cannot be had any more. */
const fetchedWithinMs = 10 * 60_000;

/** Whether the sound of one of these calls is still on its way; nothing is announced when it has arrived. */
export function awaitsSound(calls: readonly Pick<Call, "endedAt" | "recordings">[], now: number): boolean {
  return calls.some(({ endedAt, recordings }) => {
    const mayStillCome = endedAt === null || now - Date.parse(endedAt) < fetchedWithinMs;
    return mayStillCome && recordings.some(({ attachmentId, problem }) => attachmentId === null && problem === null);
  });
}
