import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Browser, chromium, type Page } from "playwright-core";
import { staff } from "../../scripts/seed.ts";
import { buildWebClient } from "../../scripts/web-client.ts";
import { launchOptions } from "../support/chromium.ts";
import { lookAt, type RunningShop, startShop } from "../support/running-shop.ts";
import { until } from "../support/until.ts";

let shop: RunningShop;
let browser: Browser;
beforeAll(async () => {
  await buildWebClient();
  shop = await startShop();
  browser = await chromium.launch(launchOptions());
}, 120_000);
afterAll(() => browser?.close());

async function logIn({ email }: { email: string } = staff[0]!): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(20_000);
  await page.goto(shop.url);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("a long enough password");
  await page.keyboard.press("Enter");
  await page.getByRole("status", { name: "Live connection" }).waitFor();
  return page;
}

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
  await page.getByText("Hello?").first().waitFor();
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
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Control+Shift+A")]);
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
  await page.getByText("Hello?").first().waitFor();
  await page.getByRole("textbox", { name: "Reply" }).press("Control+Enter");
  await page.getByText("Sent", { exact: true }).waitFor();
  const [answer] = await until(() => received("A file for you"));
  expect(answer!.attachments.map(({ filename }) => filename).sort()).toEqual(["label.txt", "pasted.txt"]);
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
