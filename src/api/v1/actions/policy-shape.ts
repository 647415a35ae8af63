import { z } from "zod";
import { policyRules } from "../../../domain/actions/index.ts";

export const rulesInput = policyRules.meta({ id: "ActionPolicyRules" });

export const policyShape = z
  .object({
    version: z.number().int().describe("0: the product's own rules, until the workspace sets some."),
    rules: rulesInput.describe("Every rule that fits counts; the strictest one decides. None fits: it is allowed."),
  })
  .meta({ id: "ActionPolicy" });
