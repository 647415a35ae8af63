import { z } from "zod";
import { listConnections as list } from "../../../domain/connections/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";

const connectionShape = z
  .object({
    id: z.uuid(),
    integrationId: z.string().describe("gmail, shopify …"),
    account: z.string().describe("The provider's own name for it: a mailbox address, a shop domain."),
    state: z.enum(["active", "needs_attention", "disconnected"]),
    stateReason: z.string().nullable(),
    lastSyncedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Connection" });

export const listConnections = endpoint({
  method: "get",
  path: "/v1/connections",
  scope: "connections:read",
  summary: "List connected mailboxes and shops",
  tag: "Connections",
  input: z.object({}),
  output: listOf(connectionShape),
  run: async (ctx) =>
    wholeList(await list(ctx), (row) => ({ ...row, lastSyncedAt: row.lastSyncedAt?.toISOString() ?? null })),
});
