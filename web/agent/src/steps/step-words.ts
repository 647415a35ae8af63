import type { Step } from "../api/types.ts";
import type { Catalogue } from "../bulk/action-choices.ts";
import { money } from "../customer/money.ts";

type Names = Omit<Catalogue, "times">;
export type ShopTemplate = Extract<Step, { type: "shop_action" }>["action"];
type Worth = Extract<ShopTemplate, { kind: "discount_code.create" }>["worth"];

const priorities = { low: "low", normal: "normal", high: "high", urgent: "urgent" } as const;
const plain = {
  close: "Close",
  reopen: "Open",
  mark_spam: "Mark as spam",
  unmark_spam: "Not spam",
  trash: "Move to the trash",
  restore: "Restore from the trash",
} as const;

/** What a step does, as people say it. */
export function stepText(step: Step, names: Names): string {
  switch (step.type) {
    case "tag":
      return `Tag ${nameOf(names.tags, step.tagId, "a tag that is gone")}`;
    case "untag":
      return `Take off ${nameOf(names.tags, step.tagId, "a tag that is gone")}`;
    case "snooze":
      return step.forHours === null ? "Snooze until the customer writes" : `Snooze for ${lasting(step.forHours)}`;
    case "assign":
      return ownersText(step, names);
    case "set_status":
      return `Status: ${nameOf(names.statuses, step.statusId, "one that is gone")}`;
    case "set_priority":
      return `Priority: ${priorities[step.priority]}`;
    case "set_field":
      return fieldText(step, names);
    case "add_note":
      return `Note: ${short(step.body)}`;
    case "shop_action":
      return shopText(step.action);
    default:
      return plain[step.type];
  }
}

/** "2 days", "5 hours". */
export function lasting(hours: number): string {
  const [count, unit] = hours % 24 === 0 ? [hours / 24, "day"] : [hours, "hour"];
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}

/** What is asked of the shop, without the order that is meant. */
function shopText(action: ShopTemplate): string {
  switch (action.kind) {
    case "order.tag":
      return `Order: ${tagsText(action)}`;
    case "order.add_note":
      return `Order note: ${short(action.note)}`;
    case "order.cancel":
      return "Cancel the order";
    case "order.refund":
      return { shipping: "Refund the shipping", all: "Refund everything", rest: "Refund what is left" }[action.what];
    case "order.resend_confirmation":
      return "Send the confirmation again";
    case "customer.tag":
      return `Customer: ${tagsText(action)}`;
    case "customer.add_note":
      return `Customer note: ${short(action.note)}`;
    case "store_credit.add":
      return `Store credit of ${money(action.amount.minor, action.amount.currency)}`;
    case "discount_code.create":
      return `Discount code, ${worthText(action.worth)} off`;
  }
}

/** Which order a template means; null where it is about none. */
export function whichText(action: ShopTemplate): string | null {
  if (!("order" in action)) return null;
  return action.order === "newest" ? "her newest order" : "the order the conversation is about";
}

function tagsText({ add = [], remove = [] }: { add?: string[]; remove?: string[] }): string {
  const said = [add.length > 0 && `tag ${add.join(", ")}`, remove.length > 0 && `take off ${remove.join(", ")}`];
  return said.filter(Boolean).join("; ") || "no tags";
}

function worthText(worth: Worth): string {
  return "percent" in worth ? `${worth.percent} %` : money(worth.amount.minor, worth.amount.currency);
}

function ownersText({ memberId, teamId }: Extract<Step, { type: "assign" }>, { members, teams }: Names): string {
  const said = [
    memberId === "me" && "Assign to who applies it",
    memberId === null && "Assign to nobody",
    memberId && memberId !== "me" && `Assign to ${nameOf(members, memberId, "a member who is gone")}`,
    teamId === null && "Take out of the team",
    teamId && `Move to the team ${nameOf(teams, teamId, "that is gone")}`,
  ];
  return said.filter(Boolean).join("; ");
}

function fieldText({ key, value }: Extract<Step, { type: "set_field" }>, { fields }: Names): string {
  const field = fields.find((one) => one.entity === "conversation" && one.key === key);
  const label = field?.label ?? key;
  if (value === null) return `Empty ${label}`;
  const optionOf = (one: string) => field?.options.find((option) => option.value === one)?.label ?? one;
  const said = Array.isArray(value) ? value.map(optionOf).join(", ") : sayOne(value, optionOf);
  return `${label}: ${short(said)}`;
}

function sayOne(value: string | number | boolean, optionOf: (one: string) => string): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? optionOf(value) : String(value);
}

function nameOf(rows: readonly { id: string; name: string }[], id: string, gone: string): string {
  return rows.find((row) => row.id === id)?.name ?? gone;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 58)}…` : line;
}
