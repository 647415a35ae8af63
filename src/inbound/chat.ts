import { createHash, randomBytes, randomUUID } from "node:crypto";
import { type ConnectionRow, connectIntegration, getConnection, openConnection } from "../domain/connections/index.ts";
import {
  AlreadyFiled,
  type ChatMessage,
  listChat,
  type ReceivedMessage,
  receiveMessages,
} from "../domain/conversations/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { findInDirectory, systemContext } from "../domain/workspaces/index.ts";
import { readIdentity } from "../integrations/index.ts";
import { now } from "../platform/clock.ts";
import { type Database, inWorkspaces } from "../platform/db.ts";
import { AppError, NotFound } from "../platform/errors.ts";

export const integrationId = "web-chat";
const visitorForDays = 30;

/** Who chats in a shop's pages. */
export interface Shopper {
  workspaceId: string;
  connectionId: string;
  /** Her email address where the shop vouches for her; else a number of ours that says nothing of anybody. */
  address: string;
  name: string;
  isVouchedFor: boolean;
  /** When her session began, and how long it holds. */
  since: Date;
  until: Date;
}

/**
 * A chat for a shop's pages. `identitySecret` is told this once: the shop's server signs with it who is logged in.
 * @param given.replacing an existing one gets a new secret, and every session of it ends.
 * @throws NotFound
 */
export async function connectChat(
  ctx: Context,
  given: { name: string } | { replacing: string },
): Promise<{ connection: ConnectionRow; identitySecret: string }> {
  const before = "replacing" in given ? await getConnection(ctx, given.replacing) : null;
  if (before && before.integrationId !== integrationId) throw new NotFound("Chat", before.id);
  const identitySecret = randomBytes(32).toString("base64url");
  const account = before?.account ?? randomBytes(12).toString("hex");
  const displayName = "name" in given ? given.name : before!.displayName;
  const chat = { integrationId, account, displayName, credentials: { identitySecret } };
  return { connection: await connectIntegration(ctx, chat), identitySecret };
}

/**
 * Begins a session in a shop's page.
 * @param key the chat's, which stands in the page for all to see.
 * @param identity what the shop's server says of who is logged in there; see `readIdentity`.
 * @throws NotFound for no chat that takes messages; AppError("unauthenticated") for an identity that is not the shop's.
 */
export async function beginChat(
  db: Database,
  { key, identity }: { key: string; identity?: string | undefined },
): Promise<Shopper> {
  const [found] = await findInDirectory(db, "connection", `${integrationId}:${key}`);
  if (!found) throw new NotFound("Chat", key);
  const { workspaceId, rowId: connectionId } = found;
  const ctx = systemContext(db, workspaceId, "chat");
  if ((await getConnection(ctx, connectionId)).state !== "active") throw new NotFound("Chat", key);
  const at = { workspaceId, connectionId, since: now() };
  if (identity === undefined) {
    const until = new Date(now().getTime() + visitorForDays * 86_400_000);
    return { ...at, address: `visitor-${randomUUID()}`, name: "Visitor", isVouchedFor: false, until };
  }
  const { credentials } = await openConnection(ctx, connectionId);
  const { email, name, until } = await readIdentity(identity, credentials.identitySecret ?? "");
  return { ...at, address: email, name: name || email, isVouchedFor: true, until };
}

/**
 * What a shopper wrote, filed under her conversation at once. Safe to repeat with the same `clientMessageId`.
 * @throws AppError("unauthenticated") when her session is over.
 */
export async function receiveChat(
  db: Database,
  shopper: Shopper,
  { clientMessageId, text }: { clientMessageId: string; text: string },
): Promise<void> {
  const { workspaceId, connectionId, address, name, isVouchedFor } = shopper;
  await refuseEnded(db, shopper);
  const from = { address, name };
  const message: ReceivedMessage = {
    ...{ workspaceId, connectionId, channel: "chat", via: integrationId, direction: "inbound" },
    ...{ externalId: `${keyOf(shopper)}:${clientMessageId}`, threadKey: address },
    customer: { kind: isVouchedFor ? "email" : "chat", value: address, name },
    ...{ from, replyTo: null, to: [], cc: [], subject: "", text, html: null },
    ...{ rfcMessageId: null, cites: [], references: [], sentAt: now(), automatic: null, notice: null },
    ...{ senderVerified: isVouchedFor || null, attachments: [] },
    ...{ actor: { type: "system", job: "chat" }, cause: null },
  };
  const file = (expectNew: boolean) =>
    inWorkspaces(db.app, [workspaceId], (tx) => receiveMessages(tx, [message], { expectNew }));
  await file(true).catch((error: unknown) => {
    if (!(error instanceof AlreadyFiled)) throw error;
    return file(false);
  });
  db.commits.emit("commit", [workspaceId]);
}

/**
 * What she and the shop wrote to each other in this chat, oldest first; notes and letters are not among it.
 * @throws AppError("unauthenticated") when her session is over.
 */
export async function readChat(db: Database, shopper: Shopper): Promise<ChatMessage[]> {
  const ctx = await refuseEnded(db, shopper);
  const { connectionId, address } = shopper;
  return listChat(ctx, { connectionId, address });
}

/** A new secret, or no chat any more: what was begun before is over. */
async function refuseEnded(db: Database, { workspaceId, connectionId, since, until }: Shopper): Promise<Context> {
  const ctx = systemContext(db, workspaceId, "chat");
  const chat = await getConnection(ctx, connectionId);
  const isOver = until <= now() || chat.state !== "active" || (chat.connectedAt !== null && since < chat.connectedAt);
  if (isOver) throw new AppError("unauthenticated", "This session of the chat is over: begin a new one");
  return ctx;
}

/** It outlives her erasure, so it says nothing of her. */
function keyOf({ workspaceId, address }: Shopper): string {
  return createHash("sha256")
    .update(JSON.stringify([workspaceId, address]))
    .digest("hex")
    .slice(0, 24);
}
