import { and, eq } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { refuseUnwanted } from "../consent/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { getMessage, lockConversation } from "./queries.ts";
import { refuseStale, type Seen } from "./refuse-stale.ts";
import { type Message, messages } from "./tables.ts";
import { refreshWaiting } from "./times.ts";

export interface Resend extends Seen {
  messageId: string;
}

/** Codes of failures after which nothing can have gone out. */
const surelyNotSent = new Set(["provider_rejected", "consent_withdrawn", "no_consent", "quiet_hours"]);

/**
 * Sends a failed reply again, the same message with the same ids. When it is not certain that the provider refused it,
 * it is looked for there first, as after any attempt whose outcome is unknown. Safe to repeat: of two at once one
 * queues it, and one that is on its way or sent is left alone.
 *
 * @throws AppError("conflict") as `reply` does when something newer came than the caller has seen.
 */
export async function resendMessage(ctx: Context, { messageId, ...seen }: Resend): Promise<Message> {
  allow(ctx, "conversations:write");
  const { conversationId } = await getMessage(ctx, messageId);
  return inTransaction(ctx, async (tx) => {
    const { channel } = await lockConversation(tx, conversationId);
    const isThis = and(eq(messages.workspaceId, tx.workspaceId), eq(messages.id, messageId));
    const [message] = await tx.q.select().from(messages).where(isThis).for("update");
    if (message!.state !== "failed") return message!;
    await refuseStale(tx, message!.conversationId, seen);
    const { to, cc, bcc, promotional } = message!;
    const addresses = [...to, ...cc, ...(bcc ?? [])].map(({ address }) => address);
    await refuseUnwanted(tx, { channel, addresses, promotional: promotional === true });
    const wasRefused = surelyNotSent.has(message!.failure?.code ?? "");
    const { delivery, externalId, formerExternalIds } = message!;
    // The carrier gave it back: what goes out now is another for the provider.
    const wasReturned = delivery !== null && externalId !== null;
    const former = wasReturned ? { formerExternalIds: [...(formerExternalIds ?? []), externalId] } : {};
    const state = wasRefused || wasReturned ? ("queued" as const) : ("sending" as const);
    const set = {
      ...{ state, failure: null, missingSince: null },
      ...(wasReturned && { externalId: null, delivery: null, ...former }),
    };
    const [again] = await tx.q.update(messages).set(set).where(isThis).returning();
    await refreshWaiting(tx, message!.conversationId);
    tx.emit({ name: "message.queued", data: { conversationId: message!.conversationId, messageId } });
    return again!;
  });
}
