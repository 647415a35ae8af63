import { startSandbox } from "../../sandbox/index.ts";
import { defaultSecrets } from "../../sandbox/settings.ts";
import type { LineSeed, OrderSeed } from "../../sandbox/world.ts";
import type { Connection } from "../../src/integrations/index.ts";
import { AppError } from "../../src/platform/errors.ts";
import { aTill, movedBy } from "../support/till.ts";
import { revive } from "./distant-till.ts";
import { badLine, type Weather } from "./weather.ts";

/** A shop at the other end of an awful line. */
export interface Line {
  /** What the connection to it is. */
  account: { account: string; credentials: Record<string, string> };
  /** For the processes that act in it. */
  given: { tillUrl?: string; timeoutMs: number };
  env: Record<string, string>;
  happened: Weather;
  /** What was really done there. */
  books(): { effects: Effect[]; movedMinor: number };
  stop(): Promise<void>;
}

export interface Effect {
  /** What it was done under; null where the shop does not tell. */
  key: string | null;
  kind: "refund" | "store_credit" | "gift_card" | "discount";
}

export const totalMinor = 100_00;
const awful: Weather = { busy: 0.03, cutBefore: 0.03, cutAfter: 0.04, tooLate: 0.01 };
/** Whoever answers shares a slow machine with everything else: with less, all calls are too late there, and none is by chance. */
const timeoutMs = 1500;

/** What a kind of action leaves behind in a shop. */
export function effectOf(kind: string): Effect["kind"] {
  if (kind.startsWith("order.")) return "refund";
  return kind === "store_credit.add" ? "store_credit" : kind === "gift_card.create" ? "gift_card" : "discount";
}

/** A till that knows its keys: it is quick, and what it has done is sometimes not to be found for a moment. */
export async function tillLine(): Promise<Line> {
  const till = aTill(totalMinor, { manyOrders: true });
  const nowhere: Connection = { id: "till", account: "till", settings: {}, credentials: {} };
  const calls: Record<string, (given: never[]) => Promise<unknown>> = {
    "/preview": ([action]) => till.act.preview(nowhere, action!),
    "/execute": ([attempt]) => till.act.execute(nowhere, attempt!),
    "/readBack": async ([attempt, handle]) =>
      Math.random() < 0.2 ? null : till.act.readBack(nowhere, attempt!, handle ?? null),
  };
  const answer = async ({ path, body }: { path: string; body: Buffer }) => {
    try {
      const said = await calls[path]!(JSON.parse(body.toString("utf8"), revive));
      return { status: 200, body: JSON.stringify(said ?? null) };
    } catch (error) {
      return { status: error instanceof AppError && error.code === "provider_rejected" ? 422 : 500, body: "" };
    }
  };
  const line = await badLine(answer, { weather: awful, tooLateMs: timeoutMs + 100 });
  return {
    account: { account: "till", credentials: { refreshToken: "secret" } },
    given: { tillUrl: line.url, timeoutMs },
    env: {},
    happened: line.happened,
    books: () => ({
      effects: till.effects
        .filter(({ cost }) => cost.minor > 0)
        .map(({ key, action }) => ({ key, kind: effectOf(action.kind) })),
      movedMinor: movedBy(till),
    }),
    stop: async () => void (await line.stop()),
  };
}

const domain = "chaos.myshopify.com";
const accessToken = "shpat_chaos";
const at = "2026-10-01T09:00:00.000Z";

/** Shopify as the sandbox plays it, through the product's own adapter. */
export async function shopifyLine({ customers }: { customers: number }): Promise<Line> {
  const shop = { domain, accessToken, name: "Chaos", email: "chaos@shop.example", currency: "EUR" };
  const people = Array.from({ length: customers }, (_, n) => aCustomer(n + 1));
  const orders = Array.from({ length: customers * 2 }, (_, n) => anOrder(n, (n % customers) + 1));
  const sandbox = await startSandbox({ world: { mailboxes: [], shops: [{ ...shop, customers: people, orders }] } });
  const { bucket, movements } = sandbox.state.shops.get(domain)!;
  Object.assign(bucket, { size: 1e9, available: 1e9, restorePerSecond: 1e9 });
  const forward = async ({ path, headers, body }: { path: string; headers: object; body: Buffer }) => {
    const token = { ...headers } as Record<string, string>; // as node:http names them, one value each
    const answer = await fetch(`${sandbox.url}/shopify${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-shopify-access-token": token["x-shopify-access-token"] ?? "" },
      body: new Uint8Array(body),
    });
    return { status: answer.status, body: await answer.text() };
  };
  const line = await badLine(forward, { weather: { ...awful, tooLate: 0 }, tooLateMs: 0 });
  const kinds: readonly string[] = ["refund", "store_credit", "gift_card", "discount"] satisfies Effect["kind"][];
  return {
    account: { account: domain, credentials: { accessToken } },
    given: { timeoutMs },
    env: { SHOPIFY_API_URL: line.url, SHOPIFY_API_SECRET: defaultSecrets.shopifyApiSecret },
    happened: line.happened,
    books() {
      const moved = movements.filter(({ kind }) => kinds.includes(kind));
      return {
        effects: moved.map(({ kind }) => ({ key: null, kind: kind as Effect["kind"] })), // one of `kinds`
        movedMinor: moved.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      };
    },
    stop: async () => {
      await line.stop();
      await sandbox.stop();
    },
  };
}

function aCustomer(id: number) {
  return {
    ...{ id, firstName: "Mia", lastName: `Berg ${id}`, email: `mia${id}@mail.example`, phone: null, createdAt: at },
    ...{ address: null, tags: [], note: null },
  };
}

function anOrder(n: number, customerId: number): OrderSeed {
  const line: LineSeed = {
    ...{ id: 900_000 + n, title: "Candle", variant: null, sku: null, quantity: 1, unitPriceMinor: totalMinor },
    ...{ image: null, variantId: 11, productId: 21 },
  };
  return {
    ...{ id: n + 1, number: 1000 + n, customerId, createdAt: at, updatedAt: at, financialStatus: "PAID" },
    ...{ cancelledAt: null, cancelReason: null, note: null, tags: [], lines: [line], shippingMinor: 0 },
    ...{ fulfillments: [], refunds: [] },
  };
}
