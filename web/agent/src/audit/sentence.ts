import type { AuditEntry } from "../api/types.ts";

/** A piece of a sentence: plain words, or a name; a conversation can be opened. */
export type Piece = { text: string; kind: "words" | "name" } | { text: string; kind: "conversation"; id: string };

/** `{conversation}` and the like are things of the entry; `{from}` and `{to}` its change. */
const templates: Record<string, string> = {
  "conversation.opened": "opened {conversation} for {customer}",
  "conversation.closed": "closed {conversation}",
  "conversation.reopened": "reopened {conversation}",
  "conversation.snoozed": "snoozed {conversation}",
  "conversation.woken": "brought {conversation} back",
  "conversation.browsed": "told what the customer of {conversation} looks at",
  "conversation.prioritized": "set the priority of {conversation} to {to}",
  "conversation.status_changed": "changed the status of {conversation}",
  "conversation.marked_spam": "marked {conversation} as spam",
  "conversation.unmarked_spam": "took {conversation} out of spam",
  "conversation.trashed": "moved {conversation} to the trash",
  "conversation.restored": "restored {conversation} from the trash",
  "conversation.erased": "erased {conversation} with its customer",
  "conversation.tagged": "tagged {conversation} with {tag}",
  "conversation.untagged": "took the tag {tag} off {conversation}",
  "conversation.followed": "let {member} follow {conversation}",
  "conversation.unfollowed": "let {member} no longer follow {conversation}",
  "conversation.read": "read {conversation}",
  "conversation.marked_unread": "marked {conversation} as unread",
  "conversation.field_changed": "changed {field} of {conversation}",
  "action.planned": "asked what the shop would do for {customer}",
  "action.previewed": "learned what the shop would do for {customer}",
  "action.approval_requested": "asks for approval of something in the shop for {customer}",
  "action.approved": "let something be done in the shop for {customer}",
  "action.called_off": "called off what was to be done in the shop for {customer}",
  "action.declined": "declined what was asked of the shop for {customer}",
  "action.outdated": "found the order changed before something was done for {customer}",
  "action.started": "began to do something in the shop for {customer}",
  "action.done": "did something in the shop for {customer}",
  "action.undone": "took back what was done in the shop for {customer}",
  "action.refused": "refused what was asked of the shop for {customer}",
  "action.failed": "could not do something in the shop for {customer}",
  "action.became_unknown": "does not know yet what the shop did for {customer}",
  "action.expired": "let a plan for {customer} expire",
  "action_policy.changed": "changed what may be done in the shops",
  "rule.created": "made the rule {rule}",
  "rule.updated": "changed the rule {rule}",
  "rule.enabled": "switched the rule {rule} on",
  "rule.disabled": "switched the rule {rule} off",
  "rule.archived": "archived the rule {rule}",
  "article.created": "wrote the article {article}",
  "article.updated": "changed the article {article}",
  "article.published": "published version {to} of the article {article}",
  "article.unpublished": "took the article {article} back",
  "article.archived": "archived the article {article}",
  "article.restored": "restored the article {article}",
  "article.placed": "put the article {article} into the help centre",
  "article.displaced": "took the article {article} out of the help centre",
  "help_center.changed": "changed the help centre: it is {to}",
  "conversation.handed_over": "gave {conversation} to people: {to}",
  "trial.started": "tried the guidance for the AI on past conversations",
  "guidance.saved": "changed the guidance for the AI",
  "guidance.published": "published version {to} of the guidance for the AI",
  "draft.held": "held the AI's answer back in {conversation}",
  "lookup_table.created": "uploaded a table to the knowledge",
  "lookup_table.replaced": "replaced a table of the knowledge",
  "reply_suggestion.decided": "decided on an answer proposed as an article: {to}",
  "lookup_table.deleted": "deleted a table of the knowledge",
  "rules.reordered": "changed the order of the rules",
  "rule.ran": "went through {conversation}",
  "rule.needed_attention": "found that the rule {rule} fails again and again",
  "bulk_action.started": "started a bulk action: {to}",
  "bulk_action.progressed": "went on with a bulk action",
  "bulk_action.finished": "finished a bulk action",
  "bulk_action.cancelled": "cancelled a bulk action",
  "bulk_action.stopped": "could not go on with a bulk action",
  "conversation.merged": "merged {conversation} into {into_conversation}",
  "conversation.unmerged": "took {conversation} out of {from_conversation} again",
  "conversation.split": "split {new_conversation} off {conversation}",
  "conversation.rejoined": "put {conversation} back into {into_conversation}",
  "conversation.linked": "linked {conversation} with {related_conversation}",
  "conversation.unlinked": "took the link between {conversation} and {related_conversation} away",
  "message.moved": "moved a message from {from_conversation} to {conversation}",
  "message.moved_back": "moved a message back from {from_conversation} to {conversation}",
  "message.received": "received a message in {conversation}",
  "message.queued": "answered in {conversation}",
  "message.sent": "sent the answer in {conversation}",
  "message.delivery_changed": "learned that the answer in {conversation} is {to}",
  "message.failed": "could not send the answer in {conversation}",
  "reply.scheduled": "wrote an answer for later in {conversation}",
  "reply.canceled": "called the answer in {conversation} back",
  "reply.held": "held the answer in {conversation} back: something newer was written",
  "notification.created": "told {member} of something in {conversation}",
  "notification.read": "looked at what was new",
  "undo_delay.changed": "changed how long answers can be called back to {to}",
  "message.erased": "took an erased person out of a message in {conversation}",
  "note.added": "added a note to {conversation}",
  "draft.written": "drafted an answer in {conversation}",
  "draft.discarded": "discarded the draft in {conversation}",
  "phone_line.changed": "changed how a number of the shop answers",
  "call.started": "began a call in {conversation}",
  "call.moved": "moved the call in {conversation} from {from} to {to}",
  "call.answered": "answered the call in {conversation}",
  "call.leg_changed": "changed who is on the phone in {conversation}: {to}",
  "call.ended": "ended the call in {conversation}: {to}",
  "call.recorded": "recorded the call in {conversation}",
  "call.transcribed": "wrote down what was said in {conversation}",
  "call.spoken": "wrote down what was said in the call in {conversation}",
  "call.summarized": "summed up the call in {conversation}",
  "call.disposed": "said what came of the call in {conversation}",
  "call_dispositions.changed": "changed what calls can come to",
  "run.started": "began to think about {conversation}",
  "run.finished": "finished thinking about {conversation}",
  "customer.created": "met the customer {customer}",
  "customer.outdated": "heard that something about {customer} changed",
  "checkout.left": "saw that {customer} has left a cart",
  "customer.orders_changed": "updated the orders of {customer}",
  "customer.looked_up": "looked {customer} up in the shop",
  "customer.named": "learned from the shop what {customer} is called",
  "customer.erasure_requested": "began to erase {customer}",
  "customer.erased": "erased {customer}",
  "customer.merged": "merged the customer {customer} into {into_customer}",
  "customer.unmerged": "made {customer} and {from_customer} two customers again",
  "customer.told_apart": "said that {customer} and {other_customer} are two people",
  "customer.no_longer_told_apart": "took back that {customer} and {other_customer} are two people",
  "consent.given": "recorded that {customer} may be written to",
  "consent.withdrawn": "recorded that {customer} does not want to be written to",
  "customer.field_changed": "changed {field} of {customer}",
  "status.created": "made the status {status}",
  "status.updated": "changed the status {status}",
  "status.archived": "archived the status {status}",
  "status.restored": "brought the status {status} back",
  "status.deleted": "deleted a status",
  "channel.updated": "changed when a closed conversation is reopened",
  "tag.created": "made the tag {tag}",
  "tag.updated": "changed the tag {tag}",
  "tag.archived": "archived the tag {tag}",
  "tag.restored": "restored the tag {tag}",
  "field.created": "made the field {field}",
  "field.updated": "changed the field {field}",
  "field.archived": "archived the field {field}",
  "field.restored": "restored the field {field}",
  "conversation.team_changed": "moved {conversation} from {from} to {to}",
  "connection.team_changed": "sends new conversations of {connection} to {to} instead of {from}",
  "team.created": "made the team {team}",
  "team.renamed": "renamed the team {team}",
  "team.mode_changed": "changed how {team} hands out work",
  "team.visibility_changed": "made the team {team} {to}",
  "team.archived": "archived the team {team}",
  "team.restored": "brought the team {team} back",
  "team.member_added": "added {member} to the team {team}",
  "team.member_removed": "took {member} out of the team {team}",
  "availability.changed": "noted that {member} is {to}",
  "capacity.changed": "changed how much {member} is handed at a time",
  "view.counted": "brought the numbers of views up to date",
  "member.joined": "let {member} join as {to}",
  "member.password_changed": "changed the own password",
  "member.role_changed": "changed the role of {member}",
  "role.created": "made the role {role}",
  "role.updated": "changed the role {role}",
  "role.deleted": "deleted a role",
  "ai.stopped": "stopped the AI",
  "ai.resumed": "let the AI work again",
  "ai_tool.changed": "changed when the AI may use a tool, from {from} to {to}",
  "verification.code_sent": "sent the customer of {conversation} a code",
  "verification.succeeded": "verified the customer of {conversation} by a code",
  "verification.failed": "was given only wrong codes in {conversation}",
  "model_key.added": "added a key of {to} for the AI",
  "model_key.replaced": "replaced a key for the AI",
  "model_key.renamed": "renamed a key for the AI",
  "model_key.removed": "removed a key for the AI",
  "model_key.checked": "learned that a key for the AI is {to}",
  "model_choice.changed": "changed which models the AI asks",
  "model_choice.warned": "warned that a model the AI asks will end",
  "model_budget.changed": "changed what the AI may cost",
  "model_budget.neared": "warned that the AI's budget is nearly used up",
  "model_budget.reached": "stopped the AI: its budget is used up",
  "tool_source.added": "added a server whose operations the AI may be given as tools",
  "tool_source.renamed": "renamed a server of tools",
  "tool_source.secret_replaced": "replaced the secret of a server of tools",
  "tool_source.logged_in": "logged in at a server of tools",
  "tool_source.login_ended": "found the login at a server of tools ended",
  "tool_source.removed": "removed a server of tools",
  "tool_source.read": "read again what a server of tools offers",
  "external_tool.switched": "switched an external tool {to}",
  "external_tool.changed": "changed who an external tool is for",
  "external_tool.called": "asked another system to change something in {conversation}",
  "external_tool.tried": "tried an external tool, which {to}",
  "api_key.created": "made the API key {api_key}",
  "api_key.revoked": "revoked the API key {api_key}",
  "connection.connected": "connected {connection}",
  "connection.notified": "was told of something new in {connection}",
  "connection.started_over": "started reading {connection} again",
  "sync.started": "began to copy what a shop has",
  "sync.progressed": "went on copying what a shop has",
  "sync.finished": "copied one kind of what a shop has",
  "sync.stopped": "could not go on copying what a shop has",
  "connection.failed": "found {connection} broken",
  "connection.recovered": "found {connection} working again",
  "connection.disconnected": "ended the connection to {connection}",
  "connection.renamed": "heard that {connection} has another name",
  "connection.scopes_changed": "heard that {connection} allows something else",
  "connection.data_erased": "erased everything that came from {connection}",
  "connection.numbers_changed": "learned what phone numbers {connection} has",
  "number.ordered": "ordered a phone number in {connection}",
  "number.bought": "bought a phone number in {connection}",
  "number.refused": "could not buy a phone number in {connection}",
  "number.release_requested": "gave a phone number of {connection} back",
  "number.released": "returned a phone number of {connection}",
  "number.kept": "could not return a phone number of {connection}",
  "privacy_request.received": "received a privacy request through {connection}",
  "privacy_request.answered": "answered a privacy request through {connection}: {to}",
  "entitlement.changed": "set what the workspace may use to {to}",
  "connection.interface_noticed": "heard of a change at the provider of {connection}",
  "delivery.rejected": "could not read a delivery from {connection}",
};

/** "Ada assigned “Where is my order?” to Ben", in pieces. */
export function sentenceOf(entry: AuditEntry): Piece[] {
  const template = entry.name === "conversation.assigned" ? assigned(entry) : (templates[entry.name] ?? plain(entry));
  const pieces = template.split(/(\{\w+\})/).map((part) => filled(part, entry));
  return [name(actorName(entry)), words(" "), ...pieces].filter(({ text }) => text !== "");
}

/** "status: open → closed"; empty when the sentence has said it. */
export function changeText({ name: event, changes }: AuditEntry): string {
  if (event === "conversation.assigned" || event === "member.joined") return "";
  return changes
    .map(({ field, from, to, fromName, toName }) => {
      const values = [fromName ?? from, toName ?? to].filter((value) => value !== null);
      return `${field}: ${values.join(" → ")}`;
    })
    .join(" · ");
}

/** What led to it: a reason somebody gave, an event before, a request, or the product's own work. */
export function whyText({ reason, cause, actor }: AuditEntry): string {
  if (reason !== null) return reason;
  if (cause?.type === "event") {
    if (cause.name === null) return "follows from an earlier entry";
    return `follows from “${cause.name.replace(/[._]/g, " ")}”, entry ${cause.seq}`;
  }
  if (cause?.type === "bulk_action") return "part of a bulk action";
  if (cause?.type === "delivery") return "came from outside";
  if (cause?.type === "request") return `by request ${cause.id}`;
  return actor.type === "system" && actor.name !== null ? `by itself: ${actor.name}` : "";
}

function assigned({ actor, changes: [change] }: AuditEntry): string {
  if (!change) return "assigned {conversation}";
  const { from, to } = change;
  if (to === null) return from === actor.id ? "gave {conversation} back" : "took {from} off {conversation}";
  if (to === actor.id) return from === null ? "took {conversation}" : "took {conversation} over from {from}";
  return from === null ? "assigned {conversation} to {to}" : "assigned {conversation} to {to} instead of {from}";
}

/** For events this page has no sentence for: "created canned reply Refund". */
function plain({ name: event, subjects: [subject] }: AuditEntry): string {
  const [noun = "", verb = ""] = event.split(".");
  // A thing without a name is called by its noun already.
  const words = [verb, subject?.type === noun && !subject.name ? "" : noun].join(" ").replaceAll("_", " ").trim();
  return subject ? `${words} {${subject.type}}` : words;
}

function filled(part: string, entry: AuditEntry): Piece {
  const key = /^\{(\w+)\}$/.exec(part)?.[1];
  if (key === undefined) return words(part);
  const [change] = entry.changes;
  if (key === "from")
    return name(change?.fromName ?? (isId(change?.from) ? "a former member" : (change?.from ?? "nobody")));
  if (key === "to") return name(change?.toName ?? (isId(change?.to) ? "a former member" : (change?.to ?? "nobody")));
  const subject = entry.subjects.find(({ type }) => type === key);
  if (!subject) return words(`a ${key.replaceAll("_", " ")}`);
  const isConversation = key.endsWith("conversation");
  const noun = isConversation ? "conversation" : key.replaceAll("_", " ");
  const called = subject.name || `${noun} ${subject.id.slice(-6)}`;
  if (isConversation) return { kind: "conversation", id: subject.id, text: subject.name ? `“${called}”` : called };
  return name(called);
}

function actorName({ actor }: AuditEntry): string {
  if (actor.type === "system") return "Parley";
  if (actor.type === "ai") return "The AI agent";
  if (actor.type === "rule") return `The rule ${actor.name ?? "(gone)"}`;
  if (actor.type === "app") return `API key ${actor.name ?? "(revoked)"}`;
  return actor.name ?? (actor.type === "member" ? "A former member" : "A customer");
}

function isId(value: string | null | undefined): boolean {
  return /^[\da-f-]{36}$/.test(value ?? "");
}

const words = (text: string): Piece => ({ kind: "words", text });
const name = (text: string): Piece => ({ kind: "name", text });
