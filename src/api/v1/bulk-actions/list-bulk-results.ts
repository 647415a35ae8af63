import { z } from "zod";
import { listBulkResults as list } from "../../../domain/bulk/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { channelShape } from "../conversations/conversation-shape.ts";

const outcome = z.enum(["done", "skipped", "failed"]);
const position = z.object({ slice: z.number().int(), place: z.number().int() });

export const listBulkResults = endpoint({
  method: "get",
  path: "/v1/bulk-actions/:bulkActionId/results",
  scope: "conversations:read",
  summary: "List what came of a bulk action, conversation by conversation",
  description:
    "Of those whose turn has been; what was not done comes with the reason. Kept for seven days after its end.",
  tag: "Bulk actions",
  input: z.object({ bulkActionId: z.uuid(), outcome: outcome.optional(), ...pageInput }),
  output: listOf(
    z
      .object({
        conversationId: z.uuid(),
        subject: z
          .string()
          .nullable()
          .describe("Null for one that was not found. Those gone by now, or not for you, are left out."),
        channel: channelShape.nullable(),
        outcome: outcome.describe("`skipped`: nothing to do, or somebody was quicker. `failed`: it could not be done."),
        reason: z
          .string()
          .nullable()
          .describe(
            "`already_so`, `no_longer_fits`, `changed_meanwhile`, `not_found`, `too_many_tags` …; null if done.",
          ),
        message: z.string().nullable(),
      })
      .meta({ id: "BulkResult" }),
  ),
  async run(ctx, { bulkActionId, outcome: wanted, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { bulkActionId, wanted }, position });
    const question = { bulkActionId, limit, ...(wanted && { outcome: wanted }) };
    const { rows, next } = await list(ctx, { ...question, ...(page.after && { after: page.after }) });
    return page.upTo(rows, next);
  },
});
