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
  await rewordMessage(tx, { messageId: call.messageId, text: endedWords({ ...call, answeredAt }) });
}
