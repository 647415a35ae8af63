import { and, eq, or } from "drizzle-orm";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { lockConversation } from "./queries.ts";
import { type DeliveryState, isFurther } from "./rules.ts";
import { type Message, messages } from "./tables.ts";
import { noteSent, refreshWaiting } from "./times.ts";

export interface DeliveryReport {
  connectionId: string;
  externalId: string;
  /** Ours, where the provider was given it: it may tell of a message before it has answered that it took it. */
  messageId: string | null;
  status: DeliveryState;
  failure: { code: string; message: string } | null;
}

const failed: ReadonlySet<DeliveryState> = new Set(["undelivered", "failed"]);
const worthTelling: ReadonlySet<DeliveryState> = new Set(["delivered", "undelivered", "failed", "read"]);

/**
 * Takes down how far a message of ours came. In any order and repeated; one that failed waits for somebody to see to it.
 * @returns the message; null for one that is not ours, and for what an earlier attempt of it came to.
 */
export async function noteDelivery(ctx: Context, report: DeliveryReport): Promise<Message | null> {
  return inTransaction(ctx, async (tx) => {
    const { externalId, status, failure } = report;
    const [found] = await tx.q.select().from(messages).where(isReported(ctx, report)).limit(1);
    if (!found) return null;
    await lockConversation(tx, found.conversationId, { evenMerged: true });
    const isThis = and(eq(messages.workspaceId, tx.workspaceId), eq(messages.id, found.id));
    const [message] = await tx.q.select().from(messages).where(isThis).for("update");
    if (!message || isOfOtherAttempt(message, externalId)) return null;
    if (!isFurther(message.delivery, status)) return message;
    const { conversationId, state } = message;
    const next = failed.has(status) ? "failed" : "sent";
    const set = { externalId, delivery: status, state: next, missingSince: null } as const;
    await tx.q
      .update(messages)
      .set({ ...set, failure: next === "failed" ? failure : null })
      .where(isThis);
    const data = { conversationId, messageId: message.id };
    if (next === "sent" && state !== "sent") {
      await noteSent(tx, message);
      tx.emit({ name: "message.sent", data });
    }
    if (next !== state && (next === "failed" || state === "failed")) await refreshWaiting(tx, conversationId);
    if (next === "failed") tx.emit({ name: "message.failed", data });
    if (worthTelling.has(status)) {
      const from = message.delivery ?? state;
      tx.emit({ name: "message.delivery_changed", data: { ...data, from, to: status } });
    }
    return message;
  });
}

/** Whether a message of this connection is known by this id. */
export async function isKnownMessage(
  ctx: Context,
  { connectionId, externalId }: { connectionId: string; externalId: string },
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const isNamed = eq(messages.externalId, externalId);
    const [row] = await tx.q
      .select({ id: messages.id })
      .from(messages)
      .where(and(eq(messages.workspaceId, tx.workspaceId), eq(messages.connectionId, connectionId), isNamed))
      .limit(1);
    return row !== undefined;
  });
}

function isReported(ctx: Context, { connectionId, externalId, messageId }: DeliveryReport) {
  const byProvider = eq(messages.externalId, externalId);
  return and(
    eq(messages.workspaceId, ctx.workspaceId),
    eq(messages.connectionId, connectionId),
    eq(messages.kind, "reply"),
    messageId === null ? byProvider : or(byProvider, eq(messages.id, messageId)),
  );
}

function isOfOtherAttempt({ externalId: known, formerExternalIds, state }: Message, externalId: string): boolean {
  if (known !== null) return known !== externalId;
  return formerExternalIds?.includes(externalId) === true || (state !== "queued" && state !== "sending");
}
