import { createHmac, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { Writable } from "node:stream";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { pino } from "pino";
import {
  connectIntegration,
  forgetAccount,
  getConnection,
  openConnection,
} from "../../src/domain/connections/index.ts";
import { inTransaction, listEvents } from "../../src/domain/events/index.ts";
import { claimJobs } from "../../src/domain/jobs/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { inWorkspaces } from "../../src/platform/db.ts";
import { pointGmailAt } from "../integrations/gmail/mailbox.ts";
import { startLoopback } from "../integrations/loopback.ts";
import { startApi, type TestApi } from "../support/api.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { aConnection, aWorkspace } from "../support/factories.ts";

const secret = "shpss_test";
const google = generateKeyPairSync("rsa", { modulusLength: 2048 });
const logged: string[] = [];
let api: TestApi;
let ctx: Context;
let shop: { id: string; account: string };
let mailbox: { id: string; account: string };

beforeAll(async () => {
  const certs = await startLoopback();
  closeAtEnd(() => certs.close());
  const pem = google.publicKey.export({ type: "spki", format: "pem" });
  certs.answer = () => ({ json: { k1: pem }, headers: { "cache-control": "max-age=3600" } });
  pointGmailAt(certs.url);
  process.env.SHOPIFY_API_SECRET = secret;
  const sink = new Writable({
    write: (chunk: Buffer, _, done) => {
      logged.push(chunk.toString());
      done();
    },
  });
  api = await startApi({ log: pino({ level: "trace" }, sink) });
  ctx = await aWorkspace(api.db);
  shop = await aConnection(ctx, "shopify");
  mailbox = await aConnection(ctx, "gmail");
});

describe("a webhook of Shopify", () => {
  test("is recorded, answered after the commit, and announced", async () => {
    const id = randomUUID();
    await fromShopify({ id }).expect(204);
    expect(await deliveriesOf(shop.id, id)).toBe(1);
    expect((await claimJobs(ctx.db, { queue: "ingest", limit: 100, leaseMs: 1 })).length).toBeGreaterThan(0);
  });

  test("that comes from a new domain is the known shop's, where it says the shop's id, and ends it when it was uninstalled", async () => {
    const account = `${randomUUID()}.myshopify.com`;
    const known = { integrationId: "shopify", account, externalId: "gid://shopify/Shop/7701", displayName: "Nordlys" };
    const other = await aWorkspace(api.db);
    const { id: connectionId } = await connectIntegration(other, { ...known, credentials: { accessToken: "secret" } });
    const from = { shop: `${randomUUID()}.myshopify.com`, topic: "shop/update" };
    const said = (of: object) => JSON.stringify({ name: "Nordlys", ...of });
    const ids = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const;
    await fromShopify({ ...from, id: ids[0], body: said({ id: 7701, myshopify_domain: from.shop }) }).expect(204);
    await fromShopify({ ...from, id: ids[1], body: said({ id: 7702 }) }).expect(204);
    await fromShopify({ ...from, id: ids[2], body: said({ id: 7701 }), topic: "orders/updated" }).expect(204);
    expect(await Promise.all(ids.map((id) => deliveriesOf(connectionId, id, other)))).toEqual([1, 0, 0, 0]);
    await fromShopify({ ...from, id: ids[3], body: said({ id: 7701 }), topic: "app/uninstalled" }).expect(204);
    expect(await getConnection(other, connectionId)).toMatchObject({ state: "disconnected" });
  });

  test("of a shop that went to another workspace is that one's from then on", async () => {
    const account = `${randomUUID()}.myshopify.com`;
    const app = { integrationId: "shopify", account, displayName: "Nordlys", credentials: { accessToken: "secret" } };
    const [first, second] = [await aWorkspace(api.db), await aWorkspace(api.db)];
    const { id: before } = await connectIntegration(first, app);
    const ids = [randomUUID(), randomUUID()] as const;
    await fromShopify({ id: ids[0], shop: account }).expect(204);
    await inTransaction(first, (tx) => forgetAccount(tx, { connectionId: before }));
    const { id: after } = await connectIntegration(second, app);
    await fromShopify({ id: ids[1], shop: account }).expect(204);
    expect(await Promise.all(ids.map((id) => deliveriesOf(before, id, first)))).toEqual([1, 0]);
    expect(await Promise.all(ids.map((id) => deliveriesOf(after, id, second)))).toEqual([0, 1]);
  });

  test("a second identical delivery changes nothing", async () => {
    const id = randomUUID();
    await fromShopify({ id }).expect(204);
    await Promise.all(Array.from({ length: 5 }, () => fromShopify({ id }).expect(204)));
    expect(await deliveriesOf(shop.id, id)).toBe(1);
  });

  test.each([
    ["a wrong signature", { signature: "AAAA" }],
    ["no signature", { signature: "" }],
    [
      "a signature over other bytes",
      { body: '{"email":"mia@mail.example" }', signedBody: '{"email":"mia@mail.example"}' },
    ],
    ["an empty body", { body: "", signedBody: "" }],
  ])("with %s is refused, and leaves nothing behind", async (_, change) => {
    const id = randomUUID();
    await fromShopify({ id, ...change }).expect(401);
    expect(await deliveriesOf(shop.id, id)).toBe(0);
  });

  test("for a shop nobody has connected is acknowledged, so that it is not repeated", async () => {
    await fromShopify({ id: randomUUID(), shop: "stranger.myshopify.com" }).expect(204);
  });

  test("for a shop nobody has connected, but unsigned, is refused all the same", async () => {
    await fromShopify({ id: randomUUID(), shop: "stranger.myshopify.com", signature: "AAAA" }).expect(401);
  });

  test("that is compressed is refused: the signature covers other bytes", async () => {
    await fromShopify({ id: randomUUID() }).set("content-encoding", "gzip").send(gzipSync("{}")).expect(415);
  });

  test("of more than 5 MB is refused", async () => {
    const body = JSON.stringify({ text: "x".repeat(5.5 * 1024 * 1024) });
    await fromShopify({ id: randomUUID(), body }).expect(413);
  });
});

describe("a push of Gmail", () => {
  test("announces that there is something to pull", async () => {
    const before = await notices();
    await fromGmail(mailbox.account).expect(204);
    expect(await notices()).toBe(before + 1);
  });

  test("for a mailbox nobody has connected is acknowledged, so that it is not repeated", async () => {
    const before = await notices();
    await fromGmail("stranger@mail.example").expect(204);
    expect(await notices()).toBe(before);
  });

  test("that is not signed for us is refused", async () => {
    await fromGmail(mailbox.account, { aud: "https://other.example" }).expect(401);
    await fromGmail(mailbox.account, {}, "").expect(401);
  });
});

test("an integration that does not exist, or has no webhook, is not found", async () => {
  await api.send("post", "/webhooks/carrier-pigeon").send("{}").expect(404);
  await api.send("post", "/webhooks/__proto__").send("{}").expect(404);
});

test("neither what was sent nor its headers get into the log", async () => {
  const canary = "canary-2f8d";
  const body = JSON.stringify({ email: `${canary}@mail.example` });
  await fromShopify({ id: randomUUID(), body }).set("x-canary", canary).expect(204);
  await fromShopify({ id: randomUUID(), body, signature: canary }).set("x-canary", canary).expect(401);
  expect(logged.some((line) => line.includes("/webhooks/:integrationId"))).toBe(true);
  expect(logged.filter((line) => line.includes(canary))).toEqual([]);
});

interface SaidByShopify {
  id: string;
  body?: string;
  signedBody?: string;
  signature?: string;
  shop?: string;
  topic?: string;
}

function fromShopify(what: SaidByShopify) {
  const body = what.body ?? JSON.stringify({ email: "mia@mail.example" });
  const signature = createHmac("sha256", secret)
    .update(what.signedBody ?? body)
    .digest("base64");
  return api
    .send("post", "/webhooks/shopify")
    .set({
      "content-type": "application/json",
      "x-shopify-topic": what.topic ?? "customers/update",
      "x-shopify-shop-domain": what.shop ?? shop.account,
      "x-shopify-api-version": "2026-10",
      "x-shopify-webhook-id": what.id,
      "x-shopify-hmac-sha256": what.signature ?? signature,
    })
    .send(body);
}

function fromGmail(emailAddress: string, claims: object = {}, authorization = `Bearer ${token(claims)}`) {
  const data = Buffer.from(JSON.stringify({ emailAddress, historyId: "7" })).toString("base64url");
  const push = api.send("post", "/webhooks/gmail").send({ message: { data }, subscription: "s" });
  return authorization ? push.set("authorization", authorization) : push;
}

function token(changes: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const iat = Math.floor(Date.now() / 1000);
  const claims = {
    iss: "https://accounts.google.com",
    aud: "https://parley.example/webhooks/gmail",
    email: "push@project.iam.gserviceaccount.com",
    email_verified: true,
    iat,
    exp: iat + 3600,
  };
  const signed = `${part({ alg: "RS256", kid: "k1" })}.${part({ ...claims, ...changes })}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), google.privateKey).toString("base64url")}`;
}

async function deliveriesOf(connectionId: string, externalId: string, { workspaceId } = ctx): Promise<number> {
  return inWorkspaces(ctx.db.app, [workspaceId], async (tx) => {
    const [row] = await tx<{ n: number }[]>`
      select count(*)::int as n from deliveries where connection_id = ${connectionId} and external_id = ${externalId}`;
    return row!.n;
  });
}

async function notices(): Promise<number> {
  const { events } = await listEvents(ctx, { after: 0, limit: 100 });
  return events.filter(({ name, data }) => name === "connection.notified" && data.connectionId === mailbox.id).length;
}

describe("a shop's owner uninstalls the app", () => {
  const uninstall = (account: string, at = new Date()) =>
    fromShopify({ id: randomUUID(), shop: account, body: "{}" }).set({
      "x-shopify-topic": "app/uninstalled",
      "x-shopify-triggered-at": at.toISOString(),
    });

  test("the connection has ended and its access is gone when that is answered, and saying it again changes nothing", async () => {
    const { id, account } = await aConnection(ctx, "shopify");
    await uninstall(account).expect(204);
    expect(await getConnection(ctx, id)).toMatchObject({ state: "disconnected", accessEndsAt: null });
    expect((await openConnection(ctx, id)).credentials).toEqual({});
    await uninstall(account).expect(204);
    const { events } = await listEvents(ctx, { after: 0, limit: 100 });
    expect(events.filter(({ name }) => name === "connection.disconnected")).toHaveLength(1);
  });

  test("and installs it again: word of before, which comes late, ends nothing", async () => {
    const { id, account } = await aConnection(ctx, "shopify");
    await uninstall(account, new Date(Date.now() - 60_000)).expect(204);
    expect(await getConnection(ctx, id)).toMatchObject({ state: "active" });
  });

  test("somebody else cannot say it", async () => {
    const { id, account } = await aConnection(ctx, "shopify");
    const forged = { id: randomUUID(), shop: account, body: "{}", signature: "bm8=" };
    await fromShopify(forged).set("x-shopify-topic", "app/uninstalled").expect(401);
    expect(await getConnection(ctx, id)).toMatchObject({ state: "active" });
  });

  test.each(["app/uninstalled", "shop/redact"])(
    "nor anybody by %s with what Shopify signs for people: the link into the app of another shop, a session token",
    async (topic) => {
      const { id, account } = await aConnection(ctx, "shopify");
      for (const body of ["host=YWRtaW4&shop=mine.myshopify.com&timestamp=1790000000", "eyJhbGciOiJIUzI1NiJ9.e30"]) {
        const deliveryId = randomUUID();
        await fromShopify({ id: deliveryId, shop: account, body }).set("x-shopify-topic", topic).expect(401);
        expect(await deliveriesOf(id, deliveryId)).toBe(0);
      }
      expect(await getConnection(ctx, id)).toMatchObject({ state: "active" });
    },
  );
});
