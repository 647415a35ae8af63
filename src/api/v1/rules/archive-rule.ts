import { z } from "zod";
import { archiveRule as archive } from "../../../domain/rules/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const archiveRule = endpoint({
  method: "delete",
  path: "/v1/rules/:ruleId",
  scope: "rules:manage",
  summary: "Take a rule away",
  description: "What it did stays, and its runs can be read for 90 days.",
  tag: "Rules",
  input: z.object({ ruleId: z.uuid() }),
  output: nothing,
  run: (ctx, input) => archive(ctx, input),
});
