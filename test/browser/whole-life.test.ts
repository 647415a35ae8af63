import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Browser, chromium, type Page } from "playwright-core";
import { z } from "zod";
import { demoEnvironment, sandboxOptions } from "../../scripts/demo-environment.ts";
import { freePort } from "../../scripts/ports.ts";
import { seedDemo, staff } from "../../scripts/seed.ts";
import { buildWebClient } from "../../scripts/web-client.ts";
import { launchOptions } from "../support/chromium.ts";
import { freshDatabase, testSealKey } from "../support/database.ts";
import { until } from "../support/until.ts";

const staffPassword = "a long enough password";
const stops: (() => Promise<unknown>)[] = [];
let browser: Browser;
let inbox = "";
let shopperPage = "";

/** The product as `npm start` runs it: sandbox, seeded shop, web and workers, over real HTTP and sockets. */
beforeAll(async () => {
  const db = await freshDatabase();
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const secrets = {
    sessionSecret: "s".repeat(40),
    sealKey: testSealKey,
    databasePassword: "",
    staffPassword,
    googleClientSecret: "google-client-secret",
    shopifyApiSecret: "shopify-api-secret",
  };
  const settings = { port, sandboxPort, urls: db.urls, secrets, home: tmpdir() };
  Object.assign(process.env, demoEnvironment(settings, {}), { LOG_LEVEL: "silent", AI_DEBOUNCE_MS: "300" });
  await buildWebClient();
  const { startSandbox } = await import("../../sandbox/server.ts");
  const sandbox = await startSandbox(sandboxOptions(settings, process.env));
  stops.push(() => sandbox.stop());
  await seedDemo({ urls: db.urls, sealKeys: testSealKey, staffPassword });
  const { config } = await import("../../src/config.ts");
  const { openLog } = await import("../../src/platform/log.ts");
  const { startWorkers } = await import("../../workers/main.ts");
  const { startServer } = await import("../../src/server.ts");
  const log = openLog("silent");
  const workers = startWorkers({ db, log });
  stops.push(() => workers.stop());
  const server = await startServer({ config, db, log });
  stops.push(() => server.stop());
  inbox = `http://localhost:${port}`;
  shopperPage = `http://localhost:${sandboxPort}/shopper`;
  browser = await chromium.launch(launchOptions());
  stops.push(() => browser.close());
}, 120_000);
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

async function logIn(email: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(20_000);
  await page.goto(inbox);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(staffPassword);
  await page.keyboard.press("Enter");
  await page.getByRole("status", { name: "Live connection" }).waitFor();
  return page;
}

/** The shopper's mailbox as the sandbox keeps it. */
async function threadsOf(address: string): Promise<unknown> {
  const answer = await fetch(`${shopperPage}/api/${address}/threads`);
  const shape = z.array(z.object({ messages: z.array(z.object({ mine: z.boolean() })) }));
  return shape.parse(await answer.json());
}

test("an email's whole life: it appears live with its order and draft, and the answer arrives in its thread", async () => {
  const agent = await logIn(staff[0]!.email);
  const colleague = await logIn(staff[1]!.email);
  const shopper = await browser.newPage();
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
