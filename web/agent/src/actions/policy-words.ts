import type { PolicyRule, ShopAction } from "../api/types.ts";
import { money } from "../customer/money.ts";
import { plainWord } from "../orders/order-words.ts";
import { kindWords } from "./action-words.ts";

type Condition = PolicyRule["when"];

export const approverWords = { lead: "a lead or an admin", admin: "an admin" } as const;

export const verdictWords: Readonly<Record<PolicyRule["verdict"], string>> = {
  approve_lead: "a lead or an admin approves",
  approve_admin: "an admin approves",
  deny: "refused",
};

const actorWords: Readonly<Record<string, string>> = {
  owner: "owners",
  admin: "admins",
  lead: "leads",
  agent: "agents",
  observer: "observers",
  custom: "own roles",
  app: "apps",
  ai: "the AI",
  system: "rules and macros",
};

export function actorName(name: string, roleNames: ReadonlyMap<string, string> = new Map()): string {
  return actorWords[name] ?? roleNames.get(name) ?? "a role that is gone";
}

const perWords = {
  actor: "by the same person",
  customer: "for one customer",
  order: "on one order",
  workspace: "in all",
};

/** "costs more than €50.00", in the order in which an agent thinks of it. */
export function conditionText(when: Condition, fallbackCurrency: string | null): string {
  const amount = (minor: number) => plainMoney(minor, when.currency ?? fallbackCurrency);
  const said = [
    when.costsOver !== undefined &&
      (when.costsOver === 0 ? "costs anything" : `costs more than ${amount(when.costsOver)}`),
    when.percentOver !== undefined && `takes off more than ${when.percentOver} %`,
    when.spentOver &&
      `more than ${amount(when.spentOver.minor)} ${perWords[when.spentOver.per]} ${within(when.spentOver.days)}`,
    when.countOver &&
      `more than ${when.countOver.count} ${perWords[when.countOver.per]} ${within(when.countOver.days)}`,
    when.olderThan && `${when.olderThan.since} more than ${lasting(when.olderThan.hours)} ago`,
    when.risk && `${when.risk.join(" or ")} risk of fraud`,
    when.disputed !== undefined && (when.disputed ? "the payment is disputed" : "the payment is not disputed"),
    when.orderTags && `order tagged ${when.orderTags.join(" or ")}`,
    when.fulfillment && `order is ${when.fulfillment.map((word) => plainWord(word).toLowerCase()).join(" or ")}`,
    when.currency && `shop counts in ${when.currency}`,
  ].filter((text): text is string => typeof text === "string");
  return said.length === 0 ? "always" : said.join(", and ");
}

/** "Refund, Cancel order", or everything. */
export function kindsText({ kinds }: Condition): string {
  return kinds ? kinds.map((kind) => kindWords(kind).title).join(", ") : "Everything";
}

export function byText({ by }: Condition, roleNames: ReadonlyMap<string, string>): string {
  return by ? by.map((name) => actorName(name, roleNames)).join(", ") : "anybody";
}

/** Why the policy says what it says: by its rules as they are now, or by their names where they are gone. */
export function reasonsText(
  { verdict, preview }: Pick<ShopAction, "verdict" | "preview">,
  rules: readonly PolicyRule[],
): string {
  const currency = preview?.cost.currency ?? null;
  const said = (verdict?.reasons ?? []).map((code) => {
    const rule = rules.find((one) => one.code === code);
    return rule ? conditionText(rule.when, currency) : (ownReasons[code] ?? plainWord(code).toLowerCase());
  });
  return [...new Set(said)].join("; ");
}

const ownReasons: Readonly<Record<string, string>> = {
  already_done: "the very same was done already",
  gone: "who asked is no longer here",
};

/** An amount whose currency is the shop's, which a rule for all shops does not know. */
function plainMoney(minor: number, currency: string | null): string {
  return currency ? money(minor, currency) : (minor / 100).toFixed(2);
}

function within(days: number | null): string {
  if (days === null) return "ever";
  return days === 1 ? "within a day" : `within ${days} days`;
}

function lasting(hours: number): string {
  return hours % 24 === 0 && hours >= 48 ? `${hours / 24} days` : `${hours} hours`;
}
