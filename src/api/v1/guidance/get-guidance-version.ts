import { z } from "zod";
import { getGuidanceVersion as get } from "../../../domain/guidance/index.ts";
import { endpoint } from "../../endpoint.ts";
import { guidanceVersionShape, showVersion } from "./guidance-shape.ts";

export const getGuidanceVersion = endpoint({
  method: "get",
  path: "/v1/guidance/versions/:number",
  scope: "settings:manage",
  summary: "Read what the AI was told",
  tag: "AI",
  input: z.object({ number: z.coerce.number().int().min(1).max(2_147_483_647) }),
  output: guidanceVersionShape,
  async run(ctx, { number }) {
    const row = await get(ctx, number);
    return showVersion(row, number > 1 ? await get(ctx, number - 1) : null);
  },
});
