import { beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { staff } from "../../scripts/seed.ts";
import { type Inbox, openInbox } from "../support/inbox.ts";
import { lookAt } from "../support/running-shop.ts";

let shop: Inbox["shop"];
let logIn: Inbox["logIn"];
beforeAll(async () => {
  ({ shop, logIn } = await openInbox());
}, 120_000);

async function write(address: string, subject: string): Promise<void> {
  const sent = await fetch(`${shop.sandbox.url}/shopper/api/${address}/mail`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ to: "support@nordlys.example", subject, text: "Hello?" }),
  });
  expect(sent.status).toBe(201);
  await lookAt(shop).filed(subject);
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test("a view is built with the keyboard, shows what it would find, and counts along in the inbox", async () => {
  const page = await logIn();
  await write("mia.berg@mail.example", "Refund for the Fjord candle");
  await write("tom.reed@mail.example", "Opening hours");
  await press(page, "g", "v");
  await page.getByRole("heading", { name: "Views" }).waitFor();
  await press(page, "c");
  await page.getByLabel("Name").fill("Refunds");
  const preview = page.getByRole("region", { name: "Preview" });
  await preview.getByText("Opening hours").waitFor();

  await page.getByRole("button", { name: "Condition", exact: true }).focus();
  await press(page, "Enter");
  const field = page.getByRole("combobox", { name: "Field", exact: true }).last();
  await field.focus();
  await field.fill("Subject");
  await page.getByRole("option", { name: "Subject" }).waitFor();
  await press(page, "ArrowDown", "Enter");
  await page.getByLabel("How Subject is asked for").selectOption({ label: "contains" });
  await page.getByText("A condition has no value yet").waitFor();
  await page.getByLabel("Subject: value").fill("REFUND");
  await preview.getByText("Opening hours").waitFor({ state: "detached" });
  await preview.getByText("Refund for the Fjord candle").waitFor();
  await press(page, "Control+Enter");

  const link = page.getByRole("link", { name: /^Refunds/ });
  await link.getByText("1", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Open in the inbox" }).focus();
  await press(page, "Enter");
  const list = page.getByRole("list", { name: "Refunds conversations" });
  await list.getByText("Refund for the Fjord candle").waitFor();
  await write("jonas.vik@mail.example", "A refund, please");
  await list.getByText("A refund, please").waitFor();
  await page.getByRole("navigation", { name: "Views" }).getByText("2", { exact: true }).waitFor();

  await press(page, "j", "Enter");
  await page.getByRole("heading", { name: "A refund, please" }).waitFor();
  await press(page, "e");
  await list.getByText("A refund, please").waitFor({ state: "detached" });
  await page.getByRole("navigation", { name: "Views" }).getByText("1", { exact: true }).waitFor();
});

test("what is wrong with a condition is said at it, while it is written", async () => {
  const page = await logIn();
  await page.goto(`${shop.url}/views/new`);
  await page.getByLabel("Name").fill("Last week");
  const field = page.getByRole("combobox", { name: "Field", exact: true });
  await field.fill("Created");
  await page.getByRole("option", { name: "Created" }).click();
  await page.getByLabel("Created: value, kind of moment").selectOption({ label: "a day" });
  const problem = page.getByRole("listitem").getByText("A day of the calendar");
  await problem.waitFor();
  await page.getByLabel("Created: value, day").fill("2026-03-01");
  await problem.waitFor({ state: "detached" });
  await page.getByText("Nothing at the moment.").waitFor();

  await field.fill("Lifetime");
  await page.getByRole("group", { name: "Orders in shops" }).getByRole("option", { name: "Lifetime value" }).click();
  const amount = page.getByLabel("Lifetime value: value", { exact: true });
  await amount.fill("1,234");
  await page.getByText("Write an amount of EUR").waitFor();
  await amount.fill("10,5");
  await page.getByRole("region", { name: "Preview" }).getByText("A refund, please").waitFor();
});

test("an agent sees shared views and keeps her own, and is not offered to share", async () => {
  const owner = await logIn();
  await owner.goto(`${shop.url}/views/new`);
  await owner.getByLabel("Name").fill("For all");
  await owner.getByLabel("Seen by").selectOption({ label: "Everybody" });
  await owner.getByLabel("Name").press("Control+Enter");
  await owner.getByRole("region", { name: "Shared views" }).getByText("For all").waitFor();

  const agent = await logIn(staff[1]);
  await agent.getByRole("navigation", { name: "Views" }).getByText("For all").click();
  await agent.getByRole("link", { name: "Change the view For all" }).click();
  await agent.getByLabel("Name").waitFor();
  expect(await agent.getByRole("button", { name: "Save" }).count()).toBe(0);
  expect(await agent.getByLabel("Name").isEditable()).toBe(false);
  expect(await agent.getByText("Refunds").count()).toBe(0);
});
