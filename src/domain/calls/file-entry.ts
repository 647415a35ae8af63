import { inWorkspaces } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import { AlreadyFiled, type ReceivedMessage, receiveMessages } from "../conversations/index.ts";
import { addNameless } from "../customers/index.ts";
import { appendEventsRaw } from "../events/index.ts";
import { type Context, systemContext } from "../workspaces/index.ts";
import { findMessage } from "./queries.ts";

export interface Entry {
  connectionId: string;
  /** What makes it once: the provider's id of the call, and what about it. */
  externalId: string;
  /** Default voice. */
  channel?: "voice" | "sms";
  direction: "inbound" | "outbound";
  lineNumber: string;
  /** E.164; null: withheld. */
  otherNumber: string | null;
  /** What the caller's network calls her. */
  callerName: string;
  /** Whose it is, where that is known already. */
  customerId?: string;
  /** Calls of one number with one line are one conversation; those that withhold theirs are one each. */
  threadKey: string;
  text: string;
  at: Date;
  /** Somebody waits to hear from the shop. */
  asksForAnswer: boolean;
  /** Files of it that lie at the provider, under the delivery with `externalId`. */
  files?: ReceivedMessage["attachments"];
}

const withheldName = "Withheld number";

export function threadKeyOf(call: { lineNumber: string; otherNumber: string | null; externalId: string }): string {
  return `${call.lineNumber} ${call.otherNumber ?? call.externalId}`;
}

/**
 * Writes something about a call among the messages of its conversation, which it opens, reopens or continues as a letter
 * would. Safe to repeat. @returns the message, and where it stands.
 */
export async function fileEntry(ctx: Context, entry: Entry): Promise<{ id: string; conversationId: string }> {
  const known = await findMessage(ctx, entry);
  if (known) return known;
  const file = () =>
    inWorkspaces(ctx.db.app, [ctx.workspaceId], async (tx) => {
      const isNameless = entry.customerId === undefined && entry.otherNumber === null;
      const made = isNameless ? await addNameless(tx, { workspaceId: ctx.workspaceId, name: withheldName }) : null;
      await receiveMessages(tx, [receivedOf(ctx, entry, entry.customerId ?? made)]);
      if (made === null) return;
      const event = { name: "customer.created", data: { customerId: made } } as const;
      await appendEventsRaw(tx, [{ ...ctx, id: newId(), event }]);
    });
  await file().catch((error: unknown) => {
    if (error instanceof AlreadyFiled) return file();
    throw error;
  });
  ctx.db.commits.emit("commit", [ctx.workspaceId]);
  return (await findMessage(systemContext(ctx.db, ctx.workspaceId, "calls"), entry))!;
}

function receivedOf(ctx: Context, entry: Entry, customerId: string | null): ReceivedMessage {
  const { direction, lineNumber, otherNumber, callerName, asksForAnswer, files = [], channel = "voice" } = entry;
  const isInbound = direction === "inbound";
  const other = { address: otherNumber ?? "", name: callerName || (otherNumber ?? withheldName) };
  const shop = { address: lineNumber, name: "" };
  return {
    ...{ workspaceId: ctx.workspaceId, connectionId: entry.connectionId, channel, via: "voice" },
    ...{ externalId: entry.externalId, threadKey: entry.threadKey, direction },
    customer: customerId === null ? { kind: "phone", value: other.address, name: other.name } : { id: customerId },
    ...{ from: isInbound ? other : shop, to: [isInbound ? shop : other], cc: [], replyTo: null },
    ...{ subject: subjectOf(entry), text: entry.text, html: null, rfcMessageId: null, cites: [], references: [] },
    // What says that there was a call asks for nothing; a missed one does.
    ...{ sentAt: entry.at, automatic: asksForAnswer ? null : "call", senderVerified: null, notice: null },
    ...{ attachments: files, actor: ctx.actor, cause: ctx.cause },
  };
}

function subjectOf({ direction, otherNumber, channel }: Entry): string {
  // Texts have none.
  if (channel === "sms") return "";
  if (otherNumber === null) return "Call from a withheld number";
  return `Call ${direction === "inbound" ? "from" : "to"} ${otherNumber}`;
}
