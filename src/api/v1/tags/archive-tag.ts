import { z } from "zod";
import { archiveTag as archive } from "../../../domain/tags/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const archiveTag = endpoint({
  method: "delete",
  path: "/v1/tags/:tagId",
  scope: "tags:manage",
  summary: "Take a tag out of use",
  description: "It is archived: it stays on its conversations, is put on no other, and can be restored.",
  tag: "Tags",
  input: z.object({ tagId: z.uuid() }),
  output: nothing,
  run: (ctx, input) => archive(ctx, input),
});
