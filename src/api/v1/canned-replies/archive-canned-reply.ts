import { z } from "zod";
import { archiveCannedReply as archive } from "../../../domain/canned/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const archiveCannedReply = endpoint({
  method: "delete",
  path: "/v1/canned-replies/:cannedReplyId",
  scope: "canned_replies:manage",
  summary: "Take a canned reply out of use",
  description: "It is archived and can be restored. Its shortcut is free again.",
  tag: "Canned replies",
  input: z.object({ cannedReplyId: z.uuid() }),
  output: nothing,
  run: (ctx, input) => archive(ctx, input),
});
