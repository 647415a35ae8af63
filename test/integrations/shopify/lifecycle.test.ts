import { describe, expect, test } from "@jest/globals";
import { normalise } from "../../../src/integrations/shopify/normalise.ts";

const person = { externalId: "gid://shopify/Customer/7", email: "mia@mail.example", phone: null };

describe("what a webhook says of the app, or passes on", () => {
  test.each<[string, unknown, object[]]>([
    ["app/uninstalled", { id: 1, name: "Shop" }, [{ kind: "ignored" }]],
    ["app/scopes_update", { current: ["read_orders"] }, [{ kind: "scopes-changed", scopes: ["read_orders"] }]],
    ["shop/update", { name: " New name " }, [{ kind: "account-renamed", displayName: "New name", account: null }]],
    [
      "shop/update",
      { id: 77, name: "Fjord", myshopify_domain: "Fjord.myshopify.com" },
      [{ account: "fjord.myshopify.com", externalId: "gid://shopify/Shop/77" }],
    ],
    ["app_subscriptions/update", { app_subscription: { status: "ACTIVE" } }, [{ kind: "charges-changed" }]],
    [
      "customers/data_request",
      { customer: { id: 7, email: "Mia@mail.example" }, data_request: { id: 9 } },
      [{ kind: "person-data-asked", requestId: "9", person }],
    ],
    [
      "customers/redact",
      { customer: { id: 7, email: "mia@mail.example" } },
      [{ kind: "person-erasure-asked", person }],
    ],
    ["customers/redact", { customer: null }, [{ person: { externalId: null, email: null, phone: null } }]],
    ["customers/redact", { customer: { id: {}, email: [] } }, [{ person: { externalId: null, email: null } }]],
    ["shop/redact", { shop_id: 1 }, [{ kind: "account-erasure-asked" }]],
  ])("%s with %j", async (topic, body, facts) => {
    expect(await normalise({ topic, body })).toMatchObject(facts);
  });

  test.each(["customers/data_request", "customers/redact", "app/scopes_update", "shop/update"])(
    "%s that cannot be read is refused with its name, not passed over",
    async (topic) => {
      await expect(normalise({ topic, body: null })).rejects.toThrow(topic);
      await expect(normalise({ topic, body: [] })).rejects.toThrow(topic);
    },
  );

  test("the same request, said again, is the same request; another one is another", async () => {
    const said = async (id: number) => normalise({ topic: "customers/redact", body: { customer: { id } } });
    expect(await said(1)).toEqual(await said(1));
    expect(await said(1)).not.toEqual(await said(2));
  });

  test("a shop that goes a second time, after it had come back, asks a second time to be erased", async () => {
    const body = { shop_id: 1, shop_domain: "nordlys.myshopify.com" };
    const gone = (triggeredAt: string) => normalise({ topic: "shop/redact", triggeredAt, body });
    expect(await gone("2026-01-02T03:04:05Z")).toEqual(await gone("2026-01-02T03:04:05Z"));
    expect(await gone("2026-01-02T03:04:05Z")).not.toEqual(await gone("2026-11-02T03:04:05Z"));
  });
});
