import { z } from "zod";
import { decideApproval as decide, longestNote } from "../../../domain/actions/index.ts";
import { endpoint } from "../../endpoint.ts";
import { actionShape, showAction } from "./action-shape.ts";

export const decideApproval = endpoint({
  method: "put",
  path: "/v1/approvals/:approvalId",
  scope: "actions:approve",
  summary: "Approve or decline an action that somebody asked for",
  description:
    "Bound to the very arguments and to what the shop said they would do. Nobody approves what she asked for herself. 403 " +
    "with `details.reason`: `own_action`, `needs_role`, `people_only`. 409: `not_open`, `preview_changed`, `policy_denies`.",
  tag: "Actions",
  input: z.object({
    approvalId: z.uuid(),
    decision: z.enum(["approved", "declined"]),
    fingerprint: z.string().min(1).max(500).describe("Of the preview that was looked at."),
    note: z.string().trim().max(longestNote).optional(),
  }),
  output: actionShape,
  problems: [409],
  run: async (ctx, { note = null, ...input }) => showAction(ctx, await decide(ctx, { ...input, note })),
});
