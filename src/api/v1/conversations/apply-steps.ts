import { z } from "zod";
import { applyConfirmed } from "../../../domain/steps/index.ts";
import { newId } from "../../../platform/ids.ts";
import { endpoint } from "../../endpoint.ts";
import { confirmedInput } from "../steps/step-shape.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const applySteps = endpoint({
  method: "post",
  path: "/v1/conversations/:conversationId/steps",
  scope: "conversations:write",
  summary: "Do several things to a conversation at once",
  description:
    "What a macro without a text does, once somebody has looked at it: all of it or nothing. 409 with `details.step` for a " +
    "step that is refused and with `details.plannedId` for an action; `newer_messages` when something was written that " +
    "the author has not seen. `actions` also need `actions:request`.",
  tag: "Conversations",
  input: z.object({
    conversationId: z.uuid(),
    ...confirmedInput,
    lastSeenMessageId: z.uuid().optional().describe("The last message the author saw; absent: it does not matter."),
    force: z.boolean().optional().describe("Although something newer came."),
    clientId: z.string().min(1).max(100).optional().describe("Your own key for it: sent twice, it is done once."),
  }),
  output: conversationShape,
  problems: [409],
  async run(ctx, { conversationId, steps = [], actions = [], lastSeenMessageId, force, clientId = newId() }) {
    const seen = lastSeenMessageId === undefined ? {} : { seen: { lastSeenMessageId, force } };
    await applyConfirmed(ctx, { conversationId, steps, actions, clientId, ...seen });
    return showConversationById(ctx, conversationId);
  },
});
