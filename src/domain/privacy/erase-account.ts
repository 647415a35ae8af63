import { now } from "../../platform/clock.ts";
import { forgetShopInLedger } from "../actions/index.ts";
import { eraseShopRecords } from "../commerce/index.ts";
import { eraseDeliveriesOfConnection, forgetAccount, getConnection } from "../connections/index.ts";
import { inTransaction } from "../events/index.ts";
import { discardJobsAbout } from "../jobs/index.ts";
import { forgetRequestsOfShop } from "../stock-requests/index.ts";
import { forgetSyncs } from "../syncs/index.ts";
import type { Context } from "../workspaces/index.ts";
import { getPrivacyRequest, settleRequest } from "./queries.ts";

const rowsAtOnce = 500;
/** One job works this long, in milliseconds, and leaves the rest to the next. */
const turnMs = 15_000;

/**
 * Takes out everything that came from an account: orders, people and goods of the shop, and what it sent. Conversations
 * stay: they are the workspace's own, and came by its mailboxes. Then any workspace may connect the account. Each step
 * is one transaction: stopped anywhere, it goes on from there. An account that is connected again is left alone.
 */
export async function eraseAccount(ctx: Context, at: { privacyRequestId: string }): Promise<void> {
  const { id, connectionId, answeredAt } = await getPrivacyRequest(ctx, at);
  if (answeredAt !== null) return;
  const until = now().getTime() + turnMs;
  const isOver = async () => (await getConnection(ctx, connectionId)).state !== "disconnected";
  for (const step of [eraseSomeRecords, eraseSomeDeliveries]) {
    let some = 1;
    while (some > 0) {
      if (await isOver()) return settle(ctx, id, "refused");
      some = await step(ctx, connectionId);
      if (some > 0 && now().getTime() > until) return goOn(ctx, id, connectionId);
    }
  }
  await inTransaction(ctx, async (tx) => {
    await forgetShopInLedger(tx, connectionId);
    await forgetRequestsOfShop(tx, connectionId);
    await forgetSyncs(tx, { connectionId });
    await forgetAccount(tx, { connectionId });
    await settleRequest(tx, id, "done");
  });
}

async function eraseSomeRecords(ctx: Context, connectionId: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const { count, customerIds } = await eraseShopRecords(tx, { connectionId, limit: rowsAtOnce });
    for (const customerId of customerIds) tx.emit({ name: "customer.orders_changed", data: { customerId } });
    return count;
  });
}

async function eraseSomeDeliveries(ctx: Context, connectionId: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const ids = await eraseDeliveriesOfConnection(tx, { connectionId, limit: rowsAtOnce });
    await discardJobsAbout(tx, ids);
    return ids.length;
  });
}

async function settle(ctx: Context, id: string, state: "done" | "refused"): Promise<void> {
  await inTransaction(ctx, (tx) => settleRequest(tx, id, state));
}

async function goOn(ctx: Context, privacyRequestId: string, connectionId: string): Promise<void> {
  await inTransaction(ctx, async (tx) =>
    tx.enqueue({ queue: "erasure", name: "erase_account", payload: { privacyRequestId }, orderingKey: connectionId }),
  );
}
