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

async function write(subject: string) {
  const letter = { to: "support@nordlys.example", subject, text: "Hello?" };
  const sent = await fetch(`${shop.sandbox.url}/shopper/api/mia.berg@mail.example/mail`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(letter),
  });
  expect(sent.status).toBe(201);
  return lookAt(shop).filed(subject);
}

async function open(page: Page, subject: string): Promise<void> {
  await page.getByText(subject).first().click();
  await page.getByRole("heading", { name: subject }).waitFor();
}

const loss = (page: Page) => page.getByText(/has it already\.$/);

test("two people press t at once: one has it, the other reads who, and both see it", async () => {
  const [ada, bo] = await Promise.all([logIn(staff[0]!), logIn(staff[1]!)]);
  const subject = "Who takes this";
  const { id } = await write(subject);
  await Promise.all([open(ada, subject), open(bo, subject)]);
  await Promise.all([ada.keyboard.press("t"), bo.keyboard.press("t")]);
  const winner = await until(async () => (await lookAt(shop).inbox()).find((row) => row.id === id)?.assignee);
  const [won, lost] = winner.name === "Ada Holm" ? [ada, bo] : [bo, ada];
  await lost.getByText(`${winner.name} has it already.`).waitFor();
  expect(await loss(won).count()).toBe(0);
  for (const page of [ada, bo]) await page.getByRole("button", { name: `Assignee: ${winner.name}` }).waitFor();
  await Promise.all([ada.context().close(), bo.context().close()]);
});

test("a lead makes a team with the keyboard, and new mail is handed to who is online", async () => {
  const page = await logIn(staff[0]!);
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await page.getByRole("heading", { name: "Teams" }).waitFor();
  await page.keyboard.press("c");
  await page.getByLabel("Name").fill("Support");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: /Support/ }).waitFor();
  await page.getByRole("checkbox", { name: /Ada Holm/ }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("textbox", { name: "Email for Ada Holm" }).waitFor();
  await page.getByRole("checkbox", { name: "support@nordlys.example" }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("radio", { name: "In turn" }).focus();
  await page.keyboard.press("Space");
  await page.getByText("Each gets one after the other").waitFor();
  await until(async () => (await shop.ada.GET("/v1/connections")).data!.data.some((row) => row.defaultTeamId));
  const subject = "Handed out by itself";
  const { id } = await write(subject);
  await until(async () => (await lookAt(shop).inbox()).find((row) => row.id === id)?.assignee?.name === "Ada Holm");
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await page.getByRole("list", { name: "Open conversations" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await page.getByRole("list", { name: "Team conversations" }).getByText(subject).waitFor();
  await page.context().close();
});

test("who goes away is shown so to colleagues, who give a conversation to the team with the keyboard", async () => {
  const [ada, bo] = await Promise.all([logIn(staff[0]!), logIn(staff[1]!)]);
  await ada.getByRole("button", { name: /^Account of Ada Holm/ }).focus();
  await ada.keyboard.press("Enter");
  await ada.getByRole("menuitemradio", { name: /^Away No/ }).focus();
  await ada.keyboard.press("Enter");
  await ada.getByRole("button", { name: "Account of Ada Holm: Away" }).waitFor();
  const subject = "Nobody is there";
  const { id } = await write(subject);
  await open(bo, subject);
  await bo.keyboard.press("a");
  await bo.getByRole("menuitem", { name: /Ada Holm\s*Away/ }).waitFor();
  await bo.getByRole("menuitem", { name: "Nobody" }).waitFor();
  await until(async () => (await lookAt(shop).inbox()).find((row) => row.id === id)?.team?.name === "Support");
  expect((await lookAt(shop).inbox()).find((row) => row.id === id)?.assignee).toBeNull();
  await bo.keyboard.press("Escape");
  await bo.keyboard.press("t");
  await bo.getByRole("button", { name: "Assignee: Bo Lund, team: Support" }).waitFor();
  await Promise.all([ada.context().close(), bo.context().close()]);
});

test("what somebody else decided meanwhile is not overwritten unseen", async () => {
  const page = await logIn(staff[1]!);
  const subject = "Decided meanwhile";
  const { id } = await write(subject);
  await open(page, subject);
  const { data: members } = await shop.ada.GET("/v1/members");
  const [ada] = members!.data.filter(({ name }) => name === "Ada Holm");
  const params = { path: { conversationId: id } };
  const overtake = async (route: Route) => {
    await shop.ada.PUT("/v1/conversations/{conversationId}/assignee", { params, body: { memberId: ada!.id } });
    await route.continue();
  };
  await page.route("**/assignee", overtake, { times: 1 });
  await page.keyboard.press("a");
  await page.getByRole("menuitem", { name: /Support/ }).waitFor();
  await page.getByRole("menuitem", { name: "No team" }).click();
  await page.getByText("Ada Holm has it already.").waitFor();
  await page.getByRole("button", { name: "Assign anyway" }).click();
  await page.getByRole("button", { name: "Assignee: Ada Holm", exact: true }).waitFor();
  await page.context().close();
});

test("who knows her password changes it in the menu behind her picture, and is told at its field what is wrong", async () => {
  const page = await logIn(staff[1]!);
  await page.getByRole("button", { name: /^Account of Bo/ }).press("Enter");
  await page.getByRole("menuitem", { name: "Change your password" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("The one you have", { exact: true }).fill("somebody else's");
  await dialog.getByLabel("A new one", { exact: true }).fill("another long password");
  await page.keyboard.press("Enter");
  await dialog.getByText("This is not your password").waitFor();
  await dialog.getByLabel("The one you have", { exact: true }).fill("a long enough password");
  await page.keyboard.press("Enter");
  await dialog.getByText("You are logged in here, and nowhere else any more.").waitFor();
  const logInWith = async (password: string) => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ email: staff[1]!.email, password });
    return (await fetch(`${shop.url}/v1/session`, { method: "POST", headers, body })).status;
  };
  expect([await logInWith("a long enough password"), await logInWith("another long password")]).toEqual([401, 201]);
});
