import { and, desc, eq, inArray, lt, ne, type SQL, sql } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow, type Permission } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isOf } from "./queries.ts";
import { actorKeyOf } from "./rules.ts";
import { type Action, type Approval, actions, approvals } from "./tables.ts";

export interface ActionPage {
  conversationId?: string;
  customerId?: string;
  orderId?: string;
  states?: readonly Action["state"][];
  /** Only what the caller may decide about. */
  mine?: boolean;
  /** The id of the last row of the page before. */
  after?: string;
  limit: number;
}

/** Newest first. */
export async function listActions(ctx: Context, page: ActionPage): Promise<Action[]> {
  allow(ctx, "actions:read");
  const { conversationId, customerId, orderId, states, mine, after, limit } = page;
  return read(ctx, (q) =>
    q
      .select()
      .from(actions)
      .where(
        and(
          eq(actions.workspaceId, ctx.workspaceId),
          conversationId === undefined ? undefined : eq(actions.conversationId, conversationId),
          customerId === undefined ? undefined : isOf(ctx, customerId),
          orderId === undefined ? undefined : eq(actions.orderId, orderId),
          states && inArray(actions.state, [...states]),
          mine ? mayDecide(ctx) : undefined,
          after === undefined ? undefined : lt(actions.id, after),
        ),
      )
      .orderBy(desc(actions.id))
      .limit(limit),
  );
}

/** Questions that are open to the caller: not her own, and not beyond her role. */
function mayDecide(ctx: Context): SQL | undefined {
  const has = (permission: Permission) => ctx.permissions === "all" || ctx.permissions.has(permission);
  if (!has("actions:approve")) return sql`false`;
  const open = sql`exists (select 1 from ${approvals} where ${approvals.workspaceId} = ${ctx.workspaceId}
    and ${approvals.actionId} = ${actions.id} and ${approvals.state} = 'open'
    ${has("actions:manage") ? sql`` : sql`and ${approvals.role} = 'lead'`})`;
  return and(eq(actions.state, "awaiting_approval"), ne(actions.actorKey, actorKeyOf(ctx.actor)), open);
}

/** The newest question to approvers of each. */
export async function approvalsOf(ctx: Context, actionIds: readonly string[]): Promise<Map<string, Approval>> {
  if (actionIds.length === 0) return new Map();
  const rows = await read(ctx, (q) =>
    q
      .selectDistinctOn([approvals.actionId])
      .from(approvals)
      .where(and(eq(approvals.workspaceId, ctx.workspaceId), inArray(approvals.actionId, [...actionIds])))
      .orderBy(approvals.actionId, desc(approvals.id)),
  );
  return new Map(rows.map((row) => [row.actionId, row]));
}

/** @throws NotFound */
export async function getApproval(ctx: Context, approvalId: string): Promise<Approval> {
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(approvals)
      .where(and(eq(approvals.workspaceId, ctx.workspaceId), eq(approvals.id, approvalId))),
  );
  if (!row) throw new NotFound("Approval", approvalId);
  return row;
}
