import { beforeAll, expect, test } from "@jest/globals";
import { listConversations } from "../../../src/domain/conversations/index.ts";
import { aShop, from, marked, type Shop } from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await aShop();
  await shop.mail(
    { ...from("Mia Berg", "mia+vip@mail.example"), subject: "Mia's", text: "Call me at 070-123 45 67 about #1042" },
    { ...from("Jonas Vik", "jonas.vik@other.example"), subject: "Jonas's", text: "The parcel 1043 is late" },
    { ...from("", "+46701234567"), customer: { kind: "phone", value: "+46701234567", name: "" }, subject: "Sms" },
  );
  const rows = await listConversations(shop.ctx, { folder: "open", limit: 10 });
  const customerOf = (subject: string) => rows.find((row) => row.subject === subject)!.customerId;
  await shop.order(customerOf("Mia's"), { name: "#1042" }, { name: "#EN-2001", title: "Skär matta" });
  await shop.order(customerOf("Jonas's"), { name: "#1043" }, { name: "#10420" });
});

test.each(["1042", "#1042", "where is #1042"])("an order's number finds the order first: %s", async (query) => {
  const [first, ...others] = await shop.find(query);
  expect(first).toMatchObject({ type: "order", exact: true });
  expect(first?.type === "order" && marked(first.name)).toEqual(["#1042"]);
  expect(others.map(({ type }) => type)).toContain("conversation");
  expect(await shop.names(query)).not.toContain("#10420");
});

test.each(["#EN-2001", "en-2001", "EN2001", "en 2001"])(
  "letters and dashes of an order's name do not matter: %s",
  async (query) => {
    expect(await shop.names(query, { type: "order" })).toEqual(["#EN-2001"]);
  },
);

test("an address with a tag is found as a whole, by its domain and by its words", async () => {
  const [first] = await shop.find("mia+vip@mail.example");
  expect(first).toMatchObject({ type: "customer", exact: true });
  expect(await shop.names("MIA+VIP@Mail.Example", { type: "conversation" })).toEqual(["Mia's"]);
  expect(await shop.names("mia@mail.example")).toEqual([]);
  expect(await shop.names("@other.example", { type: "conversation" })).toEqual(["Jonas's"]);
  expect(await shop.names("jonas.vik", { type: "customer" })).toEqual(["Jonas Vik"]);
});

test.each(["+46 70 123 45 67", "070-123 45 67", "0701234567", "+46701234567", "(070) 123 45 67", "0046701234567"])(
  "a phone number is found however it is written: %s",
  async (query) => {
    expect((await shop.find(query, { type: "customer" })).map((hit) => hit.type === "customer" && hit.exact)).toEqual([
      true,
    ]);
    expect(new Set(await shop.names(query, { type: "conversation" }))).toEqual(new Set(["Sms", "Mia's"]));
  },
);

test("what an order holds is found by its words", async () => {
  expect(await shop.names("skar mattor", { type: "order" })).toEqual(["#EN-2001"]);
});

test.each([
  ["from:mia", ["Mia's"]],
  ['from:"Mia Berg"', ["Mia's"]],
  ["from:mia+vip@mail.example", ["Mia's"]],
  ["from:@other.example", ["Jonas's"]],
  ["-from:mia parcel", ["Jonas's"]],
  ["to:support from:jonas", ["Jonas's"]],
  ["to:sales from:jonas", []],
  ["to:@shop.example from:jonas", ["Jonas's"]],
  ["customer:jonas.vik@other.example", ["Jonas's"]],
  ['customer:"Mia Berg"', ["Mia's"]],
  ["order:1042", ["Mia's"]],
  ["order:#1043 parcel", ["Jonas's"]],
  ["order:9999", []],
])("%s", async (query, subjects) => {
  expect(await shop.names(query, { type: "conversation" })).toEqual(subjects);
});
