import type { RawTransaction } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import { appendEventsRaw, type NewEvent } from "../events/index.ts";
import type { Actor, Cause } from "../workspaces/index.ts";
import { addressKeyOf, hashOf, identityKindOf } from "./rules.ts";
import type { Channel } from "./tables.ts";
import { isAmbiguous, type Wish } from "./words.ts";

/** What somebody wrote of being written to, in a message from outside. */
export interface SaidInMessage {
  workspaceId: string;
  channel: Channel;
  /** Who wrote it. */
  address: string;
  connectionId: string;
  externalId: string;
  text: string;
  at: Date;
  wish: Wish;
  actor: Actor;
  cause: Cause | null;
}

interface Row {
  n: number;
  workspaceId: string;
  id: string;
  channel: Channel;
  addressKey: string;
  address: string;
  purpose: string;
  state: "given" | "withdrawn";
  at: string;
  how: string;
  by: { type: string; id: null };
  evidence: object;
  onceKey: string;
}

/**
 * Writes down what was said in messages that are being filed in the same transaction, each once. START brings back only
 * what was withdrawn, and no advertising: that takes consent of its own. Keys are taken in one order, so that two
 * batches cannot wait for each other.
 *
 * @returns what was new, to be announced by `announceConsents` as the transaction's last write.
 */
export async function noteConsents(tx: RawTransaction, said: readonly SaidInMessage[]): Promise<Set<number>> {
  const rows = said.flatMap(rowsOf);
  if (rows.length === 0) return new Set();
  const written = await tx<{ n: number }[]>`
    with said as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(n int, "workspaceId" uuid, id uuid,
        channel text, "addressKey" text, address text, purpose text, state text, at timestamptz, how text, by json,
        evidence json, "onceKey" text)
    ), wanted as materialized (
      select s.* from said s left join lateral (
        select state from consents c where c.workspace_id = s."workspaceId" and c.address_key = s."addressKey"
          and c.channel = s.channel and c.purpose = s.purpose
        order by c.at desc, c.id desc limit 1) known on true
      where s.state = 'withdrawn' or known.state = 'withdrawn'
        or exists (select 1 from said before where before."addressKey" = s."addressKey" and before.n < s.n
          and before.purpose = s.purpose and before.state = 'withdrawn')
    ), written as (
      insert into consents (workspace_id, id, channel, address_key, address, purpose, state, at, how, by, evidence, once_key)
      select "workspaceId", id, channel, "addressKey", address, purpose, state, at, how, by, evidence, "onceKey"
      from wanted order by "workspaceId", "onceKey", purpose
      on conflict (workspace_id, once_key, purpose) where once_key is not null do nothing returning id
    )
    select distinct w.n from written join wanted w on w.id = written.id`;
  return new Set(written.map(({ n }) => n));
}

/** Tells of what was new, after those who said it have their customers. The transaction's last write. */
export async function announceConsents(
  tx: RawTransaction,
  said: readonly SaidInMessage[],
  fresh: ReadonlySet<number>,
): Promise<void> {
  const some = said.map((one, n) => ({ one, n })).filter(({ n }) => fresh.has(n));
  if (some.length === 0) return;
  const asked = some.map(({ one, n }) => ({
    ...{ n, workspaceId: one.workspaceId, kind: identityKindOf[one.channel], value: one.address },
  }));
  const known = await tx<{ n: number; customerId: string }[]>`
    select w.n, i.customer_id as "customerId"
    from json_to_recordset(${JSON.stringify(asked)}::text::json) as w(n int, "workspaceId" uuid, kind text, value text)
    cross join lateral (
      select customer_id from identities where workspace_id = w."workspaceId" and kind = w.kind and value = w.value
      limit 1) i
    order by w.n`;
  await appendEventsRaw(
    tx,
    known.map(({ n, customerId }) => toEvent(said[n]!, customerId)),
  );
}

function toEvent({ workspaceId, channel, wish, actor, cause }: SaidInMessage, customerId: string): NewEvent {
  const given = { customerId, channel, purpose: "service", how: wish.how } as const;
  const purpose = wish.kind === "stop" && wish.purposes.length === 1 ? wish.purposes[0]! : "all";
  const event =
    wish.kind === "stop"
      ? ({ name: "consent.withdrawn", data: { ...given, purpose } } as const)
      : ({ name: "consent.given", data: given } as const);
  return { workspaceId, id: newId(), actor, cause, event };
}

function rowsOf({ wish, ...said }: SaidInMessage, n: number): Row[] {
  if (wish.kind === "help") return [];
  const { workspaceId, channel, address, connectionId, externalId, text, at } = said;
  const withdraws = wish.kind === "stop";
  return (withdraws ? wish.purposes : ["service"]).map((purpose) => ({
    ...{ n, workspaceId, id: newId(), channel, addressKey: addressKeyOf(workspaceId, channel, address), address },
    ...{ purpose, state: withdraws ? "withdrawn" : "given", at: at.toISOString(), how: wish.how },
    by: { type: "customer", id: null },
    evidence: { words: wish.words, textHash: hashOf(text), connectionId, externalId },
    onceKey: hashOf(`${connectionId} ${externalId}`),
  }));
}

/** STOP and START are for the provider, which answers them itself: nobody waits, and no machine of ours may answer. */
export function isForMachines(wish: Wish | null): boolean {
  return wish !== null && wish.kind !== "help" && wish.how === "keyword" && !isAmbiguous(wish);
}
