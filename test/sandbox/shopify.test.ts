import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { demo, type RunningSandbox, startSandbox } from "../../sandbox/index.ts";
import { defaultSecrets } from "../../sandbox/settings.ts";
import { verifyWith } from "../../src/integrations/shopify/verify.ts";
import { type Loopback, startLoopback } from "../integrations/loopback.ts";
import { until } from "../support/until.ts";

const { domain, accessToken } = demo.shop;
let receiver: Loopback;
let sandbox: RunningSandbox;

beforeAll(async () => {
  receiver = await startLoopback();
  receiver.answer = () => ({ status: 200 });
  sandbox = await startSandbox({ shopifyWebhookUrl: `${receiver.url}/hooks`, retryDelayMs: 10 });
});
afterAll(async () => {
  await sandbox.stop();
  await receiver.close();
});
beforeEach(async () => {
  await control("POST", "reset");
  receiver.asked.length = 0;
  receiver.answer = () => ({ status: 200 });
});

function singleValues(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

async function control(method: string, path: string, body?: object) {
  const answer = await fetch(`${sandbox.url}/control/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  expect([path, answer.ok]).toEqual([path, true]);
  return answer.status === 204 ? null : answer.json();
}

function ask(query: string, variables: object = {}, token: string = accessToken) {
  return fetch(`${sandbox.url}/shopify/${domain}/admin/api/2026-10/graphql.json`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-shopify-access-token": token },
    body: JSON.stringify({ query, variables }),
  });
}
const answerOf = async (query: string, variables?: object) => (await ask(query, variables)).json();

describe("queries", () => {
  test("a customer is found by email whatever its case, with orders, parcels and money as decimal strings", async () => {
    const { data } = await answerOf(
      `query ($email: String!) { customerByIdentifier(identifier: { emailAddress: $email }) {
        displayName numberOfOrders
        orders(first: 5, sortKey: CREATED_AT, reverse: true) { nodes {
          name totalPriceSet { shopMoney { amount currencyCode } }
          displayFulfillmentStatus fulfillments(first: 1) { displayStatus trackingInfo(first: 1) { company number } } } } } }`,
      { email: "MIA.Berg@mail.example" },
    );
    expect(data.customerByIdentifier).toMatchObject({
      displayName: "Mia Berg",
      numberOfOrders: "1",
      orders: {
        nodes: [
          {
            name: "#1042",
            totalPriceSet: { shopMoney: { amount: "53.9", currencyCode: "EUR" } },
            displayFulfillmentStatus: "FULFILLED",
            fulfillments: [{ displayStatus: "IN_TRANSIT", trackingInfo: [{ company: "PostNord" }] }],
          },
        ],
      },
    });
  });

  test("a search takes fields, comparisons and quotes; who is not there is null, not an error", async () => {
    const { data, errors } = await answerOf(`{
      named: orders(first: 9, query: "name:#1043") { nodes { name } }
      refunded: orders(first: 9, query: "email:\\"sara.lindqvist@mail.example\\" financial_status:partially_refunded") { nodes { name } }
      old: ordersCount(query: "created_at:<2001-01-01") { count }
      tom: customerByIdentifier(identifier: { emailAddress: "tom.reed@mail.example" }) { id }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      named: { nodes: [{ name: "#1043" }] },
      refunded: { nodes: [{ name: "#1044" }] },
      old: { count: 0 },
      tom: null,
    });
  });

  test("pages name every order once, forwards and backwards", async () => {
    const page = async (args: string) =>
      (
        await answerOf(
          `{ orders(${args}) { nodes { name } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`,
        )
      ).data.orders;
    const first = await page("first: 3");
    const second = await page(`first: 3, after: "${first.pageInfo.endCursor}"`);
    const back = await page(`last: 2, before: "${second.pageInfo.startCursor}"`);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect([...first.nodes, ...second.nodes].map(({ name }: { name: string }) => name)).toEqual([
      "#1038",
      "#1044",
      "#1042",
      "#1043",
    ]);
    expect(back.nodes).toEqual(first.nodes.slice(1));
    expect((await answerOf("{ orders { nodes { id } } }")).errors[0].message).toContain("first or last");
  });

  test("a field that does not exist is an error without data, as at Shopify", async () => {
    const answer = await answerOf("{ shop { nme } }");
    expect(answer.errors[0].extensions.code).toBe("undefinedField");
    expect(answer.data).toBeUndefined();
  });
});

describe("access", () => {
  test("a wrong token is 401, an unknown shop 404, and every answer names the version served", async () => {
    expect((await ask("{ shop { name } }", {}, "shpat_wrong")).status).toBe(401);
    const answer = await ask("{ shop { name } }");
    expect([answer.status, answer.headers.get("x-shopify-api-version")]).toEqual([200, "2026-10"]);
    expect(answer.headers.get("x-request-id")).toBeTruthy();
    const other = `${sandbox.url}/shopify/other.myshopify.com/admin/api/2026-10/graphql.json`;
    expect((await fetch(other, { method: "POST" })).status).toBe(404);
  });

  test("client credentials give a token that works; an unknown client gets none", async () => {
    const token = async (body: object) => {
      const answer = await fetch(`${sandbox.url}/shopify/${domain}/admin/oauth/access_token`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          client_id: defaultSecrets.shopifyApiKey,
          client_secret: defaultSecrets.shopifyApiSecret,
          ...body,
        }),
      });
      return { status: answer.status, body: await answer.json() };
    };
    const { body } = await token({ grant_type: "client_credentials" });
    expect((await ask("{ shop { name } }", {}, body.access_token)).status).toBe(200);
    expect(await token({ client_secret: "wrong" })).toMatchObject({ status: 400, body: { error: "invalid_client" } });
  });

  test("an uninstalled app's token is dead at once, and the shop says so", async () => {
    await control("POST", `shopify/${domain}/uninstall`);
    expect((await ask("{ shop { name } }")).status).toBe(401);
    const hook = await until(() => receiver.asked[0]);
    expect(hook.headers["x-shopify-topic"]).toBe("app/uninstalled");
  });
});

describe("cost", () => {
  test("an empty bucket throttles with the numbers to wait by, and refills", async () => {
    await control("PUT", `shopify/${domain}/bucket`, { available: 0, restorePerSecond: 0.001 });
    const throttled = await answerOf("{ orders(first: 10) { nodes { id customer { id } } } }");
    expect(throttled.data).toBeUndefined();
    expect(throttled.errors).toMatchObject([{ message: "Throttled", extensions: { code: "THROTTLED" } }]);
    expect(throttled.extensions.cost).toMatchObject({
      actualQueryCost: null,
      throttleStatus: { currentlyAvailable: 0 },
    });
    await control("PUT", `shopify/${domain}/bucket`, { restorePerSecond: 100_000 });
    const { extensions } = await until(async () => {
      const answer = await answerOf("{ orders(first: 10) { nodes { id } } }");
      return answer.data ? answer : null;
    });
    expect(extensions.cost.actualQueryCost).toBeLessThanOrEqual(extensions.cost.requestedQueryCost);
  });

  test("a query above the single-query limit is refused", async () => {
    await control("PUT", `shopify/${domain}/bucket`, { largestQuery: 3 });
    const { errors } = await answerOf(
      "{ orders(first: 50) { nodes { lineItems(first: 50) { nodes { image { url } } } } } }",
    );
    expect(errors).toMatchObject([{ extensions: { code: "MAX_COST_EXCEEDED" } }]);
  });
});

describe("webhooks", () => {
  const change = () => control("PATCH", `shopify/${domain}/orders/1043`, { financialStatus: "REFUNDED" });
  const ids = () => receiver.asked.map(({ headers }) => headers["x-shopify-webhook-id"]);

  test("a changed order sends its webhook, signed over exactly the bytes sent", async () => {
    const { webhookId } = await change();
    const hook = await until(() => receiver.asked[0]);
    const signature = createHmac("sha256", defaultSecrets.shopifyApiSecret)
      .update(hook.body ?? "")
      .digest("base64");
    expect(hook.headers).toMatchObject({
      "x-shopify-topic": "orders/updated",
      "x-shopify-shop-domain": domain,
      "x-shopify-webhook-id": webhookId,
      "x-shopify-hmac-sha256": signature,
    });
    expect(JSON.parse(hook.body ?? "")).toMatchObject({
      name: "#1043",
      financial_status: "refunded",
      email: "jonas.vik@mail.example",
    });
    const { data } = await answerOf(`{ orders(first: 1, query: "name:1043") { nodes { displayFinancialStatus } } }`);
    expect(data.orders.nodes).toEqual([{ displayFinancialStatus: "REFUNDED" }]);
  });

  test("about an order that is only named carries it, and passes the product's own check", async () => {
    await control("POST", `shopify/${domain}/webhooks`, { topic: "orders/updated", orderName: "#1042" });
    const { headers, body = "" } = await until(() => receiver.asked[0]);
    expect(JSON.parse(body)).toMatchObject({ name: "#1042", email: "mia.berg@mail.example" });
    const received = { headers: singleValues(headers), body: Buffer.from(body) };
    expect(() => verifyWith(received, [defaultSecrets.shopifyApiSecret])).not.toThrow();
    expect(() => verifyWith(received, ["another secret"])).toThrow("signature");
  });

  test("is sent again under the same id until it is accepted", async () => {
    let refusals = 2;
    receiver.answer = () => ({ status: refusals-- > 0 ? 500 : 200 });
    const { webhookId } = await change();
    await until(() => sandbox.state.outgoing.waiting() === 0 && receiver.asked.length > 0);
    expect(ids()).toEqual([webhookId, webhookId, webhookId]);
  });

  test("can be doubled, swapped and lost", async () => {
    await control("POST", "faults", { target: "webhook", duplicate: 1 });
    const { webhookId: doubled } = await change();
    await until(() => receiver.asked.length === 2);
    expect(ids()).toEqual([doubled, doubled]);

    receiver.asked.length = 0;
    await control("POST", "faults", { target: "webhook", reorder: true });
    const { webhookId: kept } = await change();
    const { webhookId: overtaking } = await change();
    await until(() => receiver.asked.length === 2);
    expect(ids()).toEqual([overtaking, kept]);

    await control("POST", "faults", { target: "webhook", path: "orders/updated", drop: true });
    await change();
    expect((await control("GET", "state")).calls.webhook[`dropped orders/updated ${domain}`]).toBe(1);
    expect(receiver.asked).toHaveLength(2);
  });
});

test("a page of another origin may not turn the sandbox", async () => {
  const headers = { "content-type": "application/json", origin: "https://elsewhere.example" };
  const answer = await fetch(`${sandbox.url}/control/reset`, { method: "POST", headers, body: "{}" });
  expect(answer.status).toBe(403);
});

test("the demo's products have pictures", async () => {
  const answer = await fetch(`${sandbox.url}/shop-images/fjord.svg`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, expect.stringContaining("image/svg+xml")]);
});
