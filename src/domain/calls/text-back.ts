import { AppError } from "../../platform/errors.ts";
import { type ConnectionRow, listConnections } from "../connections/index.ts";
import { findByClientId, getMessage, lockConversation, queueReply, refuseStale } from "../conversations/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { fileEntry } from "./file-entry.ts";
import type { Call } from "./queries.ts";

/**
 * Texts whom the shop has missed, from the number she called, in the conversation by text she has with it. Once for each
 * call; nothing when she wants no texts, shows no number, or the account that was called sends none.
 */
export async function textBack(ctx: Context, call: Call, body: string): Promise<void> {
  const { otherNumber: number, lineNumber } = call;
  if (number === null) return;
  const texts = await findTextsOf(ctx, call);
  if (!texts) return;
  const { id, conversationId } = await fileEntry(ctx, {
    ...call,
    ...{ connectionId: texts.id, externalId: `${call.id}:missed`, channel: "sms", direction: "inbound" },
    ...{ callerName: "", threadKey: `${lineNumber} ${number}`, text: "Missed call", asksForAnswer: false },
    at: call.endedAt ?? call.startedAt,
  });
  await inTransaction(ctx, async (tx) => {
    const conversation = await lockConversation(tx, conversationId);
    if (await findByClientId(tx, conversationId, call.id)) return;
    // Somebody texts already: nothing comes in between.
    await refuseStale(tx, conversationId, { lastSeenMessageId: id });
    await queueReply(tx, conversation, {
      ...{ to: [{ address: number, name: "" }], cc: [], bcc: [], body, attachmentIds: [], clientMessageId: call.id },
      // From the number that it says was called.
      answered: await getMessage(tx, id),
      // It says that a call was missed: whoever waits for an answer still does.
      ...{ via: "rule", author: { type: "system", id: null, name: "Parley" } },
    });
  }).catch(nothingIfUnwanted);
}

function nothingIfUnwanted(error: unknown): void {
  if (!(error instanceof AppError && error.code === "conflict")) throw error;
}

/** What texts from the number that was called; null when the account that was called sends none. */
export async function findTextsOf(
  ctx: Context,
  { connectionId }: Pick<Call, "connectionId">,
): Promise<ConnectionRow | null> {
  const all = await listConnections(ctx);
  const account = all.find(({ id }) => id === connectionId)?.account;
  const texts = all.find((one) => one.integrationId === "twilio-sms" && one.account === account);
  return texts?.state === "active" ? texts : null;
}
