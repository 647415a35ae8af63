import { z } from "zod";
import { getPolicy } from "../../../domain/actions/index.ts";
import { endpoint } from "../../endpoint.ts";
import { policyShape } from "./policy-shape.ts";

export const getActionPolicy = endpoint({
  method: "get",
  path: "/v1/action-policy",
  scope: "actions:read",
  summary: "Read what may be done in the shops, by whom and up to how much",
  tag: "Actions",
  input: z.object({}),
  output: policyShape,
  async run(ctx) {
    const { version, rules } = await getPolicy(ctx);
    return { version, rules: [...rules] };
  },
});
