import { z } from "zod";
import { entitlementOf, listEntitlements } from "../../../domain/billing/index.ts";
import { listConnections } from "../../../domain/connections/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { integrationById } from "../../../integrations/index.ts";
import { endpoint } from "../../endpoint.ts";

const one = {
  plan: z.string().nullable(),
  state: z.enum(["none", "pending", "active", "frozen", "ended"]),
  source: z.enum(["shopify", "manual"]).nullable(),
  periodEndsAt: z.iso.datetime().nullable(),
  limits: z.record(z.string(), z.number()).describe("What is not named has no limit."),
};
const shape = z
  .object({
    ...one,
    sources: z.array(z.object({ ...one, connectionId: z.uuid().nullable() })).describe("Every one there is."),
    planPages: z.array(z.object({ connectionId: z.uuid(), url: z.url() })).describe("Where an owner chooses a plan."),
  })
  .meta({ id: "Entitlement" });

export const getEntitlement = endpoint({
  method: "get",
  path: "/v1/entitlement",
  scope: "connections:read",
  summary: "What the workspace may use, and by whom it is billed",
  tag: "Workspace",
  input: z.object({}),
  output: shape,
  async run(ctx) {
    const sources = (await listEntitlements(ctx)).map(show);
    return { ...show(await entitlementOf(ctx)), sources, planPages: await planPages(ctx) };
  },
});

function show<T extends { periodEndsAt: Date | null }>({ periodEndsAt, ...row }: T) {
  return { ...row, periodEndsAt: periodEndsAt?.toISOString() ?? null };
}

async function planPages(ctx: Context) {
  const shops = (await listConnections(ctx)).filter(({ state }) => state !== "disconnected");
  return shops.flatMap(({ id: connectionId, integrationId, account }) => {
    const url = integrationById(integrationId).billing?.planPage(account);
    return url ? [{ connectionId, url }] : [];
  });
}
