import { z } from "zod";
import { addNote } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { attachmentIds, messageShape, showWritten } from "./message-shape.ts";

export const createNote = endpoint({
  method: "post",
  path: "/v1/conversations/:conversationId/notes",
  scope: "conversations:write",
  summary: "Write a note that only colleagues see",
  description: "`<@` and the id of a member or a team and `>` names them: they are told.",
  tag: "Conversations",
  input: z.object({
    conversationId: z.uuid(),
    body: z.string().trim().min(1).max(50_000),
    attachmentIds,
    clientMessageId: z.string().min(1).max(100).optional().describe("The author's own key: sending twice writes once."),
  }),
  output: messageShape,
  status: 201,
  async run(ctx, { clientMessageId, attachmentIds, ...input }) {
    const note = await addNote(ctx, {
      ...input,
      ...(clientMessageId !== undefined && { clientMessageId }),
      ...(attachmentIds !== undefined && { attachmentIds }),
    });
    return showWritten(ctx, note, attachmentIds);
  },
});
