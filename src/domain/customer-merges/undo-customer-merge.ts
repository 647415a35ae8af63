import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { authorOf } from "../access/index.ts";
import { moveShopRecords } from "../commerce/index.ts";
import { giveConversations } from "../conversations/index.ts";
import { moveIdentities, setMergedInto, survivorOf } from "../customers/index.ts";
import type { TxContext } from "../events/index.ts";
import { takeFieldsBack } from "../fields/index.ts";
import type { Context } from "../workspaces/index.ts";
import { merging } from "./merging.ts";
import { getCustomerMerge, holdingMergeOf, isInWorkspace } from "./queries.ts";
import { type CustomerMerge, customerMerges } from "./tables.ts";

type Moved = Pick<CustomerMerge, "identityIds" | "conversationIds" | "orderIds" | "shopCustomerIds">;

/**
 * Makes two of one again: each has the addresses, conversations, orders and fields she had, and what came meanwhile goes
 * to whose address it came from. They are not proposed to each other again. In any order with other merges.
 *
 * Safe to repeat: one undone already is left alone. @throws NotFound
 */
export async function undoCustomerMerge(
  ctx: Context,
  { customerMergeId }: { customerMergeId: string },
): Promise<CustomerMerge> {
  return merging(ctx, async (tx) => {
    const merge = await getCustomerMerge(tx, customerMergeId);
    if (merge.undoneAt !== null) return merge;
    const { fromCustomerId, toCustomerId, identityIds, conversationIds, orderIds, shopCustomerIds } = merge;
    // Where they are now, if the one that stayed was itself merged since.
    const back = { from: await survivorOf(tx, toCustomerId), to: fromCustomerId };
    const given = {
      identityIds: await moveIdentities(tx, { ...back, only: identityIds }),
      conversationIds: await giveConversations(tx, { ...back, only: conversationIds, orSince: merge.createdAt }),
      ...(await moveShopRecords(tx, { ...back, only: { orderIds, shopCustomerIds } })),
    };
    await disownAlong(tx, merge, given);
    await takeFieldsBackAlong(tx, merge);
    await setMergedInto(tx, fromCustomerId, null);
    const [row] = await tx.q
      .update(customerMerges)
      .set({ undoneAt: now(), undoneBy: await authorOf(tx) })
      .where(and(isInWorkspace(tx), eq(customerMerges.id, merge.id)))
      .returning();
    const data = { customerId: fromCustomerId, fromCustomerId: back.from, customerMergeId };
    tx.emit({ name: "customer.unmerged", data });
    return row!;
  });
}

/** What was given back is no longer for a later merge to give: it may be elsewhere, by a decision of its own, by then. */
async function disownAlong(tx: TxContext, { toCustomerId }: CustomerMerge, given: Moved): Promise<void> {
  for (let next = await holdingMergeOf(tx, toCustomerId); next; next = await holdingMergeOf(tx, next.toCustomerId)) {
    await tx.q
      .update(customerMerges)
      .set({
        identityIds: without(next.identityIds, given.identityIds),
        conversationIds: without(next.conversationIds, given.conversationIds),
        orderIds: without(next.orderIds, given.orderIds),
        shopCustomerIds: without(next.shopCustomerIds, given.shopCustomerIds),
      })
      .where(and(isInWorkspace(tx), eq(customerMerges.id, next.id)));
  }
}

function without(ids: readonly string[], gone: readonly string[]): string[] {
  const left = new Set(ids);
  for (const id of gone) left.delete(id);
  return [...left];
}

/** What she brought went on with whoever got it, if that one was merged since. */
async function takeFieldsBackAlong(tx: TxContext, { fromCustomerId: to, ...merge }: CustomerMerge): Promise<void> {
  let { toCustomerId: from, fieldIds } = merge;
  await takeFieldsBack(tx, { from, to, fieldIds });
  for (let next = await holdingMergeOf(tx, from); next; next = await holdingMergeOf(tx, from)) {
    const further = new Set(next.fieldIds);
    [from, fieldIds] = [next.toCustomerId, fieldIds.filter((id) => further.has(id))];
    await takeFieldsBack(tx, { from, to, fieldIds });
  }
}
