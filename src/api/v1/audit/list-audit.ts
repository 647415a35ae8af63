import { z } from "zod";
import { listAudit as list } from "../../../domain/audit/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { auditEntryShape, auditFilterInput, showEntry, toFilter } from "./audit-shape.ts";

export const listAudit = endpoint({
  method: "get",
  path: "/v1/audit",
  scope: "audit:read",
  summary: "Read the audit trail, newest first",
  description:
    "Who did what, before and after, and why. A page looks at 10,000 entries of the log at most: with a rare filter it " +
    "may be short or empty and still have a `nextCursor`. The log is read to its end when `nextCursor` is null.",
  tag: "Audit",
  input: z.object({ ...auditFilterInput, ...pageInput }),
  output: listOf(auditEntryShape),
  async run(ctx, { limit, cursor, ...filters }, call) {
    const page = call.page({ limit, cursor, filters, position: z.number().int() });
    const before = page.after === undefined ? {} : { before: page.after };
    const { entries, next } = await list(ctx, { filter: toFilter(filters), limit, ...before });
    return page.upTo(entries.map(showEntry), next);
  },
});
