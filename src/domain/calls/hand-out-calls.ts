import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { dialLeg } from "./open-call.ts";
import { freeAmong, whoIsThere } from "./queries.ts";
import { requestHandOut } from "./request-work.ts";
import { legsOf, lockWaiting } from "./rows.ts";
import { chooseRung } from "./rules.ts";
import type { CallRow } from "./tables.ts";

/**
 * Rings people for those who wait, longest waiting first. However many look at once, each waits for the row of the
 * other's call, and the database lets nobody be rung twice. @returns how many are rung.
 */
export async function handOutCalls(ctx: Context): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    let rung = 0;
    for (const call of await lockWaiting(tx)) rung += await ring(tx, call);
    return rung;
  });
}

async function ring(tx: TxContext, call: CallRow): Promise<number> {
  const legs = (await legsOf(tx, call.id)).filter(({ state, role }) => state !== "ended" && role !== "customer");
  // It is forwarded, or somebody is being rung; broadcast also rings who becomes free meanwhile.
  if (legs.some(({ role }) => role === "guest") || (legs.length > 0 && call.strategy === "round_robin")) return 0;
  const there = call.memberId === null ? await whoIsThere(tx, call.teamId) : [call.memberId];
  let rung = 0;
  for (const memberId of chooseRung(await freeAmong(tx, call.id, there), call.strategy)) {
    if (await dialLeg(tx, { callId: call.id, role: "member", memberId, purpose: "ring" })) rung++;
  }
  return rung;
}

/** Somebody is here who was not. */
export async function lookAtQueue(ctx: Context): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if ((await lockWaiting(tx)).length > 0) requestHandOut(tx);
  });
}
