import type { Rule, RuleRun } from "../api/types.ts";

export const triggerLabel: Record<Rule["trigger"], string> = {
  message_received: "The customer writes",
  conversation_opened: "A conversation is opened",
  reply_sent: "A reply was sent",
  conversation_closed: "A conversation is closed",
  conversation_reopened: "A conversation comes back",
  status_changed: "Its status changes",
  orders_changed: "The customer's orders change",
};

/** Those with a message whose words can be asked for. */
export function hasMessage(trigger: Rule["trigger"]): boolean {
  return trigger === "message_received" || trigger === "reply_sent";
}

type Outcome = RuleRun["outcome"];
export const outcomeLabel: Record<Outcome, string> = { applied: "Done", skipped: "Left", failed: "Failed" };
export const outcomeColor: Record<Outcome, string> = { applied: "teal", skipped: "gray", failed: "red" };

const reasons: Record<string, string> = {
  already_so: "It was so already",
  own_cascade: "It would have set itself off",
  cascade_too_long: "Too many rules set each other off",
  too_often: "It acted here too often within an hour",
  replied_lately: "A rule replied here within the last hour",
  replied_often: "Rules wrote to this customer often enough today",
  automatic_message: "A machine wrote the message",
  nothing_to_answer: "There is nothing to answer",
  somebody_else: "Somebody else wrote last",
  unverified_sender: "The message may not be from its sender",
  other_address: "It asks for answers at another address",
  missing_values: "Something to fill in is not known",
  hidden: "It is in spam or in the trash",
  broken_filter: "Its conditions ask for a field that is gone",
  archived: "It needs something that is archived",
  not_found: "It needs something that is gone",
  forbidden: "Whoever saved it was not allowed this",
  no_order: "No order is known",
  several_orders: "It cannot be told which order is meant",
  refused_by_shop: "The shop or its policy refused it",
};

/** What speaks for itself stays as it came. */
export function reasonText(reason: string): string {
  return reasons[reason] ?? reason.replaceAll("_", " ");
}

const kinds: Record<string, string> = {
  tag: "tagged",
  untag: "took a tag off",
  close: "closed it",
  reopen: "opened it",
  snooze: "snoozed it",
  assign: "assigned it",
  set_status: "set its status",
  set_priority: "set its priority",
  set_field: "set a field",
  add_note: "added a note",
  mark_spam: "marked it as spam",
  unmark_spam: "took it out of spam",
  trash: "moved it to the trash",
  restore: "restored it",
  shop_action: "asked the shop",
  reply: "replied",
  conditions: "looked at its conditions",
};

/** "tagged, asked the shop (refused)": what was done; what failed is said by `failureText`. */
function doneText({ results }: Pick<RuleRun, "results">): string {
  return results
    .filter(({ outcome }) => outcome === "done")
    .map(({ type, actionState }) => {
      const said = kinds[type] ?? type.replaceAll("_", " ");
      return actionState && actionState !== "done" ? `${said} (${actionState.replaceAll("_", " ")})` : said;
    })
    .join(", ");
}

/** The step that could not be done, and why. */
function failureText({ results }: Pick<RuleRun, "results">): string {
  const failed = results.find(({ outcome }) => outcome === "failed");
  return failed ? `${failed.message ?? reasonText(failed.reason ?? "failed")}` : "";
}

/** What a run came to, in a line. */
export function runText(run: Pick<RuleRun, "outcome" | "reason" | "results">): string {
  const done = doneText(run);
  if (run.outcome === "applied") return done;
  if (run.outcome === "skipped") return reasonText(run.reason ?? "already_so");
  return [done, failureText(run)].filter(Boolean).join("; then: ");
}
