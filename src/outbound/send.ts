import { buffer } from "node:stream/consumers";
import { getConnection, openConnection } from "../domain/connections/index.ts";
import { noteRefusedByProvider } from "../domain/consent/index.ts";
import {
  beginSending,
  isKnownMessage,
  linkMedia,
  listAttachments,
  markFailed,
  markSent,
  noteMissing,
  providerThreadOf,
  refusalOfMessage,
  returnToQueue,
  type Sending,
} from "../domain/conversations/index.ts";
import { textWithLink } from "../domain/surveys/index.ts";
import { countSegments } from "../domain/texts/index.ts";
import { takeTurn } from "../domain/turns/index.ts";
import { forgetCode, textWithCode } from "../domain/verification/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import type {
  Connection,
  Integration,
  OutgoingFile,
  OutgoingMessage,
  Send,
  SentMessage,
} from "../integrations/contract.ts";
import { integrationById } from "../integrations/index.ts";
import { ConnectionBroken, ProviderRejected, ProviderUnavailable } from "../platform/errors.ts";
import { publicOrigin } from "./config.ts";

interface Channel {
  connection: Connection;
  send: Send;
  medium: NonNullable<Integration["channel"]>;
}

/**
 * Hands a queued reply to its channel. The intent is committed before the provider is called; an attempt whose
 * outcome is unknown is looked up at the provider, and sent again only when it stayed missing there for a minute.
 *
 * @throws ProviderUnavailable to be tried again; ConnectionBroken (`details.connectionId`) to wait for a reconnect.
 *   A refusal for good is written on the message instead.
 */
export async function sendMessage(ctx: Context, { messageId }: { messageId: string }): Promise<void> {
  const sending = await beginSending(ctx, messageId);
  if (!sending) return;
  const { connectionId } = sending.message;
  const { integrationId } = await getConnection(ctx, connectionId);
  const { send, channel: medium } = integrationById(integrationId);
  if (!send || !medium) return fail(ctx, messageId, new ProviderRejected(`${integrationId} cannot send messages`));
  try {
    const channel = { connection: await openConnection(ctx, connectionId), send, medium };
    const files = await filesOf(ctx, messageId, send);
    if (!files) return fail(ctx, messageId, new ProviderRejected("A file of it is gone: attach it to a new reply"));
    const text = await textOf(ctx, sending.message);
    if (text === null) return fail(ctx, messageId, new ProviderRejected("What it was to bring is not good any more"));
    const outgoing = toOutgoing(sending, text, files);
    if (!sending.mayBeSent || (await isMissing(ctx, channel, outgoing))) await sendNow(ctx, channel, outgoing);
  } catch (error) {
    if (!(error instanceof ConnectionBroken)) throw error;
    throw new ConnectionBroken(error.message, { cause: error, details: { connectionId } });
  }
}

/**
 * Looks for what an earlier attempt may have sent. An error here says nothing about the message: it stays as it is
 * until the provider has really answered.
 *
 * @returns true when it is surely not there; false when there is nothing left to send.
 * @throws ProviderUnavailable while it is not certain.
 */
async function isMissing(ctx: Context, { connection, send }: Channel, outgoing: OutgoingMessage): Promise<boolean> {
  const isTaken = (externalId: string) => isKnownMessage(ctx, { connectionId: connection.id, externalId });
  const found = await send.find(connection, outgoing, isTaken).catch((error: unknown) => {
    if (error instanceof ConnectionBroken || !(error instanceof ProviderRejected)) throw error;
    throw uncertain({ cause: error });
  });
  if (found) {
    await acknowledge(ctx, outgoing.id, found);
    return false;
  }
  const waitMs = await noteMissing(ctx, outgoing.id);
  if (waitMs === null) return false;
  if (waitMs > 0) throw uncertain({ retryAfterMs: waitMs });
  return true;
}

function uncertain(options: { cause?: unknown; retryAfterMs?: number }): ProviderUnavailable {
  const message = "It is not certain yet whether the provider took the message";
  return new ProviderUnavailable(message, { ...options, outcomeUnknown: true });
}

async function sendNow(ctx: Context, { connection, send, medium }: Channel, outgoing: OutgoingMessage): Promise<void> {
  const refusal = await refusalOfMessage(ctx, outgoing.id);
  if (refusal) return markFailed(ctx, { messageId: outgoing.id, failure: refusal });
  let sent: SentMessage;
  try {
    if (medium === "sms") await waitForTurn(ctx, connection, outgoing);
    sent = await send.message(connection, outgoing);
  } catch (error) {
    if (error instanceof ProviderRejected && !(error instanceof ConnectionBroken)) {
      await noteOptOut(ctx, medium, outgoing, error);
      return fail(ctx, outgoing.id, error);
    }
    if (isProofOfNothingSent(error)) await returnToQueue(ctx, outgoing.id);
    throw error;
  }
  await acknowledge(ctx, outgoing.id, sent);
}

/** Texts leave a number no faster than carriers let it. @throws ProviderUnavailable until its turn has come. */
async function waitForTurn(ctx: Context, { id: connectionId }: Connection, outgoing: OutgoingMessage): Promise<void> {
  const { id: messageId, from, to, text, files } = outgoing;
  const segments = files.length > 0 ? 1 : countSegments(text).segments;
  const leaving = { messageId, connectionId, sender: from.address, recipient: to[0]?.address ?? "", segments };
  const waitMs = await takeTurn(ctx, leaving);
  if (waitMs > 0) throw new ProviderUnavailable("It waits for its turn on this number", { retryAfterMs: waitMs });
}

/** The provider carries nothing more to her: she opted out there. */
async function noteOptOut(
  ctx: Context,
  channel: Channel["medium"],
  { id: messageId, to }: OutgoingMessage,
  { details }: ProviderRejected,
): Promise<void> {
  const address = to[0]?.address;
  if (details?.optedOut !== true || !address) return;
  const evidence = { providerCode: String(details.providerCode), messageId };
  await noteRefusedByProvider(ctx, { channel, address, evidence });
}

function isProofOfNothingSent(error: unknown): boolean {
  return error instanceof ConnectionBroken || (error instanceof ProviderUnavailable && !error.outcomeUnknown);
}

async function acknowledge(ctx: Context, messageId: string, { externalId, rfcMessageId }: SentMessage): Promise<void> {
  await markSent(ctx, { messageId, externalId, rfcMessageId });
  await forgetCode(ctx, { messageId });
}

async function fail(ctx: Context, messageId: string, error: ProviderRejected): Promise<void> {
  await markFailed(ctx, { messageId, failure: { code: error.code, message: error.message } });
}

/** Null when one of them is nowhere any more. */
async function filesOf(ctx: Context, messageId: string, { fetchesFiles }: Send): Promise<OutgoingFile[] | null> {
  const files: OutgoingFile[] = [];
  for (const { id: fileId, name, contentType } of await listAttachments(ctx, [messageId])) {
    const kept = await ctx.db.files.read({ workspaceId: ctx.workspaceId, fileId });
    if (!kept) return null;
    const content = await buffer(kept.content);
    files.push({ name, contentType, content, ...(fetchesFiles && { link: linkMedia(ctx, fileId) }) });
  }
  return files;
}

/** Null when it holds a code or link that is not good any more. */
async function textOf(ctx: Context, { id, text, automatic }: Sending["message"]): Promise<string | null> {
  if (automatic === "survey") return textWithLink(ctx, { id, text }, publicOrigin());
  return automatic === "code" ? textWithCode(ctx, { id, text }) : text;
}

function toOutgoing({ message, conversation }: Sending, text: string, files: OutgoingFile[]): OutgoingMessage {
  return {
    id: message.id,
    writtenAt: message.sentAt,
    from: message.from ?? { address: "" },
    to: message.to,
    cc: message.cc,
    bcc: message.bcc ?? [],
    subject: message.subject,
    text,
    files,
    // A call is no thread of what is written to the caller.
    threadKey:
      conversation.channel === "voice"
        ? null
        : (message.placement?.threadKey ?? providerThreadOf(conversation.threadKey)),
    inReplyTo: message.inReplyTo,
    references: message.references,
    automatic: message.automatic !== null,
  };
}
