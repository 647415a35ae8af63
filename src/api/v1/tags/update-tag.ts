import { z } from "zod";
import { updateTag as update } from "../../../domain/tags/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showTag, tagInput, tagShape } from "./tag-shape.ts";

export const updateTag = endpoint({
  method: "patch",
  path: "/v1/tags/:tagId",
  scope: "tags:manage",
  summary: "Rename or recolour a tag",
  description: "What is absent stays. 409 with `details.reason` = `name_taken` as for a new one.",
  tag: "Tags",
  input: z.object({ tagId: z.uuid(), ...z.object(tagInput).partial().shape }),
  output: tagShape,
  problems: [409],
  async run(ctx, { tagId, name, color }) {
    const row = await update(ctx, {
      tagId,
      ...(name !== undefined && { name }),
      ...(color !== undefined && { color }),
    });
    return showTag(row);
  },
});
