import { beforeAll, describe, expect, test } from "@jest/globals";
import { saveLookup, tablesOfShop } from "../../../src/domain/commerce/index.ts";
import {
  connectIntegration,
  disconnect,
  getConnection,
  recordDeliveries,
} from "../../../src/domain/connections/index.ts";
import { listConversations } from "../../../src/domain/conversations/index.ts";
import { classification, columnsIn, leftOutOfExports, listPrivacyRequests } from "../../../src/domain/privacy/index.ts";
import { startSync } from "../../../src/domain/syncs/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { ingestDeliveries } from "../../../src/inbound/ingest.ts";
import { inWorkspaces, type RawTransaction } from "../../../src/platform/db.ts";
import { aPerson, aProgram, type LoggedIn, startApi, type TestApi } from "../../support/api.ts";
import { type Canaries, fieldsForCanaries, plantCanaries } from "../../support/canaries.ts";
import { freshDatabase } from "../../support/database.ts";
import { arrivalsOf } from "../../support/deliveries.ts";
import { dump, placesOf } from "../../support/dump.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { aCustomerRecord, anOrderRecord } from "../../support/shop-records.ts";
import { aStockRequest } from "../../support/stock-request.ts";
import { runErasures } from "./erasing.ts";

let db: Awaited<ReturnType<typeof freshDatabase>>;
let ctx: Context;
let api: TestApi;
let owner: LoggedIn;
let shopId: string;
beforeAll(async () => {
  db = await freshDatabase();
  ctx = await aWorkspace(db);
  api = await startApi({ db });
  owner = await aPerson(api, ctx, "owner");
  ({ id: shopId } = await aConnection(ctx, "shopify"));
}, 60_000);

let ids = 0;
/** The shop says so, and the work is done. */
async function shopSays(topic: string, body: object, connectionId = shopId): Promise<void> {
  const { workspaceId } = ctx;
  const externalId = `w-${ids++}`;
  const delivery = { workspaceId, connectionId, externalId, orderingKey: topic, payload: { topic, body } };
  await recordDeliveries(db, [delivery]);
  await ingestDeliveries(db, await arrivalsOf(ctx));
}

const mia = { id: 7, email: "Mia@mail.example", phone: null };
const asked = (customer: object, id = ids) => ({ shop_id: 1, customer, orders_requested: [], data_request: { id } });

describe("somebody wants to see what there is of her", () => {
  let canary: Canaries;
  beforeAll(async () => {
    const { id: connectionId } = await aConnection(ctx);
    await fieldsForCanaries(ctx);
    canary = await plantCanaries({ ctx, member: await aMember(ctx), connectionId }, 1);
    await plantCanaries({ ctx, member: await aMember(ctx), connectionId }, 2);
  }, 60_000);

  test("an owner is told, once however often the shop says it, and downloads all of it", async () => {
    const request = asked({ ...mia, email: canary.address });
    await shopSays("customers/data_request", request);
    await shopSays("customers/data_request", request);
    const { body } = await owner.get("/v1/privacy-requests").expect(200);
    expect(body.data).toMatchObject([{ kind: "data", state: "open", customerIds: [canary.customerId] }]);
    const path = `/v1/privacy-requests/${body.data[0].id}/export`;
    const { text } = await owner.get(path).expect(200);
    const missing = [...canary.planted].filter(([column, word]) => isExported(column) && !text.includes(word));
    expect(missing).toEqual([]);
    expect(text).not.toContain("canary2");
    expect((await owner.get("/v1/privacy-requests").expect(200)).body.data[0]).toMatchObject({ state: "done" });
  });

  test("it takes the permission to erase, and another workspace finds nothing", async () => {
    const [{ id } = { id: "" }] = await listPrivacyRequests(ctx, { limit: 1 });
    await (await aPerson(api, ctx, "agent")).get(`/v1/privacy-requests/${id}/export`).expect(403);
    const stranger = await aPerson(api, await aWorkspace(db), "owner");
    await stranger.get(`/v1/privacy-requests/${id}/export`).expect(404);
  });

  test("what an export leaves out is named with the reason, and is a table", () => {
    const personal = Object.keys(classification).filter((table) => columnsIn(classification[table], "customer").length);
    expect(Object.keys(leftOutOfExports).filter((table) => !personal.includes(table))).toEqual([]);
  });

  function isExported(column: string): boolean {
    const [table = ""] = column.split(".");
    return !(table in leftOutOfExports);
  }
});

describe("somebody wants to be forgotten", () => {
  const lookup = (customerId: string, externalId: string) =>
    saveLookup(ctx, {
      customerId,
      connectionId: shopId,
      record: { customer: aCustomerRecord({ externalId }), orders: [] },
    });

  test("she is erased for real, by the shop's own id of her, though the shop is gone and its access dead", async () => {
    const { id: connectionId } = await aConnection(ctx);
    const address = "eva.erased@mail.example";
    const customer = { kind: "email" as const, value: address, name: "Eva Erased" };
    await receive(db, [
      aMessage({ workspaceId: ctx.workspaceId, connectionId }, { customer, text: "Eva Erased here" }),
    ]);
    const [conversation] = await listConversations(ctx, { folder: "open", limit: 1 });
    await lookup(conversation!.customerId, "gid://shopify/Customer/4711");
    await shopSays("customers/redact", {
      shop_id: 1,
      customer: { id: 4711, email: null, phone: null },
      orders_to_redact: [],
    });
    await runErasures(db);
    expect(placesOf(await dump(db), [address])).toEqual([]);
    expect(placesOf(await dump(db), ["Eva Erased"])).toEqual([]);
  });

  test("somebody who never wrote goes from what the shop had sent of her", async () => {
    const address = "olga.only@mail.example";
    await shopSays("orders/create", { id: 99, email: address, customer: { email: address } });
    expect(placesOf(await dump(db), [address])).not.toEqual([]);
    await shopSays("customers/redact", { shop_id: 1, customer: { id: 4712, email: address }, orders_to_redact: [99] });
    await runErasures(db);
    expect(placesOf(await dump(db), [address])).toEqual([]);
  });

  test("a request without any name is answered, and one that cannot be read is set aside for a person", async () => {
    await shopSays("customers/redact", { shop_id: 1, customer: null });
    const [request] = await listPrivacyRequests(ctx, { limit: 1 });
    expect(request).toMatchObject({ kind: "erase_person", state: "done", customerIds: [] });
    await shopSays("customers/redact", []);
    const { body } = await owner.get("/v1/deliveries?state=rejected").expect(200);
    expect(body.data[0].reason).toContain("cannot be understood");
  });
});

describe("a shop is gone for good", () => {
  async function aShopWithOrders(name: string) {
    const account = `${name}.myshopify.com`;
    const { id } = await connectIntegration(ctx, {
      integrationId: "shopify",
      account,
      displayName: "Gone Candles",
      credentials: { accessToken: "a" },
    });
    const mailbox = await aConnection(ctx);
    const customer = { kind: "email" as const, value: `${name}@mail.example`, name: "Ann" };
    const at = { workspaceId: ctx.workspaceId, connectionId: mailbox.id };
    await receive(db, [aMessage(at, { customer, text: `Written in the ${name} inbox` })]);
    const [conversation] = await listConversations(ctx, { folder: "open", limit: 1 });
    const externalId = `gid://shopify/Customer/${name}`;
    const order = anOrderRecord({ name: `#${name}`, customerExternalId: externalId });
    const record = { customer: aCustomerRecord({ externalId }), orders: [order] };
    await saveLookup(ctx, { customerId: conversation!.customerId, connectionId: id, record });
    const { id: conversationId, customerId } = conversation!;
    await aStockRequest(ctx, { conversationId, customerId, connectionId: id }, `Waited for at ${name}`);
    await shopSays("products/update", { id: 1, title: `Sent by ${name}` }, id);
    return { id, account };
  }

  test("what came from it goes, conversations stay, and any workspace may connect it", async () => {
    const { id, account } = await aShopWithOrders("goneforgood");
    await disconnect(ctx, { connectionId: id });
    await shopSays("shop/redact", { shop_id: 1, shop_domain: account }, id);
    await runErasures(db);
    const left = await dump(db);
    for (const word of [
      "#goneforgood",
      "gid://shopify/Customer/goneforgood",
      "Sent by goneforgood",
      "Waited for at goneforgood",
      "Gone Candles",
    ]) {
      expect([word, placesOf(left, [word])]).toEqual([word, []]);
    }
    expect(placesOf(left, ["Written in the goneforgood inbox"])).not.toEqual([]);
    const other = await aWorkspace(db);
    await connectIntegration(other, { integrationId: "shopify", account, displayName: "New", credentials: {} });
  });

  test("installed again meanwhile, it keeps everything, and the request says why", async () => {
    const { id, account } = await aShopWithOrders("backagain");
    await shopSays("shop/redact", { shop_id: 1, shop_domain: account }, id);
    await runErasures(db);
    expect(placesOf(await dump(db), ["#backagain"])).not.toEqual([]);
    expect((await listPrivacyRequests(ctx, { limit: 1 }))[0]).toMatchObject({ state: "refused" });
    expect(await getConnection(ctx, id)).toMatchObject({ displayName: "Gone Candles" });
  });

  test("connected again after that, all of it is copied again", async () => {
    const { id, account } = await aShopWithOrders("goneandback");
    const kinds = ["order", "customer"];
    await startSync(ctx, { connectionId: id, kinds });
    const runs = (ask: (tx: RawTransaction) => Promise<{ state: string }[]>) =>
      inWorkspaces(db.app, [ctx.workspaceId], ask);
    const states = async () =>
      (await runs((tx) => tx`select state from sync_runs where connection_id = ${id}`)).map(({ state }) => state);
    await runs(
      (tx) => tx`update sync_runs set state = 'done', ended_at = now() where connection_id = ${id} returning state`,
    );
    await startSync(ctx, { connectionId: id, kinds });
    expect(await states()).toEqual(["done", "done"]);
    await disconnect(ctx, { connectionId: id });
    await shopSays("shop/redact", { shop_id: 1, shop_domain: account }, id);
    await runErasures(db);
    await connectIntegration(ctx, { integrationId: "shopify", account, displayName: "Back", credentials: {} });
    await startSync(ctx, { connectionId: id, kinds });
    expect(await states()).toEqual(["waiting", "waiting"]);
  });

  test("a member may do the same, which disconnects it, if she may erase", async () => {
    const { id } = await aShopWithOrders("bymember");
    const program = await aProgram(api, ctx, ["connections:manage"]);
    await program.delete(`/v1/connections/${id}/data`).expect(403);
    await owner.delete(`/v1/connections/${id}/data`).expect(202);
    await runErasures(db);
    expect(placesOf(await dump(db), ["#bymember"])).toEqual([]);
  });

  test("every table whose rows hang on a connection goes with a shop, or is named here with the reason why not", async () => {
    const staying: Record<string, string> = {
      conversations: "the workspace's own; they came by its mailboxes",
      messages: "as conversations",
      actions: "what was moved stays on the books, without whom it was for and what it was about",
      deliveries: "emptied: their ids keep the same thing from being taken in again",
      entitlements: "what the workspace itself was charged, of nobody else",
      privacy_requests: "says that it was done",
      calls: "as messages, which they hang on",
      numbers: "the workspace's own phone numbers",
      phone_lines: "how those numbers are answered",
      turns: "texts that wait for their number, and go when it is their turn",
      sync_runs: "of nobody; set back to the start",
    };
    const rows = await db.system.sql<{ name: string }[]>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'connection_id' order by 1`;
    const known = [...tablesOfShop, "stock_requests", ...Object.keys(staying)];
    expect(rows.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  });
});
