import { z } from "zod";
import {
  drainForConversation,
  drainForMember,
  drainQueue,
  requestDrains,
  returnUnlessThere,
  returnWork,
  routeConversation,
} from "../src/domain/assignment/index.ts";
import type { EventData } from "../src/domain/events/index.ts";
import { lookWhetherGone } from "../src/domain/teams/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import { defineWorker } from "./define-worker.ts";

const team = z.object({ teamId: z.uuid() });
const member = z.object({ memberId: z.uuid() });

/** One continuous queue for each team: whatever gives work or room makes it look again, one look after the other. */
export const assignment = defineWorker("assignment", {
  concurrency: 4,
  on: {
    "conversation.opened": routeConversation,
    "conversation.team_changed": async (ctx, { to }) => requestDrains(ctx, to ? [to] : []),
    "conversation.assigned": reassigned,
    "conversation.closed": drainForConversation,
    "conversation.merged": drainForConversation,
    "conversation.unmerged": cameBack,
    "conversation.snoozed": drainForConversation,
    "conversation.marked_spam": drainForConversation,
    "conversation.trashed": drainForConversation,
    "conversation.unmarked_spam": drainForConversation,
    "conversation.restored": drainForConversation,
    "conversation.reopened": cameBack,
    "conversation.woken": cameBack,
    "availability.changed": availabilityChanged,
    "capacity.changed": drainForMember,
    "team.member_added": (ctx, { teamId }) => requestDrains(ctx, [teamId]),
    "team.mode_changed": (ctx, { teamId }) => requestDrains(ctx, [teamId]),
    "team.restored": (ctx, { teamId }) => requestDrains(ctx, [teamId]),
  },
  jobs: {
    drain: (ctx, payload) => drainQueue(ctx, team.parse(payload)),
    "look whether gone": (ctx, payload) => lookWhetherGone(ctx, member.parse(payload)),
  },
});

async function reassigned(ctx: Context, { conversationId, from }: EventData<"conversation.assigned">): Promise<void> {
  if (from) await drainForMember(ctx, { memberId: from });
  await drainForConversation(ctx, { conversationId });
}

async function cameBack(ctx: Context, { conversationId }: { conversationId: string }): Promise<void> {
  await returnUnlessThere(ctx, { conversationId });
  await drainForConversation(ctx, { conversationId });
}

async function availabilityChanged(ctx: Context, { memberId, to }: EventData<"availability.changed">): Promise<void> {
  if (to === "online") await drainForMember(ctx, { memberId });
  if (to === "away_reassigning") await returnWork(ctx, { memberId });
}
