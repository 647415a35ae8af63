import { beforeAll, expect, test } from "@jest/globals";
import { z } from "zod";
import { staff } from "../../scripts/seed.ts";
import { type Inbox, openInbox } from "../support/inbox.ts";
import { until } from "../support/until.ts";

let shopperPage: string;
let inbox: Inbox;
beforeAll(async () => {
  inbox = await openInbox();
  shopperPage = `${inbox.shop.sandbox.url}/shopper`;
}, 120_000);

/** The shopper's mailbox as the sandbox keeps it. */
async function threadsOf(address: string): Promise<unknown> {
  const answer = await fetch(`${shopperPage}/api/${address}/threads`);
  const shape = z.array(z.object({ messages: z.array(z.object({ mine: z.boolean() })) }));
  return shape.parse(await answer.json());
}

test("an email's whole life: it appears live with its order and draft, and the answer arrives in its thread", async () => {
  const agent = await inbox.logIn();
  const colleague = await inbox.logIn(staff[1]);
  const shopper = await inbox.browser.newPage();
  shopper.setDefaultTimeout(20_000);

  await shopper.goto(shopperPage);
  await shopper.getByText("Mia Berg").click();
  await shopper.getByLabel("Subject").fill("Where is my order?");
  await shopper.getByLabel("Message").fill("Hi, I ordered two Fjord candles. Where is order #1042?\n\nMia");
  await shopper.getByRole("button", { name: "Send" }).click();

  for (const page of [agent, colleague]) await page.getByText("Where is my order?").first().waitFor();
  await agent.getByText("Where is my order?").first().click();
  await agent.getByRole("article", { name: "Order #1042" }).waitFor();
  const draft = agent.getByRole("region", { name: "AI draft" });
  await draft.getByText("#1042").first().waitFor();
  await draft.getByText("PostNord").first().waitFor();

  await draft.getByRole("button", { name: "Edit" }).click();
  const composer = agent.getByRole("textbox", { name: "Reply" });
  await until(async () => (await composer.inputValue()).includes("#1042"));
  await colleague.getByText("Where is my order?").first().click();
  await composer.press("Control+End");
  await composer.pressSequentially("\n\nBest wishes from Ada");
  await colleague
    .getByText(/Ada Holm.*(typing|writing)/i)
    .first()
    .waitFor();
  await agent.getByRole("button", { name: "Send reply" }).click();

  await agent.getByRole("article", { name: "Reply by Ada Holm" }).getByText("Best wishes from Ada").waitFor();
  await colleague.getByRole("article", { name: "Reply by Ada Holm" }).getByText("Best wishes from Ada").waitFor();
  await shopper.getByText("Best wishes from Ada").first().waitFor();
  expect(await threadsOf("mia.berg@mail.example")).toEqual([{ messages: [{ mine: true }, { mine: false }] }]);

  await agent.getByRole("button", { name: "Close", exact: true }).click();
  await agent.getByRole("button", { name: "Reopen" }).waitFor();
  await until(async () => (await colleague.getByRole("button", { name: "Reopen" }).count()) === 1);
}, 120_000);

test("a chat's: a visitor stays unknown, who is logged in at the shop is verified, and each reads only her own answer", async () => {
  const agent = await inbox.logIn();
  const shopper = await inbox.browser.newPage();
  shopper.setDefaultTimeout(20_000);
  const write = async (text: string) => {
    await shopper.getByLabel("Message", { exact: true }).fill(text);
    await shopper.getByRole("button", { name: "Send" }).click();
    await shopper.getByRole("list", { name: "Messages" }).getByText(text).waitFor();
  };
  await shopper.goto(`${shopperPage}/chat`);
  await write("I am Jonas Vik. When will #1043 ship?");
  await shopper.getByRole("button", { name: "Jonas Vik" }).click();
  await write("When does my order leave you?");

  await agent.getByText("I am Jonas Vik. When will #1043 ship?").first().click();
  await agent.getByText("Unknown", { exact: true }).waitFor();
  await agent.getByText("When does my order leave you?").first().click();
  await agent.getByText("Verified", { exact: true }).waitFor();
  await agent.getByRole("article", { name: "Order #1043" }).waitFor();
  expect(await agent.getByRole("button", { name: "Attach files" }).count()).toBe(0);
  await agent.getByRole("textbox", { name: "Reply" }).fill("Tomorrow, Jonas.");
  await agent.getByRole("button", { name: "Send reply" }).click();
  await shopper.getByText("Tomorrow, Jonas.").waitFor();
  await shopper.getByRole("button", { name: "A visitor" }).click();
  await shopper.getByText("I am Jonas Vik. When will #1043 ship?").waitFor();
  expect(await shopper.getByText("Tomorrow, Jonas.").count()).toBe(0);

  await agent.goto(`${inbox.shop.url}/settings/chat`);
  await agent.getByRole("textbox", { name: "Open a chat" }).fill("Our other shop");
  await agent.getByRole("button", { name: "Open", exact: true }).click();
  const opened = agent.getByRole("listitem", { name: "Our other shop" });
  await opened.getByText("Copy it now").waitFor();
  await opened.getByRole("button", { name: "Disconnect…" }).click();
  await opened.getByRole("button", { name: "Disconnect", exact: true }).click();
  await opened.getByText("Disconnected", { exact: true }).waitFor();
}, 120_000);
