import { beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { type Inbox, openInbox } from "../support/inbox.ts";
import { lookAt } from "../support/running-shop.ts";
import { until } from "../support/until.ts";

let shop: Inbox["shop"];
let logIn: Inbox["logIn"];
beforeAll(async () => {
  ({ shop, logIn } = await openInbox());
  const subjects = ["The wick of my candle is crooked", "Zwei Kerzen fehlen"];
  for (const [n, subject] of subjects.entries()) {
    const text =
      n === 0
        ? "It burns on one side. Order #1042."
        : "Ich habe die bestellten Kerzen nicht bekommen und bin enttäuscht.";
    const sent = await fetch(`${shop.sandbox.url}/shopper/api/mia.berg@mail.example/mail`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ to: "support@nordlys.example", subject, text }),
    });
    expect(sent.status).toBe(201);
    const conversation = await lookAt(shop).filed(subject);
    await until(async () => (await lookAt(shop).customer(conversation)).orders.includes("#1042"));
  }
  await until(async () => {
    const found = await shop.ada.GET("/v1/search", { params: { query: { q: "enttäuscht" } } });
    const orders = await shop.ada.GET("/v1/search", { params: { query: { q: "1042", type: "order" } } });
    return found.data?.data.length === 1 && orders.data?.data.length === 1;
  });
}, 120_000);

const option = (page: Page, name: string | RegExp) => page.getByRole("option", { name });

test("a slash, a number and Enter lead to the order's conversation; back leads to what was found", async () => {
  const page = await logIn();
  await page.keyboard.press("/");
  await page.getByRole("combobox", { name: "Search" }).waitFor();
  await page.keyboard.type("#1042");
  await page.getByRole("group", { name: "Orders" }).getByRole("option", { name: /#1042/, selected: true }).waitFor();
  expect(await page.getByRole("group", { name: "Orders" }).locator("mark").allTextContents()).toEqual(["#1042"]);
  await page.getByRole("group", { name: "Conversations" }).getByText("The wick of my candle is crooked").waitFor();
  await page.keyboard.press("ArrowDown");
  const chosen = page.getByRole("option", { selected: true });
  await until(async () => (await chosen.textContent())?.includes("wick"));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "The wick of my candle is crooked" }).waitFor();
  await page.goBack();
  await option(page, /#1042/).first().waitFor();
  expect(await page.getByRole("combobox", { name: "Search" }).inputValue()).toBe("#1042");
});

test("words are found in any form and marked; what was opened is offered again, and can be forgotten", async () => {
  const page = await logIn();
  await page.keyboard.press("/");
  await page.keyboard.type("kerze enttauscht");
  await option(page, /Zwei Kerzen fehlen/).waitFor();
  expect(await page.getByRole("option").locator("mark").allTextContents()).toEqual(["Kerzen", "Kerzen", "enttäuscht"]);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Zwei Kerzen fehlen" }).waitFor();
  await page.keyboard.press("/");
  await page.getByRole("button", { name: "kerze enttauscht", exact: true }).click();
  await option(page, /Zwei Kerzen fehlen/).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Forget kerze enttauscht" }).click();
  expect(await page.getByRole("region", { name: "Recent searches" }).count()).toBe(0);
  await page.keyboard.press("/");
  await page.keyboard.press("Escape");
  await page.waitForURL(/inbox/);
});

test("a mistake is shown in its place, and nothing found says so", async () => {
  const page = await logIn();
  await page.keyboard.press("/");
  await page.keyboard.type("candle status:opne");
  const alert = page.getByRole("alert");
  await alert.getByText("status: is one of open, waiting, closed").waitFor();
  expect(await alert.locator("code span").textContent()).toBe("status:opne");
  await page.getByRole("combobox", { name: "Search" }).fill("hippopotamus");
  await page.getByText("Nothing fits.").waitFor();
  await page.getByRole("combobox", { name: "Search" }).fill("crokked");
  await page.getByText("Nothing has exactly these words.").waitFor();
  await option(page, /crooked/).waitFor();
});

test("what a person puts into the help centre is read there, found there, and gone when she takes it out", async () => {
  const page = await logIn();
  await page.goto(`${shop.url}/knowledge/help-center`);
  const form = page.getByRole("form", { name: "Help centre" });
  await form.getByLabel("Name").fill("How can we help?");
  await form.getByRole("button", { name: "Save" }).click();
  const [reader] = await Promise.all([page.waitForEvent("popup"), form.getByRole("link").click()]);
  await reader.getByRole("heading", { name: "How can we help?" }).waitFor();
  await reader.getByRole("searchbox").fill("kan I send it bak");
  await reader.keyboard.press("Enter");
  await reader.getByRole("link", { name: "Returns and exchanges" }).click();
  await reader.getByText("within 30 days of its arrival").waitFor();
  await page.getByRole("link", { name: /^Returns and exchanges/ }).click();
  await page.getByRole("switch", { name: "In the help centre" }).click();
  await page.getByText("Only the AI and your team go by it").waitFor();
  await reader.reload();
  await reader.getByRole("heading", { name: "This page is not here" }).waitFor();
  await reader.close();
});
