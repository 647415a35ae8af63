import { connection, type PageArgs } from "../connection.ts";
import { gid } from "../gid.ts";
import type { Asking, Part } from "../part.ts";
import { dateTime, setStatus } from "./decide.ts";
import {
  type Amount,
  type AppSubscription,
  type AppSubscriptionLine,
  amountOf,
  micros,
  type UsageRecord,
  usedOf,
} from "./state.ts";

interface LineInput {
  plan: {
    appRecurringPricingDetails?: { price: Amount; interval?: string | null } | null;
    appUsagePricingDetails?: { cappedAmount: Amount; terms: string } | null;
  };
}
interface CreateArgs {
  name: string;
  lineItems: LineInput[];
  returnUrl: string;
  test: boolean;
  trialDays?: number | null;
}
interface UsageArgs {
  subscriptionLineItemId: string;
  price: Amount;
  description: string;
  idempotencyKey?: string | null;
}

/** The app as it is in this shop, and the Billing API. Source: https://shopify.dev/docs/apps/launch/billing/manual-pricing */
export const billing: Part = {
  query: (asking) => ({
    currentAppInstallation: () => installationView(asking),
    appInstallation: () => installationView(asking),
    app: () => appView(asking),
  }),
  mutation: (asking) => ({
    appSubscriptionCreate: (args: CreateArgs) => create(asking, args),
    appSubscriptionCancel: ({ id }: { id: string }) => cancel(asking, id),
    appSubscriptionLineItemUpdate: (args: { id: string; cappedAmount: Amount }) => raise(asking, args),
    appUsageRecordCreate: (args: UsageArgs) => use(asking, args),
  }),
  nodes: (asking) => [
    [
      "AppSubscription",
      (id) =>
        rowsOf(asking)
          .filter((row) => gid("AppSubscription", row.id) === id)
          .map(view)[0] ?? null,
    ],
  ],
};

function rowsOf({ shop }: Asking): AppSubscription[] {
  return shop.installation.billing.subscriptions;
}

function installationView(asking: Asking) {
  const { scopes } = asking.shop.installation;
  const active = rowsOf(asking).filter(({ status }) => status === "ACTIVE" || status === "FROZEN");
  return {
    ...{ id: gid("AppInstallation", 1), launchUrl: asking.sandbox.app.url ?? asking.sandbox.settings.publicUrl },
    ...{ accessScopes: (scopes ?? []).map(scopeView), activeSubscriptions: active.map(view), app: appView(asking) },
    allSubscriptions: (args: PageArgs) => connection(rowsOf(asking).map(view), args),
  };
}

function appView({ sandbox }: Asking) {
  const { title, handle, scopes } = sandbox.app;
  return {
    ...{ id: gid("App", 1), title, handle, apiKey: sandbox.settings.secrets.shopifyApiKey },
    ...{ requestedAccessScopes: scopes.map(scopeView), embedded: sandbox.app.embeddedUrl !== null },
  };
}

function scopeView(handle: string) {
  return { handle, description: handle.replaceAll("_", " ") };
}

function view(row: AppSubscription): { id: string; [field: string]: unknown } {
  const { id, name, status, returnUrl, test, trialDays, createdAt, currentPeriodEnd, lines } = row;
  return {
    ...{ id: gid("AppSubscription", id), name, status, returnUrl, test, trialDays, createdAt, currentPeriodEnd },
    lineItems: lines.map(lineView),
  };
}

function lineView(line: AppSubscriptionLine) {
  const pricingDetails =
    line.kind === "recurring"
      ? { __typename: "AppRecurringPricing", price: line.price, interval: line.interval }
      : {
          ...{ __typename: "AppUsagePricing", cappedAmount: line.cappedAmount, terms: line.terms },
          ...{ balanceUsed: amountOf(usedOf(line), line.cappedAmount.currencyCode), interval: "EVERY_30_DAYS" },
        };
  return {
    ...{ id: line.id, plan: { pricingDetails } },
    usageRecords: (args: PageArgs) =>
      connection(
        line.usage.map((record) => usageView(line, record)),
        args,
      ),
  };
}

function usageView(line: AppSubscriptionLine, { id, description, price, idempotencyKey, createdAt }: UsageRecord) {
  const subscriptionLineItem = () => lineView(line);
  return { id: gid("AppUsageRecord", id), description, price, idempotencyKey, createdAt, subscriptionLineItem };
}

function create(asking: Asking, { name, lineItems, returnUrl, test, trialDays }: CreateArgs) {
  const { sandbox, shop } = asking;
  const state = shop.installation.billing;
  const problem =
    lineItems.length === 0 ? "Line items can't be blank" : (trialDays ?? 0) < 0 ? "Trial days is invalid" : null;
  if (problem) return { appSubscription: null, confirmationUrl: null, userErrors: [{ field: null, message: problem }] };
  const id = ++state.lastId;
  const row: AppSubscription = {
    ...{ id, name, status: "PENDING", returnUrl, test, trialDays: trialDays ?? 0, currentPeriodEnd: null },
    createdAt: dateTime(sandbox.clock.now().getTime()),
    lines: lineItems.map((each, n) => lineOf(each, `${gid("AppSubscriptionLineItem", id)}?v=1&index=${n}`)),
  };
  state.subscriptions.push(row);
  return { appSubscription: view(row), confirmationUrl: confirmationUrl(asking, row), userErrors: [] };
}

function lineOf({ plan }: LineInput, id: string): AppSubscriptionLine {
  const { appRecurringPricingDetails: recurring, appUsagePricingDetails: usage } = plan;
  if (usage) {
    const { cappedAmount, terms } = usage;
    return { id, kind: "usage", cappedAmount: { ...cappedAmount }, terms, raisedTo: null, usage: [] };
  }
  const price = recurring?.price ?? { amount: "0.0", currencyCode: "USD" };
  return { id, kind: "recurring", price: { ...price }, interval: recurring?.interval ?? "EVERY_30_DAYS", usage: [] };
}

function cancel(asking: Asking, id: string) {
  const row = rowsOf(asking).find((each) => gid("AppSubscription", each.id) === id);
  if (!row)
    return {
      appSubscription: null,
      userErrors: [{ field: ["id"], message: "Couldn't find RecurringApplicationCharge" }],
    };
  if (row.status !== "ACTIVE" && row.status !== "FROZEN" && row.status !== "PENDING") {
    const message = "Cannot transition an application charge from this status to cancelled";
    return { appSubscription: null, userErrors: [{ field: ["id"], message }] };
  }
  setStatus(asking.sandbox, asking.shop, row, "CANCELLED");
  return { appSubscription: view(row), userErrors: [] };
}

/** A higher cap holds once the merchant has agreed on the confirmation page. */
function raise(asking: Asking, { id, cappedAmount }: { id: string; cappedAmount: Amount }) {
  const found = lineBy(asking, id);
  const none = { appSubscription: null, confirmationUrl: null };
  if (found?.line.kind !== "usage") return { ...none, userErrors: [{ field: ["id"], message: "Line item not found" }] };
  found.line.raisedTo = { ...cappedAmount };
  return { appSubscription: view(found.row), confirmationUrl: confirmationUrl(asking, found.row), userErrors: [] };
}

/** Charged once for an idempotency key, and never above the cap. */
function use(asking: Asking, { subscriptionLineItemId, price, description, idempotencyKey = null }: UsageArgs) {
  const found = lineBy(asking, subscriptionLineItemId);
  const refuse = (message: string) => ({ appUsageRecord: null, userErrors: [{ field: null, message }] });
  if (found?.line.kind !== "usage") return refuse("Line item not found or not a usage plan");
  const { row, line } = found;
  if (row.status !== "ACTIVE") return refuse("Usage can only be charged on an active subscription");
  const before =
    idempotencyKey === null ? undefined : line.usage.find((each) => each.idempotencyKey === idempotencyKey);
  if (before) return { appUsageRecord: usageView(line, before), userErrors: [] };
  if (price.currencyCode !== line.cappedAmount.currencyCode) return refuse("Currency does not match the plan");
  if (usedOf(line) + micros(price) > micros(line.cappedAmount)) return refuse("Total price exceeds balance remaining");
  const record: UsageRecord = {
    ...{ id: ++asking.shop.installation.billing.lastId, description, price: { ...price }, idempotencyKey },
    createdAt: dateTime(asking.sandbox.clock.now().getTime()),
  };
  line.usage.push(record);
  return { appUsageRecord: usageView(line, record), userErrors: [] };
}

function lineBy(asking: Asking, id: string) {
  for (const row of rowsOf(asking)) {
    const line = row.lines.find((each) => each.id === id);
    if (line) return { row, line };
  }
  return null;
}

function confirmationUrl({ sandbox, shop }: Asking, { id }: AppSubscription): string {
  return `${sandbox.settings.publicUrl}/shopify/${shop.domain}/admin/charges/${id}/confirm`;
}
