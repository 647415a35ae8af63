import { sql } from "drizzle-orm";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";

/**
 * Where a customer lives, as the shops know it: where her newest order went, else her first address.
 * @returns null when no shop knows.
 */
export async function placeOfCustomer(
  ctx: Context,
  customerId: string,
): Promise<{ countryCode: string | null; province: string | null } | null> {
  const [row] = await read(ctx, (q) =>
    q.execute<{ countryCode: string | null; province: string | null }>(sql`
      select address ->> 'countryCode' as "countryCode", address ->> 'province' as province from (
        (select 1 as rank, placed_at as at, details -> 'shippingAddress' as address from orders
          where workspace_id = ${ctx.workspaceId} and customer_id = ${customerId} order by placed_at desc limit 5)
        union all
        (select 2, created_at, details -> 'addresses' -> 0 from shop_customers
          where workspace_id = ${ctx.workspaceId} and customer_id = ${customerId} limit 5)) known
      where address ->> 'countryCode' is not null order by rank, at desc limit 1`),
  );
  return row ?? null;
}
