import { z } from "zod";
import type { ConnectionHealth } from "../../../domain/syncs/index.ts";

const time = z.iso.datetime().nullable();

const runShape = z
  .object({
    id: z.uuid(),
    kind: z.string().describe("order, customer, product, checkout, draft_order, discount_code"),
    state: z
      .enum(["waiting", "exporting", "reading", "done", "failed", "stopped"])
      .describe(
        "exporting: the shop writes a file; reading: it is being taken in; stopped: the shop was disconnected.",
      ),
    records: z.int().describe("Taken in so far."),
    expected: z.int().nullable().describe("How many the shop has, as far as it told; null: not known yet."),
    bytes: z.int(),
    totalBytes: z.int().nullable(),
    skipped: z.int().describe("Lines of the file that belong to nothing or cannot be read."),
    incomplete: z.int().describe("Came without all their parts: each is asked for by its id."),
    completed: z.int().describe("Of these, those that are whole by now, or that the shop has no more."),
    missing: z.int().describe("Of these, those that the shop has no more."),
    reason: z.string().nullable(),
    startedAt: z.iso.datetime(),
    endedAt: time,
  })
  .meta({ id: "SyncRun" });

export const healthShape = z
  .object({
    connectionId: z.uuid(),
    state: z
      .enum(["well", "copying", "late", "needs_attention", "disconnected"])
      .describe("copying: its data is on its way; late: it works, but not as quickly as it should."),
    reasons: z.array(z.object({ code: z.string(), message: z.string() })).describe("The gravest first."),
    heardAt: time.describe("When the provider last sent something by itself, to the minute."),
    comparedAt: time.describe("When it was last asked for all that had changed, of every kind; every hour."),
    runs: z.array(runShape).describe("The copying of all that a shop has, one a kind; empty for what has no records."),
  })
  .meta({ id: "ConnectionHealth" });

export function showHealth(health: ConnectionHealth): z.input<typeof healthShape> {
  const runs = health.runs.map((run) => ({
    ...run,
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
  }));
  const { heardAt, comparedAt } = health;
  return {
    ...health,
    heardAt: heardAt?.toISOString() ?? null,
    comparedAt: comparedAt?.toISOString() ?? null,
    runs,
  };
}
