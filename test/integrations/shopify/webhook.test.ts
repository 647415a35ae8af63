import { createHmac } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { RawRequest } from "../../../src/integrations/contract.ts";
import { normalise } from "../../../src/integrations/shopify/normalise.ts";
import { account, read } from "../../../src/integrations/shopify/read.ts";
import { verify, verifyWith } from "../../../src/integrations/shopify/verify.ts";

const secret = "shpss_new";
function webhook(body: string, changes: Record<string, string | undefined> = {}): RawRequest {
  return {
    headers: {
      "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
      "x-shopify-topic": "orders/create",
      "x-shopify-shop-domain": "nordlys.myshopify.com",
      "x-shopify-api-version": "2026-10",
      "x-shopify-webhook-id": "w-1",
      ...changes,
    },
    body: Buffer.from(body),
  };
}

describe("signature", () => {
  test("the current and the former secret are accepted, others are not", () => {
    const signed = webhook('{"id":1}');
    expect(() => verifyWith(signed, [secret])).not.toThrow();
    expect(() => verifyWith(signed, ["shpss_newer", secret])).not.toThrow();
    expect(() => verifyWith(signed, ["shpss_other"])).toThrow("does not match");
    expect(() => verifyWith(signed, [])).toThrow("does not match");
  });

  test.each<[string, RawRequest]>([
    ["one byte more", { ...webhook("{}"), body: Buffer.from("{} ") }],
    ["no signature", webhook("{}", { "x-shopify-hmac-sha256": undefined })],
    ["a signature of another length", webhook("{}", { "x-shopify-hmac-sha256": "abc" })],
    [
      "another spelling of the signature",
      webhook("{}", { "x-shopify-hmac-sha256": `${webhook("{}").headers["x-shopify-hmac-sha256"]} ` }),
    ],
    ["no body", webhook("")],
    ["no topic", webhook("{}", { "x-shopify-topic": undefined })],
    ["no delivery id", webhook("{}", { "x-shopify-webhook-id": undefined })],
  ])("%s is refused", (_name, request) => {
    expect(() => verifyWith(request, [secret])).toThrow("does not match");
  });

  test("without a configured secret everything is refused", async () => {
    delete process.env.SHOPIFY_API_SECRET;
    await expect(verify(webhook("{}"))).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("reading", () => {
  test("one delivery a request, known by Shopify's own id, for the shop of the header", () => {
    const request = webhook('{"email":"a\\u0000@b.example","deep":["\\ud800"]}', {
      "x-shopify-shop-domain": "Nordlys.myshopify.com",
    });
    expect(account(request)).toBe("nordlys.myshopify.com");
    expect(read(request)).toEqual([
      {
        externalId: "w-1",
        orderingKey: "nordlys.myshopify.com:orders/create",
        payload: { topic: "orders/create", triggeredAt: null, body: { email: "a@b.example", deep: ["\uFFFD"] } },
      },
    ]);
    expect(account(webhook("{}", { "x-shopify-shop-domain": undefined }))).toBeNull();
  });

  test("several subscriptions to one event are one delivery; another topic, thing or event is another", () => {
    const of = (changes: Record<string, string>, body = '{"id":1,"note":"long"}') => {
      const [delivery] = read(webhook(body, { "x-shopify-event-id": "e-1", ...changes })) as { externalId: string }[];
      return delivery!.externalId;
    };
    const first = of({ "x-shopify-webhook-id": "w-1" });
    expect(of({ "x-shopify-webhook-id": "w-2" })).toBe(first);
    expect(of({ "x-shopify-webhook-id": "w-2" }, '{"id":1}')).toBe(first);
    const others = [
      of({ "x-shopify-topic": "orders/updated" }),
      of({}, '{"id":2,"note":"long"}'),
      of({ "x-shopify-event-id": "e-2" }),
      of({}, "[]"),
    ];
    expect(new Set([first, ...others]).size).toBe(5);
  });

  test("signed bytes that are no JSON are kept, and refused when they are read", async () => {
    const [delivery] = read(webhook("<xml/>"));
    expect(delivery).toMatchObject({ payload: { body: null } });
    await expect(normalise((delivery as { payload: unknown }).payload)).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("a webhook says which record is to be asked for, and nothing else of it", () => {
  const order = (n: number | string) => ({
    kind: "record-changed",
    record: "order",
    externalId: `gid://shopify/Order/${n}`,
  });
  const customer = (n: number) => ({
    kind: "record-changed",
    record: "customer",
    externalId: `gid://shopify/Customer/${n}`,
  });
  test.each<[string, unknown, unknown[]]>([
    ["orders/create", { id: 7, admin_graphql_api_id: "gid://shopify/Order/8", total_price: "1.00" }, [order(8)]],
    ["orders/updated", { id: 7, admin_graphql_api_id: "https://www.example.com/" }, [order(7)]],
    ["orders/updated", { id: "820982911946154508" }, [order("820982911946154508")]],
    ["orders/edited", { order_edit: { order_id: 7 } }, [order(7)]],
    ["orders/delete", { id: 7 }, [{ ...order(7), kind: "record-deleted" }]],
    ["refunds/create", { id: 1, order_id: 7 }, [order(7)]],
    ["fulfillment_events/create", { id: 1, order_id: 7, fulfillment_id: 2 }, [order(7)]],
    ["returns/request", { id: 1, order: { id: 7, admin_graphql_api_id: "gid://shopify/Order/7" } }, [order(7)]],
    ["returns/close", { id: 1, order_id: 7 }, [order(7)]],
    [
      "returns/update",
      { admin_graphql_api_id: "gid://shopify/Return/1" },
      [{ ...order(7), externalId: "gid://shopify/Return/1" }],
    ],
    ["customers/update", { id: 7, email: null }, [customer(7)]],
    ["customer.tags_added", { customerId: "gid://shopify/Customer/7" }, [customer(7)]],
    ["customers_email_marketing_consent/update", { customer_id: 7 }, [customer(7)]],
    [
      "customers/merge",
      {
        admin_graphql_api_customer_kept_id: "gid://shopify/Customer/1",
        admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/2",
      },
      [
        {
          kind: "record-replaced",
          record: "customer",
          externalId: "gid://shopify/Customer/2",
          by: "gid://shopify/Customer/1",
        },
        customer(1),
      ],
    ],
    [
      "products/delete",
      { id: 7 },
      [{ kind: "record-deleted", record: "product", externalId: "gid://shopify/Product/7" }],
    ],
    [
      "checkouts/update",
      { id: 7, email: "a@b.example" },
      [{ kind: "record-changed", record: "checkout", externalId: "gid://shopify/AbandonedCheckout/7" }],
    ],
    ["carts/create", { id: "x" }, [{ kind: "ignored", reason: expect.stringContaining("checkout") }]],
    ["brand/new_topic", {}, [{ kind: "ignored", reason: "The topic brand/new_topic is not known here" }]],
  ])("%s", async (topic, body, facts) => {
    expect(await normalise({ topic, body })).toEqual(facts);
  });

  test.each<[string, unknown]>([
    ["orders/create", {}],
    ["orders/create", { id: null, admin_graphql_api_id: null }],
    ["orders/create", { id: "example string" }],
    ["orders/create", { id: -7 }],
    ["orders/create", { id: 1.5 }],
    ["orders/create", []],
    ["orders/create", null],
    ["refunds/create", { order_id: null }],
    ["customers/merge", { admin_graphql_api_customer_kept_id: "gid://shopify/Customer/1" }],
  ])("%s with %j names nothing and is refused", async (topic, body) => {
    await expect(normalise({ topic, body })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("ids beyond what a number holds exactly are read as they are written", () => {
    const [delivery] = [read(webhook('{"id": 820982911946154508, "deep": [9007199254740993], "price": 1.10}'))].flat();
    expect(delivery).toMatchObject({
      payload: { body: { id: "820982911946154508", deep: ["9007199254740993"], price: 1.1 } },
    });
  });
});

test("numbers are kept as text exactly when they may be too long for JavaScript, wherever they stand", () => {
  const digits = fc.stringMatching(/^[1-9]\d{14,15}$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-z ]{0,40}$/), digits), { maxLength: 2 }), (parts) => {
      const body = `{"admin_graphql_api_id":"gid://shopify/Order/1","x":[${parts.map(([text, n]) => `"${text}",${n}`)}]}`;
      const deliveries = read(webhook(body));
      expect(deliveries !== "pull" && deliveries[0]?.payload !== undefined).toBe(/\d{16}/.test(body));
    }),
    { numRuns: 400 },
  );
});
