import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

const mia = "mia.berg@mail.example";

/** Writes to the shop as a shopper. @returns the conversation, when it is in the inbox. */
async function write(subject: string, address = mia) {
  await shop.sandbox.state.mail.submit(address, {
    ...{ to: "support@nordlys.example", subject, text: "Hello?" },
    attachments: [{ filename: "broken.txt", contentType: "text/plain", content: Buffer.from("It is broken") }],
  });
  return lookAt(shop).filed(subject);
}

async function open(page: Page, subject: string): Promise<void> {
  await page.getByText(subject).first().click();
  await page.getByRole("heading", { name: subject }).waitFor();
  await page.getByRole("article").getByText("Hello?").waitFor();
}

/** What the shopper has in her mailbox from the shop, in the thread of this subject. */
const received = (subject: string, address = mia) =>
  shop.sandbox.state.mail
    .threads(address)
    .filter((thread) => thread.subject.includes(subject))
    .flatMap((thread) => thread.messages)
    .filter((mail) => !mail.isOwn);

test("a file is saved from a mail, and others go back by key, by drop and by paste", async () => {
  const page = await logIn();
  await write("A file for you");
  await open(page, "A file for you");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: /broken.txt/ }).click(),
  ]);
  expect([download.suggestedFilename(), await readFile(await download.path(), "utf8")]).toEqual([
    "broken.txt",
    "It is broken",
  ]);
  const picture = join(await mkdtemp(join(tmpdir(), "parley-")), "label.txt");
  await writeFile(picture, "Return to Bergen");
  await page.keyboard.press("r");
  await page.keyboard.type("Here is a label");
  // The browser's own notice of the download may have taken the keys.
  const reply = page.getByRole("textbox", { name: "Reply" });
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), reply.press("Control+Shift+A")]);
  await chooser.setFiles(picture);
  const files = page.getByRole("list", { name: "Files to send" });
  await files.getByText("label.txt").waitFor();
  const composer = page.getByRole("form", { name: "Composer" });
  for (const [name, event] of [
    ["dropped.txt", "drop"],
    ["pasted.txt", "paste"],
  ]) {
    await composer.evaluate(bring, { name: name!, event: event! });
    await files.getByText(name!).waitFor();
  }
  await page.getByRole("button", { name: "Remove dropped.txt" }).click();
  await page.reload();
  await files.getByText("pasted.txt").waitFor();
  await page.getByRole("article").getByText("Hello?").waitFor();
  await page.getByRole("textbox", { name: "Reply" }).press("Control+Enter");
  await page.getByText("Sent", { exact: true }).waitFor();
  const answer = await until(() => received("A file for you")[0]);
  expect(answer.attachments.map(({ filename }) => filename).sort()).toEqual(["label.txt", "pasted.txt"]);
  await files.waitFor({ state: "detached" });
});

/** Runs in the page: a file let go over the composer, or pasted into it. */
function bring(composer: Element, { name, event }: { name: string; event: string }): void {
  const data = new DataTransfer();
  data.items.add(new File(["some bytes"], name, { type: "text/plain" }));
  const field = composer.querySelector("textarea")!;
  field.dispatchEvent(
    event === "drop"
      ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
      : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
  );
}

test("what was written on one device goes on on another, and is gone everywhere when it is sent", async () => {
  const [desk, phone] = [await logIn(), await logIn()];
  const subject = "Written in two places";
  await write(subject);
  await open(desk, subject);
  await desk.keyboard.press("r");
  await desk.keyboard.type("Hi Mia, it is");
  await savedAs(subject, "Hi Mia, it is");
  await open(phone, subject);
  const there = phone.getByRole("textbox", { name: "Reply" });
  await until(async () => (await there.inputValue()) === "Hi Mia, it is");
  await there.fill("Hi Mia, it is on its way.");
  await savedAs(subject, "Hi Mia, it is on its way.");
  await there.press("Control+Enter");
  const here = desk.getByRole("textbox", { name: "Reply" });
  await until(() => received(subject)[0]);
  await until(async () => (await here.inputValue()) === "");
  expect(await there.inputValue()).toBe("");
});

test("two texts of one author in two windows are both kept until she chooses; without the server hers stays", async () => {
  const [one, two] = [await logIn(), await logIn()];
  const subject = "Two windows";
  await write(subject);
  const fields = [];
  for (const page of [one, two]) {
    await open(page, subject);
    await page.keyboard.press("r");
    fields.push(page.getByRole("textbox", { name: "Reply" }));
  }
  await two.context().setOffline(true);
  await fields[1]!.fill("From the train");
  await fields[0]!.fill("From the desk");
  await savedAs(subject, "From the desk");
  expect(await fields[1]!.inputValue()).toBe("From the train");
  await two.context().setOffline(false);
  await fields[1]!.press("End");
  await fields[1]!.pressSequentially("!");
  await two.getByText("You also wrote here in another window: From the desk").waitFor();
  await two.getByRole("button", { name: "Take that text" }).click();
  expect(await fields[1]!.inputValue()).toBe("From the desk");
});

/** Waits until the server has this text as somebody's unsent reply. */
async function savedAs(subject: string, body: string): Promise<void> {
  const { id } = await lookAt(shop).filed(subject);
  const params = { path: { conversationId: id } };
  const saved = async () =>
    (await shop.ada.GET("/v1/conversations/{conversationId}/my-drafts", { params })).data?.reply?.body;
  await until(async () => (await saved()) === body, { what: `“${body}” on the server` });
}

test("a sent reply can be called back with a key from anywhere, and its text is in the draft again", async () => {
  const page = await logIn();
  const subject = "Too fast";
  await write(subject);
  await shop.ada.PUT("/v1/settings/undo-send", { body: { email: 30, sms: 0 } });
  try {
    await open(page, subject);
    await page.keyboard.press("r");
    await page.keyboard.type("Dear Mio");
    await page.keyboard.press("Control+Enter");
    const toast = page.getByRole("status", { name: "Sent" });
    await toast.waitFor();
    await page.getByRole("list", { name: "Not sent yet" }).getByText("Dear Mio").waitFor();
    await page.keyboard.press("Control+z");
    const field = page.getByRole("textbox", { name: "Reply" });
    await until(async () => (await field.inputValue()) === "Dear Mio");
    await toast.waitFor({ state: "detached" });
    await field.fill("Dear Mia");
    await page.keyboard.press("Control+Enter");
    await toast.waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.keyboard.press("w");
    await page.keyboard.press("Shift+Z");
    await until(async () => (await field.inputValue()) === "Dear Mia");
    expect(received(subject)).toEqual([]);
  } finally {
    await shop.ada.PUT("/v1/settings/undo-send", { body: { email: 0, sms: 0 } });
  }
});

test("a reply waits for the morning; what the customer writes meanwhile is seen before it is sent", async () => {
  const page = await logIn();
  const subject = "Good morning";
  const { id } = await write(subject);
  await open(page, subject);
  await page.keyboard.press("r");
  await page.keyboard.type("It leaves tomorrow");
  await page.keyboard.press("Control+Shift+Enter");
  await page.getByRole("menuitem", { name: "Tomorrow, 9:00" }).click();
  const waiting = page.getByRole("list", { name: "Not sent yet" });
  await waiting.getByText(/Goes out/).waitFor();
  await page.getByRole("button", { name: "Send now" }).click();
  await until(() => received(subject)[0]);
  await waiting.waitFor({ state: "detached" });
  await page.getByText("Sent", { exact: true }).waitFor();
  const params = { path: { conversationId: id } };
  const sendAt = new Date(Date.now() + 10_000).toISOString();
  const [newest] = await lookAt(shop).messages({ id });
  const body = { body: "A second one", lastSeenMessageId: newest!.id, sendAt };
  await shop.ada.POST("/v1/conversations/{conversationId}/replies", { params, body });
  const [answer] = received(subject);
  await shop.sandbox.state.mail.submit(mia, {
    ...{ to: "support@nordlys.example", subject: `Re: ${subject}`, text: "Do not send it!" },
    inReplyTo: answer!.messageId!,
  });
  await waiting.getByText(/Something newer was written here/).waitFor();
  await page.getByRole("button", { name: "Back to the draft" }).click();
  await until(async () => (await page.getByRole("textbox", { name: "Reply" }).inputValue()) === "A second one");
});

test("a note names a colleague with the keyboard; her bell rings, and is quiet when she has looked", async () => {
  const [ada, bo] = [await logIn(), await logIn(staff[1])];
  const subject = "Ask somebody";
  await write(subject);
  await open(ada, subject);
  await ada.keyboard.press("n");
  await ada.keyboard.type("Do you know, @bo");
  await ada.getByRole("option", { name: /Bo Lund/, selected: true }).waitFor();
  await ada.keyboard.press("Enter");
  await ada.keyboard.type("what this is?");
  await ada.keyboard.press("Control+Enter");
  await ada.locator("mark", { hasText: "@Bo Lund" }).waitFor();
  await bo.getByRole("button", { name: "Notifications: 1 new" }).waitFor();
  await bo.keyboard.press("g");
  await bo.keyboard.press("n");
  await bo.getByRole("menuitem", { name: /Ada Holm named you in Ask somebody/ }).waitFor();
  await hasFocus(bo.getByRole("menu"));
  await bo.keyboard.press("ArrowDown");
  await bo.keyboard.press("Enter");
  await bo.getByRole("heading", { name: subject }).waitFor();
  await bo.getByRole("button", { name: "Notifications", exact: true }).waitFor();
});

test("a reply goes to whom its author names", async () => {
  const page = await logIn();
  const subject = "Copy my friend";
  await write(subject);
  await open(page, subject);
  await page.keyboard.press("r");
  await page.keyboard.type("With a copy");
  await page.getByRole("button", { name: "Change" }).click();
  await page.getByLabel("Cc", { exact: true }).fill("no address");
  await page.getByText("Not an address: no address").waitFor();
  expect(await page.getByRole("button", { name: "Send reply" }).isDisabled()).toBe(true);
  await page.getByLabel("Cc", { exact: true }).fill("jonas.vik@mail.example");
  await page.getByLabel("Bcc").fill("tom.reed@mail.example");
  await page.getByRole("textbox", { name: "Reply" }).press("Control+Enter");
  await page.getByText(/cc jonas.vik@mail.example, bcc tom.reed@mail.example/).waitFor();
  for (const address of [mia, "jonas.vik@mail.example", "tom.reed@mail.example"]) {
    await until(() => received(subject, address)[0]);
  }
});
