import { describe, expect, test } from "@jest/globals";
import { mayCallOff } from "../../../web/agent/src/actions/may-call-off.ts";
import { minorOf, money, typedMoney } from "../../../web/agent/src/customer/money.ts";
import { lineTotal, refundable, sent } from "../../../web/agent/src/orders/order-data.ts";
import {
  orderReturnStatus,
  parcelStatus,
  paymentStatus,
  riskWarning,
  shippingStatus,
} from "../../../web/agent/src/orders/order-words.ts";

describe("amounts that are typed", () => {
  test.each([
    ["12", "EUR", 1200],
    ["12.5", "EUR", 1250],
    [" 12,50 ", "EUR", 1250],
    ["0.1", "EUR", 10],
    ["1200", "JPY", 1200],
    ["1.234", "KWD", 1234],
  ])("%s of %s is %i of its smallest unit", (text, currency, minor) => {
    expect(minorOf(text, currency)).toBe(minor);
  });

  test.each([
    ["12.345", "EUR"],
    ["1.5", "JPY"],
    ["", "EUR"],
    ["-5", "EUR"],
    ["1e9", "EUR"],
    ["12.3.4", "EUR"],
  ])("%j of %s is no amount", (text, currency) => {
    expect(minorOf(text, currency)).toBeNull();
  });

  test.each(["EUR", "JPY", "KWD"])("what is shown to be typed over in %s comes back the same", (currency) => {
    for (const minor of [0, 5, 99, 100, 123456]) expect(minorOf(typedMoney(minor, currency), currency)).toBe(minor);
  });

  test("a currency without a known code is still written", () => {
    expect(money(1250, "no currency")).toBe("12.50 no currency");
  });
});

describe("an order in words", () => {
  test("states are said as people say them", () => {
    expect(paymentStatus("PARTIALLY_REFUNDED")?.label).toBe("Partly refunded");
    expect(shippingStatus("unfulfilled")).toEqual({ label: "Not shipped yet", color: "orange" });
    expect(parcelStatus("out_for_delivery")?.label).toBe("Out for delivery");
  });

  test("a word that nobody knows is shown, and one that is missing is not", () => {
    expect(shippingStatus("AWAITING_MOONRISE")).toEqual({ label: "Awaiting moonrise", color: "gray" });
    expect(paymentStatus(null)).toBeNull();
    expect(orderReturnStatus("no_return")).toBeNull();
  });

  test("risk is a warning only where there is some", () => {
    expect(riskWarning({ recommendation: "accept", level: "low" })).toBeNull();
    expect(riskWarning({ recommendation: "investigate", level: null })).toBe("Some risk of fraud");
    expect(riskWarning({ recommendation: "none", level: "high" })).toBe("High risk of fraud");
    expect(riskWarning(null)).toBeNull();
  });
});

describe("what is left of a line", () => {
  const line = { title: "Fjord", variant: null, quantity: 3, unitPriceMinor: 1000, imageUrl: null };

  test("a shop that says nothing of it leaves all of it", () => {
    expect([refundable(line), lineTotal(line)]).toEqual([3, 3000]);
  });

  test("only what was sent and not given back can come back", () => {
    expect(sent({ ...line, currentQuantity: 2, unfulfilledQuantity: 1 })).toBe(1);
    expect(sent({ ...line, currentQuantity: 0, unfulfilledQuantity: 0 })).toBe(0);
  });

  test("she sees the total in her own currency, after discounts", () => {
    expect(lineTotal({ ...line, totalMinor: 2500, presentmentTotalMinor: 2900 })).toBe(2900);
  });
});

describe("what was let through is called off by", () => {
  const [asker, approver, other] = ["asker", "approver", "other"].map((id) => ({ memberId: id, mayApprove: false }));
  const member = (id: string) => ({ type: "member", id });
  const approval = {
    ...{ id: "a", role: "lead" as const, note: null, decidedAt: null },
    decidedBy: member("approver"),
  } as const;
  const allowed = { state: "approved", approval: null, requestedBy: member("asker") } as const;
  const approved = { ...allowed, approval: { ...approval, state: "approved" } } as const;
  const outdated = { ...allowed, approval: { ...approval, state: "outdated" } } as const;

  test.each([
    ["who asked, where nobody else was asked", allowed, [true, false, false]],
    ["who approved it, and not who asked", approved, [false, true, false]],
    ["who asked, when what was approved is outdated", outdated, [true, false, false]],
    ["nobody once it is begun", { ...approved, state: "executing" } as const, [false, false, false]],
  ])("%s", (_whom, action, may) => {
    expect([asker, approver, other].map((reader) => mayCallOff(action, reader!))).toEqual(may);
    expect(mayCallOff(action, { memberId: "lead", mayApprove: true })).toBe(action.state === "approved");
  });
});
