import { z } from "zod";
import { restoreTag as restore } from "../../../domain/tags/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showTag, tagShape } from "./tag-shape.ts";

export const restoreTag = endpoint({
  method: "post",
  path: "/v1/tags/:tagId/restoration",
  scope: "tags:manage",
  summary: "Bring an archived tag back",
  tag: "Tags",
  input: z.object({ tagId: z.uuid() }),
  output: tagShape,
  run: async (ctx, input) => showTag(await restore(ctx, input)),
});
