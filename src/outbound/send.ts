import { getConnection, openConnection } from "../domain/connections/index.ts";
import { beginSending, markFailed, markSent, returnToQueue, type Sending } from "../domain/conversations/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import type { OutgoingMessage, Send, SentMessage } from "../integrations/contract.ts";
import { integrationById } from "../integrations/index.ts";
import { ConnectionBroken, ProviderRejected, ProviderUnavailable } from "../platform/errors.ts";

/**
 * Hands a queued reply to its channel. The intent is committed before the provider is called; an attempt whose
 * outcome is unknown is looked up at the provider before anything is sent again.
 *
 * @throws ProviderUnavailable to be tried again; ConnectionBroken to wait for a reconnect. A refusal for good is
 *   written on the message instead.
 */
export async function sendMessage(ctx: Context, { messageId }: { messageId: string }): Promise<void> {
  const sending = await beginSending(ctx, messageId);
  if (!sending) return;
  const connection = await openConnection(ctx, sending.conversation.connectionId);
  const { integrationId } = await getConnection(ctx, connection.id);
  const { send } = integrationById(integrationId);
  if (!send) return fail(ctx, messageId, new ProviderRejected(`${integrationId} cannot send messages`));
  try {
    const outgoing = toOutgoing(sending);
    const sent = await sendOnce(send, connection, outgoing, sending.mayBeSent);
    await markSent(ctx, { messageId, externalId: sent.externalId, rfcMessageId: sent.rfcMessageId });
  } catch (error) {
    await afterFailure(ctx, messageId, error);
  }
}

async function sendOnce(
  send: Send,
  connection: Parameters<Send["message"]>[0],
  outgoing: OutgoingMessage,
  mayBeSent: boolean,
): Promise<SentMessage> {
  const found = mayBeSent ? await send.find(connection, outgoing) : null;
  return found ?? (await send.message(connection, outgoing));
}

async function afterFailure(ctx: Context, messageId: string, error: unknown): Promise<void> {
  if (error instanceof ProviderRejected && !(error instanceof ConnectionBroken)) return fail(ctx, messageId, error);
  const surelyNotSent =
    error instanceof ConnectionBroken || (error instanceof ProviderUnavailable && !error.outcomeUnknown);
  if (surelyNotSent) await returnToQueue(ctx, messageId);
  throw error;
}

async function fail(ctx: Context, messageId: string, error: ProviderRejected): Promise<void> {
  await markFailed(ctx, { messageId, failure: { code: error.code, message: error.message } });
}

function toOutgoing({ message, conversation }: Sending): OutgoingMessage {
  return {
    id: message.id,
    from: message.from ?? { address: "" },
    to: message.to,
    cc: message.cc,
    subject: message.subject,
    text: message.text,
    threadKey: conversation.threadKey,
    inReplyTo: message.inReplyTo,
    references: message.references,
    automatic: message.automatic !== null,
  };
}
