import { z } from "zod";
import { requestAction as request } from "../../../domain/actions/index.ts";
import { endpoint } from "../../endpoint.ts";
import { actionShape, showAction } from "./action-shape.ts";

export const requestAction = endpoint({
  method: "post",
  path: "/v1/actions/:actionId/request",
  scope: "actions:request",
  summary: "Request a planned action",
  description:
    "The policy lets it through (`approved`), has somebody approve it (`awaiting_approval`) or refuses it (`refused`, see " +
    "`verdict`). Requested twice, it is requested once. 409 with `details.reason`: `no_preview`, `preview_changed`, " +
    "`expired`, `already_done` (send `again` if you mean it), 403 with `not_yours`.",
  tag: "Actions",
  input: z.object({
    actionId: z.uuid(),
    fingerprint: z.string().min(1).max(500).describe("Of the preview it is requested on."),
    again: z.boolean().default(false).describe("The very same was done before, and is meant once more."),
  }),
  output: actionShape,
  problems: [409],
  run: async (ctx, input) => showAction(ctx, await request(ctx, input)),
});
