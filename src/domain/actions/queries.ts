import { and, asc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow, type Permission, permissionsOf } from "../access/index.ts";
import { apiKeys, members, roles } from "../access/tables.ts";
import { orders, shopCustomers } from "../commerce/tables.ts";
import { customers } from "../customers/tables.ts";
import { read, type TxContext } from "../events/index.ts";
import { rules } from "../rules/tables.ts";
import type { Actor, Context } from "../workspaces/index.ts";
import type { ShopIds } from "./instruction.ts";
import { type Action, actions, approvals } from "./tables.ts";

/** @throws NotFound also for another workspace's, and for one of a conversation that the caller may not see. */
export async function getAction(ctx: Context, actionId: string): Promise<Action> {
  allow(ctx, "actions:read");
  const [row] = await read(ctx, (q) => q.select().from(actions).where(isAction(ctx, actionId)));
  if (!row) throw new NotFound("Action", actionId);
  return row;
}

/**
 * Takes the row's lock: two decisions about it come one after the other. Whoever decides about several in one
 * transaction takes the locks of all before she begins, by `lockActions`.
 *
 * @throws NotFound
 */
export async function lockAction(tx: TxContext, actionId: string): Promise<Action> {
  const [row] = await tx.q.select().from(actions).where(isAction(tx, actionId)).for("update");
  if (!row) throw new NotFound("Action", actionId);
  return row;
}

/**
 * Several at once, always the oldest first, so that no two transactions wait for each other: what takes an action back
 * comes after it. Those that are not there are left out.
 */
export async function lockActions(tx: TxContext, which: SQL | undefined): Promise<Action[]> {
  return tx.q
    .select()
    .from(actions)
    .where(and(eq(actions.workspaceId, tx.workspaceId), which))
    .orderBy(asc(actions.id))
    .for("update");
}

/** With the lock of the one that it takes back, if it does: that has to be known before its own is taken. @throws NotFound */
export async function lockWithUndone(tx: TxContext, actionId: string): Promise<Action> {
  const { undoOf } = await getAction(tx, actionId);
  if (undoOf !== null) await lockAction(tx, undoOf);
  return lockAction(tx, actionId);
}

export async function updateAction(
  tx: TxContext,
  actionId: string,
  changes: Partial<typeof actions.$inferInsert>,
): Promise<Action> {
  const [row] = await tx.q.update(actions).set(changes).where(isAction(tx, actionId)).returning();
  return row!;
}

/** What an order is in the shop, and whose it is; null: of nobody who ever wrote. @throws NotFound */
export async function getOrderAt(
  ctx: Context,
  orderId: string,
): Promise<{
  connectionId: string;
  customerId: string | null;
  externalId: string;
  customerExternalId: string | null;
}> {
  const { connectionId, customerId, externalId, customerExternalId } = orders;
  const [row] = await read(ctx, (q) =>
    q
      .select({ connectionId, customerId, externalId, customerExternalId })
      .from(orders)
      .where(and(eq(orders.workspaceId, ctx.workspaceId), eq(orders.id, orderId))),
  );
  if (!row) throw new NotFound("Order", orderId);
  return row;
}

/** The shops that know a customer, and what they call her; a shop that knows her twice is named by the older one first. */
export async function shopsKnowing(
  ctx: Context,
  customerId: string,
): Promise<{ connectionId: string; externalId: string }[]> {
  return read(ctx, (q) =>
    q
      .select({ connectionId: shopCustomers.connectionId, externalId: shopCustomers.externalId })
      .from(shopCustomers)
      .where(and(eq(shopCustomers.workspaceId, ctx.workspaceId), eq(shopCustomers.customerId, customerId)))
      .orderBy(asc(shopCustomers.createdAt), asc(shopCustomers.id)),
  );
}

/** The shop's own ids of what an action is about, as far as they are known now. */
export async function shopIdsOf(
  ctx: Context,
  { connectionId, orderId, customerId }: Pick<Action, "connectionId" | "orderId" | "customerId">,
): Promise<ShopIds> {
  const order = orderId === null ? null : await getOrderAt(ctx, orderId).catch(missing);
  const shops = customerId === null ? [] : await shopsKnowing(ctx, customerId);
  return {
    orderId: order?.externalId ?? null,
    // Whom the shop has as its buyer, where it is about an order.
    customerId:
      order?.customerExternalId ?? shops.find((shop) => shop.connectionId === connectionId)?.externalId ?? null,
  };
}

function missing(error: unknown): null {
  if (error instanceof NotFound) return null;
  throw error;
}

/** What somebody is called in the rules of a policy, by the role she has now; empty for who is gone. */
export async function namesOf(ctx: Context, actor: Actor): Promise<string[]> {
  // A policy that speaks of what the product does by itself speaks of rules too.
  if (actor.type === "rule") return ["rule", "system"];
  if (actor.type !== "member") return [actor.type];
  const [row] = await read(ctx, (q) =>
    q
      .select({ role: members.role, customRoleId: members.customRoleId })
      .from(members)
      .where(and(eq(members.workspaceId, ctx.workspaceId), eq(members.id, actor.id))),
  );
  return row ? [row.role, ...(row.customRoleId ? [row.customRoleId] : [])] : [];
}

/** Members who have a permission now, by a built-in role or one of the workspace's own. */
export async function membersWith(ctx: Context, permission: Permission): Promise<string[]> {
  const rows = await read(ctx, (q) =>
    q
      .select({ id: members.id, role: members.role, custom: roles.permissions })
      .from(members)
      .leftJoin(roles, and(eq(roles.workspaceId, members.workspaceId), eq(roles.id, members.customRoleId)))
      .where(eq(members.workspaceId, ctx.workspaceId)),
  );
  const has = ({ role, custom }: (typeof rows)[number]) =>
    role === "custom" ? (custom ?? []).includes(permission) : permissionsOf(role).has(permission);
  return rows.filter(has).map(({ id }) => id);
}

/** The member behind an actor: herself, who made the API key, or who saved the rule: nobody approves her own doing. */
export async function memberBehind(ctx: Context, actor: Actor): Promise<string | null> {
  if (actor.type === "member") return actor.id;
  if (actor.type === "rule") return memberBehindRule(ctx, actor.id);
  if (actor.type !== "app") return null;
  const [row] = await read(ctx, (q) =>
    q
      .select({ createdBy: apiKeys.createdBy })
      .from(apiKeys)
      .where(and(eq(apiKeys.workspaceId, ctx.workspaceId), eq(apiKeys.id, actor.id))),
  );
  return row?.createdBy ?? null;
}

async function memberBehindRule(ctx: Context, ruleId: string): Promise<string | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ savedBy: rules.savedBy })
      .from(rules)
      .where(and(eq(rules.workspaceId, ctx.workspaceId), eq(rules.id, ruleId))),
  );
  return row ? memberBehind(ctx, row.savedBy) : null;
}

export async function findByClientId(tx: TxContext, actorKey: string, clientId: string): Promise<Action | null> {
  const [row] = await tx.q
    .select()
    .from(actions)
    .where(
      and(eq(actions.workspaceId, tx.workspaceId), eq(actions.actorKey, actorKey), eq(actions.clientId, clientId)),
    );
  return row ?? null;
}

export function isAction(ctx: Context, actionId: string) {
  return and(eq(actions.workspaceId, ctx.workspaceId), eq(actions.id, actionId));
}

/** Hers, and those of customers who were made one with her since. */
export function isOf(ctx: Context, customerId: string): SQL | undefined {
  return or(
    eq(actions.customerId, customerId),
    inArray(
      actions.customerId,
      sql`(with recursive her as (
        select ${customers.id} as id from ${customers}
        where ${customers.workspaceId} = ${ctx.workspaceId} and ${customers.mergedIntoId} = ${customerId}
        union select c.id from customers c join her on c.workspace_id = ${ctx.workspaceId} and c.merged_into_id = her.id
      ) select id from her)`,
    ),
  );
}

/** On her orders, and on those that nobody has and that were made with an address of hers. */
export function isOnOrderOf(ctx: Context, customerId: string, addresses: readonly string[]): SQL {
  const { id, workspaceId, customerId: whose, email, phone } = orders;
  const said = sql`(select json_array_elements_text(${JSON.stringify(addresses)}::text::json))`;
  return sql`${actions.orderId} in (select ${id} from ${orders} where ${workspaceId} = ${ctx.workspaceId}
    and (${whose} = ${customerId} or ${whose} is null and (${email} in ${said} or ${phone} in ${said})))`;
}

/** The question about an action that nobody has answered yet. */
export function isOpenApproval(ctx: Context, actionId: string) {
  return and(eq(approvals.workspaceId, ctx.workspaceId), eq(approvals.actionId, actionId), eq(approvals.state, "open"));
}
