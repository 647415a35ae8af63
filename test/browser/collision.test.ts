import { beforeAll, expect, test } from "@jest/globals";
import type { Page, Route } from "playwright-core";
import { staff } from "../../scripts/seed.ts";
import { type Inbox, openInbox } from "../support/inbox.ts";
import { lookAt } from "../support/running-shop.ts";
import { until } from "../support/until.ts";

let shop: Inbox["shop"];
let logIn: Inbox["logIn"];
beforeAll(async () => {
  ({ shop, logIn } = await openInbox());
}, 120_000);

const mia = "mia.berg@mail.example";

/** Writes to the shop as a shopper. @returns the conversation, when it is in the inbox. */
async function write(subject: string) {
  await shop.sandbox.state.mail.submit(mia, { to: "support@nordlys.example", subject, text: "Hello?" });
  return lookAt(shop).filed(subject);
}

async function open(page: Page, subject: string): Promise<void> {
  await row(page, subject).click();
  await page.getByRole("heading", { name: subject }).waitFor();
}

const row = (page: Page, subject: string) => page.locator("[data-conversation]", { hasText: subject });
const header = (page: Page) => page.getByRole("main", { name: "Conversation" }).locator("header");

test("who looks and who types is seen in the list and in the conversation, and is gone when they go", async () => {
  const subject = "Who is there";
  await write("Something else");
  await write(subject);
  const [ada, bo] = [await logIn(), await logIn(staff[1])];
  const dot = (does: string) => row(bo, subject).getByRole("img", { name: `Ada Holm is ${does}` });
  await open(ada, subject);
  await dot("viewing").waitFor();
  await ada.keyboard.press("r");
  await ada.keyboard.type("I am on it");
  await dot("typing").waitFor();
  await open(bo, subject);
  await header(bo).getByText("Ada Holm is typing…").waitFor();
  await header(ada).getByText("Bo Lund is viewing").waitFor();
  await row(ada, subject).getByRole("img", { name: "Bo Lund is viewing" }).waitFor();
  await ada.keyboard.press("Escape");
  await header(bo).getByText("Ada Holm is viewing").waitFor();
  await ada.keyboard.press("j");
  await ada.keyboard.press("Enter");
  await ada.getByRole("heading", { name: "Something else" }).waitFor();
  await header(bo)
    .getByText(/Ada Holm/)
    .waitFor({ state: "detached" });
  await row(bo, subject)
    .getByRole("img", { name: /Ada Holm/ })
    .waitFor({ state: "detached" });
  await row(bo, "Something else").getByRole("img", { name: "Ada Holm is viewing" }).waitFor();
  await ada.close();
  await row(bo, "Something else")
    .getByRole("img", { name: /Ada Holm/ })
    .waitFor({ state: "detached" });
  await bo.close();
});

test("two people answering at once: the second is shown the first's answer", async () => {
  const subject = "Who answers this";
  const { id } = await write(subject);
  const [ada, bo] = [await logIn(), await logIn(staff[1])];
  for (const [page, text] of [
    [ada, "It leaves today"],
    [bo, "It left yesterday"],
  ] as const) {
    await open(page, subject);
    await page.keyboard.press("r");
    await page.keyboard.type(text);
  }
  const written = () => lookAt(shop).messages({ id });
  // Hers is on its way while Ada's arrives.
  const overtaken = async (route: Route) => {
    await ada.keyboard.press("Control+Enter");
    await until(async () => (await written()).length === 2);
    await route.continue();
  };
  await bo.route("**/replies", overtaken, { times: 1 });
  await bo.keyboard.press("Control+Enter");
  const dialog = bo.getByRole("dialog", { name: "1 newer message" });
  await dialog.getByText("Reply by Ada Holm").waitFor();
  await dialog.getByText("It leaves today").waitFor();
  expect(await written()).toHaveLength(2);
  await bo.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await bo.getByRole("article", { name: "Reply by Ada Holm" }).getByText("It leaves today").waitFor();
  const reply = bo.getByRole("textbox", { name: "Reply" });
  expect(await reply.inputValue()).toBe("It left yesterday");
  await bo.keyboard.press("r");
  await reply.fill("As Ada says");
  await bo.keyboard.press("Control+Enter");
  await ada.getByRole("article", { name: "Reply by Bo Lund" }).getByText("As Ada says").waitFor();
  expect(await written()).toHaveLength(3);
  await Promise.all([ada.close(), bo.close()]);
});

test("who is named in a note follows the conversation from then on, and may leave it by a key", async () => {
  const subject = "Ask Bo";
  await write(subject);
  const [ada, bo] = [await logIn(), await logIn(staff[1])];
  await open(bo, subject);
  await bo.getByRole("button", { name: "Follow", exact: true }).waitFor();
  await open(ada, subject);
  await ada.keyboard.press("n");
  await ada.keyboard.type("Please look, @bo");
  await ada.getByRole("option", { name: /Bo Lund/, selected: true }).waitFor();
  await ada.keyboard.press("Enter");
  await ada.keyboard.press("Control+Enter");
  await bo.getByRole("button", { name: "Following", pressed: true }).waitFor();
  await bo.keyboard.press("f");
  await bo.getByRole("button", { name: "Follow", exact: true }).waitFor();
});
