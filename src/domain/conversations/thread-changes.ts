import type { FilingRow, ThreadChange } from "./receive-queries.ts";
import { previewOf } from "./rules.ts";

/**
 * Adds up what a batch of messages, oldest first, does to each conversation. Mail no machine may answer (bounces, auto-replies)
 * is filed, but nobody waits for an answer to it and it reopens nothing.
 */
export function changesOf(rows: readonly FilingRow[]): ThreadChange[] {
  const changes = new Map<string, ThreadChange>();
  for (const row of rows) {
    const key = `${row.workspaceId} ${row.threadConnectionId} ${row.threadKey}`;
    changes.set(key, add(changes.get(key), row));
  }
  return [...changes.values()];
}

function add(before: ThreadChange | undefined, row: FilingRow): ThreadChange {
  const isWritten = row.automatic === null;
  const asks = row.kind === "customer" && isWritten;
  const waits = asks && !row.isThanks;
  const isReply = row.kind === "reply" && isWritten;
  const isFirstReply = isReply && before?.lastInboundAt != null;
  return {
    workspaceId: row.workspaceId,
    conversationId: before?.conversationId ?? row.conversationId,
    customerId: before?.customerId ?? row.continues?.customerId ?? row.customerId,
    connectionId: row.threadConnectionId,
    channel: row.channel,
    threadKey: row.threadKey,
    subject: before?.subject ?? row.subject,
    added: (before?.added ?? 0) + 1,
    addedByCustomer: (before?.addedByCustomer ?? 0) + (row.kind === "customer" ? 1 : 0),
    lastMessageAt: row.sentAt,
    lastMessageId: row.messageId,
    lastMessageKind: row.kind,
    lastMessagePreview: previewOf(row.text) || row.subject,
    waitingSince: isReply ? null : (before?.waitingSince ?? (waits ? row.sentAt : null)),
    answeredAt: isReply ? row.sentAt : (before?.answeredAt ?? null),
    firstAnsweredAt: before?.firstAnsweredAt ?? (isReply ? row.sentAt : null),
    firstReplyAt: before?.firstReplyAt ?? (isFirstReply ? row.sentAt : null),
    lastInboundAt: asks ? row.sentAt : (before?.lastInboundAt ?? null),
    lastOutboundAt: isReply ? row.sentAt : (before?.lastOutboundAt ?? null),
    continuesId: before?.continuesId ?? row.continues?.id ?? null,
  };
}
