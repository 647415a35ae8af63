import { z } from "zod";
import type { ConnectionRow } from "../../../domain/connections/index.ts";

export const connectionShape = z
  .object({
    id: z.uuid(),
    integrationId: z.string().describe("gmail, shopify …"),
    account: z.string().describe("The provider's own name for it: a mailbox address, a shop domain."),
    state: z.enum(["active", "needs_attention", "disconnected"]),
    stateReason: z.string().nullable(),
    defaultTeamId: z.uuid().nullable().describe("The team whose queue its new conversations enter."),
    lastSyncedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Connection" });

export function showConnection(row: ConnectionRow): z.input<typeof connectionShape> {
  return { ...row, lastSyncedAt: row.lastSyncedAt?.toISOString() ?? null };
}
