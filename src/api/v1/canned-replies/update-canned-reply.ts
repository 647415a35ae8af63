import { z } from "zod";
import { updateCannedReply as update } from "../../../domain/canned/index.ts";
import { endpoint } from "../../endpoint.ts";
import { cannedReplyShape, showCannedReply, wordingInput } from "./canned-reply-shape.ts";

export const updateCannedReply = endpoint({
  method: "patch",
  path: "/v1/canned-replies/:cannedReplyId",
  scope: "canned_replies:manage",
  summary: "Change a canned reply",
  description:
    "What is absent stays. With `version`: 409 with `details.reason` = `changed_meanwhile` when there is a newer one. " +
    "Otherwise as for a new one.",
  tag: "Canned replies",
  input: z.object({
    cannedReplyId: z.uuid(),
    ...z.object(wordingInput).partial().shape,
    version: z.number().int().min(1).max(2_147_483_647).optional().describe("The version the author has seen."),
  }),
  output: cannedReplyShape,
  problems: [409],
  async run(ctx, { cannedReplyId, name, shortcut, body, language, teamId, steps, version }) {
    const row = await update(ctx, {
      cannedReplyId,
      ...(name !== undefined && { name }),
      ...(shortcut !== undefined && { shortcut }),
      ...(body !== undefined && { body }),
      ...(language !== undefined && { language }),
      ...(teamId !== undefined && { teamId }),
      ...(steps !== undefined && { steps }),
      ...(version !== undefined && { version }),
    });
    return showCannedReply(ctx, row);
  },
});
