import { z } from "zod";
import { type ConnectionRow, getConnection } from "../../../domain/connections/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { integrations } from "../../../integrations/index.ts";

const time = z.iso.datetime().nullable();

export const connectionShape = z
  .object({
    id: z.uuid(),
    integrationId: z.string().describe("gmail, shopify …"),
    account: z.string().describe("The provider's own name for it: a mailbox address, a shop domain."),
    displayName: z.string(),
    state: z.enum(["active", "needs_attention", "disconnected"]),
    stateReason: z.string().nullable(),
    defaultTeamId: z.uuid().nullable().describe("The team whose queue its new conversations enter."),
    connectedAt: time.describe("When its owner connected it last."),
    lastSyncedAt: time,
    heardAt: time.describe("When the provider last sent something by itself, to the minute."),
    scopes: z.array(z.string()).nullable().describe("What its owner allows; null where nobody is asked by name."),
    missingScopes: z.array(z.string()).describe("What the product needs and the owner has not allowed (yet)."),
    interfaceNotice: z
      .object({
        asked: z.string().describe("The version of the provider's interface that we ask for."),
        answered: z.string().describe("The one that answers."),
        deprecated: z.string().nullable().describe("Why something we use will go away."),
      })
      .nullable()
      .describe("Something a person should see to: the product needs an update."),
  })
  .meta({ id: "Connection" });

export function showConnection(row: ConnectionRow): z.input<typeof connectionShape> {
  const text = (at: Date | null) => at?.toISOString() ?? null;
  const { lastSyncedAt, connectedAt, heardAt } = row;
  const times = { lastSyncedAt: text(lastSyncedAt), connectedAt: text(connectedAt), heardAt: text(heardAt) };
  return { ...row, ...times, missingScopes: missingScopes(row) };
}

/** Whether there is nothing that only its owner could mend. */
export async function isWhole(ctx: Context, connectionId: string): Promise<boolean> {
  const row = await getConnection(ctx, connectionId);
  return row.state === "active" && missingScopes(row).length === 0;
}

function missingScopes({ integrationId, scopes }: ConnectionRow): string[] {
  const install = integrations.find(({ id }) => id === integrationId)?.install;
  return scopes && install ? install.missingScopes(scopes) : [];
}
