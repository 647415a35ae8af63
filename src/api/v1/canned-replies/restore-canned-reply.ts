import { z } from "zod";
import { restoreCannedReply as restore } from "../../../domain/canned/index.ts";
import { endpoint } from "../../endpoint.ts";
import { cannedReplyShape, showCannedReply } from "./canned-reply-shape.ts";

export const restoreCannedReply = endpoint({
  method: "post",
  path: "/v1/canned-replies/:cannedReplyId/restoration",
  scope: "canned_replies:manage",
  summary: "Bring an archived canned reply back",
  description: "409 with `details.reason` = `shortcut_taken` when another reply took its shortcut meanwhile.",
  tag: "Canned replies",
  input: z.object({ cannedReplyId: z.uuid() }),
  output: cannedReplyShape,
  problems: [409],
  run: async (ctx, input) => showCannedReply(ctx, await restore(ctx, input)),
});
