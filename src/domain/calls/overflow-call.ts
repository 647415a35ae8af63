import { now } from "../../platform/clock.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { overflow } from "./enter-target.ts";
import { command } from "./request-work.ts";
import { legsOf, lockCall, settingsOf } from "./rows.ts";

/** Who has waited too long goes where the line says. Safe to repeat; nothing when somebody has come, or it is not yet time. */
export async function overflowCall(ctx: Context, { callId }: { callId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, callId);
    if (call?.state !== "waiting" || call.overflowAt === null || call.overflowAt > now()) return;
    await overflow(tx, call, await settingsOf(tx, call));
    for (const { id, role, purpose, state } of await legsOf(tx, callId)) {
      if (state === "ended") continue;
      if (role === "customer") command(tx, { do: "move", legId: id });
      else if (purpose === "ring") command(tx, { do: "end", legId: id });
    }
  });
}
