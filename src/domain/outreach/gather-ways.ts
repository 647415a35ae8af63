import { sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { listConsents, quietUntil, refusalOf } from "../consent/index.ts";
import { chooseRecipients, getConversation } from "../conversations/index.ts";
import { getCustomer } from "../customers/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { Way } from "./rules.ts";

/** Who said stop on one channel is left alone on the others too, for so long. */
const stopHoldsMs = 30 * 24 * 3_600_000;

interface Asked {
  customerId: string;
  /** Where she asked for it; before all others. */
  conversationId: string | null;
  /** To sell something: it takes her consent to that. */
  promotional: boolean;
}

/** In which threads that she knows a customer could be written to now: the newest of each channel, the newest first. */
export async function gatherWays(
  ctx: Context,
  { customerId, conversationId, promotional }: Asked,
): Promise<{ ways: Way[]; hasAddress: boolean; hasSaidStop: boolean }> {
  const { identities } = await getCustomer(ctx, customerId);
  const hasAddress = identities.some(({ kind }) => kind === "email" || kind === "phone");
  const ways: Way[] = [];
  for (const one of await threadsWith(ctx, customerId, conversationId)) {
    const { to } = await chooseRecipients(ctx, await getConversation(ctx, one.conversationId));
    const addresses = to.map(({ address }) => address);
    const [address] = addresses;
    if (address === undefined) continue;
    const refusal = await refusalOf(ctx, { channel: one.channel, addresses, promotional });
    const opensAt = await quietUntil(ctx, one.channel, address);
    ways.push({ ...one, refusal: refusal && refusal.reason !== "quiet_hours" ? refusal.reason : null, opensAt });
  }
  return { ways, hasAddress, hasSaidStop: await hasSaidStop(ctx, customerId) };
}

async function threadsWith(
  ctx: Context,
  customerId: string,
  askedIn: string | null,
): Promise<Pick<Way, "conversationId" | "channel">[]> {
  const { workspaceId } = ctx;
  return read(ctx, (q) =>
    q.execute<Pick<Way, "conversationId" | "channel">>(sql`
      select id as "conversationId", channel from (
        select distinct on (v.channel) v.id, v.channel, v.last_message_at,
          v.id = (select coalesce(merged_into_id, id) from conversations
            where workspace_id = ${workspaceId} and id = ${askedIn}::uuid) as is_asked_in
        from conversations v join connections c on c.workspace_id = ${workspaceId} and c.id = v.connection_id
        where v.workspace_id = ${workspaceId} and v.customer_id = ${customerId} and v.channel in ('email', 'sms')
          and v.folder in ('open', 'closed') and c.state = 'active'
        order by v.channel, is_asked_in desc nulls last, v.last_message_at desc) newest
      order by is_asked_in desc nulls last, last_message_at desc`),
  );
}

async function hasSaidStop(ctx: Context, customerId: string): Promise<boolean> {
  const { standings } = await listConsents(ctx, { customerId });
  const since = now().getTime() - stopHoldsMs;
  return standings.some(
    ({ state, consent }) => state === "withdrawn" && consent !== null && consent.at.getTime() > since,
  );
}
