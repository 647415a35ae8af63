import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { until } from "../support/until.ts";
import { domain, type ShopSandbox, startShopSandbox } from "./shopify-shop.ts";

const returnUrl = "http://127.0.0.1:1/billing/return";
let shop: ShopSandbox;
beforeAll(async () => {
  shop = await startShopSandbox();
});
afterAll(() => shop.stop());
beforeEach(() => shop.reset());

const create = `mutation ($name: String!, $lines: [AppSubscriptionLineItemInput!]!, $returnUrl: URL!, $trialDays: Int) {
  appSubscriptionCreate(name: $name, lineItems: $lines, returnUrl: $returnUrl, trialDays: $trialDays, test: true) {
    appSubscription { id status lineItems { id } } confirmationUrl userErrors { message } } }`;
const active = `{ currentAppInstallation { accessScopes { handle } activeSubscriptions { name status currentPeriodEnd
  lineItems { id plan { pricingDetails { ... on AppRecurringPricing { price { amount } } ... on AppUsagePricing { balanceUsed { amount } cappedAmount { amount } } } } } } } }`;
const usd = (amount: string) => ({ amount, currencyCode: "USD" });
const recurring = { plan: { appRecurringPricingDetails: { price: usd("49.00"), interval: "EVERY_30_DAYS" } } };
const usage = { plan: { appUsagePricingDetails: { cappedAmount: usd("10.00"), terms: "0.50 for each answer" } } };

const subscribe = async (name: string, lines: object[] = [recurring]) =>
  (await shop.data(create, { name, lines, returnUrl, trialDays: 14 })).appSubscriptionCreate;
const press = (url: string, decision: string) =>
  fetch(url, { method: "POST", body: new URLSearchParams({ decision }), redirect: "manual" });
const now = async () => (await shop.data(active)).currentAppInstallation.activeSubscriptions;
const statuses = () =>
  shop.receiver.asked
    .filter(({ headers }) => headers["x-shopify-topic"] === "app_subscriptions/update")
    .map(({ body }) => JSON.parse(body).app_subscription.status);

test("a subscription is nothing until the merchant approves it, and the app is told", async () => {
  const { appSubscription, confirmationUrl } = await subscribe("Team");
  expect(appSubscription.status).toBe("PENDING");
  expect(await now()).toEqual([]);
  expect(await (await fetch(confirmationUrl)).text()).toContain("49.00 USD");
  const back = new URL((await press(confirmationUrl, "approve")).headers.get("location") ?? "");
  expect(`gid://shopify/AppSubscription/${back.searchParams.get("charge_id")}`).toBe(appSubscription.id);
  expect(await now()).toMatchObject([{ name: "Team", status: "ACTIVE", currentPeriodEnd: expect.any(String) }]);
  await until(() => statuses().includes("ACTIVE"));
});

test("declined is declined; a second plan takes the place of the first; cancelled is over", async () => {
  const declined = await subscribe("Team");
  await press(declined.confirmationUrl, "decline");
  expect(await now()).toEqual([]);
  const first = await subscribe("Team");
  await press(first.confirmationUrl, "approve");
  await press((await subscribe("Scale")).confirmationUrl, "approve");
  expect(await now()).toMatchObject([{ name: "Scale" }]);
  const cancel =
    "mutation ($id: ID!) { appSubscriptionCancel(id: $id) { appSubscription { status } userErrors { message } } }";
  expect((await shop.data(cancel, { id: first.appSubscription.id })).appSubscriptionCancel.userErrors).toHaveLength(1);
  await until(() => statuses().length === 4);
  expect(statuses().sort()).toEqual(["ACTIVE", "ACTIVE", "CANCELLED", "DECLINED"]);
});

test("usage is charged once for a key and never above the cap, which the merchant may raise", async () => {
  const { appSubscription, confirmationUrl } = await subscribe("Answers", [recurring, usage]);
  const line = appSubscription.lineItems[1].id;
  const record = `mutation ($line: ID!, $price: MoneyInput!, $key: String) {
    appUsageRecordCreate(subscriptionLineItemId: $line, price: $price, description: "An answer", idempotencyKey: $key) {
      appUsageRecord { id } userErrors { message } } }`;
  const charge = async (amount: string, key: string | null) =>
    (await shop.data(record, { line, price: usd(amount), key })).appUsageRecordCreate;
  expect((await charge("0.50", "a")).userErrors).toHaveLength(1);
  await press(confirmationUrl, "approve");
  const first = await charge("6.10", "a");
  expect((await charge("6.10", "a")).appUsageRecord).toEqual(first.appUsageRecord);
  expect((await charge("4.00", "b")).userErrors[0].message).toBe("Total price exceeds balance remaining");
  expect((await charge("3.90", "c")).userErrors).toEqual([]);
  const raise = `mutation ($line: ID!, $cap: MoneyInput!) { appSubscriptionLineItemUpdate(id: $line, cappedAmount: $cap) {
    confirmationUrl userErrors { message } } }`;
  const { appSubscriptionLineItemUpdate } = await shop.data(raise, { line, cap: usd("20.00") });
  expect((await charge("4.00", "d")).userErrors).toHaveLength(1);
  await press(appSubscriptionLineItemUpdate.confirmationUrl, "approve");
  expect((await charge("4.00", "d")).userErrors).toEqual([]);
  const [{ lineItems }] = await now();
  expect(lineItems[1].plan.pricingDetails).toEqual({
    balanceUsed: { amount: "14.0" },
    cappedAmount: { amount: "20.00" },
  });
});

test("a frozen charge is shown as such, and an uninstalled app has none", async () => {
  const { appSubscription, confirmationUrl } = await subscribe("Team");
  await press(confirmationUrl, "approve");
  const id = Number(appSubscription.id.split("/").at(-1));
  await shop.control("PUT", `shopify/${domain}/charge`, { id, status: "FROZEN" });
  expect(await now()).toMatchObject([{ status: "FROZEN" }]);
  await shop.control("POST", `shopify/${domain}/uninstall`);
  expect((await fetch(confirmationUrl)).status).toBe(404);
});
