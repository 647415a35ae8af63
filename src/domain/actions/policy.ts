import { z } from "zod";
import { actionKinds, type Instruction } from "./instruction.ts";
import type { Preview } from "./preview.ts";

const word = z.string().regex(/^[a-z0-9_]{1,60}$/, "Lower-case letters, digits and underscores");
const minor = z.int().min(0).max(1_000_000_000_00).describe("In the smallest unit of the shop's currency.");
const per = z.enum(["actor", "customer", "order", "workspace"]);
const days = z.int().min(1).max(366).nullable().describe("Looking back; null: ever.");

/** All that is named must hold. */
const condition = z.strictObject({
  kinds: z.array(z.enum(actionKinds)).min(1).optional(),
  by: z
    .array(z.string().min(1).max(60))
    .min(1)
    .optional()
    .describe(
      "Roles (owner, admin, lead, agent, observer, custom, or the id of one of your own), app, ai, rule, system. What is said of `system` holds for rules as well.",
    ),
  currency: z.string().length(3).optional().describe("Of the shop: rules for one of several currencies."),
  costsOver: minor.optional(),
  percentOver: z.number().min(0).max(100).optional().describe("A discount of more than this."),
  spentOver: z
    .strictObject({ minor, per, days })
    .optional()
    .describe("With this one, the same kinds (all, where none are named) would have cost more than this."),
  countOver: z
    .strictObject({
      count: z.int().min(0).max(10_000),
      per,
      days,
      kinds: z.array(z.enum(actionKinds)).min(1).optional(),
    })
    .optional()
    .describe("With this one, there would be more of the same kinds (or of these other `kinds`) than this."),
  olderThan: z
    .strictObject({ since: z.enum(["placed", "delivered"]), hours: z.int().min(0).max(100_000) })
    .optional()
    .describe("The order was placed or delivered longer ago than this."),
  risk: z
    .array(z.enum(["low", "medium", "high"]))
    .min(1)
    .optional(),
  disputed: z.boolean().optional(),
  orderTags: z.array(z.string().min(1).max(255)).min(1).max(50).optional().describe("Any of them, in any case."),
  fulfillment: z.array(word).min(1).optional(),
  delivered: z.boolean().optional().describe("Whether anything of the order has been delivered."),
  otherProduct: z
    .boolean()
    .optional()
    .describe("An edit or exchange brings products that it does not take: no other size, but something else."),
  unavailable: z.boolean().optional().describe("An edit or exchange brings something that cannot be bought now."),
  productTags: z
    .array(z.string().min(1).max(255))
    .min(1)
    .max(50)
    .optional()
    .describe(
      "A return or a refund of lines is for a product with any of them, in any case: what is on final sale, for instance.",
    ),
  otherCountry: z.boolean().optional().describe("An order's parcel would go to another country than before."),
});

const rule = z.strictObject({
  code: word.describe("Says why, in the verdict."),
  when: condition,
  verdict: z.enum(["approve_lead", "approve_admin", "deny"]),
});

/** Every rule that fits counts; the strictest one decides. */
export const policyRules = z.array(rule).max(200);
export type PolicyRule = z.output<typeof rule>;

export interface Verdict {
  outcome: "allow" | "approve" | "deny";
  /** Who has to approve: "lead" stands for whoever may approve, "admin" for whoever may also set the policy. */
  role: "lead" | "admin" | null;
  /** Codes of the rules that made it so. */
  reasons: string[];
  policyVersion: number;
}

/** What a rule looks at. */
export interface Weighed {
  instruction: Instruction;
  /** What whoever asks is called in rules: "agent"; "custom" and the role's id; "ai". */
  by: readonly string[];
  preview: Pick<Preview, "cost" | "facts">;
  at: Date;
}

/** What came before, this one not counted. */
export interface Tally {
  minor: number;
  count: number;
}

/** Whether a rule fits as far as it can be said without looking at what came before. */
export function fits({ when: wanted }: PolicyRule, { instruction, by, preview, at }: Weighed): boolean {
  const { cost, facts } = preview;
  const since = wanted.olderThan && (wanted.olderThan.since === "placed" ? facts.placedAt : facts.deliveredAt);
  const ageHours = since ? (at.getTime() - since.getTime()) / 3_600_000 : -1;
  const inLowerCase = (words: readonly string[] = []) => words.map((one) => one.toLowerCase());
  const [tags, productTags] = [inLowerCase(facts.tags), inLowerCase(facts.productTags)];
  return [
    wanted.kinds?.includes(instruction.kind),
    wanted.by?.some((name) => by.includes(name)),
    wanted.currency && wanted.currency === cost.currency,
    wanted.costsOver !== undefined && cost.minor > wanted.costsOver,
    wanted.percentOver !== undefined && percentOf(instruction) > wanted.percentOver,
    wanted.olderThan && ageHours > wanted.olderThan.hours,
    wanted.risk && facts.risk !== null && wanted.risk.includes(facts.risk),
    wanted.disputed !== undefined && wanted.disputed === facts.disputed,
    wanted.orderTags?.some((tag) => tags.includes(tag.toLowerCase())),
    wanted.fulfillment?.includes(facts.fulfillmentStatus ?? ""),
    wanted.delivered !== undefined && wanted.delivered === (facts.deliveredAt !== null),
    wanted.otherProduct !== undefined && wanted.otherProduct === facts.brings?.otherProduct,
    wanted.unavailable !== undefined && wanted.unavailable === facts.brings?.unavailable,
    wanted.productTags?.some((tag) => productTags.includes(tag.toLowerCase())),
    wanted.otherCountry !== undefined && wanted.otherCountry === facts.otherCountry,
  ].every((holds, n) => holds || wanted[conditionNames[n]!] === undefined);
}

const conditionNames = [
  ...(["kinds", "by", "currency", "costsOver", "percentOver", "olderThan"] as const),
  ...(["risk", "disputed", "orderTags", "fulfillment", "delivered", "otherProduct", "unavailable"] as const),
  ...(["productTags", "otherCountry"] as const),
];

/** @param tallies what came before, of each rule of `fitting` that looks at it. */
export function verdictOf(
  { version, fitting }: { version: number; fitting: readonly PolicyRule[] },
  costMinor: number,
  tallies: ReadonlyMap<PolicyRule, Tally>,
): Verdict {
  const met = fitting.filter((one) => {
    const { minor: spent, count } = tallies.get(one) ?? { minor: 0, count: 0 };
    const { spentOver, countOver } = one.when;
    // A rule about money is not met by what gives none away, however much was given away before.
    const overspent = spentOver === undefined || (costMinor > 0 && spent + costMinor > spentOver.minor);
    return overspent && (countOver === undefined || count + 1 > countOver.count);
  });
  for (const verdict of ["deny", "approve_admin", "approve_lead"] as const) {
    const reasons = [...new Set(met.filter((one) => one.verdict === verdict).map(({ code }) => code))];
    if (reasons.length === 0) continue;
    if (verdict === "deny") return { outcome: "deny", role: null, reasons, policyVersion: version };
    const role = verdict === "approve_admin" ? "admin" : "lead";
    return { outcome: "approve", role, reasons, policyVersion: version };
  }
  return { outcome: "allow", role: null, reasons: [], policyVersion: version };
}

/** A percentage that is given away; 0 where the cost says it all. */
function percentOf(given: Instruction): number {
  const worth = "worth" in given ? given.worth : "discount" in given ? given.discount : null;
  return worth && "percent" in worth ? worth.percent : 0;
}

const people = ["agent", "custom", "app"];
const machines = ["ai", "system"];

const changing = [
  ...(["order.cancel", "order.return", "order.edit", "order.change_address", "order.duplicate"] as const),
  ...(["customer.change_address", "draft_order.create", "discount_code.create"] as const),
];

/**
 * Of the AI, which asks only for what a customer who proved who she is has agreed to. By itself it calls off what was
 * just ordered, takes returns in time, corrects an address before the parcel leaves, and gives one small code.
 */
const aiRules: readonly PolicyRule[] = [
  {
    code: "machine_money",
    when: {
      by: ["ai"],
      kinds: [
        "order.refund",
        "order.edit",
        "order.duplicate",
        "draft_order.create",
        "gift_card.create",
        "store_credit.add",
      ],
      costsOver: 0,
    },
    verdict: "approve_lead",
  },
  {
    code: "ai_change",
    when: { by: ["ai"], kinds: ["order.edit", "order.duplicate", "customer.change_address", "draft_order.create"] },
    verdict: "approve_lead",
  },
  {
    code: "ai_cancel_after_1h",
    when: { by: ["ai"], kinds: ["order.cancel"], olderThan: { since: "placed", hours: 1 } },
    verdict: "approve_lead",
  },
  {
    code: "ai_cancel_over_100",
    when: { by: ["ai"], kinds: ["order.cancel"], costsOver: 100_00 },
    verdict: "approve_lead",
  },
  {
    code: "ai_return_after_30_days",
    when: { by: ["ai"], kinds: ["order.return"], olderThan: { since: "delivered", hours: 24 * 30 } },
    verdict: "approve_lead",
  },
  {
    code: "ai_other_product",
    when: { by: ["ai"], kinds: ["order.return"], otherProduct: true },
    verdict: "approve_lead",
  },
  {
    code: "ai_unavailable",
    when: { by: ["ai"], kinds: ["order.return", "order.edit"], unavailable: true },
    verdict: "deny",
  },
  { code: "ai_other_country", when: { by: ["ai"], otherCountry: true }, verdict: "approve_lead" },
  { code: "ai_discount_over_10", when: { by: ["ai"], percentOver: 10 }, verdict: "approve_lead" },
  {
    code: "ai_second_code",
    when: { by: ["ai"], kinds: ["discount_code.create"], countOver: { count: 1, per: "customer", days: 90 } },
    verdict: "approve_lead",
  },
  { code: "ai_over_500", when: { by: ["ai"], costsOver: 500_00 }, verdict: "deny" },
  {
    code: "ai_day_over_500",
    when: { by: ["ai"], spentOver: { minor: 500_00, per: "actor", days: 1 } },
    verdict: "approve_admin",
  },
];

/** Until a workspace sets its own: version 0. Amounts are in the smallest unit of the shop's currency. */
export const defaultRules: readonly PolicyRule[] = [
  { code: "over_50", when: { by: people, costsOver: 50_00 }, verdict: "approve_lead" },
  { code: "over_200", when: { by: [...people, "lead"], costsOver: 200_00 }, verdict: "approve_admin" },
  {
    code: "own_day_over_250",
    when: { by: people, spentOver: { minor: 250_00, per: "actor", days: 1 } },
    verdict: "approve_lead",
  },
  {
    code: "customer_over_150",
    when: { by: people, spentOver: { minor: 150_00, per: "customer", days: 90 } },
    verdict: "approve_lead",
  },
  {
    code: "shop_day_over_2000",
    when: { spentOver: { minor: 2000_00, per: "workspace", days: 1 } },
    verdict: "approve_admin",
  },
  {
    code: "late",
    when: {
      by: people,
      kinds: ["order.refund", "order.return"],
      olderThan: { since: "delivered", hours: 24 * 60 },
    },
    verdict: "approve_lead",
  },
  {
    code: "returned_before",
    when: { by: [...people, ...machines], kinds: ["order.return"], countOver: { count: 1, per: "order", days: null } },
    verdict: "approve_lead",
  },
  { code: "discount_over_20", when: { by: people, percentOver: 20 }, verdict: "approve_lead" },
  { code: "high_risk", when: { by: [...people, "lead"], risk: ["high"], costsOver: 0 }, verdict: "approve_admin" },
  { code: "disputed", when: { by: [...people, "lead"], disputed: true, costsOver: 0 }, verdict: "approve_admin" },
  // What runs by itself moves no money and changes no order by itself, and asks for no large amounts at all.
  { code: "machine_money", when: { by: ["system"], costsOver: 0 }, verdict: "approve_lead" },
  { code: "machine_change", when: { by: ["system"], kinds: [...changing] }, verdict: "approve_lead" },
  { code: "machine_over_100", when: { by: ["system"], costsOver: 100_00 }, verdict: "deny" },
  {
    code: "machine_day_over_500",
    when: { by: ["system"], spentOver: { minor: 500_00, per: "actor", days: 1 } },
    verdict: "deny",
  },
  ...aiRules,
  { code: "machine_discount_over_15", when: { by: machines, percentOver: 15 }, verdict: "deny" },
  { code: "machine_risk", when: { by: machines, risk: ["high"], costsOver: 0 }, verdict: "deny" },
  { code: "machine_disputed", when: { by: machines, disputed: true, costsOver: 0 }, verdict: "deny" },
];
