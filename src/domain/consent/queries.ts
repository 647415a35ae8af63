import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { rawOf } from "../../platform/db.ts";
import { identities } from "../customers/tables.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { addressKeyOf, identityKindOf } from "./rules.ts";
import { type Channel, type Consent, consents } from "./tables.ts";

/** What counts now for addresses on a channel, by address key and purpose: one index look-up each, in one statement. */
export async function currentConsents(
  ctx: Context,
  { channel, addressKeys }: { channel: Channel; addressKeys: readonly string[] },
): Promise<Consent[]> {
  if (addressKeys.length === 0) return [];
  const ids = await read(
    ctx,
    (q) =>
      rawOf(q)<{ id: string }[]>`
      select newest.id from json_array_elements_text(${JSON.stringify(addressKeys)}::text::json) k
      cross join (values ('service'), ('promotional')) as p(purpose)
      cross join lateral (
        select id from consents where workspace_id = ${ctx.workspaceId} and address_key = k.value
          and channel = ${channel} and purpose = p.purpose
        order by at desc, id desc limit 1) newest`,
  );
  if (ids.length === 0) return [];
  return read(ctx, (q) =>
    q
      .select()
      .from(consents)
      .where(
        and(
          eq(consents.workspaceId, ctx.workspaceId),
          inArray(
            consents.id,
            ids.map(({ id }) => id),
          ),
        ),
      ),
  );
}

const mostShown = 200;

/** All that was ever said for these addresses, the newest first. */
export async function historyOf(ctx: Context, addressKeys: readonly string[]): Promise<Consent[]> {
  if (addressKeys.length === 0) return [];
  return read(ctx, (q) =>
    q
      .select()
      .from(consents)
      .where(and(eq(consents.workspaceId, ctx.workspaceId), inArray(consents.addressKey, [...addressKeys])))
      .orderBy(desc(consents.at), desc(consents.id))
      .limit(mostShown),
  );
}

/** The customer behind an address; null when nobody is. */
export async function customerAt(ctx: Context, channel: Channel, address: string): Promise<string | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ customerId: identities.customerId })
      .from(identities)
      .where(
        and(
          eq(identities.workspaceId, ctx.workspaceId),
          eq(identities.kind, identityKindOf[channel]),
          eq(identities.value, address),
        ),
      ),
  );
  return row?.customerId ?? null;
}

export function keysOf(ctx: Context, channel: Channel, addresses: readonly string[]): Map<string, string> {
  return new Map(addresses.map((address) => [addressKeyOf(ctx.workspaceId, channel, address), address]));
}

/** What a shop says of a customer of ours. */
export interface ShopSaid {
  customerId: string;
  connectionId: string;
  externalId: string;
  channel: "email" | "sms";
  address: string;
  state: Consent["state"];
  at: Date;
}

export async function shopMarketing(
  ctx: Context,
  of: { customerId: string } | { connectionId: string; externalIds: readonly string[] },
): Promise<ShopSaid[]> {
  const whose =
    "customerId" in of
      ? sql`s.customer_id = ${of.customerId}`
      : sql`s.connection_id = ${of.connectionId} and s.customer_id is not null and s.external_id in (
          select value from json_array_elements_text(${JSON.stringify(of.externalIds)}::text::json))`;
  const rows = await read(ctx, (q) =>
    q.execute<{ [key in keyof ShopSaid]: key extends "at" ? string : ShopSaid[key] }>(sql`
      select s.customer_id as "customerId", s.connection_id as "connectionId", s.external_id as "externalId",
        m ->> 'channel' as channel, case m ->> 'channel' when 'sms' then s.phone else s.email end as address,
        m ->> 'state' as state, m ->> 'at' as at
      from shop_customers s cross join lateral json_array_elements(s.details -> 'marketing') m
      where s.workspace_id = ${ctx.workspaceId} and ${whose}
        and case m ->> 'channel' when 'sms' then s.phone else s.email end is not null
      order by m ->> 'at'`),
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
