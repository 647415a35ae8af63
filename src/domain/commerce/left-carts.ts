import { sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import type { RawTransaction } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import { appendEventsRaw, read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { BasketLine } from "./documents.ts";

/** What was left longer ago is no news: a shop that is copied brings years of it. */
const cartIsNewsMs = 48 * 3_600_000;

/** Says of checkouts just written which of our customers have left them, for the moment. */
export async function announceLeft(
  tx: RawTransaction,
  { workspaceId, actor, cause }: Context,
  checkoutIds: readonly string[],
): Promise<void> {
  if (checkoutIds.length === 0) return;
  const left = await tx<{ checkoutId: string; customerId: string }[]>`
    select k.id as "checkoutId", coalesce(
      (select s.customer_id from shop_customers s where s.workspace_id = ${workspaceId}
        and s.connection_id = k.connection_id and s.external_id = k.customer_external_id),
      (select i.customer_id from identities i
        where i.workspace_id = ${workspaceId} and i.kind = 'email' and i.value = k.email),
      (select i.customer_id from identities i
        where i.workspace_id = ${workspaceId} and i.kind = 'phone' and i.value = k.phone)) as "customerId"
    from checkouts k
    where k.workspace_id = ${workspaceId} and k.id = any(${[...checkoutIds]}::uuid[]) and k.completed_at is null
      and k.shop_updated_at > ${new Date(now().getTime() - cartIsNewsMs)}`;
  const known = left.filter(({ customerId }) => customerId !== null);
  await appendEventsRaw(
    tx,
    known.map((data) => ({
      ...{ workspaceId, id: newId(), actor, cause: cause ?? null },
      event: { name: "checkout.left", data } as const,
    })),
  );
}

/** A checkout that was not finished, and what became of it since. */
export interface LeftCart {
  name: string | null;
  leftAt: Date;
  completedAt: Date | null;
  /** She has ordered since she began it. */
  hasOrdered: boolean;
  isShopConnected: boolean;
  presentmentCurrency: string;
  presentmentTotalMinor: number;
  lines: BasketLine[];
  /** Null also where it leads elsewhere than to the shop. */
  recoveryUrl: string | null;
}

/** Null: it is gone. */
export async function findLeftCart(
  ctx: Context,
  { checkoutId, customerId }: { checkoutId: string; customerId: string },
): Promise<LeftCart | null> {
  const { workspaceId } = ctx;
  const [row] = await read(ctx, (q) =>
    q.execute<
      Omit<LeftCart, "leftAt" | "completedAt"> & { leftAt: string; completedAt: string | null; hosts: string[] }
    >(
      sql`
      select k.name, k.shop_updated_at as "leftAt", k.completed_at as "completedAt", k.lines,
        k.presentment_currency as "presentmentCurrency", k.presentment_total_minor::float8 as "presentmentTotalMinor",
        k.recovery_url as "recoveryUrl", c.state = 'active' as "isShopConnected",
        array[lower(c.account), (select lower(substring(p.url from '^https://([^/:?#]+)')) from products p
          where p.workspace_id = ${workspaceId} and p.connection_id = k.connection_id and p.url is not null limit 1)]
          as hosts,
        exists (select 1 from orders o where o.workspace_id = ${workspaceId} and o.customer_id = ${customerId}
          and o.placed_at >= k.started_at) as "hasOrdered"
      from checkouts k join connections c on c.workspace_id = ${workspaceId} and c.id = k.connection_id
      where k.workspace_id = ${workspaceId} and k.id = ${checkoutId}`,
    ),
  );
  if (!row) return null;
  const { hosts, leftAt, completedAt, recoveryUrl, ...cart } = row;
  const host = recoveryUrl && URL.canParse(recoveryUrl) ? new URL(recoveryUrl).hostname.toLowerCase() : null;
  return {
    ...cart,
    leftAt: new Date(leftAt),
    completedAt: completedAt === null ? null : new Date(completedAt),
    recoveryUrl: host !== null && hosts.includes(host) ? recoveryUrl : null,
  };
}
