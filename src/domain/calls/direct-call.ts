import { AppError } from "../../platform/errors.ts";
import { allow, getMember } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { getTeamInUse } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";
import { wait } from "./enter-target.ts";
import { holdLive, refuse } from "./hold-live.ts";
import { dialLeg } from "./open-call.ts";
import { takeOutside } from "./refuse-outside.ts";
import { command } from "./request-work.ts";
import { legsOf, patchCall, settingsOf } from "./rows.ts";
import type { CallLeg, CallRow } from "./tables.ts";

/** A person of the shop, or a number outside. */
export type Somebody = { memberId: string } | { number: string };

/** The customer hears music, or is back. Safe to repeat. */
export async function holdCall(ctx: Context, { callId, onHold }: { callId: string; onHold: boolean }): Promise<void> {
  allow(ctx, "conversations:write");
  await inTransaction(ctx, async (tx) => {
    await holdLive(tx, callId, { isConnected: true });
    for (const { id, role, state } of await legsOf(tx, callId)) {
      if (role === "customer" && state !== "ended") command(tx, { do: "hold", legId: id, onHold });
    }
  });
}

/** Nobody hears this leg, or everybody does again. Safe to repeat. */
export async function muteLeg(
  ctx: Context,
  { callId, legId, muted }: { callId: string; legId: string; muted: boolean },
): Promise<void> {
  allow(ctx, "conversations:write");
  await inTransaction(ctx, async (tx) => {
    await holdLive(tx, callId);
    await liveLeg(tx, callId, legId);
    command(tx, { do: "mute", legId, muted });
  });
}

/** One leg hangs up, the others go on; when nobody of the shop is left the call ends. */
export async function endLeg(ctx: Context, { callId, legId }: { callId: string; legId: string }): Promise<void> {
  allow(ctx, "conversations:write");
  await inTransaction(ctx, async (tx) => {
    await holdLive(tx, callId);
    await liveLeg(tx, callId, legId);
    command(tx, { do: "end", legId });
  });
}

/**
 * Rings somebody to come to those who talk. @throws AppError("conflict") when she is on a call (`details.reason`
 * "busy"), or nobody talks ("not_connected"); as `refuseOutside` for numbers that may not be called.
 */
export async function addToCall(ctx: Context, { callId, to }: { callId: string; to: Somebody }): Promise<void> {
  allow(ctx, "conversations:write");
  await inTransaction(ctx, async (tx) => {
    await ringSomebody(tx, await holdLive(tx, callId, { isConnected: true }), to, "add");
  });
}

/**
 * Gives the customer away: she waits for a team, a colleague or an outside number, and who talked with her is out. A
 * team's queue has her at the place of when she called.
 */
export async function transferCall(
  ctx: Context,
  { callId, to }: { callId: string; to: Somebody | { teamId: string } },
): Promise<void> {
  allow(ctx, "conversations:write");
  await inTransaction(ctx, async (tx) => {
    const call = await holdLive(tx, callId, { isConnected: true });
    const settings = await settingsOf(tx, call);
    const from = { ...call, queuedAt: call.startedAt };
    if ("teamId" in to) await getTeamInUse(tx, to.teamId);
    if ("memberId" in to) await getMember(tx, to.memberId);
    await wait(tx, from, settings, {
      teamId: "teamId" in to ? to.teamId : null,
      memberId: "memberId" in to ? to.memberId : null,
    });
    for (const { id, role, state } of await legsOf(tx, callId)) {
      if (state !== "ended") command(tx, { do: role === "customer" ? "move" : "end", legId: id });
    }
    if ("number" in to) await ringSomebody(tx, call, to, "ring");
  });
}

/** Whoever takes a call that waits is rung with it at once. @throws AppError("conflict"): "taken", "busy" */
export async function takeCall(ctx: Context, { callId }: { callId: string }): Promise<void> {
  allow(ctx, "conversations:write");
  if (ctx.actor.type !== "member") throw new AppError("forbidden", "Only a member can take a call");
  const memberId = ctx.actor.id;
  await inTransaction(ctx, async (tx) => {
    const call = await holdLive(tx, callId);
    const legs = (await legsOf(tx, callId)).filter(({ state }) => state !== "ended");
    if (legs.some((leg) => leg.memberId === memberId)) return;
    if (call.state !== "waiting" && call.state !== "callback") throw refuse("It does not wait any more", "taken");
    if (call.memberId !== null && call.memberId !== memberId) await patchCall(tx, callId, { memberId: null });
    await ringSomebody(tx, call, { memberId }, "ring");
  });
}

async function ringSomebody(tx: TxContext, call: CallRow, to: Somebody, purpose: CallLeg["purpose"]): Promise<void> {
  const callId = call.id;
  if ("memberId" in to) await getMember(tx, to.memberId);
  else await takeOutside(tx, { line: call, settings: await settingsOf(tx, call), number: to.number });
  const role = "memberId" in to ? "member" : "guest";
  const leg = await dialLeg(tx, { callId, role, purpose, ...to });
  if (!leg) throw refuse("She is on a call", "busy");
}

async function liveLeg(tx: TxContext, callId: string, legId: string): Promise<CallLeg> {
  const leg = (await legsOf(tx, callId)).find(({ id }) => id === legId);
  if (!leg) throw new AppError("not_found", "There is no such leg in this call");
  if (leg.state === "ended") throw refuse("This leg has hung up", "ended");
  return leg;
}
