import { createHash } from "node:crypto";
import { now } from "../../platform/clock.ts";
import { type Database, inWorkspaces } from "../../platform/db.ts";
import { AlreadyFiled, type ReceivedMessage, receiveMessages } from "../conversations/index.ts";
import { admit, integrationId, type Shopper } from "./shopper.ts";

/**
 * What a shopper wrote, filed under her conversation at once. Safe to repeat with the same `clientMessageId`.
 * @throws AppError("unauthenticated") when her session is over.
 */
export async function receiveChat(
  db: Database,
  shopper: Shopper,
  said: { clientMessageId: string; text: string },
): Promise<void> {
  await admit(db, shopper);
  const { workspaceId } = shopper;
  const message = messageOf(shopper, said);
  const file = (expectNew: boolean) =>
    inWorkspaces(db.app, [workspaceId], (tx) => receiveMessages(tx, [message], { expectNew }));
  await file(true).catch((error: unknown) => {
    if (!(error instanceof AlreadyFiled)) throw error;
    return file(false);
  });
  db.commits.emit("commit", [workspaceId]);
}

function messageOf(
  shopper: Shopper,
  { clientMessageId, text }: { clientMessageId: string; text: string },
): ReceivedMessage {
  const { workspaceId, connectionId, address, name, isVouchedFor } = shopper;
  return {
    ...{ workspaceId, connectionId, channel: "chat", via: integrationId, direction: "inbound" },
    ...{ externalId: `${keyOf(shopper)}:${clientMessageId}`, threadKey: address },
    customer: { kind: isVouchedFor ? "email" : "chat", value: address, name },
    ...{ from: { address, name }, replyTo: null, to: [], cc: [], subject: "", text, html: null },
    ...{ rfcMessageId: null, cites: [], references: [], sentAt: now(), automatic: null, notice: null, attachments: [] },
    // Of a visitor nothing is known, which is no doubt about who she says she is: she says nothing.
    senderVerified: isVouchedFor || null,
    actor: { type: "system", job: "chat" },
    cause: null,
  };
}

/** It outlives her erasure, so it says nothing of her. */
function keyOf({ workspaceId, address }: Shopper): string {
  return createHash("sha256")
    .update(JSON.stringify([workspaceId, address]))
    .digest("hex")
    .slice(0, 24);
}
