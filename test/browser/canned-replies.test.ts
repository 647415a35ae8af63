import { beforeAll, expect, test } from "@jest/globals";
import type { Locator, Page } from "playwright-core";
import { staff } from "../../scripts/seed.ts";
import { type Inbox, openInbox } from "../support/inbox.ts";
import { lookAt } from "../support/running-shop.ts";
import { until } from "../support/until.ts";

let shop: Inbox["shop"];
let logIn: Inbox["logIn"];
beforeAll(async () => {
  ({ shop, logIn } = await openInbox());
}, 120_000);

/** Writes to the shop as one of its shoppers, and opens the conversation. */
async function open(page: Page, address: string, subject: string): Promise<Locator> {
  const letter = { to: "support@nordlys.example", subject, text: "Hello?" };
  const sent = await fetch(`${shop.sandbox.url}/shopper/api/${address}/mail`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(letter),
  });
  expect(sent.status).toBe(201);
  const conversation = await lookAt(shop).filed(subject);
  await until(async () => (await lookAt(shop).customer(conversation)).lookup.state !== "pending");
  await page.getByText(subject).first().click();
  await page.getByRole("heading", { name: subject }).waitFor();
  await page.keyboard.press("r");
  return page.getByRole("textbox", { name: "Reply" });
}

const menu = (page: Page) => page.getByRole("listbox", { name: "Canned replies" });

test("a slash and Enter insert a reply filled in for this customer; Escape leaves the slash a slash", async () => {
  const page = await logIn();
  const reply = await open(page, "mia.berg@mail.example", "Is it on its way");
  await page.keyboard.type("see https://shop.example/a ");
  expect(await menu(page).count()).toBe(0);
  await page.keyboard.type("/");
  await menu(page).waitFor();
  await page.keyboard.press("Escape");
  await menu(page).waitFor({ state: "detached" });
  expect(await reply.inputValue()).toBe("see https://shop.example/a /");
  await reply.fill("");
  await page.keyboard.type("/whe");
  await menu(page)
    .getByRole("option", { name: /where-is-my-order/, selected: true })
    .waitFor();
  await page.keyboard.press("Enter");
  await until(async () => (await reply.inputValue()).startsWith("Hi Mia,\n"));
  expect(await reply.inputValue()).toContain("#1042 is on its way");
  expect(await page.getByText(/not known here/).count()).toBe(0);
});

test("what is not known of a customer is marked in the text and named until it is written over", async () => {
  const page = await logIn(staff[1]);
  const reply = await open(page, "tom.reed@mail.example", "A question of mine");
  await page.keyboard.type("/where");
  await menu(page).waitFor();
  await page.keyboard.press("Enter");
  const notice = page.getByText("These are not known here: order name, order status, order tracking url.");
  await notice.waitFor();
  await page.keyboard.type("your parcel");
  await page.getByText("These are not known here: order status, order tracking url.").waitFor();
  expect(await reply.inputValue()).toContain("Your order your parcel is [order status].");
});

test("a reply is written, refused where it is wrong, saved, found and archived", async () => {
  const page = await logIn();
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.getByRole("link", { name: /refund-policy/ }).waitFor();
  await page.keyboard.press("c");
  await page.getByLabel("Name").fill("Gift cards & vouchers");
  await page.getByLabel("Text").fill("Hi {{customer.frist_name}}");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Line 1, column 4: there is no variable {{customer.frist_name}}; did you mean").waitFor();
  const shortcut = page.getByRole("textbox", { name: "Shortcut" });
  expect(await shortcut.inputValue()).toBe("gift-cards-vouchers");
  await shortcut.fill("refund-policy");
  await page.getByLabel("Text").fill("Yes, from ");
  await page.getByRole("button", { name: "shop.name" }).click();
  await page.keyboard.press("Control+Enter");
  await page.getByText("There is already a canned reply with the shortcut /refund-policy").waitFor();
  await shortcut.fill("gift-cards");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("link", { name: /gift-cards/ }).waitFor();
  expect(await page.getByLabel("Text").inputValue()).toBe("Yes, from {{shop.name}}");
  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByRole("button", { name: "Restore" }).waitFor();
  await page.getByRole("link", { name: /gift-cards/ }).waitFor({ state: "detached" });
  await page.getByText("Archived", { exact: true }).click();
  await page.getByRole("link", { name: /gift-cards/ }).waitFor();
});

test("an agent reads the replies and is offered no way to change them", async () => {
  const page = await logIn(staff[1]);
  await page.goto(`${shop.url}/canned-replies`);
  await page.getByRole("link", { name: /refund-policy/ }).click();
  await page.getByLabel("Text").waitFor();
  for (const name of ["New", "Save", "Archive"]) {
    expect(await page.getByRole("button", { name, exact: true }).count()).toBe(0);
  }
  expect(await page.getByLabel("Text").isEditable()).toBe(false);
});

test("a team's reply is offered to its members, before everybody's, and not to others", async () => {
  const { data: members } = await shop.ada.GET("/v1/members");
  const { id: memberId } = members!.data.find(({ name }) => name === "Ada Holm")!;
  const { id: teamId } = (await shop.ada.POST("/v1/teams", { body: { name: "Returns" } })).data!;
  await shop.ada.PUT("/v1/teams/{teamId}/members/{memberId}", { params: { path: { teamId, memberId } } });
  const [ada, bo] = [await logIn(), await logIn(staff[1])];
  await ada.goto(`${shop.url}/canned-replies/new`);
  await ada.getByLabel("Name").fill("Refund policy");
  await ada.getByLabel("Text").fill("Returns says so");
  await ada.getByRole("combobox", { name: "Team" }).focus();
  await until(async () => {
    await ada.keyboard.press("ArrowDown");
    return (await ada.locator("[data-combobox-selected]", { hasText: "Returns" }).count()) === 1;
  });
  await ada.keyboard.press("Enter");
  await ada.keyboard.press("Control+Enter");
  await ada.getByRole("link", { name: /refund-policy.*Returns/ }).waitFor();
  await ada.goto(shop.url);
  for (const [page, subject] of [
    [ada, "Of whom"],
    [bo, "Of others"],
  ] as const) {
    await open(page, "mia.berg@mail.example", subject);
    await page.keyboard.type("/refund");
    await menu(page).getByRole("option", { selected: true }).waitFor();
  }
  expect(await menu(bo).getByRole("option").count()).toBe(1);
  await menu(bo).getByText("Returns", { exact: true }).waitFor({ state: "detached" });
  await menu(ada)
    .getByRole("option", { name: /Returns/, selected: true })
    .waitFor();
  expect(await menu(ada).getByRole("option").count()).toBe(2);
});

test("a macro shows what it does, with the shop's own words, and does it as the reply is sent; without a text by itself", async () => {
  const page = await logIn();
  await page.goto(`${shop.url}/canned-replies/new`);
  await page.getByLabel("Name").fill("Done here");
  await page.getByRole("button", { name: "Add a step" }).click();
  await page.keyboard.type("snooze for 2");
  await page.keyboard.press("Enter");
  await page.getByRole("list", { name: "Steps" }).getByText("Snooze for 2 days").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("link", { name: /done-here.*1 step/ }).waitFor();
  await page.goto(shop.url);
  await open(page, "mia.berg@mail.example", "Where is 1042");
  const { id: conversationId } = await lookAt(shop).filed("Where is 1042");
  await page.keyboard.type("/late");
  await menu(page)
    .getByRole("option", { name: /Tag Shipping · Refund the shipping · Close/, selected: true })
    .waitFor();
  await page.keyboard.press("Enter");
  const steps = page.getByRole("region", { name: "What is done with it" });
  await steps.getByText(/Refund the shipping of #1042 — €5\.90/).waitFor();
  await steps.getByRole("button", { name: "Without: Tag Shipping" }).click();
  await page.getByRole("textbox", { name: "Reply" }).press("Control+Enter");
  await page.getByRole("article", { name: /In the shop: Refunded €5\.90 · #1042/ }).waitFor();
  await page.getByRole("button", { name: "Reopen" }).waitFor();
  expect(await steps.count()).toBe(0);
  const closed = await shop.ada.GET("/v1/conversations/{conversationId}", { params: { path: { conversationId } } });
  expect(closed.data).toMatchObject({ status: "closed", tagIds: [] });
  await page.keyboard.type("/done");
  await menu(page).getByRole("option", { selected: true }).waitFor();
  await page.keyboard.press("Enter");
  await steps.getByText("Snooze for 2 days").waitFor();
  await page.keyboard.press("Control+Enter");
  await page
    .getByText(/Snoozed until|Waiting until/)
    .first()
    .waitFor();
  expect(await steps.count()).toBe(0);
});
