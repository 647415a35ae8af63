import { z } from "zod";
import { savePolicy } from "../../../domain/actions/index.ts";
import { endpoint } from "../../endpoint.ts";
import { policyShape, rulesInput } from "./policy-shape.ts";

export const setActionPolicy = endpoint({
  method: "put",
  path: "/v1/action-policy",
  scope: "actions:manage",
  summary: "Set what may be done in the shops",
  description:
    "It counts from the next decision on, also for what waits for approval. 409 with `details.reason` `outdated` when " +
    "somebody else changed it since `version`.",
  tag: "Actions",
  input: z.object({ version: z.int().min(0).max(1_000_000), rules: rulesInput }),
  output: policyShape,
  problems: [409],
  async run(ctx, input) {
    const { version, rules } = await savePolicy(ctx, input);
    return { version, rules: [...rules] };
  },
});
