import { z } from "zod";
import {
  concludeCall,
  followAnswer,
  followHandOver,
  giveUpLeg,
  giveUpTranscript,
  giveUpUnstarted,
  handOutCalls,
  lookAtQueue,
  overflowCall,
} from "../src/domain/calls/index.ts";
import { checkLeg, performCallCommand } from "../src/outbound/perform-call.ts";
import { defineWorker } from "./define-worker.ts";

const call = z.object({ callId: z.uuid() });
const recording = call.extend({ recordingExternalId: z.string() });
const handOver = z.object({ conversationId: z.uuid(), from: z.array(z.uuid()), to: z.uuid() });
const leg = z.object({ legId: z.uuid() });
const dial = z.object({ do: z.literal("dial"), legId: z.uuid() });

/** What calls wait for: people to be rung, and what was decided about a leg to be done at the provider. */
export const calls = defineWorker("calls", {
  concurrency: 10,
  maxFailures: 5,
  on: {
    "call.answered": followAnswer,
    "availability.changed": (ctx, { to }) => (to === "online" ? lookAtQueue(ctx) : Promise.resolve()),
  },
  jobs: {
    command: (ctx, payload) => performCallCommand(ctx, payload),
    check: (ctx, payload) => checkLeg(ctx, leg.parse(payload)),
    "hand out": (ctx) => handOutCalls(ctx),
    overflow: (ctx, payload) => overflowCall(ctx, call.parse(payload)),
    unstarted: (ctx, payload) => giveUpUnstarted(ctx, call.parse(payload)),
    "hand over": (ctx, payload) => followHandOver(ctx, handOver.parse(payload)),
    untranscribed: (ctx, payload) => giveUpTranscript(ctx, recording.parse(payload)),
    conclude: (ctx, payload) => concludeCall(ctx, call.parse(payload)),
  },
  giveUp: async (ctx, payload) => {
    const given = dial.safeParse(payload);
    // What could not be dialled rings nobody; everything else the sweeper finds.
    if (given.success) await giveUpLeg(ctx, { legId: given.data.legId, reason: "failed" });
  },
});
