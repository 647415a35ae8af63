import { z } from "zod";
import { aiEvents } from "./ai-events.ts";
import { callEvents } from "./call-events.ts";
import { knowledgeEvents } from "./knowledge-events.ts";

const connection = z.object({ connectionId: z.uuid() });
const conversation = z.object({ conversationId: z.uuid() });
const message = z.object({ conversationId: z.uuid(), messageId: z.uuid() });
/** A state before and after, for the audit trail: ids and words of a closed list, never what a person wrote. */
const moved = <V extends z.ZodType>(value: V) => ({ from: value.optional(), to: value.optional() });
const status = conversation.extend(moved(z.string()));
const scheduledReply = z.object({ conversationId: z.uuid(), scheduledReplyId: z.uuid() });
/** `otherConversationIds`: what else it touched, further along a chain of merges. */
const corrected = z.object({ correctionId: z.uuid(), otherConversationIds: z.array(z.uuid()).optional() });
const merged = z.object({ customerId: z.uuid(), customerMergeId: z.uuid() });
const two = z.object({ customerId: z.uuid(), otherCustomerId: z.uuid() });
const member = z.object({ memberId: z.uuid() });
const tag = z.object({ tagId: z.uuid() });
const ownStatus = z.object({ statusId: z.uuid() });
const field = z.object({ fieldId: z.uuid() });
const team = z.object({ teamId: z.uuid() });
const view = z.object({ viewId: z.uuid() });
const role = z.object({ roleId: z.uuid(), ...moved(z.string()) });
const bulkAction = z.object({ bulkActionId: z.uuid() });
/** How far it is; `total` is null while the conversations are being chosen. */
const bulkProgress = bulkAction.extend({
  total: z.number().int().nullable(),
  done: z.number().int(),
  skipped: z.number().int(),
  failed: z.number().int(),
});
/** `to`: what it does, a kind of action. `reason`: a stable word. */
const action = z.object({
  actionId: z.uuid(),
  conversationId: z.uuid().optional(),
  customerId: z.uuid().optional(),
  orderId: z.uuid().optional(),
  /** What is done in one lane is done one after the other. */
  lane: z.uuid().optional(),
  ...moved(z.string()),
  reason: z.string().optional(),
});
const privacyRequest = z.object({
  privacyRequestId: z.uuid(),
  connectionId: z.uuid(),
  kind: z.enum(["data", "erase_person", "erase_account"]),
});
/** The copying of one kind of a shop's data, in numbers; `expected` is null while the shop has not told. */
const syncRun = connection.extend({
  syncRunId: z.uuid(),
  kind: z.string(),
  state: z.string(),
  records: z.number().int(),
  expected: z.number().int().nullable(),
});
const rule = z.object({ ruleId: z.uuid() });
/** Of an address of hers; ids and closed words alone. */
const consent = z.object({
  customerId: z.uuid(),
  channel: z.enum(["email", "sms", "voice", "chat"]),
  purpose: z.enum(["service", "promotional", "all"]),
  how: z.enum(["keyword", "plain_language", "agent", "provider", "import", "form"]),
});
const cannedReply = z.object({ cannedReplyId: z.uuid() });
const number = connection.extend({ numberId: z.uuid() });

/** Every fact the product announces: `noun.past_participle`. Data holds ids, never copies of rows. */
export const catalog = {
  "member.joined": z.object({ memberId: z.uuid(), ...moved(z.string()) }),
  "member.password_changed": z.object({ memberId: z.uuid() }),
  "team.created": team,
  "team.renamed": team,
  "team.mode_changed": team.extend(moved(z.string())),
  /** Open or private. */
  "team.visibility_changed": team.extend(moved(z.string())),
  "team.archived": team,
  "team.restored": team,
  "team.member_added": team.extend({ memberId: z.uuid() }),
  "team.member_removed": team.extend({ memberId: z.uuid() }),
  /** online, away, away_reassigning, or offline: online by her own word, but not here for long. */
  "availability.changed": z.object({ memberId: z.uuid(), ...moved(z.string()) }),
  "capacity.changed": z.object({ memberId: z.uuid() }),
  /** From and to: a built-in role, or the id of one of the workspace's own. */
  "member.role_changed": z.object({ memberId: z.uuid(), ...moved(z.string()) }),
  /** From and to: permissions, joined by blanks. */
  "role.created": role,
  "role.updated": role,
  "role.deleted": role,
  "api_key.created": z.object({ apiKeyId: z.uuid(), ...moved(z.string()) }),
  "api_key.revoked": z.object({ apiKeyId: z.uuid(), ...moved(z.string()) }),
  "connection.connected": connection,
  /** The provider says that something changed, without saying what. */
  "connection.notified": connection,
  /** The provider had forgotten where we were: everything recent is being read again. */
  "connection.started_over": connection,
  "connection.failed": connection,
  "connection.recovered": connection,
  /** Its credentials are gone: a member ended it, or the account's owner did at the provider. */
  "connection.disconnected": connection,
  /** Its owner called it otherwise. */
  "connection.renamed": connection,
  /** Its owner allows more or less than before. */
  "connection.scopes_changed": connection,
  /** Nothing that came from it is here any more. */
  "connection.data_erased": connection,
  /** Somebody who has a right to it asked through a provider; kind: data, erase_person or erase_account. */
  "privacy_request.received": privacyRequest,
  /** Done, or refused because the account is connected again. */
  "privacy_request.answered": privacyRequest.extend(moved(z.string())),
  "entitlement.changed": z.object({ source: z.enum(["shopify", "manual"]), ...moved(z.string()) }),
  /** The provider answered from another version of its interface, or said what will go away; or that is over. */
  "connection.interface_noticed": connection.extend(moved(z.string())),
  /** It has numbers it did not have, or less, or something is known of one. */
  "connection.numbers_changed": connection,
  /** To be bought, by a job. */
  "number.ordered": number,
  "number.bought": number,
  /** It was not sold to us. */
  "number.refused": number,
  /** To be given back, by a job. */
  "number.release_requested": number,
  "number.released": number,
  /** The provider did not take it back. */
  "number.kept": number,
  /** All that a shop has is being copied. */
  "sync.started": connection,
  /** Now and then while it runs, not for each record. */
  "sync.progressed": syncRun,
  "sync.finished": syncRun,
  /** It failed, or the shop is gone: `state` says which. */
  "sync.stopped": syncRun,
  /** Which team its new conversations go to. */
  "connection.team_changed": connection.extend(moved(z.uuid().nullable())),
  "delivery.rejected": z.object({ deliveryId: z.uuid(), connectionId: z.uuid() }),
  "customer.created": z.object({ customerId: z.uuid() }),
  /** The shop says that something about her changed, without saying what we need to know. */
  "customer.outdated": z.object({ customerId: z.uuid() }),
  "customer.orders_changed": z.object({ customerId: z.uuid() }),
  /** Somebody we know has a checkout that she has not finished, or changed it. */
  "checkout.left": z.object({ customerId: z.uuid(), checkoutId: z.uuid() }),
  "customer.looked_up": z.object({ customerId: z.uuid() }),
  /** A shop has told what somebody is called of whom only an address was known. */
  "customer.named": z.object({ customerId: z.uuid() }),
  /** Her name and addresses are gone, the rest follows. */
  "customer.erasure_requested": z.object({ customerId: z.uuid(), reason: z.string() }),
  "customer.erased": z.object({ customerId: z.uuid(), reason: z.string() }),
  "customer.merged": merged.extend({ intoCustomerId: z.uuid() }),
  "customer.unmerged": merged.extend({ fromCustomerId: z.uuid() }),
  "customer.told_apart": two,
  "customer.no_longer_told_apart": two,
  /** Somebody may be written to, or wants not to be: `purpose` says for what. */
  "consent.given": consent,
  "consent.withdrawn": consent,
  "customer.field_changed": z.object({ customerId: z.uuid(), ...field.shape }),
  /** `continuesId`: the closed conversation the same thread was in before. */
  "conversation.opened": z.object({
    conversationId: z.uuid(),
    customerId: z.uuid(),
    continuesId: z.uuid().optional(),
  }),
  "conversation.closed": status,
  "conversation.reopened": status,
  "conversation.snoozed": status,
  /** Its moment has come; a customer's message announces conversation.reopened. */
  "conversation.woken": status,
  "conversation.prioritized": status,
  /** Another of the workspace's statuses; null: the default of its category. */
  "conversation.status_changed": conversation.extend(moved(z.uuid().nullable())),
  "conversation.marked_spam": conversation,
  "conversation.unmarked_spam": conversation,
  "conversation.trashed": conversation,
  "conversation.restored": conversation,
  /** Deleted, with all that was in it. */
  "conversation.erased": conversation,
  /** The storefront told what the customer has in the cart and looks at. */
  "conversation.browsed": conversation,
  "conversation.assigned": conversation.extend(moved(z.uuid().nullable())),
  "conversation.tagged": conversation.extend(tag.shape),
  "conversation.merged": conversation.extend({ ...corrected.shape, intoConversationId: z.uuid() }),
  "conversation.unmerged": conversation.extend({ ...corrected.shape, fromConversationId: z.uuid() }),
  "conversation.split": conversation.extend({ ...corrected.shape, newConversationId: z.uuid() }),
  /** A split was undone: what stood in it stands in the other again. */
  "conversation.rejoined": conversation.extend({ ...corrected.shape, intoConversationId: z.uuid() }),
  "conversation.linked": conversation.extend({ relatedConversationId: z.uuid() }),
  "conversation.unlinked": conversation.extend({ relatedConversationId: z.uuid() }),
  "message.moved": message.extend({ ...corrected.shape, fromConversationId: z.uuid() }),
  "message.moved_back": message.extend({ ...corrected.shape, fromConversationId: z.uuid() }),
  "conversation.untagged": conversation.extend(tag.shape),
  "conversation.followed": conversation.extend(member.shape),
  "conversation.unfollowed": conversation.extend(member.shape),
  /** By a member for whom it was unread; `marked_unread` by one for whom it was not. */
  "conversation.read": conversation.extend(member.shape),
  "conversation.marked_unread": conversation.extend(member.shape),
  "conversation.field_changed": conversation.extend(field.shape),
  "conversation.team_changed": conversation.extend(moved(z.uuid().nullable())),
  /** To: what is done, a word of a closed list. */
  "bulk_action.started": bulkAction.extend(moved(z.string())),
  /** Now and then while it runs, not for each conversation. */
  "bulk_action.progressed": bulkProgress,
  "bulk_action.finished": bulkProgress,
  "bulk_action.cancelled": bulkProgress,
  /** By itself, because it cannot go on. The reason is a word of a closed list. */
  "bulk_action.stopped": bulkProgress.extend({ reason: z.string() }),
  "message.received": message,
  "message.queued": message,
  "message.sent": message,
  "message.failed": message,
  /** What its channel says of it: delivered, undelivered, failed or read. */
  "message.delivery_changed": message.extend(moved(z.string())),
  /** Written, and not sent before its moment; sent, it is a message with the same id. */
  "reply.scheduled": scheduledReply,
  "reply.canceled": scheduledReply,
  /** Its moment came, and something spoke against sending it. */
  "reply.held": scheduledReply,
  "notification.created": z.object({
    notificationId: z.uuid(),
    memberId: z.uuid(),
    conversationId: z.uuid().optional(),
  }),
  "notification.read": z.object({ memberId: z.uuid() }),
  "undo_delay.changed": z.object({ channel: z.string(), ...moved(z.string()) }),
  /** Emptied, or without what said who somebody is. */
  "message.erased": message,
  "note.added": message,
  "status.created": ownStatus,
  "status.updated": ownStatus,
  "status.archived": ownStatus,
  "status.restored": ownStatus,
  "status.deleted": ownStatus,
  /** When a customer who writes again reopens her conversation. */
  "channel.updated": z.object({ channel: z.enum(["email", "sms", "voice", "chat"]), ...moved(z.string()) }),
  "tag.created": tag,
  "tag.updated": tag,
  "tag.archived": tag,
  "tag.restored": tag,
  "field.created": field,
  "field.updated": field,
  "field.archived": field,
  "field.restored": field,
  "view.created": view,
  "view.updated": view,
  "view.deleted": view,
  /** The numbers as they are now; where they are not the same for everybody, the ids. Sent to all, so that few ask. */
  "view.counted": z.object({
    counts: z.record(z.uuid(), z.number().int()),
    viewIds: z.array(z.uuid()),
  }),
  "rule.created": rule,
  "rule.updated": rule,
  "rule.enabled": rule,
  "rule.disabled": rule,
  "rule.archived": rule,
  /** Their order: the first one comes first. */
  "rules.reordered": z.object({ ruleIds: z.array(z.uuid()) }),
  /** Its conditions held: what it did stands in the run. To: applied, skipped or failed. */
  "rule.ran": rule.extend({
    ruleRunId: z.uuid(),
    conversationId: z.uuid(),
    ...moved(z.string()),
    reason: z.string().optional(),
  }),
  /** It failed several times in a row and goes on trying. */
  "rule.needed_attention": rule.extend({ reason: z.string() }),
  "canned_reply.created": cannedReply,
  "canned_reply.updated": cannedReply,
  "canned_reply.archived": cannedReply,
  "canned_reply.restored": cannedReply,
  ...knowledgeEvents,
  /** Somebody wants something done in a shop, which is asked what it would do. */
  "action.planned": action,
  "action.previewed": action,
  "action.approval_requested": action,
  /** By the policy or by a person; its cost counts from now on. */
  "action.approved": action,
  "action.declined": action,
  /** By a person, after it was let through and before it was begun. */
  "action.called_off": action,
  /** The order changed since it was decided. */
  "action.outdated": action,
  "action.started": action,
  "action.done": action,
  "action.undone": action,
  /** By the shop or by the policy. */
  "action.refused": action,
  "action.failed": action,
  /** It may have been done: the shop is asked. */
  "action.became_unknown": action,
  "action.expired": action,
  /** From and to: versions. */
  "action_policy.changed": z.object(moved(z.string())),
  ...callEvents,
  ...aiEvents,
} as const;

export type EventName = keyof typeof catalog;
export type EventData<N extends EventName> = z.infer<(typeof catalog)[N]>;
export type DomainEvent = { [N in EventName]: { name: N; data: EventData<N> } }[EventName];
