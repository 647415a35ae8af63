/** What the app charges a shop through Shopify. */
export interface BillingState {
  subscriptions: AppSubscription[];
  lastId: number;
}

export type AppSubscriptionStatus = "PENDING" | "ACTIVE" | "DECLINED" | "EXPIRED" | "FROZEN" | "CANCELLED";

export interface AppSubscription {
  id: number;
  name: string;
  status: AppSubscriptionStatus;
  returnUrl: string;
  test: boolean;
  trialDays: number;
  createdAt: string;
  currentPeriodEnd: string | null;
  lines: AppSubscriptionLine[];
}

export interface Amount {
  amount: string;
  currencyCode: string;
}

export type AppSubscriptionLine = { id: string; usage: UsageRecord[] } & (
  | { kind: "recurring"; price: Amount; interval: string }
  | { kind: "usage"; cappedAmount: Amount; terms: string; raisedTo: Amount | null }
);

export interface UsageRecord {
  id: number;
  description: string;
  price: Amount;
  idempotencyKey: string | null;
  createdAt: string;
}

export function createBilling(): BillingState {
  return { subscriptions: [], lastId: 4_019_000_000 };
}

/** Millionths, so that amounts can be added without rounding. */
export function micros({ amount }: Amount): bigint {
  const [, minus = "", whole = "0", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const value = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, "0").slice(0, 6));
  return minus ? -value : value;
}

export function amountOf(value: bigint, currencyCode: string): Amount {
  const fraction = String(value % 1_000_000n)
    .padStart(6, "0")
    .replace(/0+$/, "");
  return { amount: `${value / 1_000_000n}.${fraction || "0"}`, currencyCode };
}

export function usedOf({ usage }: AppSubscriptionLine): bigint {
  return usage.reduce((sum, { price }) => sum + micros(price), 0n);
}
