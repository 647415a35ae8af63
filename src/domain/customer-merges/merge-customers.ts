import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { authorOf } from "../access/index.ts";
import { moveShopRecords } from "../commerce/index.ts";
import { giveConversations } from "../conversations/index.ts";
import { type Customer, lockCustomer, moveIdentities, setMergedInto } from "../customers/index.ts";
import type { TxContext } from "../events/index.ts";
import { fillCustomerFields } from "../fields/index.ts";
import type { Context } from "../workspaces/index.ts";
import { merging } from "./merging.ts";
import { findCustomerMerge, isInWorkspace, refuseErased, refuseMergedAway, signalsOf } from "./queries.ts";
import { type CustomerMerge, customerMerges } from "./tables.ts";

/** What was filed at the very moment of a merge is looked for this long after it. */
const settleAfterMs = 10_000;

/**
 * Makes two customers one: the addresses, conversations and orders of the first are the second's from now on, and so is
 * what comes later. Of fields the second keeps what it has. The name that stays is the second's.
 *
 * @throws AppError("invalid_input") for a merge with itself; AppError("conflict") when one of them is merged already
 *   (`details.reason` "merged"); NotFound, also for another workspace's customer.
 */
export async function mergeCustomers(
  ctx: Context,
  { customerId, intoCustomerId }: { customerId: string; intoCustomerId: string },
): Promise<CustomerMerge> {
  if (customerId === intoCustomerId) {
    throw new AppError("invalid_input", "A customer cannot be merged with herself: choose another one");
  }
  return merging(ctx, async (tx) => {
    const known = new Map<string, Customer>();
    for (const id of [customerId, intoCustomerId].toSorted()) known.set(id, await lockCustomer(tx, id));
    for (const { mergedIntoId } of known.values()) refuseMergedAway(mergedIntoId);
    await refuseErased(tx, [...known.keys()]);
    const signals = (await signalsOf(tx, customerId)).get(intoCustomerId) ?? [];
    const moved = await moveEverything(tx, { from: customerId, to: intoCustomerId });
    await setMergedInto(tx, customerId, intoCustomerId);
    const [row] = await tx.q
      .insert(customerMerges)
      .values({
        ...{ workspaceId: tx.workspaceId, id: newId(), fromCustomerId: customerId, toCustomerId: intoCustomerId },
        ...moved,
        fieldIds: await fillCustomerFields(tx, { from: customerId, to: intoCustomerId }),
        signals,
        by: await authorOf(tx),
      })
      .returning();
    announce(tx, row!);
    const payload = { customerMergeId: row!.id };
    const runAt = new Date(now().getTime() + settleAfterMs);
    tx.enqueue({ queue: "settle", name: "customer_merge", payload, runAt });
    return row!;
  });
}

/** Takes along what was filed for the customer merged away while that happened. Safe to repeat. */
export async function settleCustomerMerge(
  ctx: Context,
  { customerMergeId }: { customerMergeId: string },
): Promise<void> {
  await merging(ctx, async (tx) => {
    const merge = await findCustomerMerge(tx, customerMergeId);
    if (!merge || merge.undoneAt !== null) return;
    const moved = await moveEverything(tx, { from: merge.fromCustomerId, to: merge.toCustomerId });
    if (Object.values(moved).every((ids) => ids.length === 0)) return;
    await tx.q
      .update(customerMerges)
      .set({
        identityIds: [...merge.identityIds, ...moved.identityIds],
        conversationIds: [...merge.conversationIds, ...moved.conversationIds],
        orderIds: [...merge.orderIds, ...moved.orderIds],
        shopCustomerIds: [...merge.shopCustomerIds, ...moved.shopCustomerIds],
      })
      .where(and(isInWorkspace(tx), eq(customerMerges.id, merge.id)));
    announce(tx, merge);
  });
}

function announce(
  tx: TxContext,
  { id, fromCustomerId: customerId, toCustomerId: intoCustomerId }: CustomerMerge,
): void {
  tx.emit({ name: "customer.merged", data: { customerId, intoCustomerId, customerMergeId: id } });
}

/** @returns the ids of what went over. */
export async function moveEverything(tx: TxContext, pair: { from: string; to: string }) {
  return {
    conversationIds: await giveConversations(tx, pair),
    identityIds: await moveIdentities(tx, pair),
    ...(await moveShopRecords(tx, pair)),
  };
}
