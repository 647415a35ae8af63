import { createHmac } from "node:crypto";
import type { Connection, RawRequest } from "../../../src/integrations/contract.ts";
import { contractSuite, type Fault, type Member } from "../contract-suite.ts";
import { type Answer, startLoopback } from "../loopback.ts";

contractSuite("shopify", startShop);

const secret = "shpss_contract";
const knownEmail = "mia.berg@mail.example";
const connection: Connection = {
  id: "0197aa00-0000-7000-8000-000000000003",
  account: "nordlys.myshopify.com",
  settings: {},
  credentials: { accessToken: "shpat_1" },
};
const faults: Record<Fault, Answer> = {
  throttled: { json: { errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }] } },
  down: { status: 502 },
  cut: "cut",
};
const customer = {
  id: "gid://shopify/Customer/7",
  legacyResourceId: "7",
  updatedAt: "2026-11-18T10:00:00Z",
  displayName: "Mia Berg",
  numberOfOrders: "0",
  defaultEmailAddress: { emailAddress: knownEmail },
  orders: { nodes: [] },
};

/** A shop with one customer. */
async function startShop(): Promise<Member> {
  const shop = await startLoopback();
  let broken: Answer | null = null;
  let webhooks = 0;
  Object.assign(process.env, { SHOPIFY_API_URL: shop.url, SHOPIFY_API_SECRET: secret });
  shop.answer = ({ headers, body }) => {
    if (broken) return broken;
    if (headers["x-shopify-access-token"] !== connection.credentials.accessToken) return { status: 401 };
    const { query, variables } = JSON.parse(body) as { query: string; variables: { email?: string } };
    if (query.includes("myshopifyDomain"))
      return { json: { data: { shop: { name: "Nordlys Candles", myshopifyDomain: connection.account } } } };
    if (query.includes("webhookSubscriptions"))
      return { json: { data: { webhookSubscriptions: { nodes: [], pageInfo: { hasNextPage: false } } } } };
    return { json: { data: { customerByIdentifier: variables.email === knownEmail ? customer : null } } };
  };
  return {
    connection,
    credentials: { shop: connection.account, accessToken: "shpat_1" },
    break: async (fault) => {
      broken = faults[fault];
    },
    heal: async () => {
      broken = null;
    },
    happen: async () => webhook(++webhooks),
    knownEmail,
    stop: () => shop.close(),
  };
}

function webhook(n: number): RawRequest {
  const body = Buffer.from(JSON.stringify({ id: n, email: knownEmail }));
  return {
    headers: {
      "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
      "x-shopify-topic": "orders/create",
      "x-shopify-shop-domain": connection.account,
      "x-shopify-api-version": "2026-10",
      "x-shopify-webhook-id": `w-${n}`,
    },
    body,
  };
}
