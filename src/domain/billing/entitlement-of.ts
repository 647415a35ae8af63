import { and, asc, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type EntitlementRow, entitlements } from "./tables.ts";

/** What a workspace may use. */
export interface Entitlement {
  plan: string | null;
  state: EntitlementRow["state"] | "none";
  source: EntitlementRow["source"] | null;
  periodEndsAt: Date | null;
  limits: Record<string, number>;
}

const none: Entitlement = { plan: null, state: "none", source: null, periodEndsAt: null, limits: {} };

/** The one place that says what a workspace may use: the best of what it has, what runs before what does not. */
export async function entitlementOf(ctx: Context): Promise<Entitlement> {
  const [best] = (await rowsOf(ctx)).map(asOf(now())).toSorted((a, b) => rank[a.state] - rank[b.state]);
  return best ?? none;
}

/** Every one of them, for whoever looks after the account. */
export async function listEntitlements(ctx: Context): Promise<EntitlementRow[]> {
  allow(ctx, "connections:read");
  return rowsOf(ctx);
}

const rank = { active: 0, pending: 1, frozen: 2, ended: 3 };

/** What was agreed until a day ends on it, whether anybody says so or not; a provider renews its own. */
function asOf(at: Date) {
  return (row: EntitlementRow): EntitlementRow => {
    const isOver = row.source === "manual" && row.periodEndsAt !== null && row.periodEndsAt <= at;
    return isOver ? { ...row, state: "ended" } : row;
  };
}

async function rowsOf(ctx: Context): Promise<EntitlementRow[]> {
  return read(ctx, (q) =>
    q
      .select()
      .from(entitlements)
      .where(and(eq(entitlements.workspaceId, ctx.workspaceId)))
      .orderBy(asc(entitlements.createdAt), asc(entitlements.id)),
  );
}
