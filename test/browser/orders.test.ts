import { beforeAll, expect, test } from "@jest/globals";
import { hasFocus, type Inbox, openInbox } from "../support/inbox.ts";
import { lookAt } from "../support/running-shop.ts";
import { until } from "../support/until.ts";

let shop: Inbox["shop"];
let logIn: Inbox["logIn"];
beforeAll(async () => {
  ({ shop, logIn } = await openInbox());
}, 120_000);

/** Sara writes; her conversation is filed and her orders are known. */
async function saraWrites(subject: string) {
  const letter = { to: "support@nordlys.example", subject, text: "One is broken." };
  const sent = await fetch(`${shop.sandbox.url}/shopper/api/sara.lindqvist@mail.example/mail`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(letter),
  });
  expect(sent.status).toBe(201);
  const conversation = await lookAt(shop).filed(subject);
  await until(async () => (await lookAt(shop).customer(conversation)).lookup.state === "fresh");
  return conversation;
}

test("orders are read, opened and acted on with the keyboard alone, beside the conversation and on the customer's page", async () => {
  const { id } = await saraWrites("A broken candle");
  const page = await logIn();
  await page.goto(`${shop.url}/inbox/open/${id}`);
  const newest = page.getByRole("article", { name: "Order #1044" });
  await newest.getByText("Partly refunded").waitFor();
  await newest.getByRole("list", { name: "Lines" }).getByText("Candle snuffer").waitFor();

  await page.keyboard.press("o");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const older = page.getByRole("article", { name: "Order #1038" });
  await older.getByRole("list", { name: "Lines" }).waitFor();

  await page.keyboard.press("d");
  await page.getByRole("menuitem", { name: "Refund…" }).waitFor();
  await hasFocus(page.getByRole("menu"));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Refund · #1038" });
  // The dialog takes the focus a moment after it is seen.
  await dialog.locator(":focus").waitFor();
  await page.keyboard.press("Control+Enter");
  await dialog.getByRole("alert").getByText("Choose lines, shipping or an amount.").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });

  await page.keyboard.press("h");
  await page.getByRole("heading", { name: "Sara Lindqvist", level: 1 }).waitFor();
  await page.getByText("Lifetime value").waitFor();
  await page.getByRole("article", { name: "Order #1038" }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/customers\//);
}, 60_000);

test("who asks a person to be told is written down by keyboard: what is sold out is found, what can be bought says so", async () => {
  const { id, customer } = await saraWrites("Is the black one back?");
  const page = await logIn();
  await page.goto(`${shop.url}/inbox/open/${id}`);
  const add = page.getByRole("button", { name: "Tell her when something is back…" });
  await add.press("Enter");
  const search = page.getByRole("combobox", { name: "What she waits for" });
  await hasFocus(search);
  await search.fill("snuffer");
  const black = page.getByRole("option", { name: "Candle snuffer, Black", exact: true });
  await black.waitFor();
  const brass = page.getByRole("option", { name: "Candle snuffer, Brass · can be bought now" });
  expect(await brass.getAttribute("data-combobox-disabled")).toBe("true");
  await until(async () => (await page.getByRole("option").count()) === 2);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const kept = page.getByRole("region", { name: "Wants to know when back" });
  await kept.getByText("Candle snuffer, Black").waitFor();
  await hasFocus(add);
  expect(await search.count()).toBe(0);
  const path = { customerId: customer.id };
  const { data } = await shop.ada.GET("/v1/customers/{customerId}/stock-requests", { params: { path } });
  expect(data!.data).toMatchObject([{ state: "open", conversationId: id }]);
}, 60_000);
