import { z } from "zod";
import { saveGuidance as save } from "../../../domain/guidance/index.ts";
import { endpoint } from "../../endpoint.ts";
import { contentInput, guidanceShape, showGuidance } from "./guidance-shape.ts";

export const saveGuidance = endpoint({
  method: "put",
  path: "/v1/guidance",
  scope: "settings:manage",
  summary: "Keep the working copy of what the AI is to be told",
  description:
    "409 with `details.reason` = `changed_meanwhile` when somebody saved since `version`. 422 with `details.reason` = " +
    "`guidance_problems` for what cannot be followed: `details.problems` says where and why (an unknown intent in a " +
    "mode, two rules about the same, too long).",
  tag: "AI",
  input: z.object({
    content: contentInput,
    version: z.number().int().min(0).max(2_147_483_647).describe("The version the author has seen."),
  }),
  output: guidanceShape,
  problems: [409],
  run: async (ctx, { content, version }) => showGuidance(ctx, await save(ctx, { content, version })),
});
