import { and, asc, count, desc, eq, gte, inArray, isNotNull, like, ne, type SQL, sql } from "drizzle-orm";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { defaultRules, type PolicyRule, type Tally } from "./policy.ts";
import { isOf } from "./queries.ts";
import { type Action, actionPolicies, actions } from "./tables.ts";

/** Where decisions that spend money come one after the other: no two see the same budget. */
export async function holdBudgets(tx: TxContext): Promise<void> {
  await tx.q.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`actions ${tx.workspaceId}`}, 0))`);
}

/**
 * What was spent in conversations of private teams counts for everybody, also for who must not see them: `work` returns
 * sums and ids, and shows nobody a row.
 */
export async function countingAll<T>(tx: TxContext, work: () => Promise<T>): Promise<T> {
  const { hiddenTeams = [] } = tx;
  if (hiddenTeams.length === 0) return work();
  const hide = (teams: readonly string[]) =>
    tx.q.execute(sql`select set_config('parley.hidden_teams', ${teams.join(",")}, true)`);
  await hide([]);
  const result = await work();
  await hide(hiddenTeams);
  return result;
}

/** What an action would be counted with. */
type Counted = Pick<Action, "actorKey" | "customerId" | "orderId" | "currency"> & { id?: string };

/** What was spent before, as a rule looks at it; the action itself is not counted. */
export async function tallyOf(
  ctx: Context,
  { when: { kinds, spentOver, countOver } }: PolicyRule,
  action: Counted,
  at: Date,
): Promise<Tally> {
  const spent = spentOver ? await sumOf(ctx, spentOver, kinds, action, at) : { minor: 0, count: 0 };
  const counted = countOver
    ? await sumOf(ctx, countOver, countOver.kinds ?? kinds, action, at)
    : { minor: 0, count: 0 };
  return { minor: spent.minor, count: counted.count };
}

/** Of everything that counts, but not the action itself. */
export async function sumOf(
  ctx: Context,
  { per, days }: { per: "actor" | "customer" | "order" | "workspace"; days: number | null },
  kinds: PolicyRule["when"]["kinds"],
  action: Counted,
  at: Date,
): Promise<Tally> {
  const whose: Record<typeof per, SQL | undefined | null> = {
    actor: eq(actions.actorKey, action.actorKey),
    customer: action.customerId === null ? null : isOf(ctx, action.customerId),
    order: action.orderId === null ? null : eq(actions.orderId, action.orderId),
    workspace: undefined,
  };
  const theirs = whose[per];
  if (theirs === null) return { minor: 0, count: 0 };
  const sameCurrency = sql`${actions.currency} is not distinct from ${action.currency}`;
  const [row] = await read(ctx, (q) =>
    q
      .select({
        minor: sql<string>`coalesce(sum(${actions.costMinor}) filter (where ${sameCurrency}), 0)`,
        count: count(),
      })
      .from(actions)
      .where(
        and(
          eq(actions.workspaceId, ctx.workspaceId),
          isNotNull(actions.reservedAt),
          action.id === undefined ? undefined : ne(actions.id, action.id),
          theirs,
          kinds && inArray(actions.kind, kinds),
          days === null ? undefined : gte(actions.reservedAt, new Date(at.getTime() - days * 86_400_000)),
        ),
      ),
  );
  return { minor: Number(row?.minor ?? 0), count: row?.count ?? 0 };
}

/** Another action with the very same arguments that was let through since. */
export async function findSame(tx: TxContext, action: Action, since: Date): Promise<Action | null> {
  const [row] = await tx.q
    .select()
    .from(actions)
    .where(
      and(
        eq(actions.workspaceId, tx.workspaceId),
        eq(actions.argumentsHash, action.argumentsHash),
        ne(actions.id, action.id),
        isNotNull(actions.reservedAt),
        gte(actions.reservedAt, since),
      ),
    )
    .orderBy(asc(actions.id))
    .limit(1);
  return row ?? null;
}

/** Something of the same kind for the same customer that may be in the shop, or not. */
export async function findUnderWay(tx: TxContext, { id, customerId, kind }: Action): Promise<string | null> {
  if (customerId === null) return null;
  const [noun] = kind.split(".");
  const [row] = await tx.q
    .select({ id: actions.id })
    .from(actions)
    .where(
      and(
        eq(actions.workspaceId, tx.workspaceId),
        inArray(actions.state, ["executing", "unknown"]),
        isOf(tx, customerId),
        like(actions.kind, `${noun}.%`),
        ne(actions.id, id),
      ),
    )
    .orderBy(asc(actions.id))
    .limit(1);
  return row?.id ?? null;
}

/** The newest version; version 0 is the product's own. */
export async function currentPolicy(ctx: Context): Promise<{ version: number; rules: readonly PolicyRule[] }> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ version: actionPolicies.version, rules: actionPolicies.rules })
      .from(actionPolicies)
      .where(eq(actionPolicies.workspaceId, ctx.workspaceId))
      .orderBy(desc(actionPolicies.version))
      .limit(1),
  );
  return row ?? { version: 0, rules: defaultRules };
}
