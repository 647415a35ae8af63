import { z } from "zod";
import { createTag as create } from "../../../domain/tags/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showTag, tagInput, tagShape } from "./tag-shape.ts";

export const createTag = endpoint({
  method: "post",
  path: "/v1/tags",
  scope: "tags:manage",
  summary: "Add a tag to the catalogue",
  description:
    "409 with `details.reason` = `name_taken` when a tag is called so already, in whatever case and accents; " +
    "`details.tagId` says which. 409 with `too_many_tags` when the workspace has 2,000.",
  tag: "Tags",
  input: z.object({ ...tagInput, color: tagInput.color.default("gray") }),
  output: tagShape,
  status: 201,
  problems: [409],
  run: async (ctx, input) => showTag(await create(ctx, input)),
});
