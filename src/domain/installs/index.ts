import type { Database } from "../../platform/db.ts";
import { sweepAttempts } from "./attempts.ts";
import { sweepPending } from "./keep-pending.ts";
import { openClaimed } from "./open-claimed.ts";

export { noteAttempt, takeAttempt } from "./attempts.ts";
export { claimInstall, claimWithNewWorkspace } from "./claim-install.ts";
export { finishInstall } from "./finish-install.ts";
export { findPending, forgetPending } from "./keep-pending.ts";

/** What nobody came back for, and what somebody claimed and did not get yet. */
export async function sweepInstalls(db: Database): Promise<void> {
  await sweepAttempts(db);
  await sweepPending(db);
  await openClaimed(db);
}
