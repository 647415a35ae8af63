import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Request } from "express";
import { SignJWT } from "jose";
import { runTurn } from "../../src/ai/index.ts";
import { createShopperTokens, openShopperDoor } from "../../src/api/shoppers.ts";
import { listRunSteps, listRuns, scheduleRun } from "../../src/domain/automation/index.ts";
import { saveLookup } from "../../src/domain/commerce/index.ts";
import { connectIntegration } from "../../src/domain/connections/index.ts";
import { addNote, getConversation, listConversations, reply } from "../../src/domain/conversations/index.ts";
import { mergeConversation } from "../../src/domain/corrections/index.ts";
import { mergeCustomers } from "../../src/domain/customer-merges/index.ts";
import { assuranceOf } from "../../src/domain/verification/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { sendMessage } from "../../src/outbound/send.ts";
import { openRateLimits } from "../../src/platform/rate-limit.ts";
import { says, startScriptedModel, uses } from "../ai/scripted-model.ts";
import { anOrder } from "../ai/turn.ts";
import { aPerson, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aConnection, aWorkspace } from "../support/factories.ts";
import { told } from "../support/shop-records.ts";

let api: TestApi;
let shop: Context;
let owner: LoggedIn;
let chat: { key: string; identitySecret: string; connection: { id: string } };
beforeAll(async () => {
  api = await startApi();
  shop = await aWorkspace(api.db, "Nordlys Candles");
  owner = await aPerson(api, shop, "owner");
  chat = (await owner.post("/v1/chats", { name: "Nordlys Candles" }).expect(201)).body;
});

const mia = "mia@shopper.example";
const soon = () => Math.floor(Date.now() / 1000) + 600;
const signed = (claims: Record<string, unknown>, secret = chat.identitySecret, alg = "HS256") =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));
const begin = (body: object) =>
  api.send("post", "/v1/widget/sessions").set("origin", "https://nordlys.example").send(body);

/** A page of the shop, as a visitor or as who is logged in there. */
async function aPage(identity?: string, key = chat.key) {
  const { body } = await begin({ key, ...(identity && { identity }) }).expect(201);
  const authorization = `Bearer ${body.token}`;
  const say = (text: string, clientMessageId: string = randomUUID()) =>
    api.send("post", "/v1/widget/messages").set("authorization", authorization).send({ clientMessageId, text });
  const read = () => api.send("get", "/v1/widget/messages").set("authorization", authorization);
  return { ...body, say, read };
}

const newest = async () => (await listConversations(shop, { folder: "open", limit: 1 }))[0]!;
const sureness = async (conversationId: string) => assuranceOf(shop, await getConversation(shop, conversationId));

async function answer(conversationId: string, body: string) {
  const lastSeenMessageId = (await getConversation(shop, conversationId)).lastMessageId;
  const { body: message } = await owner
    .post(`/v1/conversations/${conversationId}/replies`, { body, lastSeenMessageId })
    .expect(201);
  await sendMessage(shop, { messageId: message.id });
}

describe("who chats", () => {
  test("is a visitor of whom nothing is known, or the customer whom the shop vouches for", async () => {
    const visitor = await aPage();
    expect(visitor).toMatchObject({ isVouchedFor: false, name: "Visitor" });
    await visitor.say("Where is my order? I am mia@shopper.example").expect(204);
    const hers = await newest();
    expect(hers).toMatchObject({ channel: "chat", status: "open" });
    expect(await sureness(hers.id)).toBe("anonymous");

    const known = await aPage(await signed({ email: "Mia@shopper.example", name: "Mia Berg", exp: soon() }));
    expect(known).toMatchObject({ isVouchedFor: true, name: "Mia Berg" });
    await known.say("Where is my order?").expect(204);
    const next = await newest();
    expect(next.customerId).not.toBe(hers.customerId);
    expect(await sureness(next.id)).toBe("verified");

    // People find that they are the same person. What was written by nobody in particular stays that.
    await mergeCustomers(shop, { customerId: hers.customerId, intoCustomerId: next.customerId });
    expect(await sureness(hers.id)).toBe("anonymous");
  });

  test("is refused with a word that is not the shop's, and told what is wrong with it", async () => {
    const other = await owner.post("/v1/chats", { name: "Another" }).expect(201);
    const refusals: [string, RegExp][] = [
      [
        await signed({ email: mia, exp: soon() }, other.body.identitySecret),
        /not signed with the chat's identity secret/,
      ],
      [await signed({ email: mia, exp: soon() - 1200 }), /has expired/],
      [await signed({ email: mia, exp: soon() + 2 * 86_400 }), /more than a day ahead/],
      [await signed({ email: mia, exp: 1e300 }), /more than a day ahead/],
      [await signed({ email: mia }), /exp is missing/],
      [await signed({ exp: soon() }), /email is missing/],
      [await signed({ email: "mia", exp: soon() }), /email is not valid/],
      // The sign for kelvin is a "k" in lower case: another address, which may be somebody else's.
      [await signed({ email: "\u212aim@shopper.example", exp: soon() }), /email is not valid/],
      [await signed({ email: mia, exp: soon() }, chat.identitySecret, "HS512"), /has to be signed with HS256/],
      [`${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ email: mia, exp: soon() }))}.`, /HS256|no JWT/],
      ["mia", /no JWT/],
    ];
    for (const [identity, why] of refusals) {
      const { body } = await begin({ key: chat.key, identity }).expect(401);
      expect(body.detail).toMatch(why);
    }
    await begin({ key: "0".repeat(24) }).expect(404);
    // A chat that has lost its secret takes nobody's word: with none, anybody could give it.
    const key = randomBytes(12).toString("hex");
    await connectIntegration(shop, { integrationId: "web-chat", account: key, displayName: "", credentials: {} });
    const claims = [{ alg: "HS256" }, { email: mia, exp: soon() }];
    const said = claims.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    const identity = `${said}.${createHmac("sha256", "").update(said).digest("base64url")}`;
    await begin({ key, identity }).expect(401);
    await begin({ key }).expect(201);
  });

  test("cannot make up a session, and has none any more when the secret is replaced or the chat is gone", async () => {
    const gone = (await owner.post("/v1/chats", { name: "For a while" }).expect(201)).body;
    const { body: session } = await begin({ key: gone.key }).expect(201);
    const read = (token: string) => api.send("get", "/v1/widget/messages").set("authorization", `Bearer ${token}`);
    await read(session.token).expect(200);
    const [said, mac] = session.token.split(".");
    const other = Buffer.from(said, "base64url")
      .toString()
      .replace(/visitor-[\w-]+/, mia);
    await read(`${Buffer.from(other).toString("base64url")}.${mac}`).expect(401);
    const renewed = await owner.post(`/v1/chats/${gone.connection.id}/secrets`).expect(201);
    expect(renewed.body).toMatchObject({ key: gone.key, connection: { id: gone.connection.id } });
    expect(renewed.body.identitySecret).not.toBe(gone.identitySecret);
    await read(session.token).expect(401);
    const { body: next } = await begin({ key: gone.key }).expect(201);
    await owner.delete(`/v1/connections/${gone.connection.id}/access`).expect(200);
    await read(next.token).expect(401);
    await begin({ key: gone.key }).expect(404);
  });
});

test("whatever she calls herself at the shop, she can write", async () => {
  const name = `\u202e Mia\0\nBerg \ud800${"g".repeat(300)}`;
  const page = await aPage(await signed({ email: "named@shopper.example", exp: soon(), name }));
  expect(page.name).toMatch(/^Mia Berg \ufffdg{100,200}$/);
  await page.say("Hello").expect(204);
});

test("one network may do much, one shopper as much as a page needs, and nobody gets more by changing her address", async () => {
  const limits = openRateLimits();
  const shopperTokens = createShopperTokens("secret");
  const admit = openShopperDoor({ limits, shopperTokens });
  const [workspaceId, connectionId, since] = [randomUUID(), randomUUID(), new Date()];
  const at = { workspaceId, connectionId, name: "", since, until: since };
  const asks = (method: string, ip: string, address: string, isVouchedFor = false) => {
    const authorization = `Bearer ${shopperTokens.make({ ...at, address, isVouchedFor })}`;
    return admit({ method, ip, get: () => authorization } as unknown as Request, "shopper");
  };
  // An office, or a carrier's phones: ten shoppers ask as often as a page that is open, and one asks too often.
  for (let n = 0; n < 1500; n++) await asks("GET", "203.0.113.9", `visitor-${n % 10}`);
  for (let n = 0; n < 600; n++) await asks("GET", "203.0.113.9", "busy");
  await expect(asks("GET", "203.0.113.9", "busy")).rejects.toMatchObject({ code: "limit_exceeded" });
  // Somebody who is new with every message, from everywhere in her own network; whom a shop knows is not in her way.
  for (let n = 0; n < 150; n++) await asks("POST", `2001:db8::${n.toString(16)}:0:0:1`, `new-${n}`);
  const refused = { code: "limit_exceeded" };
  await expect(asks("POST", "2001:db8:0:0:abcd::1", "newest")).rejects.toMatchObject(refused);
  await asks("POST", "2001:db8::1", mia, true);
  await asks("POST", "2001:db8:0:1::1", "elsewhere");
  const begins = (ip: string) => admit({ ip } as Request, "page");
  for (let n = 0; n < 60; n++) await begins(n % 2 ? "::ffff:198.51.100.7" : "198.51.100.7");
  await expect(begins("198.51.100.7")).rejects.toMatchObject(refused);
  limits.close();
});

describe("what is written", () => {
  test("comes once, is answered in the page, and shows nothing of notes or of anybody else", async () => {
    const [one, two] = [await aPage(), await aPage()];
    const id = randomUUID();
    await Promise.all([
      one.say("Do you have candles?", id).expect(204),
      one.say("Do you have candles?", id).expect(204),
    ]);
    const { id: conversationId } = await newest();
    await two.say("Somebody else").expect(204);
    await addNote(shop, { conversationId, body: "She is difficult" });
    await answer(conversationId, "We do.");
    // As a rule would, whose name is for colleagues.
    const { lastMessageId: lastSeenMessageId } = await getConversation(shop, conversationId);
    const { id: messageId } = await reply(shop, { conversationId, body: "We are open.", lastSeenMessageId });
    await sendMessage(shop, { messageId });
    const { body } = await one.read().expect(200);
    expect(body.items).toMatchObject([
      { from: "shopper", text: "Do you have candles?" },
      { from: "shop", text: "We do.", name: "Ada Holm" },
      { from: "shop", text: "We are open.", name: "Nordlys Candles" },
    ]);
    expect((await two.read().expect(200)).body.items).toMatchObject([{ text: "Somebody else" }]);
  });

  test("is answered in words, to who wrote: no copies and no files", async () => {
    const page = await aPage();
    await page.say("Hello").expect(204);
    const { id, lastMessageId: lastSeenMessageId } = await newest();
    const { body } = await owner.get(`/v1/conversations/${id}/recipients`).expect(200);
    expect(body.to).toMatchObject([{ name: "Visitor" }]);
    const cc = [{ address: "a@b.example" }];
    await owner.post(`/v1/conversations/${id}/replies`, { body: "Hi", lastSeenMessageId, cc }).expect(422);
  });

  test("is refused when it is empty, too long, or too much of it", async () => {
    const page = await aPage();
    await page.say("  ").expect(422);
    await page.say("\u200b\u2067\ufeff \n").expect(422);
    await page.say("x".repeat(4001)).expect(422);
    const said = await Promise.all(
      Array.from({ length: 35 }, () => page.say(" ").then((answer: { status: number }) => answer.status)),
    );
    expect(said).toContain(429);
  });
});

test("the AI shows a visitor nothing, and who the shop vouches for her order", async () => {
  const store = await aConnection(shop, "shopify");
  const sara = "sara@shopper.example";
  const asked = async (identity?: string) => {
    await (await aPage(identity)).say("Where is my order #1042?").expect(204);
    const { id: conversationId, customerId } = await newest();
    const record = told({ externalId: `gid://shopify/Customer/${customerId}` }, [anOrder()]);
    await saveLookup(shop, { customerId, connectionId: store.id, record });
    const model = await startScriptedModel();
    model.script = [uses(["find_orders", {}]), says("It is on its way.")];
    const run = await scheduleRun(shop, { conversationId, delayMs: 0, again: true });
    await runTurn(shop, { runId: run!.id }, model.agent());
    const [done] = await listRuns(shop, { conversationId, limit: 1 });
    const steps = await listRunSteps(shop, done!.id);
    return JSON.stringify(steps.find(({ kind }) => kind === "tool")!.response);
  };
  expect(await asked()).toContain("needs_verified");
  expect(await asked(await signed({ email: sara, exp: soon() }))).toContain("#1042");
});

test("chats that people have merged are answered to who wrote last, in her own, and a visitor is told nothing of others", async () => {
  const other = (await owner.post("/v1/chats", { name: "Sister shop" }).expect(201)).body;
  const eva = { email: "eva@shopper.example", name: "Eva Lindgren", exp: soon() };
  const known = await aPage(await signed(eva));
  await known.say("Where does my order go?").expect(204);
  const { id: conversationId, customerId } = await newest();
  await answer(conversationId, "To Strandgade 5.");
  const visitor = await aPage(undefined, other.key);
  await visitor.say("This is Eva too").expect(204);
  const visitors = await newest();
  await mergeCustomers(shop, { customerId: visitors.customerId, intoCustomerId: customerId });
  await mergeConversation(shop, { conversationId: visitors.id, intoConversationId: conversationId });
  await visitor.say("What did you write to me before?").expect(204);
  const model = await startScriptedModel();
  model.script = [uses(["get_conversation", { beforeMessage: 99 }]), says("I cannot see that here.")];
  const run = await scheduleRun(shop, { conversationId, delayMs: 0, again: true });
  await runTurn(shop, { runId: run!.id }, model.agent());
  const asked = JSON.stringify(model.asked);
  expect(asked.match(/This is Eva too/g)).toHaveLength(3);
  expect(asked).not.toMatch(/Strandgade|Where does my order go|Lindgren/);
  await answer(conversationId, "Log in, please.");
  expect((await visitor.read().expect(200)).body.items.at(-1)).toMatchObject({ text: "Log in, please." });
  expect(JSON.stringify((await known.read().expect(200)).body.items)).not.toMatch(/Log in|too/);
});

test("a page of any site may ask, and nothing it sends along by itself opens anything", async () => {
  const preflight = await fetch(`${api.url}/v1/widget/messages`, { method: "OPTIONS" });
  expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
  expect(preflight.headers.get("access-control-allow-credentials")).toBeNull();
  const { headers } = await api.send("get", "/v1/widget/messages").set("cookie", owner.cookie).expect(401);
  expect(headers["access-control-allow-origin"]).toBe("*");
});
