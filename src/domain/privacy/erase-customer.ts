import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { refuseMergedAway } from "../customer-merges/index.ts";
import { getCustomer, takeIdentities } from "../customers/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { erasers } from "./erasers.ts";
import { countHoldings, findErasure, type Holdings } from "./queries.ts";
import { sealSought } from "./sought.ts";
import { type ErasureRow, erasures } from "./tables.ts";

export type ErasureReason = ErasureRow["reason"];

/**
 * Erases a person everywhere. Her name, addresses and orders are gone when this returns: who writes from her address
 * from then on is a new customer. Her conversations and everything else go in a job, see `runErasure`.
 *
 * Safe to repeat: it returns the erasure there is, and sets one that came to a stop going again.
 * Whoever was merged into her is the same person and goes with her.
 * @throws AppError("conflict") for somebody who was merged into another; NotFound for an unknown customer, also when
 *   she is another workspace's.
 */
export async function eraseCustomer(
  caller: Context,
  { customerId, reason }: { customerId: string; reason: ErasureReason },
): Promise<ErasureRow> {
  allow(caller, "customers:erase");
  return inTransaction(seeingAll(caller), async (tx) => {
    const begun = (await findErasure(tx, customerId)) ?? (await begin(tx, customerId, reason));
    if (begun.stage !== "done") {
      const key = { orderingKey: begun.id };
      tx.enqueue({ queue: "erasure", name: "erase", payload: { erasureId: begun.id }, ...key });
    }
    return begun;
  });
}

/** What would go. @throws NotFound */
export async function previewErasure(caller: Context, { customerId }: { customerId: string }): Promise<Holdings> {
  allow(caller, "customers:erase");
  return countHoldings(seeingAll(caller), customerId);
}

/** A person is erased whole, also from conversations of private teams: the caller learns no more than how many. */
function seeingAll(ctx: Context): Context {
  return { ...ctx, hiddenTeams: [] };
}

async function begin(tx: TxContext, customerId: string, reason: ErasureReason): Promise<ErasureRow> {
  const { conversations: conversationCount } = await countHoldings(tx, customerId);
  const identities = await takeIdentities(tx, customerId);
  refuseMergedAway((await getCustomer(tx, customerId)).mergedIntoId);
  // Somebody else may have begun while this waited for her row.
  const begun = await findErasure(tx, customerId);
  if (begun) return begun;
  const shopIds = identities.filter(({ kind }) => kind === "shopify").map(({ value }) => value);
  const addresses = identities.filter(({ kind }) => kind !== "shopify").map(({ value }) => value);
  for (const { customer } of erasers) shopIds.push(...((await customer?.(tx, customerId, addresses)) ?? []));
  const row = { workspaceId: tx.workspaceId, id: newId() };
  const [erasure] = await tx.q
    .insert(erasures)
    .values({
      ...row,
      ...{ customerId, reason, by: tx.actor, stage: "settle", conversationCount },
      soughtSealed: sealSought(tx.db, row, { addresses, shopIds }),
      erased: { conversations: 0, messages: 0, messagesElsewhere: 0, deliveries: 0, files: 0 },
    })
    .returning();
  tx.emit({ name: "customer.erasure_requested", data: { customerId, reason } });
  return erasure!;
}
