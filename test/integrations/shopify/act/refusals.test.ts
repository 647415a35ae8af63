import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { ShopAction } from "../../../../src/integrations/contract-actions.ts";
import { type Acting, gid, startActing } from "./acting.ts";
import { ids, lineNumber } from "./shop-world.ts";

let acting: Acting;
beforeAll(async () => {
  acting = await startActing();
});
beforeEach(() => acting.reset());
afterAll(() => acting.stop());

const note: ShopAction = { kind: "order.set_note", orderId: gid("Order", ids.paid), note: "Leave at the door" };
const refund: ShopAction = {
  ...{ kind: "order.refund", orderId: gid("Order", ids.paid), shipping: null, amount: null, to: "original" },
  ...{ notify: false, note: "" },
  lines: [{ lineId: gid("LineItem", lineNumber(1001, 1)), quantity: 1, restock: "none" }],
};
const denied = (path: string[]) => ({
  data: null,
  errors: [
    {
      message: "Access denied for orderUpdate field. Required access: `write_orders` access scope.",
      extensions: { code: "ACCESS_DENIED", requiredAccess: "`write_orders` access scope." },
      path,
    },
  ],
});

test("a scope that is missing is named, and nothing was done", async () => {
  const attempt = await acting.attemptOf(note);
  acting.proxy.answer("OrderUpdate", denied(["orderUpdate"]));

  expect(await acting.execute(attempt)).toEqual({
    ...{ state: "refused", code: "missing_scope" },
    message: "The app lacks the permission write_orders in this shop; connect it again",
  });
});

test("errors beside data are an error whose outcome nobody knows", async () => {
  const attempt = await acting.attemptOf(refund);
  acting.proxy.answer("RefundCreate", { ...denied(["refundCreate", "refund", "id"]), data: { refundCreate: {} } });

  await expect(acting.execute(attempt)).rejects.toMatchObject({ code: "provider_unavailable", outcomeUnknown: true });
});

test("a timeout at Shopify is no refusal: it may have been done", async () => {
  const attempt = await acting.attemptOf(refund);
  acting.proxy.answer("RefundCreate", { errors: [{ message: "Timeout" }] });

  await expect(acting.execute(attempt)).rejects.toMatchObject({ code: "provider_unavailable", outcomeUnknown: true });
});

test("an answer that cannot be read says nothing about what was done", async () => {
  const attempt = await acting.attemptOf(refund);
  acting.proxy.answer("RefundCreate", { data: { refundCreate: { userErrors: "none" } } });

  await expect(acting.execute(attempt)).rejects.toMatchObject({ outcomeUnknown: true });
});

test("an order that is not to be found does not say that nothing was done to it", async () => {
  const attempt = await acting.attemptOf(note);
  acting.proxy.cut("OrderUpdate", "after");
  await expect(acting.execute(attempt)).rejects.toMatchObject({ outcomeUnknown: true });

  acting.proxy.answer("OrderForAction", { data: { order: null } });
  expect(await acting.readBack(attempt)).toBeNull();
  expect(await acting.readBack(attempt)).toMatchObject({ state: "done" });
});

test.each([
  ["Refund amount cannot exceed the amount paid for the order", "exceeds_refundable"],
  ["Cannot refund more than 12.00", "exceeds_refundable"],
  ["Order has already been cancelled", "already_cancelled"],
  ["Order does not exist", "not_found"],
  ["The moon is in the wrong house", "rejected"],
])("Shopify's own words become a code: %s", async (message, code) => {
  const attempt = await acting.attemptOf(refund);
  acting.proxy.answer("RefundCreate", {
    data: { refundCreate: { refund: null, userErrors: [{ field: null, message }] } },
  });

  const result = await acting.execute(attempt);

  expect(result).toMatchObject({ state: "refused", code });
  if (code === "rejected") expect(result).toMatchObject({ message: `Shopify says: ${message}` });
});

test("a shop that is down, or slow, is neither done nor refused", async () => {
  const attempt = await acting.attemptOf(note);
  await acting.control("POST", "faults", { target: "shopify", status: 503 });

  await expect(acting.execute(attempt)).rejects.toMatchObject({ code: "provider_unavailable" });
  expect(await acting.execute(attempt)).toMatchObject({ state: "done" });
});
