import { createHmac } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
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

  test("signed bytes that are no JSON are kept and mean nothing", async () => {
    const [delivery] = read(webhook("<xml/>"));
    expect(delivery).toMatchObject({ payload: { body: null } });
    expect(await normalise((delivery as { payload: unknown }).payload)).toEqual([]);
  });
});

test.each<[string, unknown, string[]]>([
  [
    "orders/create",
    { email: "Mia.Berg@Mail.example", customer: { email: "mia.berg@mail.example" } },
    ["mia.berg@mail.example"],
  ],
  ["orders/updated", { contact_email: "a@b.example", email: "" }, ["a@b.example"]],
  ["orders/create", { email: null, customer: null }, []],
  ["orders/create", { email: 7, customer: "example string" }, []],
  ["orders/delete", { id: 1 }, []],
  ["customers/update", { email: "a@b.example" }, ["a@b.example"]],
  ["products/update", { email: "a@b.example" }, []],
])("%s with %j says that these customers changed: %j", async (topic, body, emails) => {
  expect(await normalise({ topic, body })).toEqual(emails.map((email) => ({ kind: "customer-changed", email })));
});
