import { z } from "zod";
import { notifyConnection, requestRenewal } from "../src/domain/connections/index.ts";
import { requestNumbersBeside } from "../src/domain/numbers/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import { readBilling, requestBilling } from "../src/inbound/billing.ts";
import { pullConnection } from "../src/inbound/pull.ts";
import { renewConnection } from "../src/inbound/renew.ts";
import { defineWorker, type WorkerTools } from "./define-worker.ts";

const connection = z.object({ connectionId: z.uuid() });

/** Reads what a provider says has changed, and keeps it saying so; one job of a connection at a time. */
export const sync = defineWorker("sync", {
  concurrency: 4,
  leaseMs: 5 * 60_000,
  orderingField: "connectionId",
  on: {
    "connection.connected": begin,
    "connection.recovered": pullAll,
    "connection.notified": pullAll,
    "connection.disconnected": readBilling,
    "connection.interface_noticed": tellOperators,
  },
  jobs: {
    "connection.renew": async (ctx, payload) => {
      await renewConnection(ctx, connection.parse(payload));
      await requestNumbersBeside(ctx, connection.parse(payload));
    },
    "billing.read": (ctx, payload) => readBilling(ctx, connection.parse(payload)),
  },
});

async function begin(ctx: Context, data: { connectionId: string }): Promise<void> {
  await requestBilling(ctx, data);
  await requestRenewal(ctx, data);
  await pullAll(ctx, data);
}

/** The product needs an update before the provider takes the old interface away. */
async function tellOperators(_ctx: Context, { from, to }: { from?: string; to?: string }, { log }: WorkerTools) {
  log.warn({ asked: from, answered: to }, "a provider's interface has changed or will change: see the connection");
}

async function pullAll(ctx: Context, data: { connectionId: string }): Promise<void> {
  if (await pullConnection(ctx, data)) await notifyConnection(ctx, data);
}
