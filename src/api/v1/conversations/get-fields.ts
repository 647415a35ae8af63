import { z } from "zod";
import { getConversation } from "../../../domain/conversations/index.ts";
import { valuesOf } from "../../../domain/fields/index.ts";
import { endpoint } from "../../endpoint.ts";
import { fieldValues } from "../fields/field-shape.ts";

export const getConversationFields = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId/fields",
  scope: "conversations:read",
  summary: "Read the custom fields of a conversation",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid() }),
  output: z.object({ values: fieldValues }).meta({ id: "ConversationFields" }),
  async run(ctx, { conversationId }) {
    await getConversation(ctx, conversationId);
    return { values: await valuesOf(ctx, { entity: "conversation", entityId: conversationId }) };
  },
});
