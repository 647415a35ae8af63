import { beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { demo } from "../../sandbox/seed.ts";
import { staff } from "../../scripts/seed.ts";
import { type Inbox, openInbox } from "../support/inbox.ts";
import { until } from "../support/until.ts";

let shop: Inbox["shop"];
let logIn: Inbox["logIn"];
beforeAll(async () => {
  ({ shop, logIn } = await openInbox());
}, 120_000);

interface FarEnd {
  sid: string;
  status: string;
  heard: { kind: string; text: string }[];
}

/** What the sandbox's caller does and hears. */
async function caller(path: string, body?: object): Promise<FarEnd> {
  const answer = await fetch(`${shop.sandbox.url}/control/twilio/calls${path}`, {
    method: body ? "POST" : "GET",
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as FarEnd;
}

const hears = (sid: string, kind: string, text: RegExp | string = "") =>
  until(
    async () => (await caller(`/${sid}`)).heard.some((one) => one.kind === kind && new RegExp(text).test(one.text)),
    { what: `${kind} ${text} at the caller's end` },
  );

/** Calls the shop, and chooses in the menu. */
async function call(from: string, digits: string): Promise<string> {
  const { sid } = await caller("", { from, to: demo.twilio.number });
  // As long as the greeting takes.
  await shop.control("POST", "twilio/time", { windMs: 4000 });
  await hears(sid, "said", "press 1");
  await caller(`/${sid}`, { digits });
  return sid;
}

const live = async () => (await shop.ada.GET("/v1/calls", { params: { query: { state: "live" } } })).data!.data[0]!;

async function say(page: Page, text: string): Promise<void> {
  const bar = page.getByRole("article", { name: "Call", exact: true });
  await bar.getByRole("textbox", { name: "Say" }).fill(text);
  await page.keyboard.press("Enter");
}

const phoneIsReady = (page: Page) => page.getByTitle(/Calls come to this browser/).waitFor();

test("a shopper's call rings in the tab, is taken by keyboard, held, handed over, ended and wrapped up, and stands in the conversation", async () => {
  const page = await logIn(staff[1]);
  // Who has handed a call over may have it handed back at once.
  const { id: phoneLineId, settings } = (await shop.ada.GET("/v1/phone-lines")).data!.data[0]!;
  const body = { settings: { ...settings, wrapUpSeconds: 0 } };
  await shop.ada.PUT("/v1/phone-lines/{phoneLineId}", { params: { path: { phoneLineId } }, body });
  await phoneIsReady(page);
  const sid = await call("+12025550171", "0");
  await page.getByRole("article", { name: "Incoming call" }).getByText("+1 202 555 0171").first().waitFor();
  await page.keyboard.press("Alt+a");
  const bar = page.getByRole("article", { name: "Call", exact: true });
  await bar.getByText("On the line").waitFor();
  // Accepted, it is there to be read.
  const entry = page.getByRole("article", { name: "Call from +1 202 555 0171" });
  await entry.waitFor();
  // The card covers nothing of the list.
  const list = (await page.getByRole("tabpanel").boundingBox())!;
  expect(list.y + list.height).toBeLessThanOrEqual((await bar.boundingBox())!.y);
  await say(page, "Nordlys Candles, Bo speaking");
  await hears(sid, "voice", "Bo speaking");
  await page.keyboard.press("Alt+h");
  await bar.getByText("On hold").waitFor();
  // A number outside comes to her, while the customer is on hold, and goes again.
  await bar.getByRole("button", { name: "Add somebody" }).click();
  await page.getByRole("textbox", { name: "Another number" }).fill("+1 212 555 0174");
  await page.keyboard.press("Enter");
  const also = bar.getByRole("list", { name: "Also in the call" });
  await also.getByText("+1 212 555 0174 rings").waitFor();
  const guest = (await live()).legs.find(({ role }) => role === "guest")!.externalId!;
  await caller(`/${guest}`, { answer: true });
  await also.getByText("is in the call").waitFor();
  await say(page, "Tom, is it in stock?");
  await hears(guest, "voice", "in stock");
  expect(JSON.stringify((await caller(`/${sid}`)).heard)).not.toContain("in stock");
  await also.getByRole("button", { name: "Remove +1 212 555 0174" }).click();
  await also.waitFor({ state: "detached" });
  await page.keyboard.press("Alt+h");
  await bar.getByText("On the line").waitFor();
  // Handed over to a colleague in a browser of her own, and by her to the team, it comes back.
  const hers = await logIn();
  await phoneIsReady(hers);
  await bar.getByRole("button", { name: "Hand over" }).click();
  await page.getByRole("menuitem", { name: "Ada Holm" }).click();
  await hers.getByRole("article", { name: "Incoming call" }).waitFor();
  await hers.keyboard.press("Alt+a");
  const herBar = hers.getByRole("article", { name: "Call", exact: true });
  await herBar.getByText("On the line").waitFor();
  await say(hers, "This is Ada");
  await hears(sid, "voice", "This is Ada");
  await herBar.getByRole("button", { name: "Hand over" }).click();
  await hers.getByRole("menuitem", { name: "Customer care" }).click();
  await page.getByRole("article", { name: "Incoming call" }).waitFor();
  await page.keyboard.press("Alt+a");
  await bar.getByText("On the line").waitFor();
  await page.keyboard.press("Alt+x");
  const wrapUp = page.getByRole("article", { name: "What came of the call" });
  await wrapUp.getByRole("radio", { name: "Solved" }).click();
  await wrapUp.getByRole("textbox", { name: "Note about the call" }).fill("Told her where it is");
  await page.keyboard.press("Control+Enter");
  await wrapUp.waitFor({ state: "detached" });
  await page
    .getByRole("navigation", { name: "Inbox" })
    .getByText(/^Call answered, 0:\d\d$/)
    .waitFor();
  await entry.getByText("Answered", { exact: true }).waitFor();
  await entry.getByText(/With Bo Lund .*Ada Holm .*Bo Lund/).waitFor();
  await entry.getByText(/Solved – Told her where it is/).waitFor();
  expect(await page.getByText("(no subject)").count()).toBe(0);
});

test("a message on the tape is heard and read in its conversation", async () => {
  const { data: members } = await shop.ada.GET("/v1/members");
  for (const { id: memberId } of members!.data) {
    await shop.ada.PUT("/v1/members/{memberId}/availability", {
      params: { path: { memberId } },
      body: { intent: "away" },
    });
  }
  const sid = await call("+13035550172", "0");
  await shop.control("POST", "twilio/time", { windMs: 3000 });
  await hears(sid, "beep");
  await caller(`/${sid}`, { speech: "Hello, this is Jonas. Please call me back about my order." });
  // As long as it takes to say so.
  await shop.control("POST", "twilio/time", { windMs: 5000 });
  await caller(`/${sid}`, { hangUp: true });
  const page = await logIn();
  await page.getByText("Call from +13035550172").first().click();
  const entry = page.getByRole("article", { name: "Call from +1 303 555 0172" });
  await entry.getByText("Left a message").waitFor();
  await entry.getByText("Hello, this is Jonas. Please call me back about my order.").waitFor();
  const [asked] = await Promise.all([
    page.waitForResponse((answer) => answer.url().includes("/v1/attachments/")),
    entry.getByRole("button", { name: /^Play voicemail/ }).click(),
  ]);
  const { url } = (await asked.json()) as { url: string };
  const sound = await page.request.get(url);
  expect([sound.status(), (await sound.body()).byteLength > 1000]).toEqual([200, true]);
});

test("a text's picture is shown small and opens large; what is no plain picture is a file to be saved", async () => {
  const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  const drawing = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>").toString("base64");
  await shop.control("POST", "twilio/texts", {
    ...{ from: "+14155550173", to: demo.twilio.number, body: "It came like this" },
    media: [
      { contentType: "image/png", base64: pixel },
      { contentType: "image/svg+xml", base64: drawing },
    ],
  });
  const page = await logIn();
  // Files are shown to pages of their own origin alone: that of PUBLIC_URL.
  const context = page.context();
  await context.addCookies((await context.cookies()).map((cookie) => ({ ...cookie, domain: "localhost" })));
  await page.goto(process.env.PUBLIC_URL!);
  await page.getByText("It came like this").first().click();
  const small = page.getByRole("list", { name: "Pictures" }).getByRole("button");
  const width = () => small.locator("img").evaluate((image) => (image as HTMLImageElement).naturalWidth);
  await until(async () => (await width()) === 1, { what: "the picture" });
  expect(await small.count()).toBe(1);
  expect(await page.getByRole("list", { name: "Attachments" }).getByRole("button").count()).toBe(1);
  await small.press("Enter");
  const large = page.getByRole("dialog").getByAltText("picture-1.png");
  await large.waitFor();
  expect(await large.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1);
});

test("an admin arranges by keyboard how a number answers; what is wrong is said at the field, and nothing is saved", async () => {
  const page = await logIn();
  await page.goto(`${shop.url}/settings/numbers`);
  await page.getByRole("link", { name: /How \+1 202 555 0142 answers calls/ }).press("Enter");
  const main = page.getByRole("region", { name: "Menu main" });
  await main.getByRole("button", { name: "Another key" }).press("Enter");
  const key = main.getByRole("textbox", { name: "Key", exact: true }).last();
  await key.fill("2");
  await page.keyboard.press("Control+Enter");
  await main.getByText("2 is the beginning of another option").waitFor();
  const lines = async () => (await shop.ada.GET("/v1/phone-lines")).data!.data;
  expect((await lines())[0]!.settings.menus.main!.options).toHaveLength(3);
  await key.fill("4");
  await main.getByRole("textbox", { name: "Or words" }).last().fill("shop, opening");
  await main.getByRole("combobox", { name: "Then" }).last().selectOption("Take a message");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Saved" }).waitFor();
  expect((await lines())[0]!.settings.menus.main!.options.at(-1)).toEqual({
    digits: "4",
    words: ["shop", "opening"],
    target: { to: "voicemail" },
  });
  // Renamed, calls still go to it.
  await main.getByRole("textbox", { name: "Menu", exact: true }).fill("welcome");
  await page.getByRole("region", { name: "Menu welcome" }).waitFor();
  await page.keyboard.press("Control+Enter");
  await until(async () => "welcome" in (await lines())[0]!.settings.menus);
  const { first, menus } = (await lines())[0]!.settings;
  expect(Object.keys(menus)).toEqual(["welcome"]);
  expect(first).toEqual({ to: "menu", menu: "welcome" });
});

test("a phone's token is short, hers alone, and opens nothing but a phone; pages may reach its provider and nobody else", async () => {
  const { data } = await shop.ada.POST("/v1/voice-token", { body: {} });
  const [, payload = ""] = data!.token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
  const { grants, exp } = claims as { grants: { identity: string; voice: object }; exp: number };
  expect(exp * 1000 - Date.now()).toBeLessThanOrEqual(600_000);
  expect(data!.identity).toMatch(/^[A-Za-z0-9_]{1,121}$/);
  expect(Object.keys(grants).toSorted()).toEqual(["identity", "voice"]);
  expect(grants.voice).toEqual({
    incoming: { allow: true },
    outgoing: { application_sid: expect.stringMatching(/^AP[0-9a-f]{32}$/) },
  });
  // One application, however often a token is asked for.
  const again = await shop.ada.POST("/v1/voice-token", { body: {} });
  expect(again.data!.identity).toBe(data!.identity);
  expect(shop.sandbox.state.twilio.accounts.get(demo.twilio.accountSid)!.applications.size).toBe(1);
  const policy = (await fetch(shop.url)).headers.get("content-security-policy");
  expect(policy).toContain(`connect-src 'self' ${new URL(shop.sandbox.url).origin};`);
});
