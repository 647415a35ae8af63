import { beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { type Inbox, openInbox } from "../support/inbox.ts";
import { lookAt } from "../support/running-shop.ts";
import { until } from "../support/until.ts";

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

async function write(subject: string, text: string): Promise<void> {
  const sent = await fetch(`${shop.sandbox.url}/shopper/api/mia.berg@mail.example/mail`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ to: "support@nordlys.example", subject, text }),
  });
  expect(sent.status).toBe(201);
  await lookAt(shop).filed(subject);
}

/** In place of what the tests before have left. */
async function script(responses: object[]): Promise<void> {
  await shop.control("DELETE", "model/script");
  await shop.control("POST", "model/script", { responses });
}

test("what the AI did opens from its draft: what it looked up, why an answer was refused, what it cost", async () => {
  const reply = (text: string) => ({ json: { reply: text, sources: ["#1042"] } });
  await script([
    { toolCalls: [{ name: "find_orders", arguments: {} }] },
    reply("Order #1042 is late: you get $999 back."),
    reply("Order #1042 is on its way with PostNord."),
  ]);
  await page.goto(`${shop.url}/inbox/open`);
  await write("Where is it?", "Where is order #1042?");
  await page.getByText("Where is it?").first().click();
  const draft = page.getByRole("region", { name: "AI draft" });
  await draft.getByText("on its way with PostNord").waitFor();
  await draft.getByRole("button", { name: "What the AI did" }).press("Enter");
  const trace = page.getByRole("dialog", { name: "What the AI did" });
  await trace.getByText("Left a draft").waitFor();
  const steps = await trace.getByRole("region", { name: "Steps" }).getByRole("listitem").allInnerTexts();
  const titles = steps.map((text) => text.split("\n")[0]);
  expect(titles).toEqual(["Asked sandbox", "Looked up the customer’s orders", "Asked sandbox", "Asked sandbox"]);
  expect(steps[1]).toContain("Was told: #1042");
  expect(steps[3]).toMatch(/That answer was refused\. .*999/);
  expect(steps[3]).toMatch(/tokens read, [\d,]+ written, \$/);
  await trace.getByText("#1042", { exact: true }).waitFor();
  await trace.getByText("It is certain that the customer herself writes.").waitFor();
  await page.keyboard.press("Escape");
  await trace.waitFor({ state: "detached" });
});

test("a person stops the AI while it thinks, and nothing comes of it", async () => {
  await script([{ text: "Too late.", delayMs: 60_000 }]);
  await write("Do not hurry", "Hello?");
  await page.getByText("Do not hurry").first().click();
  const strip = page.getByRole("status", { name: "AI agent" });
  await strip.getByText("Drafting…").waitFor();
  const found = await lookAt(shop).filed("Do not hurry");
  await until(async () => (await lookAt(shop).runs(found))[0]?.status === "running", { what: "the AI to think" });
  await strip.getByRole("button", { name: "Stop it" }).press("Enter");
  await strip.getByText("No draft: A person stopped it").waitFor();
});

const inUse = async () => (await shop.ada.GET("/v1/guidance/versions")).data!.data[0];

test("guidance is written by keyboard, guarded while it is not saved, published with its changes shown, and rolled back", async () => {
  await page.goto(`${shop.url}/settings/ai/guidance`);
  const form = page.getByRole("form", { name: "Guidance" });
  await form.getByLabel("Tone").fill("Warm and short");
  await page.getByRole("link", { name: "Models" }).press("Enter");
  await page
    .getByRole("dialog", { name: "Leave without saving?" })
    .getByRole("button", { name: "Stay" })
    .press("Enter");
  await form.getByRole("button", { name: "Add a procedure" }).press("Enter");
  const procedure = form.getByRole("list", { name: "Procedures" }).locator("> li");
  await procedure.getByRole("combobox", { name: "What she wants" }).fill("Loyalty points");
  await procedure.getByRole("textbox", { name: "Step 1" }).fill("Say how many she has");
  await procedure.getByRole("button", { name: "Add a step" }).press("Enter");
  await procedure.getByRole("textbox", { name: "Step 2" }).fill("Look her up");
  await page.keyboard.press("Alt+ArrowUp");
  for (const intent of ["order_status", "order_status"]) {
    await form.getByRole("button", { name: "Add a rule" }).press("Enter");
    await form
      .getByRole("combobox", { name: /^Rule \d: about/ })
      .last()
      .selectOption(intent);
  }
  await page.keyboard.press("Control+Enter");
  // Two about the same: said where it is, nothing is kept.
  await form.getByText("Rule 1 is about the same channel and intent", { exact: true }).waitFor();
  await form.getByRole("button", { name: "Remove rule 2" }).press("Enter");
  await form.getByLabel("Tone").press("Control+Enter");
  await form.getByText("Saved, not published: a person sends everything.").waitFor();
  expect(await inUse()).toBeUndefined();
  await form.getByRole("button", { name: "Publish…" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Publish the guidance" });
  expect(await dialog.getByRole("list", { name: "Changes" }).getByRole("listitem").allInnerTexts()).toEqual([
    "Tone\nWarm and short",
    "Procedure: Loyalty points\n1. Look her up\n2. Say how many she has",
    "Everywhere, Order status\nSent after a pause of 10 min, without a doubt",
  ]);
  await dialog.getByRole("button", { name: "Publish", exact: true }).press("Enter");
  await form.getByText("The AI goes by this (version 1).").waitFor();
  expect((await inUse())?.content.procedures[0]).toMatchObject({ intent: "loyalty_points" });

  await form.getByLabel("Tone").fill("Cold");
  await page.keyboard.press("Control+Enter");
  await form.getByText("The AI goes by version 1, not by this yet.").waitFor();
  await form.getByRole("button", { name: "Publish…" }).press("Enter");
  await dialog.getByRole("deletion").getByText("Warm and short").waitFor();
  await dialog.getByRole("button", { name: "Publish", exact: true }).press("Enter");
  await page.getByRole("button", { name: "Publish version 1 again" }).press("Enter");
  await page.getByRole("listitem", { name: "Version 3" }).getByText("version 1 again").waitFor();
  expect(await inUse()).toMatchObject({ number: 3, copyOf: 1, content: { tone: "Warm and short" } });
  await until(async () => (await form.getByLabel("Tone").inputValue()) === "Warm and short");
}, 60_000);

test("an answer that goes out by itself says when and can be held; whoever asks for a person gets one, with the reason in sight", async () => {
  const reply = "Order #1042 is on its way with PostNord.";
  const final = { outcome: "reply", reply, sources: ["#1042"], intent: "order_status", reason: "", summary: "" };
  await script([{ toolCalls: [{ name: "find_orders", arguments: {} }] }, { json: final }]);
  await page.goto(`${shop.url}/inbox/open`);
  await write("My parcel", "Where is order #1042?");
  await page.getByText("My parcel").first().click();
  const draft = page.getByRole("region", { name: "AI draft" });
  const own = draft.getByRole("region", { name: "Sent by itself" });
  await own.getByText(/Will be sent by itself in (?:10:00|9:\d\d)/).waitFor();
  await draft.getByRole("button", { name: "Send now" }).waitFor();
  await own.getByRole("button", { name: "Hold" }).press("Enter");
  await own.waitFor({ state: "detached" });
  await draft.getByRole("button", { name: "Send", exact: true }).waitFor();
  await draft.getByRole("button", { name: "What the AI did" }).press("Enter");
  await page.getByText("About: order status, no doubt, sent after a pause.").waitFor();
  await page.keyboard.press("Escape");

  await write("Somebody real", "I want to talk to a real person, please.");
  await page.getByText("Somebody real").first().click();
  const banner = page.getByRole("region", { name: "Handed over to people" });
  await banner.getByText("the customer asked for a person").waitFor();
  await banner.getByRole("button", { name: "What the AI did" }).press("Enter");
  await page.getByRole("dialog").getByText("Because the customer asked for a person.").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Close", exact: true }).press("Enter");
  await banner.waitFor({ state: "detached" });
});

test("guidance is tried on a past conversation: what was said, what would be said, what was refused; and is published there", async () => {
  const answered = await lookAt(shop).filed("Where is it?");
  const [newest] = await lookAt(shop).messages(answered);
  const params = { path: { conversationId: answered.id } };
  const body = { body: "It left yesterday, with love.", lastSeenMessageId: newest!.id };
  const { response } = await shop.ada.POST("/v1/conversations/{conversationId}/replies", { params, body });
  expect(response.status).toBe(201);
  const reply = (text: string) => ({
    json: { outcome: "reply", reply: text, sources: ["#1042"], intent: "order_status", reason: "", summary: "" },
  });
  await script([
    { toolCalls: [{ name: "find_orders", arguments: {} }] },
    reply("Order #1042 is late: you get $999 back."),
    reply("Order #1042 is on its way with PostNord."),
  ]);
  await page.goto(`${shop.url}/settings/ai/guidance`);
  await page.getByLabel("Tone").fill("Plain");
  await page.keyboard.press("Control+Enter");
  const trying = page.getByRole("button", { name: "Try on past conversations…" });
  await until(() => trying.isEnabled(), { what: "the guidance to be saved" });
  await trying.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Try on past conversations" });
  await dialog.getByRole("radio", { name: "Picked ones" }).press(" ");
  await dialog.getByRole("combobox", { name: "Find a conversation" }).fill("Where is it");
  await dialog
    .getByRole("option", { name: /Where is it\?/ })
    .first()
    .click();
  await dialog.getByRole("list", { name: "Picked" }).getByText("Mia Berg · Where is it?").waitFor();
  await dialog.getByRole("button", { name: "Try" }).press("Enter");
  await page.getByText("Tried 1 of 1.").waitFor();
  const one = page.getByRole("list", { name: "Conversations" }).getByRole("listitem").first();
  await one.getByText("Where is order #1042?").waitFor();
  await one.getByRole("region", { name: "Then" }).getByText("It left yesterday, with love.").waitFor();
  const now = await one.getByRole("region", { name: "Now" }).textContent();
  expect(now).toMatch(/would answer.*on its way with PostNord.*#1042.*Refused on the way: .*999/is);
  await page.getByRole("radio", { name: "Different outcome (0)" }).press(" ");
  await page.getByText("None of them.").waitFor();
  await page.getByRole("button", { name: "Publish…" }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Publish", exact: true }).press("Enter");
  await page.getByText("The AI goes by this (version 4).").waitFor();
  expect((await inUse())?.content.tone).toBe("Plain");
});

test("one switch stops the AI everywhere and says so, and single tools are switched by keyboard", async () => {
  await page.goto(`${shop.url}/settings/ai/tools`);
  const tool = page.getByRole("listitem", { name: "Look up one order" });
  await tool.getByRole("switch").press(" ");
  await until(async () => !(await tool.getByRole("switch").isChecked()), { what: "the switch to turn" });
  const switches = async () => (await shop.ada.GET("/v1/ai/switches")).data!;
  expect((await switches()).tools.find(({ tool: name }) => name === "get_order")?.isOn).toBe(false);
  await page.getByRole("button", { name: "Stop the AI…" }).press("Enter");
  await page.getByLabel("Why").fill("Wrong prices");
  await page.keyboard.press("Enter");
  await page.getByText("The AI is stopped").waitFor();
  expect((await switches()).stop).toMatchObject({ reason: "Wrong prices" });
  await page.goto(`${shop.url}/inbox/open`);
  await page.getByText("Do not hurry").first().click();
  await page.getByRole("img", { name: /^Who writes: Verified/ }).waitFor();
  await page.getByText("The AI is stopped: Wrong prices").waitFor();
  await page.goto(`${shop.url}/settings/ai/tools`);
  await page.getByRole("button", { name: "Let it work again" }).press("Enter");
  await page.getByText("The AI works", { exact: true }).waitFor();
  expect((await switches()).stop).toBeNull();
});

test("what the AI proposed stands in the conversation, and waits for the customer's yes", async () => {
  const reply = "I can give you a code of 5 % for one order. Would you like it?";
  const final = { outcome: "reply", reply, sources: [], intent: "discount", reason: "", summary: "" };
  await script([{ toolCalls: [{ name: "propose_discount_code", arguments: { percent: 5 } }] }, { json: final }]);
  await page.goto(`${shop.url}/inbox/open`);
  await write("A code", "Do you have a code for me?");
  await page.getByText("A code").first().click();
  const entry = page.getByRole("article", { name: /In the shop: .*Discount code/ });
  await entry.getByText("Waits for the customer’s yes").waitFor();
});

test("articles that contradict each other are listed with what nobody has written down", async () => {
  const bodies = ["Wax refills can be paused for 30 days.", "You can pause your wax refills for 14 days."];
  for (const [n, body] of bodies.entries()) {
    const wording = { title: `Refills ${n + 1}`, body, category: null, language: "en", questions: [] };
    const { id: articleId } = (await shop.ada.POST("/v1/articles", { body: wording })).data!;
    await shop.ada.POST("/v1/articles/{articleId}/publication", { params: { path: { articleId } }, body: {} });
  }
  const question = "For how long can I pause my wax refills?";
  const search = { name: "search_knowledge", arguments: { question } };
  await script([{ toolCalls: [search] }, { json: { reply: "A colleague will tell you.", sources: [] } }]);
  await write("A break from wax", question);
  const found = await lookAt(shop).filed("A break from wax");
  await until(async () => (await lookAt(shop).runs(found))[0]?.status === "drafted", { what: "the AI's draft" });
  await page.goto(`${shop.url}/knowledge/missing`);
  await page.getByRole("link", { name: /Refills \d \/ Refills \d/ }).press("Enter");
  for (const body of bodies) await page.getByRole("region", { name: "Contradiction" }).getByText(body).waitFor();
});
