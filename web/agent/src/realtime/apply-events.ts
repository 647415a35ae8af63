import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { keys } from "../api/keys.ts";
import { applyBulk } from "../bulk/use-bulk-actions.ts";
import { applySync } from "../connections/use-health.ts";
import { refreshMessages } from "../conversation/use-messages.ts";
import { refreshConversation, refreshViewLists } from "../inbox/use-conversations.ts";
import { applyCounts } from "../views/use-views.ts";
import { forgetErased } from "./forget-erased.ts";
import { readAgain } from "./read-again.ts";
import type { LiveEvent } from "./sequence.ts";

/** From this many changed conversations on, reading the lists again costs less than reading each. */
const READ_LISTS_FROM = 10;

interface Changes {
  conversations: Set<string>;
  messages: Map<string, Set<string>>;
  stale: Map<string, QueryKey>;
  /** What was told of the counts of views. */
  counted: Record<string, unknown>[];
  /** What was told of bulk actions. */
  bulk: { name: string; data: Record<string, unknown> }[];
  /** What was told of the copying of shops. */
  sync: { name: string; data: Record<string, unknown> }[];
}

/** Brings the screen up to date with a batch of events: each changed thing is read once, however often it changed. */
export async function applyEvents(client: QueryClient, events: readonly LiveEvent[], selfId: string): Promise<void> {
  forgetErased(client, events, selfId);
  const changes = collect(events, selfId);
  for (const told of changes.counted) applyCounts(client, told);
  for (const { name, data } of changes.bulk) applyBulk(client, name, data);
  for (const { name, data } of changes.sync) applySync(client, name, data);
  await Promise.allSettled([
    ...[...changes.stale.values()].map((queryKey) => readAgain(client, { queryKey })),
    ...[...changes.messages].map(([conversationId, ids]) => refreshMessages(client, conversationId, ids)),
    ...refreshConversations(client, changes.conversations, selfId),
    ...(changes.conversations.size + changes.counted.length > 0 ? [refreshViewLists(client)] : []),
  ]);
}

function refreshConversations(client: QueryClient, ids: ReadonlySet<string>, selfId: string): Promise<void>[] {
  if (ids.size >= READ_LISTS_FROM) return [readAgain(client, { queryKey: ["conversations"] })];
  return [...ids].map(async (id) => {
    try {
      await refreshConversation(client, id, selfId);
    } catch {
      await readAgain(client, { queryKey: ["conversations"] });
    }
  });
}

/** What a member did for herself alone changes nobody else's screen. */
const personal = new Set(["conversation.read", "conversation.marked_unread"]);
const following = new Set(["conversation.followed", "conversation.unfollowed"]);

function collect(events: readonly LiveEvent[], selfId: string): Changes {
  const changes: Changes = {
    conversations: new Set(),
    messages: new Map(),
    stale: new Map(),
    counted: [],
    bulk: [],
    sync: [],
  };
  const stale = (key: QueryKey) => changes.stale.set(JSON.stringify(key), key);
  for (const { name, data } of events) {
    const noun = name.split(".")[0];
    const conversationId = id(data.conversationId);
    if (conversationId && following.has(name)) stale(keys.followers(conversationId));
    if ((personal.has(name) || following.has(name)) && data.memberId !== selfId) continue;
    if (name === "conversation.erased") {
      stale(keys.lists);
      stale(keys.queues);
      continue;
    }
    if (conversationId && noun !== "run" && noun !== "notification") changes.conversations.add(conversationId);
    if (conversationId && (noun === "message" || noun === "note")) {
      const ids = changes.messages.get(conversationId) ?? new Set();
      changes.messages.set(conversationId, ids.add(id(data.messageId) ?? ""));
      stale(keys.recipients(conversationId));
      // Sent from another window, it is no longer what she is writing.
      stale(keys.myDrafts(conversationId));
      stale(keys.scheduled(conversationId));
    }
    if (conversationId && noun === "reply") {
      stale(keys.scheduled(conversationId));
      stale(keys.myDrafts(conversationId));
      stale(keys.draft(conversationId));
    }
    if (noun === "notification" && data.memberId === selfId) {
      stale(keys.notificationList);
      stale(keys.unread);
    }
    if (noun === "call") stale(keys.calls);
    if (noun === "phone_line") stale(keys.phoneLines);
    if (noun === "call_dispositions") stale(keys.callDispositions);
    if (noun === "undo_delay") stale(keys.undoSend);
    if (conversationId && (noun === "draft" || noun === "run" || noun === "message")) {
      stale(keys.draft(conversationId));
      stale(keys.runs(conversationId));
    }
    if (conversationId && (noun === "conversation" || noun === "message")) stale(keys.aiStanding(conversationId));
    if (rearranging.has(name)) {
      for (const one of conversationsIn(data)) {
        changes.conversations.add(one);
        for (const key of ofConversation(one)) stale(key);
      }
    }
    const customerId = id(data.customerId);
    if (customerId && noun === "customer") {
      stale(keys.customer(customerId));
      stale(keys.orders(customerId));
      stale(keys.commerce(customerId));
      stale(keys.erasure(customerId));
    }
    if (customerId && noun === "stock_request") stale(keys.stockRequests(customerId));
    if (customerId && noun === "memory") stale(keys.memories(customerId));
    if (customerId && noun === "consent") for (const key of [keys.consents(customerId), keys.allRecipients]) stale(key);
    if (identifying.has(name)) {
      for (const one of idsIn(data, /customerId$/i)) for (const key of ofCustomer(one)) stale(key);
      // Whose a conversation is stands in every list.
      if (data.customerMergeId || name === "customer.named") stale(keys.conversations);
    }
    if (conversationId && name === "conversation.browsed") stale(keys.browsing(conversationId));
    if (conversationId && name === "conversation.field_changed") stale(keys.conversationFields(conversationId));
    if (noun === "status") for (const key of [keys.statuses, keys.conversations]) stale(key);
    const continuesId = id(data.continuesId);
    if (continuesId) changes.conversations.add(continuesId);
    if (noun === "channel") stale(keys.channels);
    if (noun === "tag") stale(keys.tags);
    if (noun === "field") stale(keys.fields);
    if (noun === "tag" || noun === "field") stale(keys.filterFields);
    if (name === "view.counted") changes.counted.push(data);
    else if (noun === "view" || noun === "tag" || noun === "field" || noun === "team") stale(keys.views);
    if (noun === "action") stale(keys.actions);
    if (noun === "action_policy") stale(keys.actionPolicy);
    if (noun === "rule" || noun === "rules") stale(keys.rules);
    if (noun === "tool_source" || noun === "external_tool") stale(keys.toolSources);
    if (noun === "model_key" || noun === "model_choice") for (const key of [keys.modelKeys, keys.models]) stale(key);
    if (noun === "guidance") stale(keys.guidance);
    if (noun === "ai" || noun === "ai_tool") stale(keys.aiSwitches);
    if (noun === "model_budget") stale(keys.modelBudget);
    if (noun === "article") stale(keys.articles);
    if (noun === "canned_reply") stale(keys.cannedReplies);
    if (noun === "bulk_action") changes.bulk.push({ name, data });
    if (noun === "privacy_request") stale(keys.privacyRequests);
    if (noun === "entitlement" || name === "connection.connected") stale(keys.entitlement);
    if (noun === "connection") for (const key of [keys.connections, keys.healths]) stale(key);
    if (noun === "number" || name === "connection.numbers_changed") stale(keys.numbers);
    if (noun === "sync") changes.sync.push({ name, data });
    if (noun === "member" || noun === "availability" || noun === "capacity") stale(keys.members);
    if (noun === "team") {
      stale(keys.teams);
      // What is offered to whom.
      stale(keys.cannedReplies);
      stale(keys.list("teams"));
    }
    if (noun === "role" || name === "member.role_changed") {
      for (const key of [keys.roles, keys.members, keys.session]) stale(key);
    }
    if (noun === "conversation" || noun === "team") stale(keys.queues);
  }
  return changes;
}

/** Events after which messages stand elsewhere, or conversations are tied to others. */
const rearranging: ReadonlySet<string> = new Set([
  "conversation.merged",
  "conversation.unmerged",
  "conversation.split",
  "conversation.rejoined",
  "conversation.linked",
  "conversation.unlinked",
  "message.moved",
  "message.moved_back",
]);

/** Events after which it is known better who is who. */
const identifying: ReadonlySet<string> = new Set([
  "customer.merged",
  "customer.unmerged",
  "customer.told_apart",
  "customer.no_longer_told_apart",
  "customer.looked_up",
  "customer.named",
  "customer.orders_changed",
]);

function ofCustomer(customerId: string): QueryKey[] {
  return [keys.customer, keys.orders, keys.commerce, keys.proposals, keys.merges].map((key) => key(customerId));
}

/** `conversationId`, `intoConversationId`, `otherConversationIds` and the like. */
function conversationsIn(data: Record<string, unknown>): string[] {
  return idsIn(data, /conversationIds?$/i);
}

function idsIn(data: Record<string, unknown>, field: RegExp): string[] {
  const named = Object.entries(data).filter(([name]) => field.test(name));
  return named.flatMap(([, value]) => value).flatMap((value) => id(value) ?? []);
}

function ofConversation(conversationId: string): QueryKey[] {
  const kinds = [keys.messages, keys.recipients, keys.draft, keys.runs, keys.aiStanding, keys.corrections, keys.links];
  return kinds.map((key) => key(conversationId));
}

function id(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
