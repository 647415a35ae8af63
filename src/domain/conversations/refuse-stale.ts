import { and, eq } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import type { TxContext } from "../events/index.ts";
import { type ListedMessage, messagesAfter } from "./queries.ts";
import { previewOf } from "./rules.ts";
import { messages } from "./tables.ts";

/** What the author of a reply knows of its conversation. */
export interface Seen {
  /** The last message on her screen, or that a program had read. */
  lastSeenMessageId: string;
  /** Send although something newer came. What nobody looks at before it goes out cannot decide that. */
  force?: boolean | undefined;
}

/**
 * The guard every reply passes on its way out, whoever wrote it: a person, a macro, a rule, the AI. The caller holds the
 * conversation's lock, so of two at once the second finds the first. An answer of the AI stands although a machine wrote
 * since, for it was asked for by what people wrote.
 * @throws AppError("conflict") when the customer or the shop wrote something after what the author has seen.
 */
export async function refuseStale(tx: TxContext, conversationId: string, known: Seen): Promise<void> {
  if (known.force && mayForce(tx)) return;
  const { lastSeenMessageId } = known;
  const seen = await positionOf(tx, conversationId, lastSeenMessageId);
  if (seen === null) throw new AppError("invalid_input", "lastSeenMessageId is not a message of this conversation");
  const newer = await messagesAfter(tx, conversationId, seen, { byMachines: tx.actor.type !== "ai" });
  if (newer.length === 0) return;
  throw new AppError("conflict", "Something newer was written in this conversation: read it, then send again", {
    details: {
      reason: "newer_messages",
      messages: newer.map((m) => ({
        id: m.id,
        kind: m.kind,
        author: m.author.name,
        preview: previewOf(m.text),
        at: m.sentAt.toISOString(),
      })),
    },
  });
}

/** What the customer and the shop wrote since a message; everything, should that have left the conversation. */
export async function messagesSince(
  tx: TxContext,
  conversationId: string,
  messageId: string,
): Promise<ListedMessage[]> {
  const position = (await positionOf(tx, conversationId, messageId)) ?? 0;
  return messagesAfter(tx, conversationId, position, { byMachines: true });
}

/** People decide, and programs that ask people. */
function mayForce({ actor }: TxContext): boolean {
  return actor.type === "member" || actor.type === "app";
}

async function positionOf(tx: TxContext, conversationId: string, messageId: string): Promise<number | null> {
  const [row] = await tx.q
    .select({ position: messages.position })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, tx.workspaceId),
        eq(messages.conversationId, conversationId),
        eq(messages.id, messageId),
      ),
    );
  return row?.position ?? null;
}
