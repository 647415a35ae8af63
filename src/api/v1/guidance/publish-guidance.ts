import { z } from "zod";
import { findPublished, publishGuidance as publish } from "../../../domain/guidance/index.ts";
import { AppError } from "../../../platform/errors.ts";
import { endpoint } from "../../endpoint.ts";
import { guidanceVersionShape, showVersion } from "./guidance-shape.ts";

const count = z.number().int().min(0).max(2_147_483_647);

export const publishGuidance = endpoint({
  method: "post",
  path: "/v1/guidance/versions",
  scope: "settings:manage",
  summary: "Let the AI go by it",
  description:
    "The working copy (`version`: the one seen), or an older version anew (`number`), which becomes the working copy " +
    "too. Turns that begin from now on go by it. 409 with `details.reason` = `changed_meanwhile` when somebody saved " +
    "meanwhile; 404 for an unknown number; 422 when it cannot be followed (any more).",
  tag: "AI",
  input: z.object({ version: count.optional(), number: count.optional() }),
  output: guidanceVersionShape,
  status: 201,
  problems: [409],
  async run(ctx, { version, number }) {
    const before = await findPublished(ctx);
    if (version !== undefined && number === undefined) return showVersion(await publish(ctx, { version }), before);
    if (number !== undefined && version === undefined) return showVersion(await publish(ctx, { number }), before);
    throw new AppError("invalid_input", "Name the `version` of the working copy, or the `number` of an older one");
  },
});
