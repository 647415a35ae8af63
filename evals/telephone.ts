import { hangUp } from "../sandbox/twilio/voice/legs.ts";
import { act, spokenMs } from "../sandbox/twilio/voice/listen.ts";
import { receiveCall } from "../sandbox/twilio/voice/place.ts";
import { createPhoneLine, getCall, lineSettings, listCalls, listLines } from "../src/domain/calls/index.ts";
import { connectIntegration } from "../src/domain/connections/index.ts";
import { noteSeen } from "../src/domain/teams/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import type { SeenCall } from "./observe.ts";
import type { Stage } from "./stage.ts";
import type { EvalWorld } from "./world.ts";

/** Twilio's account of a shop, as it was made in the sandbox. */
export interface TelephoneAccount {
  accountSid: string;
  authToken: string;
  number: string;
}

/** The shop's number is answered by the assistant; behind it a colleague is there. */
export async function connectTelephone(ctx: Context, owner: Context, account: TelephoneAccount): Promise<void> {
  const { accountSid, authToken, number } = account;
  if (owner.actor.type === "member") await noteSeen(ctx, { memberId: owner.actor.id });
  const { id: connectionId } = await connectIntegration(ctx, {
    ...{ integrationId: "twilio-voice", account: accountSid.toLowerCase(), displayName: "Nordlys Candles" },
    credentials: { accountSid, authToken, numbers: number },
  });
  const settings = lineSettings.parse({ first: { to: "assistant" } });
  await createPhoneLine(ctx, { connectionId, number, name: "Shop", settings });
}

/** A customer on the phone. */
export interface Caller {
  /** Says it at once, or, `interrupting`, into the answer to what she said before. @param first done right before. */
  says(text: string, given: { interrupting: boolean; first(): void }): Promise<void>;
  /** Until it was answered to the end, or somebody else has the call. */
  hearsOut(): Promise<void>;
  hangsUp(): void;
}

/** Characters she has heard before she speaks into it. */
const heardBefore = 25;
/** Fewer may be "one moment, please": they are an answer when nothing follows. */
const pauseMs = 5000;

interface Calling {
  stage: Stage;
  world: EvalWorld;
  from: string;
  until(isSo: () => Promise<boolean>, what: string): Promise<void>;
}

/** Somebody calls the shop, and hears its greeting. The voice takes the time that it takes to say something. */
export async function call({ stage, world, from, until }: Calling): Promise<Caller> {
  const leg = receiveCall(stage.sandbox.state, { from, to: world.number });
  if (!leg) throw new Error(`Nobody answers at ${world.number}`);
  let spokeAt = 0;
  const sinceMs = (ms: number) => stage.sandbox.state.twilio.schedule.now().getTime() - ms;
  const isSaid = () => {
    const said = leg.heard.slice(spokeAt).filter(({ kind }) => kind === "said");
    return said.some(({ text, at }) => text.length > heardBefore || (!leg.hearing && sinceMs(at.getTime()) > pauseMs));
  };
  const isAnswered = async () => leg.endedAt !== null || isSaid() || (await isWithPeople(world));
  const isBeingAnswered = () => {
    const { text = "", sinceMs: beganMs = 0 } = leg.hearing ?? {};
    return text.length > heardBefore && sinceMs(beganMs) > spokenMs(text.slice(0, heardBefore));
  };
  await until(isAnswered, "the greeting");
  return {
    async says(text, { interrupting, first }) {
      if (interrupting) await until(async () => isBeingAnswered() || (await isAnswered()), "an answer to begin");
      first();
      act(stage.sandbox.state, leg, { kind: "speech", text, confidence: 0.95, isLast: true });
      // What she cut short counts as heard by now.
      spokeAt = leg.heard.length;
    },
    hearsOut: () => until(isAnswered, "an answer"),
    hangsUp: () => hangUp(stage.sandbox.state, leg),
  };
}

async function isWithPeople({ system }: EvalWorld): Promise<boolean> {
  const [newest] = await listCalls(system, { limit: 1 });
  return newest !== undefined && newest.state !== "assistant" && newest.state !== "menu";
}

/** What was said in the newest call, and what a person who takes it reads. */
export async function seenCall(ctx: Context): Promise<SeenCall | null> {
  const [newest] = await listCalls(ctx, { limit: 1 });
  if (!newest) return null;
  const { id: callId, conversationId } = newest;
  const [{ summary }, lines] = await Promise.all([getCall(ctx, callId), listLines(ctx, { callId, limit: 100 })]);
  return { conversationId, summary, lines: lines.map(({ speaker, text, wasCut }) => ({ speaker, text, wasCut })) };
}
