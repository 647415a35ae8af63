import { describe, expect, test } from "@jest/globals";
import {
  type BoundFact,
  bindArguments,
  hashOf,
  nameFor,
  schemaForModel,
} from "../../../src/domain/tool-sources/rules.ts";

const facts: Record<BoundFact, string | null> = {
  ...{ "customer.id": "c1", "customer.name": "Mia", "customer.email": "mia@mail.example", "customer.phone": null },
  "conversation.id": "v1",
};
const string = { type: "string" };
const schema = {
  type: "object",
  properties: { email: string, phone: string, note: string },
  required: ["email", "note"],
};

describe("what models call a tool", () => {
  const taken = new Set<string>();
  const named = (title: string, key = title) => {
    const name = nameFor("Lager & Löyalty", { title, key }, taken);
    taken.add(name);
    return name;
  };

  test("is a name every provider takes, and never that of another", () => {
    const titles = ["getOrder", "getOrder", "GET /orders/{id}", "订单", "!!", "", "x".repeat(300), "x".repeat(301)];
    const names = titles.map((title, n) => named(title, `${title} ${n}`));
    for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(new Set(names).size).toBe(titles.length);
    expect(names.slice(0, 3)).toEqual([
      "Lager_Lo_yalty_getOrder",
      expect.stringMatching(/^Lager_Lo_yalty_getOrder_[0-9a-f]{6}$/),
      "Lager_Lo_yalty_GET_orders_id",
    ]);
  });

  test("nor one that looks like another's", () => {
    const own = new Set(["get_order"]);
    expect(nameFor("get", { title: "order", key: "order" }, own)).toMatch(/^get_order_[0-9a-f]{6}$/);
    expect(nameFor("Get", { title: "Order", key: "order" }, own)).toMatch(/^Get_Order_[0-9a-f]{6}$/);
  });
});

describe("what is bound", () => {
  const bound = { email: "customer.email", phone: "customer.phone" } as const;

  test("is not shown to a model, and comes from the server whatever it writes", () => {
    expect(schemaForModel(schema, bound)).toEqual({ type: "object", properties: { note: string }, required: ["note"] });
    const given = { email: "eve@mail.example", note: "Hi", more: 1, __proto__: { phone: "+1" } };
    const known = { ...facts, "customer.phone": "+4912" };
    expect(bindArguments({ schema, bound }, given, known)).toEqual({
      ...{ email: "mia@mail.example", phone: "+4912", note: "Hi" },
    });
  });

  test("and not known keeps the call from being made", () => {
    expect(() => bindArguments({ schema, bound }, {}, facts)).toThrow("customer's phone is not known");
  });
});

test("a pin holds all a model is told and all that is called, however it is written down", () => {
  const tool = {
    description: "a",
    schema: { type: "object", properties: {} },
    isRead: true,
    operation: { path: "/a" },
  };
  const same = {
    operation: { path: "/a" },
    isRead: true,
    schema: { properties: {}, type: "object" },
    description: "a",
  };
  expect(hashOf(same)).toBe(hashOf(tool));
  const others = [
    { description: "b" },
    { isRead: false },
    { operation: { path: "/b" } },
    { schema: { type: "object" } },
  ];
  expect(new Set([hashOf(tool), ...others.map((change) => hashOf({ ...tool, ...change }))]).size).toBe(5);
});
