import type { PolicyRule } from "../api/types.ts";
import { minorOf, typedMoney } from "../customer/money.ts";

/** A rule as it is typed: everything is text until it is kept. */
export interface RuleDraft {
  code: string;
  kinds: string[];
  by: string[];
  currency: string;
  costsOver: string;
  percentOver: string;
  spent: string;
  spentPer: Per;
  spentDays: string;
  count: string;
  countPer: Per;
  countDays: string;
  since: "placed" | "delivered";
  olderThanDays: string;
  risk: string[];
  disputed: boolean;
  orderTags: string[];
  verdict: PolicyRule["verdict"];
}
export type Per = "actor" | "customer" | "order" | "workspace";
type When = PolicyRule["when"];

/** Most currencies have hundredths; a rule for one that has not names it. */
const hundredths = "EUR";

export function draftOf(rule: PolicyRule | null): RuleDraft {
  const when: When = rule?.when ?? {};
  const currency = when.currency ?? "";
  const amount = (minor: number | undefined) => (minor === undefined ? "" : typedMoney(minor, currency || hundredths));
  return {
    code: rule?.code ?? "",
    kinds: when.kinds ?? [],
    by: when.by ?? ["agent", "custom", "app"],
    currency,
    costsOver: amount(when.costsOver),
    percentOver: when.percentOver === undefined ? "" : String(when.percentOver),
    spent: amount(when.spentOver?.minor),
    spentPer: when.spentOver?.per ?? "actor",
    spentDays: daysText(when.spentOver),
    count: when.countOver ? String(when.countOver.count) : "",
    countPer: when.countOver?.per ?? "customer",
    countDays: daysText(when.countOver),
    since: when.olderThan?.since ?? "delivered",
    olderThanDays: when.olderThan ? String(when.olderThan.hours / 24) : "",
    risk: when.risk ?? [],
    disputed: when.disputed === true,
    orderTags: when.orderTags ?? [],
    verdict: rule?.verdict ?? "approve_lead",
  };
}

/** The rule, or in words what is wrong with it. What the form does not show is kept as it was. */
export function ruleOf(draft: RuleDraft, before: PolicyRule | null, taken: readonly string[]): PolicyRule | string {
  const code = draft.code.trim().toLowerCase().replace(/\W+/g, "_");
  if (!/^[a-z0-9_]{1,60}$/.test(code)) return "Give it a name: it is the reason that people read.";
  if (taken.includes(code)) return "Another rule has this name.";
  const currency = draft.currency.trim().toUpperCase();
  if (currency !== "" && !/^[A-Z]{3}$/.test(currency)) return "A currency is three letters, like EUR.";
  const amounts = { costs: draft.costsOver, spent: draft.spent };
  for (const text of Object.values(amounts)) {
    if (text.trim() !== "" && minorOf(text, currency || hundredths) === null) return `“${text}” is no amount.`;
  }
  const [percent, count] = [numberOf(draft.percentOver), numberOf(draft.count)];
  const [spentDays, countDays, older] = [draft.spentDays, draft.countDays, draft.olderThanDays].map(numberOf);
  const wrong = [percent, count, spentDays, countDays, older].some((one) => Number.isNaN(one));
  if (wrong) return "Write numbers of days, times and percent as digits.";
  if (percent !== null && percent > 100) return "A percentage is at most 100.";
  if ([spentDays, countDays].some((days) => days != null && (days < 1 || days > 366))) return "Days are 1 to 366.";
  const amount = (text: string) => minorOf(text, currency || hundredths) ?? undefined;
  const [costsOver, spent] = [amount(draft.costsOver), amount(draft.spent)];
  const when: When = {
    ...(before?.when.fulfillment && { fulfillment: before.when.fulfillment }),
    // The choices of the field are the kinds and roles that there are.
    ...(draft.kinds.length > 0 && { kinds: draft.kinds as NonNullable<When["kinds"]> }),
    ...(draft.by.length > 0 && { by: draft.by }),
    ...(currency && { currency }),
    ...(costsOver !== undefined && { costsOver }),
    ...(percent !== null && { percentOver: percent }),
    ...(spent !== undefined && { spentOver: { minor: spent, per: draft.spentPer, days: whole(spentDays) } }),
    ...(count !== null && { countOver: { count: Math.floor(count), per: draft.countPer, days: whole(countDays) } }),
    ...(older != null && { olderThan: { since: draft.since, hours: Math.round(older * 24) } }),
    ...(draft.risk.length > 0 && { risk: draft.risk as NonNullable<When["risk"]> }),
    ...(draft.disputed && { disputed: true }),
    ...(draft.orderTags.length > 0 && { orderTags: draft.orderTags }),
  };
  return { code, when, verdict: draft.verdict };
}

function whole(days: number | null | undefined): number | null {
  return days == null ? null : Math.floor(days);
}

function numberOf(text: string): number | null {
  const typed = text.trim().replace(",", ".");
  if (typed === "") return null;
  return /^\d{1,6}(\.\d{1,2})?$/.test(typed) ? Number(typed) : Number.NaN;
}

function daysText(over: { days: number | null } | undefined): string {
  return over?.days == null ? "" : String(over.days);
}
