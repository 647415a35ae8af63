import { type Ask, continueCall, joinLeg, receiveCall, type Step, startOutgoingCall } from "../domain/calls/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import type { CallQuestion, Voice } from "../integrations/index.ts";

export interface Asked {
  connectionId: string;
  /** The provider's own name for the account. */
  account: string;
  question: CallQuestion;
}

/** What the provider waits for: decided by the domain, written in the provider's own words. */
export async function answerCall(ctx: Context, voice: Voice, { account, ...asked }: Asked) {
  return voice.render(await stepsFor(ctx, asked), { account });
}

async function stepsFor(ctx: Context, { connectionId, question }: Omit<Asked, "account">): Promise<Step[]> {
  const { externalId, ask, from, fromMemberId, to, callerName, digits, speech, handoff, isOver, parameters } = question;
  if (ask.at === "incoming") {
    // A softphone has an address of its own.
    if (fromMemberId !== null) return [{ do: "hang_up" }];
    return receiveCall(ctx, { connectionId, externalId, lineNumber: to, from, callerName });
  }
  if (ask.at === "outgoing") {
    if (fromMemberId === null) return [{ do: "hang_up" }];
    return startOutgoingCall(ctx, { connectionId, externalId, memberId: fromMemberId, parameters });
  }
  if (ask.at === "leg") {
    const { callId, legId } = ask;
    if (callId === undefined || legId === undefined) return [{ do: "hang_up" }];
    return joinLeg(ctx, { connectionId, callId, legId, externalId });
  }
  return continueCall(ctx, {
    ...{ connectionId, externalId, digits, speech, handoff, ask: ask as Ask, isOver: isOver === true },
  }); // read by `question`
}
