import { expect, test } from "@jest/globals";
import { fits, type PolicyRule, policyRules, type Weighed } from "../../../src/domain/actions/policy.ts";
import type { Facts } from "../../../src/domain/actions/preview.ts";

const at = new Date("2026-11-20T12:00:00Z");
const order: Facts = {
  ...{ orderName: "#1", customerExternalId: null, placedAt: at, deliveredAt: null, cancelledAt: null, tags: [] },
  ...{ financialStatus: "paid", fulfillmentStatus: "unfulfilled", total: null, refundable: null, refunded: null },
  ...{ risk: null, disputed: false },
};

function weighed(facts: Partial<Facts>): Weighed {
  const cost = { minor: 0, currency: "EUR" };
  const instruction = { kind: "order.edit" as const, changes: [], notify: false, note: "" };
  return { instruction, by: ["agent"], preview: { cost, facts: { ...order, ...facts } }, at };
}

const rule = (when: PolicyRule["when"]): PolicyRule => ({ code: "rule", when, verdict: "deny" });

test("a rule can ask whether anything of the order was delivered", () => {
  expect(fits(rule({ delivered: false }), weighed({}))).toBe(true);
  expect(fits(rule({ delivered: false }), weighed({ deliveredAt: at }))).toBe(false);
  expect(fits(rule({ delivered: true }), weighed({ deliveredAt: at }))).toBe(true);
});

test("a rule can ask what an edit or exchange brings, and is not met by what brings nothing", () => {
  const other = { brings: { otherProduct: true, unavailable: false } };
  expect(fits(rule({ otherProduct: true }), weighed(other))).toBe(true);
  expect(fits(rule({ unavailable: true }), weighed(other))).toBe(false);
  expect(fits(rule({ unavailable: true }), weighed({ brings: { otherProduct: false, unavailable: true } }))).toBe(true);
  for (const when of [{ otherProduct: true }, { otherProduct: false }, { unavailable: true }]) {
    expect(fits(rule(when), weighed({}))).toBe(false);
  }
});

test("a rule can ask of which products lines are, and whether a parcel goes to another country", () => {
  const finalSale = rule({ productTags: ["Final sale"] });
  expect(fits(finalSale, weighed({ productTags: ["candle", "final SALE"] }))).toBe(true);
  expect(fits(finalSale, weighed({ productTags: ["candle"], tags: ["Final sale"] }))).toBe(false);
  expect(fits(rule({ otherCountry: true }), weighed({ otherCountry: true }))).toBe(true);
  for (const facts of [{}, { otherCountry: false }]) {
    expect(fits(rule({ otherCountry: true }), weighed(facts))).toBe(false);
  }
});

test("a count may be of other kinds than the rule is about", () => {
  const countOver = { count: 1, per: "order", days: null, kinds: ["order.edit"] };
  const given = [{ code: "edited", when: { kinds: ["order.cancel"], countOver }, verdict: "deny" }];
  expect(policyRules.parse(given)[0]?.when.countOver?.kinds).toEqual(["order.edit"]);
  expect(policyRules.safeParse([{ ...given[0], when: { countOver: { ...countOver, kinds: [] } } }]).success).toBe(
    false,
  );
});
