import { z } from "zod";
import { mostRules, reorderRules as reorder } from "../../../domain/rules/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf } from "../../pages.ts";
import { ruleShape, showRules } from "./rule-shape.ts";

export const reorderRules = endpoint({
  method: "put",
  path: "/v1/rules/order",
  scope: "rules:manage",
  summary: "Put the rules into an order",
  description:
    "Every rule is named, once. 409 with `details.reason` = `changed_meanwhile` when there is another by now; " +
    "`details.ruleIds` says which.",
  tag: "Rules",
  input: z.object({ ruleIds: z.array(z.uuid()).max(mostRules) }),
  output: listOf(ruleShape),
  problems: [409],
  run: async (ctx, input) => ({ data: await showRules(ctx, await reorder(ctx, input)), nextCursor: null }),
});
