import { z } from "zod";
import {
  beginFollowUp,
  beginOutreach,
  checkModelKey,
  closeTalk,
  giveUpTurn,
  noteOutcome,
  planCart,
  planFollowUp,
  requestTurn,
  runTurn,
  tellOutcome,
  tryGuidance,
} from "../src/ai/index.ts";
import { sendDraft } from "../src/domain/automation/index.ts";
import { noteTold } from "../src/domain/stock-requests/index.ts";
import { finishCase } from "../src/domain/trials/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import { defineWorker } from "./define-worker.ts";

const turn = z.object({ runId: z.uuid() });
const draft = z.object({ draftId: z.uuid() });
const action = z.object({ actionId: z.uuid() });
const silence = z.object({ conversationId: z.uuid(), messageId: z.uuid() });
const outreach = z.object({ outreachId: z.uuid(), dueAt: z.iso.datetime().optional() });
const trialCase = z.object({ caseId: z.uuid() });
const key = z.object({ modelKeyId: z.uuid() });

/** The AI agent's turns: each message asks for one or makes it needless; it runs once a burst of messages is over. */
export const ai = defineWorker("ai", {
  concurrency: 200,
  leaseMs: 3 * 60_000,
  maxFailures: 3,
  orderingField: "conversationId",
  on: {
    "message.received": requestTurn,
    "message.sent": noteSent,
    "conversation.merged": lookAgain,
    "conversation.unmerged": lookAgain,
    "conversation.split": lookAgain,
    "conversation.rejoined": lookAgain,
    "message.moved": lookAgain,
    "message.moved_back": lookAgain,
    "call.ended": closeTalk,
    "checkout.left": planCart,
    "action.done": noteOutcome,
    "action.refused": noteOutcome,
    "action.failed": noteOutcome,
    "action.declined": noteOutcome,
    "action.called_off": noteOutcome,
    "action.expired": noteOutcome,
    "model_key.added": checkModelKey,
    "model_key.replaced": checkModelKey,
  },
  jobs: {
    "run.turn": (ctx, payload) => runTurn(ctx, turn.parse(payload)),
    "draft.send": (ctx, payload) => sendDraft(ctx, draft.parse(payload)),
    "follow_up.begin": (ctx, payload) => beginFollowUp(ctx, silence.parse(payload)),
    "outreach.begin": (ctx, payload) => beginOutreach(ctx, outreach.parse(payload)),
    "outcome.tell": (ctx, payload) => tellOutcome(ctx, action.parse(payload)),
    "trial.case": (ctx, payload) => tryGuidance(ctx, trialCase.parse(payload)),
    "model_key.check": (ctx, payload) => checkModelKey(ctx, key.parse(payload)),
  },
  giveUp: async (ctx, payload) => {
    const { data } = turn.safeParse(payload);
    if (data) await giveUpTurn(ctx, data);
    const tried = trialCase.safeParse(payload).data;
    if (tried) await finishCase(ctx, { ...tried, outcome: "failed", reason: "The AI was interrupted again and again" });
  },
});

async function noteSent(ctx: Context, data: { conversationId: string; messageId: string }): Promise<void> {
  await noteTold(ctx, data);
  await requestTurn(ctx, data);
  await planFollowUp(ctx, data);
}

/** Messages stand elsewhere now: each conversation the event names may have something to answer, or nothing any more. */
async function lookAgain(ctx: Context, data: Record<string, unknown>): Promise<void> {
  const named = Object.entries(data).filter(([field]) => /conversationIds?$/i.test(field));
  const ids = named.flatMap(([, value]) => value).filter((value) => typeof value === "string");
  for (const conversationId of ids) await requestTurn(ctx, { conversationId });
}
