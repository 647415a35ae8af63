import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { emailKey, orderNameKey, phoneKey } from "./rules.ts";
import { type Order, orders } from "./tables.ts";

/** The newest that fit are shown; whoever needs more asks more closely. */
export const mostFound = 25;

/** @throws NotFound also when it is another workspace's. */
export async function getOrder(ctx: Context, orderId: string): Promise<Order> {
  allow(ctx, "orders:read");
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(orders)
      .where(and(eq(orders.workspaceId, ctx.workspaceId), eq(orders.id, orderId))),
  );
  if (!row) throw new NotFound("Order", orderId);
  return row;
}

/**
 * Orders by what people say of them: a number, an email address, a phone number, or the name of who ordered, also of
 * people who never wrote to us. Newest first. For those who work here: it shows whatever fits.
 */
export async function findOrders(ctx: Context, query: string): Promise<Order[]> {
  allow(ctx, "orders:read");
  const wanted = waysToFind(ctx.workspaceId, query.trim());
  const ids = sql`(select id from (${sql.join(wanted, sql` union `)}) found)`;
  return read(ctx, (q) =>
    q
      .select()
      .from(orders)
      .where(and(eq(orders.workspaceId, ctx.workspaceId), inArray(orders.id, ids)))
      .orderBy(desc(orders.placedAt), desc(orders.id))
      .limit(mostFound),
  );
}

const fewestDigits = 6;

/** Each way finds by an index, apart from names. */
function waysToFind(workspaceId: string, query: string): SQL[] {
  const ofCustomers = (who: SQL) => sql`
    select o.id from shop_customers s join orders o on o.workspace_id = ${workspaceId}
      and o.connection_id = s.connection_id and o.customer_external_id = s.external_id
    where s.workspace_id = ${workspaceId} and ${who}`;
  const own = (column: SQL, value: string) => sql`
    select o.id from orders o where o.workspace_id = ${workspaceId} and ${column} = ${value}`;
  if (query.includes("@")) {
    const email = emailKey(query) ?? "";
    return [own(sql`o.email`, email), ofCustomers(sql`s.email = ${email}`)];
  }
  const ways = [own(sql`o.name_key`, orderNameKey(query))];
  const phone = phoneKey(query) ?? "";
  if (phone.length >= fewestDigits && /^[\d\s()+./-]+$/.test(query)) {
    return [...ways, own(sql`o.phone`, phone), ofCustomers(sql`s.phone = ${phone}`)];
  }
  if (/\p{L}{2}/u.test(query)) {
    const like = `%${query.replaceAll(/[\\%_]/g, "\\$&").replaceAll(/\s+/g, "%")}%`;
    ways.push(ofCustomers(sql`s.name ilike ${like}`));
  }
  return ways;
}
