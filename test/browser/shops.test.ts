import { beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { demo } from "../../sandbox/seed.ts";
import { staff } from "../../scripts/seed.ts";
import { type Inbox, openInbox } from "../support/inbox.ts";
import { lookAt } from "../support/running-shop.ts";
import { until } from "../support/until.ts";

let shop: Inbox["shop"];
let browser: Inbox["browser"];
beforeAll(async () => {
  ({ shop, browser } = await openInbox());
}, 120_000);

const other = demo.otherShop.domain;
const control = (path: string, body: object = {}) => shop.control("POST", `shopify/${other}/${path}`, body);

/** Logged in where Shopify sends people back to. */
async function logInAtHome(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(20_000);
  await page.goto(home());
  await page.getByLabel("Email").fill(staff[0]!.email);
  await page.getByLabel("Password", { exact: true }).fill("a long enough password");
  await page.keyboard.press("Enter");
  await page.getByRole("status", { name: "Live connection" }).waitFor();
  return page;
}

const home = () => shop.url.replace("127.0.0.1", "localhost");

async function connectionOf(account: string) {
  const { data } = await shop.ada.GET("/v1/connections");
  return data!.data.find((one) => one.account === account);
}

/** From the app store to the page of consent, and yes. */
async function install(page: Page): Promise<void> {
  await page.goto(`${shop.sandbox.url}/shopify`);
  await page.getByRole("listitem").filter({ hasText: other }).getByRole("link", { name: "Install" }).click();
  const agree = page.getByRole("button", { name: "Install" });
  await agree.waitFor();
  await agree.press("Enter");
}

test("a shop is installed from the store, ends when it is uninstalled, and comes back with nothing lost", async () => {
  const page = await logInAtHome();
  await install(page);
  const attach = page.getByRole("button", { name: "Connect it to Nordlys Candles" });
  await attach.waitFor();
  await page.keyboard.press("Enter");
  const card = page.getByRole("listitem", { name: other });
  await card.getByText("Connected", { exact: true }).first().waitFor();
  const before = await connectionOf(other);
  expect(before).toMatchObject({ state: "active", missingScopes: [], displayName: "Nordlys Home" });

  const subject = "A holder for my candle";
  const mia = "mia.berg@mail.example";
  shop.sandbox.state.mail.submit(mia, { to: demo.mailbox.address, subject, text: "Does the brass one fit?" });
  const conversation = await lookAt(shop).filed(subject);
  const orders = async () => (await lookAt(shop).customer(conversation)).orders;
  await until(async () => (await orders()).includes("#2001"), { what: "the order of the new shop" });

  await control("uninstall");
  await card.getByText("Disconnected", { exact: true }).waitFor();
  expect(await orders()).toContain("#2001");

  await install(page);
  await page.getByRole("status", { name: "Live connection" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await page.getByRole("heading", { name: "Shops" }).waitFor();
  await card.getByText("Connected", { exact: true }).first().waitFor();
  expect(await connectionOf(other)).toMatchObject({ id: before!.id, state: "active" });
  expect(await orders()).toContain("#2001");
});

test("a member connects a shop from here, disconnects it and comes back, with the keyboard alone", async () => {
  const page = await logInAtHome();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  const card = page.getByRole("listitem", { name: other });
  await card.getByRole("button", { name: "Disconnect…" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await card.getByText("Disconnected", { exact: true }).waitFor();
  await page.getByLabel("Another shop").focus();
  await page.keyboard.type("Nordlys-Home");
  await page.keyboard.press("Enter");
  // All of it was allowed before: Shopify sends her straight back.
  await card.getByText("Connected", { exact: true }).first().waitFor();
  await page.getByLabel("Another shop").focus();
  await page.keyboard.type("not a shop!");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "no shop's name" }).waitFor();
});

test("inside the shop's admin stands how it is, and the way to the inbox", async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${shop.sandbox.url}/shopify/${other}/admin/apps/parley`);
  const frame = page.frameLocator("iframe");
  await frame.getByText("The shop is connected.").waitFor();
  await frame.getByText(`Nordlys Home (${other})`).waitFor();
  expect(await frame.getByRole("link", { name: "Open the inbox" }).getAttribute("href")).toBe(`${home()}/inbox/open`);
});
