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

const row = (page: Page, subject: string) => page.locator("[data-conversation]", { hasText: subject });

const memberIdOf = async (name: string) =>
  (await shop.ada.GET("/v1/members")).data!.data.find((member) => member.name === name)!.id;

async function open(page: Page, subject: string): Promise<void> {
  await row(page, subject).click();
  await page.getByRole("heading", { name: subject }).waitFor();
}

test("a person is erased with the keyboard: she goes from every screen, also from what a colleague was writing", async () => {
  const subject = "Forget me";
  shop.sandbox.state.mail.submit("mia.berg@mail.example", {
    ...{ to: "support@nordlys.example", subject, text: "Please delete what you have of me." },
  });
  const { customer, id: conversationId } = await lookAt(shop).filed(subject);
  const [ada, bo] = [await logIn(), await logIn(staff[1])];
  await open(ada, subject);
  await open(bo, subject);
  await bo.keyboard.press("r");
  await bo.keyboard.type("Dear Mia Berg");
  const unsent = () => bo.evaluate((id) => Object.keys(localStorage).filter((key) => key.endsWith(id)), conversationId);
  await until(async () => (await unsent()).length === 1);
  await bo.evaluate(
    (memberId) => localStorage.setItem(`parley.searches.${memberId}`, JSON.stringify(["Mia Berg"])),
    await memberIdOf("Bo Lund"),
  );
  const kept = () => bo.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(await kept()).toContain('Mia Berg\\"]');

  await ada.keyboard.press("X");
  const dialog = ada.getByRole("dialog", { name: /^Erase Mia Berg everywhere/ });
  await dialog.getByText(/1 conversation, \d+ messages?.* go for good/).waitFor();
  await dialog.locator("input:focus").waitFor();
  await ada.keyboard.type("eras");
  await ada.keyboard.press("Enter");
  expect(await dialog.getByRole("button", { name: "Erase for good" }).isDisabled()).toBe(true);
  await ada.keyboard.type("e");
  await ada.keyboard.press("Enter");
  await dialog.getByText(/^Erased: 1 conversation/).waitFor();

  await bo.getByText("This conversation does not exist.").waitFor();
  expect(await row(bo, subject).count()).toBe(0);
  expect(await bo.getByText("Mia Berg").count()).toBe(0);
  await until(async () => !(await kept()).includes("Mia"));
  await ada.getByRole("button", { name: "Back to the list" }).press("Enter");
  await dialog.waitFor({ state: "detached" });
  await row(ada, subject).waitFor({ state: "detached" });
  const params = { path: { customerId: customer.id } };
  expect((await shop.ada.GET("/v1/customers/{customerId}", { params })).response.status).toBe(404);
  await ada.keyboard.press("g");
  await ada.keyboard.press("l");
  await ada
    .getByText(/began to erase/)
    .first()
    .waitFor();
  expect(await ada.getByText("Mia Berg").count()).toBe(0);
  await Promise.all([ada.close(), bo.close()]);
});

test("who may not erase has neither the button nor the key", async () => {
  const subject = "Only asking";
  shop.sandbox.state.mail.submit("tom.reed@mail.example", {
    ...{ to: "support@nordlys.example", subject, text: "Do you ship to Norway?" },
  });
  await lookAt(shop).filed(subject);
  const [ada, bo] = [await logIn(), await logIn(staff[1])];
  for (const page of [ada, bo]) await open(page, subject);
  await ada.getByRole("button", { name: "Erase everywhere…" }).press("Enter");
  await ada.getByRole("dialog").waitFor();
  await ada.keyboard.press("Escape");
  await ada.getByRole("dialog").waitFor({ state: "detached" });
  expect(await bo.getByRole("button", { name: "Erase everywhere…" }).count()).toBe(0);
  await bo.keyboard.press("X");
  await bo.keyboard.press("?");
  await bo.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  expect(await bo.getByRole("dialog").count()).toBe(1);
  await Promise.all([ada.close(), bo.close()]);
});
