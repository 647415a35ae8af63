import { beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { type Inbox, openInbox } from "../support/inbox.ts";

let shop: Inbox["shop"];
let page: Page;
beforeAll(async () => {
  const inbox = await openInbox();
  ({ shop } = inbox);
  page = await inbox.logIn();
}, 120_000);

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("an owner adds a key that is never shown again, chooses models by keyboard, and sees which one ends and what is spent", async () => {
  await shop.control("PUT", "model/offered", {
    models: [
      { id: "sandbox", endsOn: null },
      { id: "sandbox-old", endsOn: inDays(12) },
    ],
  });
  await page.goto(`${shop.url}/settings/ai/models`);
  await page.getByRole("button", { name: "Add a key…" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What you call it").fill("Ours");
  await dialog.getByLabel("Key", { exact: true }).fill("sandbox-wrong");
  await page.keyboard.press("Enter");
  const key = page.getByRole("listitem", { name: "Ours" });
  await key.getByText("The AI provider does not accept our key").waitFor();
  await key.getByRole("button", { name: "Replace Ours" }).press("Enter");
  await dialog.getByLabel("Key", { exact: true }).fill("sandbox-key");
  await page.keyboard.press("Enter");
  await key.getByText("Works").waitFor();
  expect(await page.content()).not.toMatch(/sandbox-(?:key|wrong)/);

  const form = page.getByRole("form", { name: "Writing answers" });
  for (const [model, price] of [
    ["sandbox-old", "1"],
    ["sandbox", "2"],
  ] as const) {
    await form.getByRole("button", { name: "Add a model" }).press("Enter");
    const row = form.getByRole("listitem").last();
    await row.getByRole("combobox", { name: "Model" }).fill(model);
    await row.getByLabel("Input").fill(price);
    await row.getByLabel("Output").fill(price);
  }
  await form.getByLabel("Output").last().press("Alt+ArrowUp");
  await page.keyboard.press("Enter");
  await form.getByRole("button", { name: "Saved" }).waitFor();
  const warning = page.getByRole("alert", { name: "Needs a look" });
  await warning.getByText(`sandbox-old, for writing answers, ends on ${inDays(12)}, in 12 days.`).waitFor();
  expect(await key.getByRole("button", { name: "Remove Ours" }).isDisabled()).toBe(true);
  const { data } = await shop.ada.GET("/v1/models");
  expect(data!.data).toMatchObject([
    { model: "sandbox", prices: { input: 2, output: 2 } },
    { model: "sandbox-old", prices: { input: 1, output: 1 }, endsOn: inDays(12) },
  ]);

  await page.getByLabel("A day at most").fill("0.5");
  await page.keyboard.press("Enter");
  await page.getByRole("form", { name: "Budget" }).getByRole("button", { name: "Saved" }).waitFor();
  expect((await shop.ada.GET("/v1/model-budget")).data).toMatchObject({ dayMicros: 500_000, monthMicros: null });
  await page.getByText("$0.00 used today").waitFor();
});
