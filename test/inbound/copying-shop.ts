import { demo, type RunningSandbox, startSandbox } from "../../sandbox/index.ts";
import { connectIntegration } from "../../src/domain/connections/index.ts";
import { listEvents } from "../../src/domain/events/index.ts";
import { listDeadJobs } from "../../src/domain/jobs/index.ts";
import { getConnectionHealth, type SyncRun, startSync } from "../../src/domain/syncs/index.ts";
import { type Database, inWorkspaces } from "../../src/platform/db.ts";
import { openLog } from "../../src/platform/log.ts";
import { backfill } from "../../workers/backfill.ts";
import { startInProcess } from "../../workers/transports/in-process.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { freshDatabase } from "../support/database.ts";
import { aWorkspace } from "../support/factories.ts";
import { until } from "../support/until.ts";

export const shopDomain = demo.shop.domain;

/** The sandbox, standing in for Shopify to this process. */
export async function startShopify(): Promise<RunningSandbox> {
  const running = await startSandbox();
  closeAtEnd(() => running.stop());
  Object.assign(process.env, { SHOPIFY_API_URL: `${running.url}/shopify`, SHOPIFY_API_SECRET: "secret" });
  return running;
}

/** What a test does to the shop. */
export function levers({ url }: RunningSandbox) {
  async function control(method: string, path: string, body: object) {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${url}/control/${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
    await answer.text();
  }
  return {
    control,
    bulk: (manner: object) => control("PUT", `shopify/${shopDomain}/bulk`, manner),
    bucket: (of: object) => control("PUT", `shopify/${shopDomain}/bucket`, of),
    order: (of: object) => control("POST", `shopify/${shopDomain}/orders`, of),
    uninstall: () => control("POST", `shopify/${shopDomain}/uninstall`, {}),
  };
}

/** A workspace in which the shop is connected, in a database of its own: a shop belongs to one workspace. */
export async function aConnectedShop({ copying = true } = {}) {
  const db = await freshDatabase();
  if (copying) startCopying(db);
  const ctx = await aWorkspace(db);
  const { domain: account, accessToken } = demo.shop;
  const named = { integrationId: "shopify", account, displayName: account };
  const { id: connectionId } = await connectIntegration(ctx, { ...named, credentials: { accessToken } });
  const runs = async () => (await getConnectionHealth(ctx, connectionId)).runs;
  const run = async (kind: string) => (await runs()).find((one) => one.kind === kind);
  return {
    db,
    ctx,
    connectionId,
    run,
    runs,
    health: () => getConnectionHealth(ctx, connectionId),
    start: (kinds: readonly string[], anew = false) => startSync(ctx, { connectionId, kinds, anew }),
    ended: (kind: string, state: SyncRun["state"] = "done") =>
      until(
        async () => {
          const seen = await run(kind);
          if (seen?.state === "failed" && state !== "failed") throw new Error(`${kind} failed: ${seen.reason}`);
          return seen?.state === state && seen.incomplete === seen.completed ? seen : null;
        },
        { what: `${kind} to be ${state}` },
      ),
    told: async (name: string) =>
      (await listEvents(ctx, { after: 0, limit: 1000 })).events.filter((event) => event.name === name),
    /** The orders that are kept, by name. */
    orders: () =>
      inWorkspaces(db.app, [ctx.workspaceId], async (tx) => {
        const rows = await tx<{ name: string; lines: unknown[]; fulfillments: { lines: unknown[] }[] }[]>`
          select name, lines, fulfillments from orders where workspace_id = ${ctx.workspaceId} order by name`;
        return [...rows];
      }),
    setState: (state: "active" | "disconnected") =>
      inWorkspaces(db.app, [ctx.workspaceId], async (tx) => {
        await tx`update connections set state = ${state} where workspace_id = ${ctx.workspaceId}`;
      }),
    deadJobs: async () => (await listDeadJobs(ctx, { limit: 10 })).length,
    countOf: (table: string) =>
      inWorkspaces(db.app, [ctx.workspaceId], async (tx) => {
        const [row] = await tx<{ n: number }[]>`
          select count(*)::int as n from ${tx(table)} where workspace_id = ${ctx.workspaceId}`;
        return row!.n;
      }),
  };
}

/** The worker that copies, until the test file ends or `stop`. */
function startCopying(db: Database) {
  const transport = startInProcess({ tools: { db, log: openLog("silent") }, workers: [backfill], pollMs: 20 });
  closeAtEnd(() => transport.stop(5000));
  return transport;
}
