import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { getConnection } from "../connections/index.ts";
import { getConversation } from "../conversations/index.ts";
import { getCustomer, survivorOf } from "../customers/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { announce } from "./announce.ts";
import { expireLater } from "./decide.ts";
import { type Instruction, subjectOf } from "./instruction.ts";
import { findByClientId, getOrderAt, shopsKnowing, updateAction } from "./queries.ts";
import { actorKeyOf, hashOf } from "./rules.ts";
import { type Action, actions } from "./tables.ts";

export interface Plan {
  instruction: Instruction;
  /** The order it is about; its customer and shop follow from it. */
  orderId?: string;
  /** The customer, where it is about no order. */
  customerId?: string;
  /** The conversation it comes from: it may then be about that customer only. */
  conversationId?: string;
  /** The shop, where several could be meant. */
  connectionId?: string;
  /** The asker's own key: planned twice with the same, it is planned once. */
  clientId?: string | null;
  /** Asks for it as soon as the shop has said what it would do. Without it the asker looks first. */
  request?: boolean;
  /** How long it can be gone on from; default as for everybody. Whatever is done rests on a new look at the shop. */
  openForMs?: number;
}

/**
 * Writes down what somebody wants done in a shop. Nothing happens yet: a worker asks the shop what it would do.
 *
 * @throws NotFound for an order, customer or conversation that is not there.
 * @throws AppError("invalid_input") with `details.reason`: other_customer, no_order, no_customer, unknown_in_shop, name_the_shop.
 */
export async function planAction(ctx: Context, plan: Plan): Promise<Action> {
  allow(ctx, "actions:request");
  return inTransaction(ctx, async (tx) => {
    const about = await targetOf(tx, plan);
    return write(tx, { ...about, ...plan, undoOf: null });
  });
}

type Target = Pick<Action, "connectionId" | "conversationId" | "customerId" | "orderId">;

/** @param wanted.undoOf the action that this one takes back. */
export async function write(
  tx: TxContext,
  wanted: Target & Pick<Plan, "instruction" | "clientId" | "request" | "openForMs"> & Pick<Action, "undoOf">,
): Promise<Action> {
  const { connectionId, conversationId, customerId, orderId, instruction, clientId = null, undoOf } = wanted;
  const actorKey = actorKeyOf(tx.actor);
  const about = { connectionId, conversationId, customerId, orderId };
  const [row] = await tx.q
    .insert(actions)
    .values({
      ...{ workspaceId: tx.workspaceId, id: newId(), ...about, instruction, kind: instruction.kind, undoOf, clientId },
      ...{ argumentsHash: hashOf(about, instruction), requestedBy: tx.actor, actorKey, cause: tx.cause },
      requestedAt: wanted.request ? now() : null,
    })
    .onConflictDoNothing()
    .returning();
  if (row) {
    announce(tx, "action.planned", row);
    if (wanted.openForMs === undefined) return row;
    return updateAction(tx, row.id, { expiresAt: expireLater(tx, row.id, wanted.openForMs) });
  }
  const before = clientId === null ? null : await findByClientId(tx, actorKey, clientId);
  if (before) return before;
  throw new AppError("conflict", "This is being taken back already", { details: { reason: "undone" } });
}

async function targetOf(tx: TxContext, plan: Plan): Promise<Target> {
  const { instruction, orderId, conversationId } = plan;
  const subject = subjectOf(instruction.kind);
  if (subject === "order" && orderId === undefined) throw refused("no_order", "Name the order it is about");
  const order = orderId === undefined ? null : await getOrderAt(tx, orderId);
  const customerId = order ? order.customerId : await customerOf(tx, plan);
  if (subject === "customer" && customerId === null) throw refused("no_customer", "Name the customer it is about");
  if (plan.customerId !== undefined && order && (await survivorOf(tx, plan.customerId)) !== customerId) {
    throw refused("other_customer", "This is an order of another customer");
  }
  if (conversationId !== undefined && order && customerId === null) {
    throw refused("other_customer", "Nobody who wrote is known to have made this order: act on it from its own page");
  }
  if (conversationId !== undefined) await refuseStranger(tx, conversationId, customerId);
  const connectionId = order?.connectionId ?? (await shopFor(tx, plan, customerId));
  if (plan.connectionId !== undefined && plan.connectionId !== connectionId) {
    throw refused("other_shop", "The order is in another shop");
  }
  return { connectionId, conversationId: conversationId ?? null, customerId, orderId: orderId ?? null };
}

async function customerOf(tx: TxContext, { customerId, conversationId, instruction }: Plan): Promise<string | null> {
  if (customerId !== undefined) {
    const { id, mergedIntoId } = await getCustomer(tx, customerId);
    return mergedIntoId === null ? id : survivorOf(tx, id);
  }
  // A code for everybody has no customer, wherever it is asked for.
  if (conversationId === undefined || subjectOf(instruction.kind) !== "customer") return null;
  return survivorOf(tx, (await getConversation(tx, conversationId)).customerId);
}

/** Whoever works in one customer's conversation cannot reach for what is another's. */
async function refuseStranger(tx: TxContext, conversationId: string, customerId: string | null): Promise<void> {
  const conversation = await getConversation(tx, conversationId);
  if (customerId === null || (await survivorOf(tx, conversation.customerId)) === customerId) return;
  throw refused("other_customer", "This is another customer's than the conversation's");
}

async function shopFor(tx: TxContext, { connectionId }: Plan, customerId: string | null): Promise<string> {
  if (customerId === null) {
    if (connectionId !== undefined) return (await getConnection(tx, connectionId)).id;
    throw refused("name_the_shop", "Name the shop: give `connectionId`");
  }
  const shops = [...new Set((await shopsKnowing(tx, customerId)).map((shop) => shop.connectionId))];
  const fitting = connectionId === undefined ? shops : shops.filter((id) => id === connectionId);
  if (fitting.length === 1) return fitting[0]!;
  if (fitting.length === 0) throw refused("unknown_in_shop", "The shop does not know this customer");
  throw refused("name_the_shop", "Several shops know her: name one by `connectionId`");
}

function refused(reason: string, message: string): AppError {
  return new AppError("invalid_input", message, { details: { reason } });
}
