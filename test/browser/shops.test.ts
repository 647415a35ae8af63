import { beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { demo } from "../../sandbox/seed.ts";
import { staff } from "../../scripts/seed.ts";
import { secret, startToolServer } from "../integrations/tool-server.ts";
import { type Inbox, openInbox } from "../support/inbox.ts";
import { lookAt } from "../support/running-shop.ts";
import { until } from "../support/until.ts";

const tools = await startToolServer();
let shop: Inbox["shop"];
let browser: Inbox["browser"];
beforeAll(async () => {
  ({ shop, browser } = await openInbox());
  // Read with the first call: whoever runs the installation trusts these addresses.
  process.env.TOOL_SERVER_ORIGINS = `${tools.url},${shop.sandbox.url}`;
}, 120_000);

const other = demo.otherShop.domain;
const control = (path: string, body: object = {}) => shop.control("POST", `shopify/${other}/${path}`, body);

/** Logged in where Shopify sends people back to. */
async function logInAtHome(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(20_000);
  await page.goto(home());
  await page.getByLabel("Email").fill(staff[0]!.email);
  await page.getByLabel("Password", { exact: true }).fill("a long enough password");
  await page.keyboard.press("Enter");
  await page.getByRole("status", { name: "Live connection" }).waitFor();
  return page;
}

const home = () => shop.url.replace("127.0.0.1", "localhost");

async function connectionOf(account: string) {
  const { data } = await shop.ada.GET("/v1/connections");
  return data!.data.find((one) => one.account === account);
}

/** From the app store to the page of consent, and yes. */
async function install(page: Page): Promise<void> {
  await page.goto(`${shop.sandbox.url}/shopify`);
  await page.getByRole("listitem").filter({ hasText: other }).getByRole("link", { name: "Install" }).click();
  const agree = page.getByRole("button", { name: "Install" });
  await agree.waitFor();
  await agree.press("Enter");
}

test("a shop is installed from the store, ends when it is uninstalled, and comes back with nothing lost", async () => {
  const page = await logInAtHome();
  await install(page);
  const attach = page.getByRole("button", { name: "Connect it to Nordlys Candles" });
  await attach.waitFor();
  await page.keyboard.press("Enter");
  const card = page.getByRole("listitem", { name: other });
  await card.getByText("Connected", { exact: true }).first().waitFor();
  const before = await connectionOf(other);
  expect(before).toMatchObject({ state: "active", missingScopes: [], displayName: "Nordlys Home" });

  const subject = "A holder for my candle";
  const mia = "mia.berg@mail.example";
  shop.sandbox.state.mail.submit(mia, { to: demo.mailbox.address, subject, text: "Does the brass one fit?" });
  const conversation = await lookAt(shop).filed(subject);
  const orders = async () => (await lookAt(shop).customer(conversation)).orders;
  await until(async () => (await orders()).includes("#2001"), { what: "the order of the new shop" });

  await control("uninstall");
  await card.getByText("Disconnected", { exact: true }).waitFor();
  expect(await orders()).toContain("#2001");

  await install(page);
  await page.getByRole("status", { name: "Live connection" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await page.getByRole("heading", { name: "Shops" }).waitFor();
  await card.getByText("Connected", { exact: true }).first().waitFor();
  expect(await connectionOf(other)).toMatchObject({ id: before!.id, state: "active" });
  expect(await orders()).toContain("#2001");
});

test("a member connects a shop from here, disconnects it and comes back, with the keyboard alone", async () => {
  const page = await logInAtHome();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  const card = page.getByRole("listitem", { name: other });
  await card.getByRole("button", { name: "Disconnect…" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await card.getByText("Disconnected", { exact: true }).waitFor();
  await page.getByLabel("Another shop").focus();
  await page.keyboard.type("Nordlys-Home");
  await page.keyboard.press("Enter");
  // All of it was allowed before: Shopify sends her straight back.
  await card.getByText("Connected", { exact: true }).first().waitFor();
  await page.getByLabel("Another shop").focus();
  await page.keyboard.type("not a shop!");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "no shop's name" }).waitFor();
});

test("inside the shop's admin stands how it is, and the way to the inbox", async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${shop.sandbox.url}/shopify/${other}/admin/apps/parley`);
  const frame = page.frameLocator("iframe");
  await frame.getByText("The shop is connected.").waitFor();
  await frame.getByText(`Nordlys Home (${other})`).waitFor();
  expect(await frame.getByRole("link", { name: "Open the inbox" }).getAttribute("href")).toBe(`${home()}/inbox/open`);
});

/** What a loyalty programme says of itself. */
const loyalty = (description: string) => {
  const email = { in: "query", name: "email", required: true, schema: { type: "string" } };
  const points = { get: { operationId: "points", description, parameters: [email] } };
  const give = { post: { operationId: "give", requestBody: { content: { "text/csv": {} } } } };
  const paths = { "/points": points, "/spend": { post: { operationId: "spend" } }, "/give": give };
  return { openapi: "3.1.0", info: { title: "Loyalty" }, servers: [{ url: `${tools.url}/api` }], paths };
};

test("another system is brought in, tried, switched on as it was seen, and goes off when it changes there", async () => {
  const page = await logInAtHome();
  tools.document = loyalty("Points of a customer");
  await page.goto(`${home()}/settings/ai/other-systems`);
  await page.getByRole("button", { name: "Bring in a system…" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Bring in another system" });
  await dialog.getByRole("radio", { name: "A web API, described at an address" }).press(" ");
  await dialog.getByLabel("What you call it").fill("Club");
  const address = dialog.getByLabel("Address of the document");
  await address.fill("https://10.0.0.1/openapi.json");
  await dialog.getByLabel("What lets us in").selectOption("A key in a header");
  await dialog.getByLabel("Name of the header").fill("X-Key");
  await dialog.getByLabel("Key", { exact: true }).fill(secret);
  await page.keyboard.press("Enter");
  await dialog.getByText("10.0.0.1 is not a public address").waitFor();
  await address.fill(`${tools.url}/openapi.json`);
  await page.keyboard.press("Enter");

  const tool = page.getByRole("listitem", { name: "Club_points" });
  await tool.getByText("Only reads").waitFor();
  await page.getByText("1 tool left out, and why").click();
  await page.getByText("POST /give: it does not take JSON").waitFor();
  await tool.getByRole("button", { name: "Arrange Club_points" }).press("Enter");
  const attempt = tool.getByRole("form", { name: "Try it" });
  await attempt.getByLabel("email").fill("mia@mail.example");
  await page.keyboard.press("Enter");
  const outcome = attempt.getByRole("region", { name: "What came of it" });
  await outcome.getByText("It worked (status 200)").waitFor();
  expect(await outcome.textContent()).toMatch(/email=mia%40mail\.example.*"x-key": "\[secret\]"/s);
  await tool.getByLabel("Who fills in email").selectOption("The customer’s email");
  await tool.getByRole("switch").press(" ");
  const shown = async () => {
    const { data } = (await shop.ada.GET("/v1/tool-sources")).data!;
    const params = { path: { toolSourceId: data[0]!.id } };
    const { data: source } = await shop.ada.GET("/v1/tool-sources/{toolSourceId}", { params });
    return source!.tools.find(({ name }) => name === "Club_points")!;
  };
  await until(async () => (await shown()).isOn, { what: "the tool to be on" });
  expect(await shown()).toMatchObject({ bound: { email: "customer.email" } });
  const spend = page.getByRole("listitem", { name: "Club_spend" });
  await spend.getByRole("button", { name: "Arrange Club_spend" }).press("Enter");
  await spend.getByRole("button", { name: "Call it once" }).press("Enter");
  await spend.getByRole("button", { name: "Really call it: it changes something there" }).press("Enter");
  await spend.getByText("It worked (status 200)").waitFor();

  tools.document = loyalty("Tell the model something else");
  await page.getByRole("button", { name: "Read again" }).press("Enter");
  const changed = page
    .getByRole("status", { name: "What is different" })
    .getByRole("region", { name: "Changed: Club_points" });
  await changed.getByText("it was on").waitFor();
  await changed.getByRole("region", { name: "Before" }).getByText("Points of a customer").waitFor();
  await changed.getByRole("region", { name: "Now" }).getByText("Tell the model something else").waitFor();
  expect(await shown()).toMatchObject({ isOn: false });
  expect(await page.content()).not.toContain("12+3");
  await page.getByRole("button", { name: "Remove", exact: true }).press("Enter");
  await page.getByRole("button", { name: "Remove it with its tools and its secret?" }).press("Enter");
  await page.getByText("None yet.").waitFor();
}, 60_000);

test("a server that wants a login sends the owner there and back, works, and says so when it ended", async () => {
  const page = await logInAtHome();
  await page.goto(`${home()}/settings/ai/other-systems`);
  await page.getByRole("button", { name: "Bring in a system…" }).press("Enter");
  await page.getByLabel("What you call it").fill("Points");
  await page.getByLabel("Address of the server").fill(`${shop.sandbox.url}/loyalty/mcp`);
  await page.keyboard.press("Enter");
  await page.getByText("Points wants a login").waitFor();
  await page.getByRole("button", { name: "Log in there" }).press("Enter");
  await page.getByRole("button", { name: "Do not allow" }).press("Enter");
  await page.getByText("You said no there").waitFor();
  await page.getByRole("button", { name: "Log in there" }).press("Enter");
  await page.getByRole("button", { name: "Allow", exact: true }).press("Enter");
  const tool = page.getByRole("listitem", { name: "Points_points" });
  await tool.getByRole("button", { name: "Arrange Points_points" }).press("Enter");
  await tool.getByRole("textbox", { name: "email" }).fill("mia.berg@mail.example");
  await page.keyboard.press("Enter");
  await tool.getByText('"points": 320').waitFor();
  await shop.control("POST", "loyalty/revoke", {});
  await tool.getByRole("button", { name: "Call it once" }).press("Enter");
  await tool.getByText(/a person has to log in there again/).waitFor();
  await page.getByText("Nobody is logged in any more").waitFor();
  await page.getByRole("button", { name: "Log in there again" }).waitFor();
}, 60_000);
