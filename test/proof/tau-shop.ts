import { tmpdir } from "node:os";
import type { TauAction, TauDatabase, TauTask } from "../../proof/tau/data.ts";
import type { Stage } from "../../proof/tau/wave.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { freePort } from "../../scripts/ports.ts";
import { scopes } from "../../src/integrations/shopify/scopes.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { freshDatabase, testSealKey } from "../support/database.ts";

const noShops = { world: { mailboxes: [], shops: [] }, shopifyApp: { scopes: [...scopes] } };

/** The product, in this process, beside a sandbox whose shops hold this. */
export async function startStage(db: TauDatabase): Promise<Stage> {
  const database = await freshDatabase();
  const [port, sandbox] = [await freePort(), await startSandbox(noShops)];
  closeAtEnd(() => sandbox.stop());
  const { shopifyApiKey, shopifyApiSecret } = sandbox.state.settings.secrets;
  Object.assign(process.env, {
    ...{ PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`, FILES_FOLDER: tmpdir(), LOG_LEVEL: "silent" },
    ...{ DATABASE_URL: database.urls.appUrl, DATABASE_SYSTEM_URL: database.urls.systemUrl, SEAL_KEY: testSealKey },
    ...{ SESSION_SECRET: "s".repeat(40), SHOPIFY_API_URL: `${sandbox.url}/shopify` },
    ...{ SHOPIFY_API_KEY: shopifyApiKey, SHOPIFY_API_SECRET: shopifyApiSecret },
  });
  // Only now: configuration is read when these modules load.
  const { config } = await import("../../src/config.ts");
  const { openLog } = await import("../../src/platform/log.ts");
  const { startWorkers } = await import("../../workers/main.ts");
  const { startServer } = await import("../../src/server.ts");
  const log = openLog(config.LOG_LEVEL);
  const workers = startWorkers({ db: database, log, pollMs: 50 });
  closeAtEnd(() => workers.stop());
  const { url, stop } = await startServer({ config, db: database, log });
  closeAtEnd(stop);
  return { product: { url, db: database, stop }, sandbox, db };
}

export function aTask(id: string, actions: Omit<TauAction, "write">[], orders: Record<string, object> = {}): TauTask {
  const changed = (fields: object) =>
    Object.fromEntries(Object.entries(fields).map(([name, after]) => [name, { before: null, after }]));
  const of = (rows: Record<string, object>) =>
    Object.fromEntries(Object.entries(rows).map(([row, fields]) => [row, changed(fields)]));
  const isUser = ([row]: [string, object]) => !row.startsWith("#");
  const all = Object.entries(orders);
  return {
    ...{
      id,
      split: "test",
      user_id: "ada_1",
      instruction: "",
      actions: actions.map((action) => ({ ...action, write: true })),
    },
    expected_diff: {
      orders: of(Object.fromEntries(all.filter((each) => !isUser(each)))),
      users: of(Object.fromEntries(all.filter(isUser))),
    },
  };
}

const lamps = { small: "1000000001", large: "1000000002", gone: "1000000003" };
const mug = "2000000001";
export const items = { ...lamps, mug };

const home = { address1: "1 Elm Street", address2: "", city: "Denver", country: "USA", state: "CO", zip: "80280" };
const lamp = (size: keyof typeof lamps, price: number) => ({
  ...{ name: "Lamp", product_id: "3000000001", item_id: lamps[size], price, options: { size } },
});
const aMug = { name: "Mug", product_id: "3000000002", item_id: mug, price: 5.1, options: { color: "blue" } };

/** A few orders of one person in each state, and two lamps, one of which nobody has. */
export function smallDatabase(): TauDatabase {
  return {
    products: {
      "3000000001": {
        ...{ name: "Lamp", product_id: "3000000001" },
        variants: {
          [lamps.small]: { item_id: lamps.small, options: { size: "small" }, available: true, price: 10.25 },
          [lamps.large]: { item_id: lamps.large, options: { size: "large" }, available: true, price: 15.5 },
          [lamps.gone]: { item_id: lamps.gone, options: { size: "gone" }, available: false, price: 9 },
        },
      },
      "3000000002": {
        ...{ name: "Mug", product_id: "3000000002" },
        variants: { [mug]: { item_id: mug, options: { color: "blue" }, available: true, price: 5.1 } },
      },
    },
    users: {
      ada_1: {
        ...{ name: { first_name: "Ada", last_name: "Moss" }, address: home, email: "ada@tau.example" },
        payment_methods: {
          gift_card_1: { source: "gift_card", balance: 3 },
          credit_card_2: { source: "credit_card" },
          paypal_3: { source: "paypal" },
        },
      },
    },
    orders: Object.fromEntries(
      [
        order("#W1000001", "pending", [lamp("small", 10.25), aMug], "credit_card_2"),
        order("#W1000002", "pending", [lamp("small", 10.25), lamp("small", 10.25)], "gift_card_1"),
        order("#W1000003", "processed", [lamp("small", 10.25)], "credit_card_2"),
        order("#W1000004", "delivered", [lamp("large", 15.5), aMug], "credit_card_2"),
        order("#W1000005", "delivered", [lamp("small", 10.25)], "gift_card_1"),
        order("#W1000006", "cancelled", [lamp("small", 10.25)], "credit_card_2"),
      ].map((each) => [each.order_id, each]),
    ),
  };
}

function order(order_id: string, status: string, given: (typeof aMug | ReturnType<typeof lamp>)[], method: string) {
  const amount = Math.round(given.reduce((sum, { price }) => sum + price * 100, 0)) / 100;
  const paid = { transaction_type: "payment" as const, amount, payment_method_id: method };
  const sent = { tracking_id: [`9${order_id.slice(2)}`], item_ids: given.map(({ item_id }) => item_id) };
  return {
    ...{ order_id, user_id: "ada_1", address: home, items: given, status },
    fulfillments: status === "pending" ? [] : [sent],
    payment_history: status === "cancelled" ? [paid, { ...paid, transaction_type: "refund" as const }] : [paid],
  };
}
