import { z } from "zod";
import { getCannedReply as get } from "../../../domain/canned/index.ts";
import { endpoint } from "../../endpoint.ts";
import { cannedReplyShape, showCannedReply } from "./canned-reply-shape.ts";

export const getCannedReply = endpoint({
  method: "get",
  path: "/v1/canned-replies/:cannedReplyId",
  scope: "canned_replies:read",
  summary: "Show a canned reply",
  tag: "Canned replies",
  input: z.object({ cannedReplyId: z.uuid() }),
  output: cannedReplyShape,
  run: async (ctx, { cannedReplyId }) => showCannedReply(ctx, await get(ctx, cannedReplyId)),
});
