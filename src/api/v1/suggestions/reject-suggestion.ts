import { z } from "zod";
import { rejectSuggestion as reject } from "../../../domain/suggestions/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const rejectSuggestion = endpoint({
  method: "delete",
  path: "/v1/knowledge/suggestions/:suggestionId",
  scope: "knowledge:manage",
  summary: "Put a proposed answer away",
  description: "It is not proposed again. 409 with `details.reason` = `decided`. Needs `conversations:read` as well.",
  tag: "Knowledge",
  input: z.object({ suggestionId: z.uuid() }),
  output: nothing,
  problems: [409],
  run: (ctx, input) => reject(ctx, input),
});
