import { z } from "zod";
import {
  beginDialling,
  type CallLeg,
  type CallRow,
  findLegAndCall,
  giveUpLeg,
  isKnownLeg,
  noteDialled,
  noteHeldOrMuted,
  noteLeg,
  noteUndialled,
} from "../domain/calls/index.ts";
import { getConnection, openConnection } from "../domain/connections/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import {
  type CallCommand,
  type Connection,
  type DialCommand,
  integrationById,
  type Voice,
} from "../integrations/index.ts";
import { now } from "../platform/clock.ts";
import { ConnectionBroken, ProviderRejected, ProviderUnavailable } from "../platform/errors.ts";

const command = z.discriminatedUnion("do", [
  z.object({ do: z.literal("dial"), legId: z.uuid() }),
  z.object({ do: z.literal("move"), legId: z.uuid() }),
  z.object({ do: z.literal("end"), legId: z.uuid() }),
  z.object({ do: z.literal("hold"), legId: z.uuid(), onHold: z.boolean() }),
  z.object({ do: z.literal("mute"), legId: z.uuid(), muted: z.boolean() }),
]);
type Wanted = z.output<typeof command>;

interface Phone {
  connection: Connection;
  voice: Voice;
}

/** How soon a leg that may have been dialled is looked for again, and when it surely is not there. */
const lookAgainMs = 3_000;
const surelyMissingMs = 10_000;

/**
 * Does at the provider what was decided about a leg. Dialling is the only thing that may not be done twice: an attempt
 * whose outcome is unknown is looked up first. Safe to repeat.
 *
 * @throws ProviderUnavailable to be tried again; ConnectionBroken (`details.connectionId`).
 */
export async function performCallCommand(ctx: Context, payload: unknown): Promise<void> {
  const wanted = command.parse(payload);
  const found = await findLegAndCall(ctx, wanted.legId);
  if (!found) return;
  try {
    await perform(ctx, wanted, found, await phoneOf(ctx, found.call));
  } catch (error) {
    if (!(error instanceof ConnectionBroken)) throw error;
    const { connectionId } = found.call;
    throw new ConnectionBroken(error.message, { cause: error, details: { connectionId } });
  }
}

/** Asks the provider about a leg that is believed to be live; one that is over, or that nobody knows, is closed. */
export async function checkLeg(ctx: Context, { legId }: { legId: string }): Promise<void> {
  const found = await findLegAndCall(ctx, legId);
  if (!found || found.leg.state === "ended" || found.leg.externalId === null) return;
  const { connection, voice } = await phoneOf(ctx, found.call);
  const standing = await voice.standing(connection, found.leg.externalId);
  if (!standing) await giveUpLeg(ctx, { legId, reason: "failed" });
  else if (standing.status === "ended")
    await noteLeg(ctx, { ...standing, connectionId: found.call.connectionId, legId });
}

async function phoneOf(ctx: Context, { connectionId }: CallRow): Promise<Phone> {
  const { integrationId } = await getConnection(ctx, connectionId);
  const { voice } = integrationById(integrationId);
  if (!voice) throw new ProviderRejected(`${integrationId} has no calls`);
  return { connection: await openConnection(ctx, connectionId), voice };
}

async function perform(ctx: Context, wanted: Wanted, { leg, call }: { leg: CallLeg; call: CallRow }, phone: Phone) {
  if (wanted.do === "dial") return dial(ctx, wanted.legId, phone);
  if (leg.state === "ended") return;
  // Not dialled yet, and now it need not be.
  if (leg.externalId === null) {
    if (wanted.do !== "end") return;
    if (leg.state === "wanted") return giveUpLeg(ctx, { legId: leg.id, reason: "canceled" });
    throw new ProviderUnavailable("It is not certain yet whether this leg was dialled", { retryAfterMs: lookAgainMs });
  }
  const asked = commandOf(wanted, leg.externalId, call);
  try {
    await phone.voice.perform(phone.connection, asked);
  } catch (error) {
    if (error instanceof ConnectionBroken || !(error instanceof ProviderRejected)) throw error;
    // It is over, or nowhere to be found: how it stands is what counts.
    return checkLeg(ctx, { legId: leg.id });
  }
  if (wanted.do === "hold") await noteHeldOrMuted(ctx, { legId: leg.id, onHold: wanted.onHold });
  if (wanted.do === "mute") await noteHeldOrMuted(ctx, { legId: leg.id, muted: wanted.muted });
}

function commandOf(wanted: Exclude<Wanted, { do: "dial" }>, externalId: string, { id: callId }: CallRow): CallCommand {
  if (wanted.do === "move") return { do: "move", externalId, ask: { at: "go", callId } };
  if (wanted.do === "end") return { do: "end", externalId };
  if (wanted.do === "hold") return { do: "hold", callId, externalId, onHold: wanted.onHold };
  return { do: "mute", callId, externalId, muted: wanted.muted };
}

async function dial(ctx: Context, legId: string, { connection, voice }: Phone): Promise<void> {
  const dialling = await beginDialling(ctx, { legId });
  if (!dialling) return;
  const { call, leg, isFirst } = dialling;
  const to = leg.memberId === null ? { number: leg.number ?? "" } : { memberId: leg.memberId };
  const { ringSeconds: timeoutSeconds, lineNumber: from, id: callId } = call;
  const wanted: DialCommand = { do: "dial", callId, legId, to, from, timeoutSeconds };
  if (!isFirst) {
    const since = leg.createdAt;
    const found = await voice.findDialled(connection, { ...wanted, since }, (sid) => isKnownLeg(ctx, sid));
    if (found !== null) return noteDialled(ctx, { legId, externalId: found });
    if (now().getTime() - since.getTime() < surelyMissingMs) {
      throw new ProviderUnavailable("It is not certain yet whether this leg was dialled", {
        outcomeUnknown: true,
        retryAfterMs: lookAgainMs,
      });
    }
  }
  try {
    const { externalId } = await voice.perform(connection, wanted);
    if (externalId !== null) await noteDialled(ctx, { legId, externalId });
  } catch (error) {
    if (isProofOfNothing(error)) await noteUndialled(ctx, { legId });
    if (error instanceof ConnectionBroken || !(error instanceof ProviderRejected)) throw error;
    await giveUpLeg(ctx, { legId, reason: "failed" });
  }
}

function isProofOfNothing(error: unknown): boolean {
  return error instanceof ConnectionBroken || (error instanceof ProviderUnavailable && !error.outcomeUnknown);
}
