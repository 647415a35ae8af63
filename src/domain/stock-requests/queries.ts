import { and, desc, eq, sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { getCustomer, isSamePerson } from "../customers/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type StockRequest, stockRequests } from "./tables.ts";

const mostListed = 100;

/** What a customer asked to be told of, and who was merged into her, newest first; the newest hundred. @throws NotFound */
export async function listStockRequests(ctx: Context, { customerId }: { customerId: string }): Promise<StockRequest[]> {
  allow(ctx, "customers:read");
  await getCustomer(ctx, customerId);
  const { workspaceId, createdAt, id } = stockRequests;
  const isHers = isSamePerson(ctx, stockRequests.customerId, customerId);
  return read(ctx, (q) =>
    q
      .select()
      .from(stockRequests)
      .where(and(eq(workspaceId, ctx.workspaceId), isHers))
      .orderBy(desc(createdAt), desc(id))
      .limit(mostListed),
  );
}

/** Goods that somebody asked to be told of, and how it stands with them now. */
export interface AskedFor {
  state: StockRequest["state"];
  title: string;
  isShopConnected: boolean;
  /** As the shop sells it now; null: it does not. */
  variant: {
    externalId: string;
    product: string;
    title: string;
    priceMinor: number;
    currency: string;
    available: boolean;
    /** The product's page. */
    url: string | null;
  } | null;
}

/** For the product's own work. Null: the request is gone. */
export async function findAskedFor(ctx: Context, stockRequestId: string): Promise<AskedFor | null> {
  const { workspaceId } = ctx;
  const [row] = await read(ctx, (q) =>
    q.execute<Omit<AskedFor, "variant"> & { variant: AskedFor["variant"] } & Record<string, unknown>>(sql`
      select r.state, r.title, c.state = 'active' as "isShopConnected",
        case when v.id is not null then json_build_object('externalId', v.external_id, 'product', p.title,
          'title', v.title, 'priceMinor', v.price_minor, 'currency', p.currency, 'available', v.available,
          'url', p.url) end as variant
      from stock_requests r
      join connections c on c.workspace_id = r.workspace_id and c.id = r.connection_id
      left join (product_variants v join products p
        on p.workspace_id = v.workspace_id and p.id = v.product_id and p.status = 'active')
        on v.workspace_id = r.workspace_id and v.connection_id = r.connection_id
          and v.external_id = r.variant_external_id
      where r.workspace_id = ${workspaceId} and r.id = ${stockRequestId}`),
  );
  return row ?? null;
}

/**
 * Open requests of a shop whose goods are there now and of which nothing has come yet, the oldest first. Among them are
 * those whose goods were gone again before she was told, and those of who had been written to enough the day before.
 */
export async function findRestocked(
  ctx: Context,
  { connectionId, limit }: { connectionId: string; limit: number },
): Promise<Pick<StockRequest, "id" | "customerId" | "conversationId">[]> {
  const dayAgo = new Date(now().getTime() - 86_400_000).toISOString();
  const rows = await read(ctx, (q) =>
    q.execute<Pick<StockRequest, "id" | "customerId" | "conversationId">>(sql`
      select r.id, r.customer_id as "customerId", r.conversation_id as "conversationId"
      from stock_requests r
      join product_variants v on v.workspace_id = r.workspace_id and v.connection_id = r.connection_id
        and v.external_id = r.variant_external_id and v.available
      join products p on p.workspace_id = v.workspace_id and p.id = v.product_id and p.status = 'active'
      where r.workspace_id = ${ctx.workspaceId} and r.connection_id = ${connectionId} and r.state = 'open'
        and not exists (select 1 from outreaches o where o.workspace_id = r.workspace_id
          and o.occasion = 'back_in_stock' and o.source_id = r.id
          and (o.reason is null or not (o.reason = 'sold_out_again'
            or (o.reason in ('capped', 'another_active') and o.decided_at < ${dayAgo}))))
      order by r.id limit ${limit}`),
  );
  return [...rows];
}
