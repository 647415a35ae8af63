import { beforeAll, expect, test } from "@jest/globals";
import type { Locator, Page } from "playwright-core";
import { staff } from "../../scripts/seed.ts";
import { useClock as setClock } from "../../src/platform/clock.ts";
import { type Inbox, openInbox } from "../support/inbox.ts";
import { lookAt } from "../support/running-shop.ts";
import { until } from "../support/until.ts";

let shop: Inbox["shop"];
let logIn: Inbox["logIn"];
beforeAll(async () => {
  ({ shop, logIn } = await openInbox());
}, 120_000);

const mia = "mia.berg@mail.example";

/** Writes to the shop as a shopper, in a thread of her own mail if there is one of this subject. */
async function write(subject: string, text: string) {
  await submit(subject, text);
  return lookAt(shop).filed(({ lastMessage }) => lastMessage.preview === text);
}

function submit(subject: string, text: string) {
  const own = shop.sandbox.state.mail
    .threads(mia)
    .filter((thread) => thread.subject === subject)
    .flatMap((thread) => thread.messages)[0]?.messageId;
  return shop.sandbox.state.mail.submit(mia, {
    ...{ to: "support@nordlys.example", subject, text },
    ...(own && { inReplyTo: own }),
  });
}

async function aMonthAgo(happened: () => Promise<unknown>): Promise<void> {
  const putBack = setClock(() => new Date(Date.now() - 30 * 86_400_000));
  await happened();
  putBack();
}

async function open(page: Page, subject: string): Promise<void> {
  await row(page, subject).click();
  await page.getByRole("heading", { name: subject }).waitFor();
}

const row = (page: Page, subject: string) => page.locator("[data-conversation]", { hasText: subject });
const header = (page: Page) => page.getByRole("main", { name: "Conversation" }).locator("header");

/** Opens a menu by its key, goes down to an item, and takes it. */
async function choose(page: Page, key: string, name: string): Promise<void> {
  await page.keyboard.press(key);
  const item = page.getByRole("menuitem", { name });
  await item.waitFor();
  await until(async () => {
    await page.keyboard.press("ArrowDown");
    return item.evaluate((element) => element === document.activeElement);
  });
  await page.keyboard.press("Enter");
}

test("statuses are named with the keyboard, given by s, seen by a colleague, and end when the customer writes", async () => {
  const subject = "Where is the parcel";
  await write(subject, "Nothing came");
  const [ada, bo] = [await logIn(), await logIn(staff[1])];
  await open(bo, subject);
  await bo.keyboard.press("s");
  await ada.keyboard.press("g");
  await ada.keyboard.press("a");
  await ada.getByRole("heading", { name: "Statuses" }).waitFor();
  expect(await bo.getByRole("menu").count()).toBe(0);
  await ada.keyboard.press("c");
  await ada.keyboard.type("Needs a lead");
  await ada.keyboard.press("Enter");
  await ada.getByRole("textbox", { name: "Name of Needs a lead" }).waitFor();
  await add(ada, "waiting", "Waiting for carrier");
  await add(ada, "waiting", "waiting for CARRIER", { refused: /already/ });
  await bo.getByRole("button", { name: "Status: Open" }).waitFor();
  await choose(bo, "s", "Waiting for carrier");
  await bo.getByRole("button", { name: "Status: Waiting for carrier" }).waitFor();
  await bo.keyboard.press("g");
  await bo.keyboard.press("w");
  await row(bo, subject).getByText("Waiting for carrier").waitFor();
  await open(bo, subject);
  await ada.goto(bo.url());
  await ada.getByRole("button", { name: "Status: Waiting for carrier" }).waitFor();
  await write(subject, "It came after all");
  for (const page of [ada, bo]) {
    await page.getByRole("button", { name: "Status: Open" }).waitFor();
    await header(page)
      .getByText(/^Customer wrote/)
      .waitFor();
    await header(page)
      .getByText(/^Waiting [^f]/)
      .waitFor();
  }
  await Promise.all([ada.close(), bo.close()]);
});

test("what conversations have is archived and comes back, what none has is gone; an agent only reads", async () => {
  const [ada, bo] = [await logIn(), await logIn(staff[1])];
  const subject = "Is it refunded";
  await write(subject, "Money?");
  await shop.ada.POST("/v1/statuses", { body: { category: "closed", name: "Refunded" } });
  await open(ada, subject);
  // There is no status to give, and so no key for it, before the workspace's own are known.
  await ada.getByRole("button", { name: "Status: Open" }).waitFor();
  await choose(ada, "s", "Refunded");
  await ada.getByRole("button", { name: "Status: Refunded" }).waitFor();
  await ada.goto(`${shop.url}/statuses`);
  await bo.goto(`${shop.url}/statuses`);
  await add(ada, "closed", "Never used");
  const [used, unused] = [name(ada, "Refunded"), name(ada, "Never used")];
  await press(ada.getByRole("button", { name: "Move Never used up" }));
  await until(async () => (await closed()).join() === "Closed,Never used,Refunded");
  for (const status of ["Refunded", "Never used"]) {
    await bo.getByText(status, { exact: true }).waitFor();
    await press(ada.getByRole("button", { name: `Delete ${status}` }));
    await name(ada, status).waitFor({ state: "detached" });
    await bo.getByText(status, { exact: true }).waitFor({ state: "detached" });
  }
  expect(await bo.getByRole("textbox").count()).toBe(0);
  await ada.getByText("Archived", { exact: true }).click();
  await used.waitFor();
  expect(await unused.count()).toBe(0);
  await press(ada.getByRole("button", { name: "Restore Refunded" }));
  await bo.getByText("Refunded", { exact: true }).waitFor();
  await Promise.all([ada.close(), bo.close()]);
});

test("any moment can be snoozed to by keyboard, but not one that is past", async () => {
  const page = await logIn();
  const subject = "Ask me next week";
  const { id } = await write(subject, "Not now");
  await open(page, subject);
  await choose(page, "z", "Another time…");
  const input = page.getByRole("textbox", { name: "Snooze until" });
  await input.fill("2020-01-01T09:00");
  await page.keyboard.press("Enter");
  await page.getByText("That is past").waitFor();
  expect((await lookAt(shop).filed((one) => one.id === id)).status).toBe("open");
  const year = new Date().getFullYear() + 1;
  await input.fill(`${year}-03-02T09:15`);
  await page.keyboard.press("Enter");
  await input.waitFor({ state: "detached" });
  await header(page)
    .getByText(new RegExp(`Snoozed until .*${year}.*15`))
    .waitFor();
  await until(async () => (await snoozedUntil(id)) === new Date(year, 2, 2, 9, 15).toISOString());
  await choose(page, "z", "Back to the inbox now");
  await until(async () => (await snoozedUntil(id)) === null);
  await page.close();
});

test("a letter to what was closed for long begins a conversation that leads back to the former one", async () => {
  const page = await logIn();
  const subject = "Long ago";
  const { id } = await aMonthAgo(() => submit(subject, "The first time")).then(() => lookAt(shop).filed(subject));
  const params = { path: { conversationId: id } };
  await aMonthAgo(() => shop.ada.POST("/v1/conversations/{conversationId}/closure", { params }));
  await page.goto(`${shop.url}/statuses`);
  const begins = page.getByRole("radio", { name: /^Begins a new conversation/ });
  await begins.focus();
  await page.keyboard.press("Space");
  const days = page.getByLabel("Quiet for longer than, in days");
  await days.fill("20");
  await days.press("Enter");
  await until(async () => (await shop.ada.GET("/v1/channels")).data!.data[0]!.newAfterDays === 20);
  const next = await write(subject, "The second time");
  expect(next.id).not.toBe(id);
  await page.goto(`${shop.url}/inbox/open/${next.id}`);
  await page.getByRole("link", { name: "Continues an earlier conversation" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("The first time").first().waitFor();
  await page.getByRole("link", { name: "Continued in a newer conversation" }).waitFor();
  await page.close();
});

const name = (page: Page, status: string) => page.getByRole("textbox", { name: `Name of ${status}`, exact: true });

async function add(page: Page, category: string, status: string, { refused }: { refused?: RegExp } = {}) {
  const input = page.getByLabel(`Name of a new ${category} status`);
  await input.fill(status);
  await input.press("Enter");
  await (refused ? page.getByText(refused) : name(page, status)).waitFor();
}

async function press(button: Locator): Promise<void> {
  await button.focus();
  await button.press("Enter");
}

const closed = async () =>
  (await shop.ada.GET("/v1/statuses"))
    .data!.data.filter(({ category }) => category === "closed")
    .map((status) => status.name);

const snoozedUntil = async (conversationId: string) => {
  const params = { path: { conversationId } };
  return (await shop.ada.GET("/v1/conversations/{conversationId}", { params })).data!.snoozedUntil;
};
