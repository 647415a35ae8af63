import { sql } from "drizzle-orm";
import { findTextsOf } from "../calls/index.ts";
import { refusalOf } from "../consent/index.ts";
import type { Way } from "../conversations/index.ts";
import { getCustomer } from "../customers/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";

/** A call in which somebody is to prove who she is, as its record has it. */
export interface CalledFrom {
  callId: string;
  connectionId: string;
  lineNumber: string;
  /** What the network shows of who calls; it may be forged. */
  otherNumber: string;
}

export interface WayToCaller {
  address: string;
  over: Omit<Way, "subject">;
}

/**
 * How a code reaches the customer of a call, beside the call: by text to the number she calls from, where the shop or she
 * herself has shown that it is hers; else by mail to the address she wrote from last. Null: not at all. What is shown of
 * a caller proves nothing, and makes a number known: it alone leads nowhere.
 */
export async function findWayToCaller(
  ctx: Context,
  { customerId, call }: { customerId: string; call: CalledFrom },
): Promise<WayToCaller | null> {
  return inTransaction(ctx, async (tx) => {
    const { identities } = await getCustomer(tx, customerId);
    const valuesOf = (kind: "email" | "phone") =>
      identities.filter((identity) => identity.kind === kind).map(({ value }) => value);
    const { otherNumber: number, lineNumber: from } = call;
    if (valuesOf("phone").includes(number) && (await isProven(tx, customerId, number))) {
      const texts = await findTextsOf(tx, call);
      const over = { channel: "sms", connectionId: texts?.id ?? "", from } as const;
      if (texts && (await isWanted(tx, over.channel, number))) return { address: number, over };
    }
    return wayByMail(tx, customerId, valuesOf("email"));
  });
}

/** A shop has it as hers, or she has given a code before that was texted there. */
async function isProven(tx: TxContext, customerId: string, number: string): Promise<boolean> {
  const { workspaceId } = tx;
  const rows = await tx.q.execute(sql`
    select 1 from shop_customers
    where workspace_id = ${workspaceId} and customer_id = ${customerId} and phone = ${number}
    union all select 1 from orders
    where workspace_id = ${workspaceId} and customer_id = ${customerId} and phone = ${number}
    union all select 1 from verification_codes v
      join messages m on m.workspace_id = v.workspace_id and m.id = v.message_id
    where v.workspace_id = ${workspaceId} and v.customer_id = ${customerId} and v.state = 'matched'
      and m."to"->0->>'address' = ${number}
    limit 1`);
  return [...rows].length > 0;
}

/** The mail that she herself wrote last: only of an address that she has written from is it known that it is hers. */
async function wayByMail(tx: TxContext, customerId: string, hers: readonly string[]): Promise<WayToCaller | null> {
  if (hers.length === 0) return null;
  const addresses = sql.join(
    hers.map((one) => sql`${one.toLowerCase()}`),
    sql`, `,
  );
  const rows = await tx.q.execute<{ address: string; connectionId: string; account: string }>(sql`
    select lower(trim(m."from"->>'address')) as address, n.id as "connectionId", n.account
    from conversations c
    join messages m on m.workspace_id = c.workspace_id and m.conversation_id = c.id and m.kind = 'customer'
    join connections n on n.workspace_id = m.workspace_id and n.id = m.connection_id and n.state = 'active'
    where c.workspace_id = ${tx.workspaceId} and c.customer_id = ${customerId} and c.channel = 'email'
      and m.sender_verified is distinct from false and lower(trim(m."from"->>'address')) in (${addresses})
    order by m.sent_at desc limit 1`);
  const [found] = [...rows];
  if (!found || !(await isWanted(tx, "email", found.address))) return null;
  const { address, connectionId, account: from } = found;
  return { address, over: { channel: "email", connectionId, from } };
}

async function isWanted(tx: TxContext, channel: "email" | "sms", address: string): Promise<boolean> {
  return (await refusalOf(tx, { channel, addresses: [address], promotional: false })) === null;
}
