import { z } from "zod";
import { listRecordChecks as list } from "../../../domain/commerce/index.ts";
import { getConnection } from "../../../domain/connections/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";

const time = z.iso.datetime().nullable();

const recordCheckShape = z
  .object({
    kind: z.enum(["customer", "order", "product", "checkout", "draft_order", "discount_code"]),
    comparedTo: time.describe("What changed in the shop until then is known here."),
    checkedAt: time.describe("When it was last compared to the end."),
    failedAt: time,
    failure: z.string().nullable().describe("Why the last comparison failed; null when it went well."),
    healedLastDay: z.number().int().describe("Records that comparing had to mend within a day: webhooks got lost."),
    waiting: z.number().int().describe("Records that changed and are about to be asked for."),
  })
  .meta({ id: "RecordCheck" });

export const listRecordChecks = endpoint({
  method: "get",
  path: "/v1/connections/:connectionId/record-checks",
  scope: "connections:read",
  summary: "Show how true our copy of a shop is, by kind of record",
  tag: "Connections",
  input: z.object({ connectionId: z.uuid() }),
  output: listOf(recordCheckShape),
  async run(ctx, { connectionId }) {
    await getConnection(ctx, connectionId);
    const text = (at: Date | null) => at?.toISOString() ?? null;
    return wholeList(await list(ctx, connectionId), ({ comparedTo, checkedAt, failedAt, ...check }) => ({
      ...check,
      ...{ comparedTo: text(comparedTo), checkedAt: text(checkedAt), failedAt: text(failedAt) },
    }));
  },
});
