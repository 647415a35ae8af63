import { beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { type Inbox, openInbox } from "../support/inbox.ts";
import { lookAt } from "../support/running-shop.ts";
import { until } from "../support/until.ts";

let shop: Inbox["shop"];
let logIn: Inbox["logIn"];
beforeAll(async () => {
  ({ shop, logIn } = await openInbox());
}, 120_000);

async function write(address: string, subject: string, text: string): Promise<void> {
  const sent = await fetch(`${shop.sandbox.url}/shopper/api/${address}/mail`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ to: "support@nordlys.example", subject, text }),
  });
  expect(sent.status).toBe(201);
  await lookAt(shop).filed(subject);
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

async function addStep(page: Page, step: string): Promise<void> {
  await page.getByRole("button", { name: "Add a step" }).focus();
  await press(page, "Enter");
  await page.getByRole("combobox", { name: "Find an action" }).fill(step);
  await press(page, "Enter");
  await page.getByRole("list", { name: "Steps" }).getByText(step, { exact: true }).waitFor();
}

test("a rule is made with the keyboard, tried on what is there, acts on the next mail, and says so in the conversation", async () => {
  const page = await logIn();
  await write("tom.reed@mail.example", "A broken glass", "I want my MONEY back");
  await press(page, "g", "u");
  await page.getByRole("heading", { name: "Rules", exact: true }).waitFor();
  for (const [name, step] of [
    ["Money back", "Priority: urgent"],
    ["Thanks", "Close"],
  ] as const) {
    await press(page, "c");
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("And it says one of these").first().fill(name);
    await press(page, "Enter");
    await addStep(page, step);
    const preview = page.getByRole("region", { name: "Preview" });
    if (name === "Money back") await preview.getByText("A broken glass").waitFor();
    else await preview.getByText(/Would fit 0 of/).waitFor();
    await press(page, "Control+Enter");
    await page.getByRole("link", { name: new RegExp(`^${name}`) }).waitFor();
    await page.getByRole("region", { name: "What it did" }).waitFor();
    await page.getByRole("heading", { name: "Rules", exact: true }).click();
  }
  const names = () => page.getByRole("list", { name: "Rules, in the order they go" }).getByRole("link").allInnerTexts();
  await page.getByRole("link", { name: /^Thanks/ }).focus();
  await press(page, "Alt+ArrowUp");
  await page.getByRole("listitem").first().getByText("Thanks").waitFor();
  expect((await names()).map((text) => text.split("\n")[0])).toEqual(["Thanks", "Money back"]);

  await page.getByRole("link", { name: /^Money back/ }).click();
  await write("sara.lindqvist@mail.example", "Cracked", "Give me my money back.");
  const log = page.getByRole("region", { name: "What it did" });
  await log.getByRole("link", { name: "Cracked" }).click();
  await page.getByRole("note", { name: "Rule Money back" }).getByText("set its priority").waitFor();
  await page.getByText("Urgent").first().waitFor();
}, 90_000);

test("the numbers of the AI say how they are counted; customers are asked and hold-outs begin there and in the guidance, by keyboard", async () => {
  const page = await logIn();
  await page.goto(`${shop.url}/settings/ai/report`);
  await page.getByText("Nobody was asked.").waitFor();
  await page.getByRole("switch", { name: /^Ask customers/ }).press(" ");
  const holdOut = page.getByRole("form", { name: "Hold-out" });
  await holdOut.getByLabel("Of new conversations").fill("10");
  await press(page, "Enter");
  await until(async () => (await shop.ada.GET("/v1/settings/hold-out")).data?.percent === 10);
  await until(async () => (await shop.ada.GET("/v1/settings/survey")).data?.isOn === true);
  await page.getByRole("button", { name: "How this is counted" }).press("Enter");
  await page.getByRole("radio", { name: "Last 7 days" }).press(" ");
  await page.getByRole("region", { name: "What became of questions" }).getByText("Not answered").waitFor();

  await page.goto(`${shop.url}/settings/ai/guidance`);
  const guidance = page.getByRole("form", { name: "Guidance" });
  const untold = guidance.getByLabel("Of a hundred who asked it does not tell");
  expect(await untold.isDisabled()).toBe(true);
  await guidance.getByRole("checkbox", { name: /^Tells who asked/ }).press(" ");
  await untold.fill("20");
  await press(page, "Control+Enter");
  await guidance.getByText("Saved, not published").waitFor();
  const { data } = await shop.ada.GET("/v1/guidance");
  expect(data?.content.outreach).toEqual({ cart: null, backInStock: { holdOutPercent: 20 } });
});
