import { afterEach, beforeEach } from "@jest/globals";
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright-core";
import { staff } from "../../scripts/seed.ts";
import { buildWebClient } from "../../scripts/web-client.ts";
import { launchOptions } from "./chromium.ts";
import { closeAtEnd } from "./close-at-end.ts";
import { type RunningShop, startShop } from "./running-shop.ts";
import { until } from "./until.ts";

export interface Inbox {
  shop: RunningShop;
  browser: Browser;
  /** A browser of her own, logged in and live, until the test that asks ends. Default: the owner's. */
  logIn(person?: { email: string }): Promise<Page>;
}

let opened: Page[] = [];
beforeEach(() => {
  opened = [];
});
// A page left open goes on showing what the next tests do, which takes as much of the machine as showing it to them.
afterEach(async () => {
  await Promise.all(opened.map((page) => page.context().close()));
});

/** The demo shop with its web client, and a real browser to look at it. Both end with the file. */
export async function openInbox(): Promise<Inbox> {
  await buildWebClient();
  const shop = await startShop();
  const browser = await chromium.launch(launchOptions());
  closeAtEnd(() => browser.close());
  const logins = new Map<string, Awaited<ReturnType<BrowserContext["cookies"]>>>();
  const logIn = async ({ email }: { email: string } = staff[0]!) => {
    // What moves costs a small machine half of its time; who asks for less motion gets the same pages without it.
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
    opened.push(page);
    page.setDefaultTimeout(40_000);
    // The form, and the password's hash, cost as much as a third of the page: once for each person.
    const cookies = logins.get(email);
    await page.context().addCookies(cookies ?? []);
    await page.goto(shop.url);
    if (!cookies) {
      await page.getByLabel("Email").fill(email);
      await page.getByLabel("Password", { exact: true }).fill("a long enough password");
      await page.keyboard.press("Enter");
    }
    await page.getByRole("status", { name: "Live connection" }).waitFor();
    logins.set(email, await page.context().cookies());
    return page;
  };
  return { shop, browser, logIn };
}

/** Waits until keys go there: what appears is seen a moment before it has the focus, and a slow machine makes it a long one. */
export async function hasFocus(place: Locator): Promise<void> {
  await until(() => place.evaluate((element) => element.contains(document.activeElement)));
}
