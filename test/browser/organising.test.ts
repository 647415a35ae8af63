import { beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { staff } from "../../scripts/seed.ts";
import { type Inbox, openInbox } from "../support/inbox.ts";
import { lookAt } from "../support/running-shop.ts";
import { until } from "../support/until.ts";

let shop: Inbox["shop"];
let logIn: Inbox["logIn"];
beforeAll(async () => {
  ({ shop, logIn } = await openInbox());
}, 120_000);

async function write(subject: string, address = "mia.berg@mail.example"): Promise<void> {
  const letter = { to: "support@nordlys.example", subject, text: "Hello?" };
  const sent = await fetch(`${shop.sandbox.url}/shopper/api/${address}/mail`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(letter),
  });
  expect(sent.status).toBe(201);
  await lookAt(shop).filed(subject);
}

async function open(page: Page, subject: string): Promise<void> {
  await row(page, subject).click();
  await page.getByRole("heading", { name: subject }).waitFor();
}

const row = (page: Page, subject: string) => page.locator("[data-conversation]", { hasText: subject });
const header = (page: Page) => page.getByRole("main", { name: "Conversation" }).locator("header");
const isUnread = (page: Page, subject: string) => row(page, subject).getByRole("img", { name: "Unread" });

test("tags are made, put on and taken off by keys, and a colleague sees it as it happens", async () => {
  await write("The wick is crooked");
  const [ada, bo] = [await logIn(), await logIn(staff[1])];
  await open(ada, "The wick is crooked");
  await open(bo, "The wick is crooked");
  await ada.keyboard.press("l");
  await ada.getByRole("combobox", { name: "Find a tag" }).waitFor();
  await ada.keyboard.type("Quality <b>");
  await ada.keyboard.press("Enter");
  await header(ada).getByText("Quality <b>").waitFor();
  await ada.keyboard.press("Escape");
  await header(bo).getByText("Quality <b>").waitFor();
  await row(bo, "The wick is crooked").getByText("Quality <b>").waitFor();
  await bo.keyboard.press("l");
  await bo.keyboard.type("QUAL");
  await bo.getByRole("option", { name: "Quality <b>", selected: true }).waitFor();
  await bo.keyboard.press("Enter");
  await header(bo).getByText("Quality <b>").waitFor({ state: "detached" });
  await header(ada).getByText("Quality <b>").waitFor({ state: "detached" });
  await bo.keyboard.type("Nobody may make this");
  await bo.getByText("No tag is called so.").waitFor();
});

test("a field is defined, set beside the conversation, seen by a colleague, and not overwritten unseen", async () => {
  await write("Which plan am I on");
  const [ada, bo] = [await logIn(), await logIn(staff[1])];
  await ada.keyboard.press("g");
  await ada.keyboard.press("f");
  await ada.getByRole("heading", { name: "Fields" }).waitFor();
  await ada.keyboard.press("c");
  await ada.getByLabel("Label").fill("Order note");
  expect(await ada.getByRole("textbox", { name: "Key" }).inputValue()).toBe("order_note");
  await ada.keyboard.press("Enter");
  await ada.getByRole("button", { name: /Order note/ }).waitFor();
  await ada.keyboard.press("g");
  await ada.keyboard.press("o");
  await open(ada, "Which plan am I on");
  await open(bo, "Which plan am I on");
  const note = (page: Page) => page.getByRole("textbox", { name: "Order note" });
  const shows = (page: Page, text: string) =>
    until(async () => (await note(page).inputValue()) === text, { what: text, timeoutMs: 20_000 });
  await note(ada).fill("Wants a refund");
  await note(ada).press("Enter");
  await shows(bo, "Wants a refund");
  await note(bo).fill("Wants it soon");
  await note(ada).fill("Has a refund");
  await note(ada).press("Enter");
  const values = async () => (await lookAt(shop).fields("Which plan am I on")).order_note;
  await until(async () => (await values()) === "Has a refund");
  await note(bo).press("Enter");
  await bo.getByText("A colleague changed this meanwhile to “Has a refund”").waitFor();
  expect([await note(bo).inputValue(), await values()]).toEqual(["Wants it soon", "Has a refund"]);
  await note(bo).press("Enter");
  await shows(ada, "Wants it soon");
});

test("unread is one's own, is read by opening, follows into another tab, and comes back with u", async () => {
  const subject = "Nobody has looked yet";
  const [ada, adaToo, bo] = [await logIn(), await logIn(), await logIn(staff[1])];
  await write(subject);
  for (const page of [ada, adaToo, bo]) await isUnread(page, subject).waitFor();
  await open(ada, subject);
  for (const page of [ada, adaToo]) await isUnread(page, subject).waitFor({ state: "detached" });
  expect(await isUnread(bo, subject).count()).toBe(1);
  await ada.keyboard.press("u");
  for (const page of [ada, adaToo]) await isUnread(page, subject).waitFor();
  await open(adaToo, subject);
  await isUnread(adaToo, subject).waitFor({ state: "detached" });
  await isUnread(ada, subject).waitFor({ state: "detached" });
});

test("f follows a conversation and leaves it, and answering follows by itself", async () => {
  await write("Do you ship to Oslo");
  const ada = await logIn();
  await open(ada, "Do you ship to Oslo");
  await ada.getByRole("button", { name: "Follow", exact: true }).waitFor();
  await ada.keyboard.press("f");
  await ada.getByRole("button", { name: "Following", pressed: true }).waitFor();
  await ada.keyboard.press("f");
  await ada.getByRole("button", { name: "Follow", exact: true }).waitFor();
  await ada.keyboard.press("n");
  await ada.keyboard.type("I look into it");
  await ada.keyboard.press("Control+Enter");
  await ada.getByRole("button", { name: "Following", pressed: true }).waitFor();
});

test("the catalogue is kept on its page: a name that is taken is refused, an archived tag is offered no more", async () => {
  const page = await logIn();
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await page.getByRole("heading", { name: "Tags" }).waitFor();
  await page.keyboard.press("c");
  await page.keyboard.type("Réclamation");
  await page.keyboard.press("Enter");
  const name = page.getByRole("textbox", { name: "Name of Réclamation" });
  await name.waitFor();
  await page.getByPlaceholder("New tag").fill("RECLAMATION");
  await page.keyboard.press("Enter");
  await page.getByText("There is already a tag “Réclamation”").waitFor();
  await name.fill("Complaint");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Archive Complaint" }).click();
  await page.getByRole("button", { name: "Archive Complaint" }).waitFor({ state: "detached" });
  await page.getByText("Archived", { exact: true }).click();
  await page.getByRole("button", { name: "Restore Complaint" }).waitFor();
});

test("a table is refused by its line, looked up, and replaced after a look at what would change", async () => {
  const file = (text: string) => ({ name: "rings.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  const page = await logIn();
  await page.keyboard.press("g");
  await page.keyboard.press("k");
  await page.getByText("Tables", { exact: true }).click();
  await page.getByRole("button", { name: "New" }).click();
  const chosen = page.locator('input[type="file"]');
  await chosen.setInputFiles(file("Ring,Diameter mm\n54,17.2,9"));
  await page.getByRole("button", { name: "Upload" }).click();
  await page.getByText("Line 2: There are more cells").waitFor();
  await chosen.setInputFiles(file("Ring,Diameter mm,Note\n54,17.2,<b>most</b>\n56,17.8,\n58,18.5,Wide"));
  await page.getByRole("button", { name: "Upload" }).click();
  await page.getByRole("cell", { name: "<b>most</b>" }).waitFor();
  await page.getByLabel("What the column holds").fill("56");
  await page.getByText("1 rows").waitFor();
  await page.getByLabel("What the column holds").fill("");
  await chosen.setInputFiles(file("Ring,Diameter mm,Note\n54,17.3,<b>most</b>\n60,19.1,New"));
  await page.getByText("1 new · 1 changed · 2 gone").waitFor();
  await page.getByRole("cell", { name: "18.5" }).waitFor();
  await page.getByRole("button", { name: "Replace", exact: true }).click();
  await page.getByRole("cell", { name: "19.1" }).waitFor();
  expect(await page.getByRole("cell", { name: "18.5" }).count()).toBe(0);
});

test("what publishing would change is read before it is published", async () => {
  const page = await logIn();
  await page.keyboard.press("g");
  await page.keyboard.press("k");
  await page.getByRole("combobox", { name: "Category" }).click();
  await page.getByRole("option", { name: /Orders/ }).click();
  await page.getByRole("link", { name: /Gift cards/ }).click();
  await page.getByLabel("Text").fill("One line.\nAnother.");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("What version 2 changes of version 1").click();
  await page.getByText("+ Another.").waitFor();
});
