import { beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { staff } from "../../scripts/seed.ts";
import { hasFocus, type Inbox, openInbox } from "../support/inbox.ts";
import { lookAt } from "../support/running-shop.ts";
import { until } from "../support/until.ts";

let shop: Inbox["shop"];
let logIn: Inbox["logIn"];
beforeAll(async () => {
  ({ shop, logIn } = await openInbox());
}, 120_000);

/** Mia writes; her conversation is open and her orders are on screen. */
async function miaWrites(page: Page, subject: string): Promise<void> {
  const letter = { to: "support@nordlys.example", subject, text: "They melted on the way." };
  const sent = await fetch(`${shop.sandbox.url}/shopper/api/mia.berg@mail.example/mail`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(letter),
  });
  expect(sent.status).toBe(201);
  const conversation = await lookAt(shop).filed(subject);
  await until(async () => (await lookAt(shop).customer(conversation)).lookup.state === "fresh");
  await page.goto(`${shop.url}/inbox/open/${conversation.id}`);
  await page.getByRole("article", { name: "Order #1042" }).waitFor();
}

test("a refund beyond an agent's limit waits for a second person, who approves it, and both see it done, with the keyboard", async () => {
  const [ada, bo] = [await logIn(), await logIn(staff[1])];
  await miaWrites(bo, "Both candles melted");
  await bo.keyboard.press("o");
  await bo.keyboard.press("d");
  await bo.getByRole("menuitem", { name: "Refund…" }).waitFor();
  await hasFocus(bo.getByRole("menu"));
  await bo.keyboard.press("ArrowDown");
  await bo.keyboard.press("Enter");
  const dialog = bo.getByRole("dialog", { name: "Refund · #1042" });
  await hasFocus(dialog.getByRole("spinbutton", { name: /Fjord candle/ }));
  await bo.keyboard.press("ArrowUp");
  await bo.keyboard.press("ArrowUp");
  await dialog.getByLabel(/Shipping as well/).focus();
  await bo.keyboard.press("Space");
  await bo.keyboard.press("Control+Enter");
  await dialog.getByText("Needs approval by a lead or an admin").waitFor();
  await dialog.getByRole("list", { name: "What will happen" }).getByText("Shipping").waitFor();
  const ask = dialog.getByRole("button", { name: "Ask for approval" });
  await ask.waitFor();
  await bo.keyboard.press("Control+Enter");
  await dialog.getByRole("status", { name: "Outcome" }).getByText("Waits for approval").waitFor();
  await bo.keyboard.press("Escape");
  const entry = bo.getByRole("article", { name: /^In the shop: Refund/ });
  await entry.getByText("Waits for approval").waitFor();

  await ada.getByRole("button", { name: "Notifications: 1 new" }).waitFor();
  await ada.keyboard.press("g");
  await ada.keyboard.press("y");
  const question = ada.getByRole("article", { name: "Refund" });
  await question.getByText("asked by Bo Lund").waitFor();
  await question.getByText("#1042").waitFor();
  await ada.keyboard.press("a");
  await ada.getByLabel("Why it may be done").fill("The photo shows it");
  await ada.keyboard.press("Control+Enter");
  await ada.getByRole("region", { name: "Decided just now" }).getByText("Done", { exact: true }).waitFor();

  await entry.getByText("Done", { exact: true }).waitFor();
  await entry.getByText(/approved by Ada Holm/).waitFor();
  await bo.getByRole("article", { name: "Order #1042" }).getByText("Refunded", { exact: true }).first().waitFor();
}, 90_000);

test("a code made beside the conversation goes into the reply by one key, and is taken back by undo", async () => {
  const page = await logIn();
  await miaWrites(page, "May I have a discount?");
  await page.keyboard.press("D");
  await page.getByRole("menuitem", { name: "Discount code…" }).waitFor();
  await hasFocus(page.getByRole("menu"));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Discount code" });
  await dialog.getByRole("textbox", { name: "Percent" }).fill("15");
  await page.keyboard.press("Control+Enter");
  const make = dialog.getByRole("button", { name: "Make the code" });
  await until(() => make.isEnabled());
  // The key that is pressed twice asks for it once.
  await Promise.all([page.keyboard.press("Control+Enter"), page.keyboard.press("Control+Enter")]);
  await dialog.getByRole("button", { name: "Insert into reply (i)" }).waitFor();
  await page.keyboard.press("i");
  const reply = page.getByRole("textbox", { name: "Reply" });
  await until(async () => (await reply.inputValue()) !== "");
  const code = await reply.inputValue();
  const entries = page.getByRole("article", { name: /^In the shop: Discount code made/ });
  await entries.getByText(code, { exact: true }).waitFor();
  expect(await entries.count()).toBe(1);

  await entries.getByRole("button", { name: "Undo…" }).click();
  const undo = page.getByRole("dialog", { name: "Switch discount code off" });
  const off = undo.getByRole("button", { name: "Switch it off" });
  await until(() => off.isEnabled());
  await page.keyboard.press("Control+Enter");
  await undo.getByRole("status", { name: "Outcome" }).getByText("Done", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await entries.getByText("Taken back").waitFor();
}, 90_000);
