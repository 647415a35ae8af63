import { beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { staff } from "../../scripts/seed.ts";
import { saveLookup } from "../../src/domain/commerce/index.ts";
import { listConnections } from "../../src/domain/connections/index.ts";
import { systemContext } from "../../src/domain/workspaces/index.ts";
import { type Inbox, openInbox } from "../support/inbox.ts";
import { lookAt } from "../support/running-shop.ts";
import { told } from "../support/shop-records.ts";
import { until } from "../support/until.ts";

let shop: Inbox["shop"];
let logIn: Inbox["logIn"];
beforeAll(async () => {
  ({ shop, logIn } = await openInbox());
}, 120_000);

/** @returns the thread it is in, for an answer. */
async function write(
  subject: string,
  text: string,
  threadId?: string,
  from = "mia.berg@mail.example",
): Promise<string> {
  const sent = await fetch(`${shop.sandbox.url}/shopper/api/${from}/mail`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ to: "support@nordlys.example", subject, text, threadId }),
  });
  expect(sent.status).toBe(201);
  await lookAt(shop).filed((row) => row.lastMessage.preview === text);
  return (await sent.json()).threadId;
}

const row = (page: Page, subject: string) => page.locator("[data-conversation]", { hasText: subject });
const heading = (page: Page, subject: string) => page.getByRole("heading", { level: 1, name: subject });
const pane = (page: Page) => page.getByRole("main", { name: "Conversation" });
const message = (page: Page, text: string) => pane(page).getByRole("article").filter({ hasText: text });

const together = (page: Page) => page.getByRole("region", { name: "What belongs together" });

const person = (page: Page) => page.getByRole("region", { name: "The same person" });

async function theWorkspace(): Promise<string> {
  const [row] = await shop.db.system.sql<{ id: string }[]>`select id from workspaces`;
  return row!.id;
}

/** Finds a conversation by a word in the dialog, and takes it. */
async function find(page: Page, word: string, subject: string): Promise<void> {
  await page.getByRole("combobox", { name: "Find a conversation" }).waitFor();
  await page.keyboard.type(word);
  await page.getByRole("option", { name: subject, selected: true }).waitFor();
  await page.keyboard.press("Enter");
}

async function open(page: Page, subject: string): Promise<void> {
  await row(page, subject).click();
  await heading(page, subject).waitFor();
}

/** Opens the menu of `m` and walks to an item. */
async function choose(page: Page, item: string): Promise<void> {
  await page.keyboard.press("m");
  const wanted = page.getByRole("menuitem", { name: item });
  await wanted.waitFor();
  await wanted.focus();
  await page.keyboard.press("Enter");
}

test("two conversations are merged by keys, it is said who did it and why each message is there, and it is undone", async () => {
  const thread = await write("My candle smokes", "The big one smokes a lot.");
  await write("", "And it flickers, too.", thread);
  await write("Smoke again", "I forgot to say: it also tunnels.");
  const [ada, bo] = [await logIn(), await logIn(staff[1])];
  await open(ada, "Smoke again");
  await open(bo, "Smoke again");
  await ada.keyboard.press("r");
  await ada.keyboard.type("Dear Mia");
  await ada.keyboard.press("Escape");
  await choose(ada, "Merge with another…");
  await find(ada, "smokes", "My candle smokes");
  const dialog = ada.getByRole("dialog", { name: "Merge these two" });
  await dialog.getByText("You can undo this at any time.").waitFor();
  await ada.keyboard.press("Enter");
  await heading(ada, "My candle smokes").waitFor();
  await ada.getByText("“Smoke again” was merged into this").first().waitFor();
  await message(ada, "The big one smokes").waitFor();
  await message(ada, "it also tunnels").getByText("“Smoke again” was merged into this conversation by").waitFor();
  await message(ada, "it flickers").getByRole("button", { name: "About this message" }).focus();
  await ada.keyboard.press("Enter");
  await ada.getByRole("menuitem", { name: "Why is it here?" }).focus();
  await ada.keyboard.press("Enter");
  await message(ada, "it flickers")
    .getByText("Joined because its In-Reply-To names a message of this thread.")
    .waitFor();
  expect(await ada.getByRole("textbox", { name: /reply/i }).inputValue()).toBe("Dear Mia");
  await row(ada, "Smoke again").waitFor({ state: "detached" });

  await pane(bo).getByText("Merged into “My candle smokes” by Ada Holm").waitFor();
  await bo.keyboard.press("Enter");
  await heading(bo, "My candle smokes").waitFor();
  await together(bo).getByRole("button", { name: "Undo" }).focus();
  await bo.keyboard.press("Enter");
  await row(ada, "Smoke again").waitFor();
  await message(ada, "it also tunnels").waitFor({ state: "detached" });
  await ada.getByText("“Smoke again” was merged into this").waitFor({ state: "detached" });
});

test("a message is moved and others split off by keys, two conversations are linked, and all of it is said and undone", async () => {
  await write("Two wishes", "First wish: a blue one.");
  await write("One more wish", "Second wish: a red one.");
  await write("A third wish", "A green one, perhaps.");
  const ada = await logIn();
  await open(ada, "Two wishes");
  await ada.keyboard.press("n");
  await ada.keyboard.type("She means the Fjord series.");
  await ada.keyboard.press("Control+Enter");
  await message(ada, "Fjord series").getByRole("button", { name: "About this message" }).focus();
  await ada.keyboard.press("Enter");
  await ada.getByRole("menuitem", { name: "Move to another…" }).focus();
  await ada.keyboard.press("Enter");
  await find(ada, "red", "One more wish");
  await message(ada, "Fjord series").waitFor({ state: "detached" });
  await together(ada).getByText("1 message moved to “One more wish” by Ada Holm").waitFor();
  await choose(ada, "Link with another…");
  await find(ada, "green", "A third wish");
  await together(ada).getByText("Linked with “A third wish” by Ada Holm").waitFor();

  await open(ada, "One more wish");
  await message(ada, "Fjord series").getByText("Moved here from “Two wishes” by Ada Holm.").waitFor();
  await choose(ada, "Split messages off…");
  await ada.getByRole("checkbox", { name: /She means the Fjord/, checked: true }).waitFor();
  await ada.keyboard.press("Enter");
  await together(ada).getByText("Split off “One more wish”").waitFor();
  await message(ada, "Fjord series").getByText("Split off “One more wish” by Ada Holm.").waitFor();
  await together(ada).getByRole("button", { name: "Undo" }).focus();
  await ada.keyboard.press("Enter");
  await pane(ada).getByText("Put back into “One more wish”").waitFor();
  await ada.keyboard.press("Enter");
  await message(ada, "Fjord series").waitFor();
  await message(ada, "a red one").getByRole("button", { name: "About this message" }).focus();
  await ada.keyboard.press("Enter");
  await ada.getByRole("menuitem", { name: "Why is it here?" }).focus();
  await ada.keyboard.press("Enter");
  await message(ada, "a red one").getByText("It came as new: nothing in it names an earlier conversation.").waitFor();
});

test("the same person by two addresses is proposed with the reason, merged by keys, shown to a colleague, and undone", async () => {
  await write("From home", "Where is my candle?");
  await write("From work", "Where is it?", undefined, "tom.reed@mail.example");
  const workspaceId = await theWorkspace();
  const ctx = systemContext(shop.db, workspaceId, "test");
  const mine = await lookAt(shop).filed("From home");
  const known = async () => (await lookAt(shop).customer(mine)).lookup.state === "fresh";
  await until(known, { what: "her shop account", timeoutMs: 20_000 });
  const [connection] = (await listConnections(ctx)).filter(({ integrationId }) => integrationId === "shopify");
  const record = told({ externalId: "shop 7", email: "tom.reed@mail.example" });
  await saveLookup(ctx, { customerId: mine.customer.id, connectionId: connection!.id, record });
  const [ada, bo] = [await logIn(), await logIn(staff[1])];
  await open(ada, "From home");
  await open(bo, "From work");
  await person(ada).getByText("The shop has the email address of one as that of the other.").waitFor();
  await ada.keyboard.press("M");
  const dialog = ada.getByRole("dialog", { name: "Make them one customer" });
  await dialog.getByRole("radio", { name: /Mia Berg/, checked: true }).waitFor();
  await ada.keyboard.press("Enter");
  await person(ada).getByText("One with “Tom Reed”, by Ada Holm").waitFor();
  await ada.getByRole("complementary", { name: "Customer" }).getByText("tom.reed@mail.example").waitFor();
  await bo.getByRole("complementary", { name: "Customer" }).getByText("mia.berg@mail.example").waitFor();
  await person(ada).getByRole("button", { name: "Undo" }).focus();
  await ada.keyboard.press("Enter");
  await person(ada).waitFor({ state: "detached" });
  await bo
    .getByRole("complementary", { name: "Customer" })
    .getByText("mia.berg@mail.example")
    .waitFor({ state: "detached" });
});
