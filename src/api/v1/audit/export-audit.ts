import { z } from "zod";
import {
  type AuditFilter,
  describeEntries,
  eventLine,
  sealLine,
  walkAudit,
  walkSeals,
} from "../../../domain/audit/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { endpoint } from "../../endpoint.ts";
import { file } from "../../send-file.ts";
import { auditFilterInput, toFilter } from "./audit-shape.ts";
import { csvHeader, csvLine } from "./csv.ts";

const types = { csv: "text/csv", jsonl: "application/jsonl" } as const;

export const exportAudit = endpoint({
  method: "get",
  path: "/v1/audit/export",
  scope: "audit:read",
  summary: "Download the audit trail, oldest first",
  description:
    "`csv` is for people and spreadsheets. `jsonl` is the log itself, one event a line exactly as it is hashed, and at " +
    "the end the seals of the hash chain. A seal's `hash` is the SHA-256 of its own line without `hash` and the lines " +
    "of its events, each followed by a newline: so anybody can verify an export that has no filter.",
  tag: "Audit",
  input: z.object({ format: z.enum(["csv", "jsonl"]).default("csv"), ...auditFilterInput }),
  output: file,
  media: Object.values(types),
  async run(ctx, { format, ...filters }) {
    const filter = toFilter(filters);
    const chunks = format === "csv" ? await asCsv(ctx, filter) : await asJsonLines(ctx, filter);
    return { type: types[format], name: `audit.${format}`, chunks };
  },
});

async function asCsv(ctx: Context, filter: AuditFilter): Promise<AsyncGenerator<string>> {
  const pages = await walkAudit(ctx, filter);
  return (async function* () {
    yield csvHeader;
    for await (const events of pages) yield (await describeEntries(ctx, events)).map(csvLine).join("");
  })();
}

async function asJsonLines(ctx: Context, filter: AuditFilter): Promise<AsyncGenerator<string>> {
  const seals = await walkSeals(ctx);
  const pages = await walkAudit(ctx, filter);
  return (async function* () {
    for await (const events of pages) yield events.map((event) => `${eventLine(event)}\n`).join("");
    for await (const links of seals) yield links.map((seal) => `${sealLine(seal)}\n`).join("");
  })();
}
