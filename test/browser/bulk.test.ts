import { beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { staff } from "../../scripts/seed.ts";
import { aMessage, receive } from "../support/factories.ts";
import { type Inbox, openInbox } from "../support/inbox.ts";
import { lookAt } from "../support/running-shop.ts";
import { until } from "../support/until.ts";

let shop: Inbox["shop"];
let logIn: Inbox["logIn"];
beforeAll(async () => {
  ({ shop, logIn } = await openInbox());
}, 120_000);

/** Mails from as many people, newer than whatever is there; the last one is the newest. */
async function arrive(subject: string, count: number): Promise<void> {
  const { workspace } = (await shop.ada.GET("/v1/session")).data!;
  const [connection] = (await shop.ada.GET("/v1/connections")).data!.data;
  const at = { workspaceId: workspace.id, connectionId: connection!.id };
  const mails = Array.from({ length: count }, (_, n) =>
    aMessage(at, { subject: `${subject} ${n + 1}`, sentAt: new Date(Date.now() + n) }),
  );
  await receive(shop.db, mails);
}

const row = (page: Page, subject: string) => page.locator(`[data-conversation]:has(span:text-is("${subject}"))`);
const bar = (page: Page) => page.getByRole("toolbar", { name: "Chosen conversations" });
const card = (page: Page, title: string) =>
  page.getByRole("region", { name: "Bulk actions" }).getByRole("article", { name: title });

test("several are chosen and closed by keys, what came of each can be read, and Z gives them back", async () => {
  await arrive("Lost parcel", 5);
  const [ada, bo] = [await logIn(), await logIn(staff[1])];
  await row(ada, "Lost parcel 5").waitFor();
  await row(bo, "Lost parcel 5").waitFor();
  await ada.keyboard.press("j");
  await ada.keyboard.press("x");
  await bar(ada).getByText("1 chosen").waitFor();
  await ada.keyboard.press("Shift+J");
  await ada.keyboard.press("Shift+ArrowDown");
  await ada.keyboard.press("j");
  await ada.keyboard.press("x");
  await bar(ada).getByText("4 chosen").waitFor();
  await ada.keyboard.press("Shift+K");
  await bar(ada).getByText("4 chosen").waitFor();
  await ada.keyboard.press("e");
  await card(ada, "Closed 4 conversations").waitFor();
  await bar(ada).waitFor({ state: "detached" });
  for (const page of [ada, bo]) {
    for (const n of [2, 3, 4, 5]) await row(page, `Lost parcel ${n}`).waitFor({ state: "detached" });
    await row(page, "Lost parcel 1").waitFor();
  }
  expect(await bo.getByRole("article").count()).toBe(0);
  await ada.keyboard.press("R");
  const results = ada.getByRole("dialog", { name: "Closed 4 conversations" });
  await results.getByRole("link", { name: "Lost parcel 4" }).waitFor();
  expect(await results.getByRole("list", { name: "Results" }).getByRole("listitem").count()).toBe(4);
  await ada.keyboard.press("Escape");
  await results.waitFor({ state: "detached" });
  await ada.keyboard.press("Z");
  await card(ada, "Put back 4 conversations").waitFor();
  for (const page of [ada, bo]) for (const n of [2, 3, 4, 5]) await row(page, `Lost parcel ${n}`).waitFor();
  await ada.keyboard.press("g");
  await ada.keyboard.press("b");
  const history = ada.getByRole("dialog", { name: "Bulk actions of yours" });
  await history.getByRole("article", { name: "Closed 4 conversations" }).getByText("Taken back.").waitFor();
});

test("a whole list, with what is not on screen, is counted before it is tagged; what had the tag is told apart", async () => {
  await arrive("Broken candle", 40);
  const ada = await logIn();
  await row(ada, "Broken candle 40").waitFor();
  await ada.keyboard.press("j");
  await ada.keyboard.press("x");
  await tag(ada, "Refund");
  await card(ada, "Tagged 1 conversation").waitFor();
  await row(ada, "Broken candle 40").getByText("Refund").waitFor();
  await ada.keyboard.press("j");
  await ada.keyboard.press("Control+a");
  await bar(ada).getByText("All chosen").waitFor();
  await tag(ada, "Refund");
  const open = (await lookAt(shop).inbox()).filter(({ status }) => status === "open").length;
  const asked = ada.getByRole("dialog", { name: "Tag Refund" });
  await asked.getByText(`This is about ${open} conversations.`).waitFor();
  await ada.keyboard.press("Enter");
  await card(ada, `Tagged ${open - 1} conversations`)
    .getByText("1 left as they were.")
    .waitFor();
  await row(ada, "Broken candle 35").getByText("Refund").waitFor();
  await ada.keyboard.press("R");
  const results = ada.getByRole("dialog", { name: `Tagged ${open - 1} conversations` });
  await results.getByRole("listitem").filter({ hasText: "Broken candle 40" }).getByText("It was so already").waitFor();
  const tagged = async () => (await lookAt(shop).inbox()).filter(({ tagIds }) => tagIds.length > 0).length;
  await until(async () => (await tagged()) === open);
});

test("chosen rows take the keys before the open conversation, and Escape gives them back to it", async () => {
  await arrive("Wrong size", 2);
  const ada = await logIn();
  await row(ada, "Wrong size 2").click();
  await ada.getByRole("heading", { name: "Wrong size 2" }).waitFor();
  await row(ada, "Wrong size 1").hover();
  await ada.getByRole("checkbox", { name: /Wrong size 1$/ }).click();
  await bar(ada).getByText("1 chosen").waitFor();
  await ada.keyboard.press("a");
  await ada.getByRole("combobox").waitFor();
  await ada.keyboard.type("to me");
  await ada.keyboard.press("Enter");
  await card(ada, "Assigned 1 conversation").waitFor();
  await row(ada, "Wrong size 1").getByText("Ada Holm").waitFor();
  expect(await row(ada, "Wrong size 2").getByText("Ada Holm").count()).toBe(0);
  await ada.getByRole("checkbox", { name: /Wrong size 1$/ }).click();
  await bar(ada).waitFor();
  await ada.keyboard.press("Escape");
  await bar(ada).waitFor({ state: "detached" });
  await ada.keyboard.press("e");
  await row(ada, "Wrong size 2").waitFor({ state: "detached" });
  await row(ada, "Wrong size 1").waitFor();
});

async function tag(page: Page, name: string): Promise<void> {
  await page.keyboard.press("l");
  await page.getByRole("combobox").waitFor();
  await page.keyboard.type(name);
  await page.getByRole("option", { name: `Tag ${name}`, selected: true }).waitFor();
  await page.keyboard.press("Enter");
}
