import { sql } from "drizzle-orm";
import { rewordMessage } from "../conversations/index.ts";
import type { TxContext } from "../events/index.ts";
import { legsOf } from "./rows.ts";
import { endedWords } from "./rules.ts";
import type { CallRow } from "./tables.ts";

/** Its entry among the messages, and with it the inbox, says how a call went that is over. Safe to repeat. */
export async function tellEnd(tx: TxContext, call: CallRow): Promise<void> {
  const answered = (await legsOf(tx, call.id)).flatMap(({ role, answeredAt }) =>
    role === "customer" || answeredAt === null ? [] : [answeredAt.getTime()],
  );
  // Begin and end by one clock, the provider's, where it told both.
  const answeredAt = answered.length > 0 ? new Date(Math.min(...answered)) : call.answeredAt;
  const beside = await recordingEntriesOf(tx, call);
  await rewordMessage(tx, { messageId: call.messageId, text: endedWords({ ...call, answeredAt }), beside });
}

/** The entries that hold the sound of it; a message that was left says itself what it is. */
async function recordingEntriesOf(tx: TxContext, { id }: CallRow): Promise<string[]> {
  const rows = await tx.q.execute<{ messageId: string }>(sql`
    select a.message_id as "messageId" from call_recordings r
    join attachments a on a.workspace_id = r.workspace_id and a.content_id = r.external_id
    where r.workspace_id = ${tx.workspaceId} and r.call_id = ${id} and r.kind = 'call' and a.message_id is not null`);
  return [...rows].map(({ messageId }) => messageId);
}
