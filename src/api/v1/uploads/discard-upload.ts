import { z } from "zod";
import { discardUpload as discard } from "../../../domain/uploads/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const discardUpload = endpoint({
  method: "delete",
  path: "/v1/uploads/:uploadId",
  scope: "conversations:write",
  summary: "Throw an uploaded file away",
  description: "404 when it is part of a message already.",
  tag: "Files",
  input: z.object({ uploadId: z.uuid() }),
  output: nothing,
  run: (ctx, { uploadId }) => discard(ctx, { uploadId }),
});
