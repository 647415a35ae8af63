import { z } from "zod";
import { setConversationFields as set, valuesOf } from "../../../domain/fields/index.ts";
import { endpoint } from "../../endpoint.ts";
import { fieldValues, settingInput, settingProblems } from "../fields/field-shape.ts";

export const setConversationFields = endpoint({
  method: "patch",
  path: "/v1/conversations/:conversationId/fields",
  scope: "conversations:write",
  summary: "Set custom fields of a conversation",
  description: settingProblems,
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid(), ...settingInput }),
  output: z.object({ values: fieldValues }).meta({ id: "ConversationFields" }),
  problems: [409],
  async run(ctx, { conversationId, values, seen }) {
    await set(ctx, { conversationId, values, ...(seen && { seen }) });
    return { values: await valuesOf(ctx, { entity: "conversation", entityId: conversationId }) };
  },
});
