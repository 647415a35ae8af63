import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "@jest/globals";
import {
  archiveCannedReply,
  createCannedReply,
  fillInCannedReply,
  getCannedReply,
  listCannedReplies,
} from "../../../src/domain/canned/index.ts";
import { saveLookup } from "../../../src/domain/commerce/index.ts";
import { listConversations } from "../../../src/domain/conversations/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { told } from "../../support/shop-records.ts";

let db: Database;
let workspace: Context;
let agent: Context;
let conversationId: string;
beforeAll(async () => {
  db = await testDatabase();
  workspace = await aWorkspace(db, "Nordlys Candles");
  agent = await aMember(workspace, "agent", "Bo Lund");
  conversationId = await aConversation(workspace, "Mia Berg", ["#1001", "#1042"]);
});

/** A conversation of a customer of this name, whose orders were placed in this order. */
async function aConversation(ctx: Context, name: string, orders: string[] = []): Promise<string> {
  const { id: connectionId } = await aConnection(ctx);
  const value = `${randomUUID()}@mail.example`;
  const message = aMessage({ workspaceId: ctx.workspaceId, connectionId });
  await receive(db, [{ ...message, from: { address: value, name }, customer: { kind: "email", value, name } }]);
  const rows = await listConversations(ctx, { folder: "open", limit: 100 });
  const { id, customerId } = rows.find((row) => row.customerEmail === value)!;
  const record = told({ externalId: randomUUID() }, orders.map(anOrder));
  await saveLookup(ctx, { customerId, connectionId, record });
  return id;
}

function anOrder(name: string, i: number) {
  const placedAt = new Date(Date.UTC(2026, 0, 1 + i));
  return { externalId: randomUUID(), name, placedAt, totalMinor: 4900, fulfillmentStatus: "unfulfilled" };
}

async function aReply(body: string, ctx: Context = workspace): Promise<string> {
  const wording = { name: "Test", shortcut: `s${randomUUID()}`, body, language: null };
  return (await createCannedReply(ctx, wording)).id;
}

describe("filling in", () => {
  test("tells of the conversation's own customer, her newest order, the one who answers and the shop", async () => {
    const body =
      "{{customer.name}}, {{order.name}}, {{order.total}}, {{order.status}}, {{agent.first_name}}, {{shop.name}}";
    expect(await fillInCannedReply(agent, { cannedReplyId: await aReply(body), conversationId })).toEqual({
      text: "Mia Berg, #1042, €49.00, being prepared, Bo, Nordlys Candles",
      missing: [],
      steps: [],
    });
  });

  test("a customer without a name and without orders: what is missing stands in the text and is reported", async () => {
    const stranger = await aConversation(workspace, "");
    const cannedReplyId = await aReply("Hi {{customer.first_name}}, {{order.name}} {{order.tracking_url|soon}}");
    expect(await fillInCannedReply(agent, { cannedReplyId, conversationId: stranger })).toEqual({
      text: "Hi [customer first name], [order name] soon",
      missing: ["customer.first_name", "order.name"],
      steps: [],
    });
  });

  test.each(["{{agent.name}}", "<script>alert(1)</script>", "$&'; drop table", "李 小龍 🙂", "[order name]"])(
    "a customer named %s is called so, and nothing else happens",
    async (name) => {
      const id = await aConversation(workspace, name);
      const cannedReplyId = await aReply("Hi {{customer.name}}");
      const filled = await fillInCannedReply(agent, { cannedReplyId, conversationId: id });
      expect(filled).toEqual({ text: `Hi ${name}`, missing: [], steps: [] });
    },
  );

  test("a program has no name to sign with", async () => {
    const app: Context = { ...workspace, actor: { type: "app", id: randomUUID() } };
    const cannedReplyId = await aReply("Best, {{agent.name}}");
    expect(await fillInCannedReply(app, { cannedReplyId, conversationId })).toEqual({
      text: "Best, [agent name]",
      missing: ["agent.name"],
      steps: [],
    });
  });
});

describe("a use", () => {
  test("is counted, every one of many at once, and orders the list", async () => {
    const ctx = await aWorkspace(db);
    const id = await aConversation(ctx, "Mia Berg");
    const [seldom, often] = [await aReply("Seldom", ctx), await aReply("Often", ctx)];
    await fillInCannedReply(ctx, { cannedReplyId: seldom, conversationId: id });
    await Promise.all(
      Array.from({ length: 20 }, () => fillInCannedReply(ctx, { cannedReplyId: often, conversationId: id })),
    );
    const rows = await listCannedReplies(ctx, { archived: false, limit: 10 });
    expect(rows).toMatchObject([
      { body: "Often", usageCount: 20, version: 1, lastUsedAt: expect.any(Date) },
      { body: "Seldom", usageCount: 1 },
    ]);
  });

  test("is not counted when it failed", async () => {
    const cannedReplyId = await aReply("Hi");
    const refused = fillInCannedReply(agent, { cannedReplyId, conversationId: randomUUID() });
    await expect(refused).rejects.toMatchObject({ code: "not_found" });
    expect(await getCannedReply(agent, cannedReplyId)).toMatchObject({ usageCount: 0, lastUsedAt: null });
  });

  test("of an archived reply is refused", async () => {
    const cannedReplyId = await aReply("Hi");
    await archiveCannedReply(workspace, { cannedReplyId });
    await expect(fillInCannedReply(agent, { cannedReplyId, conversationId })).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "archived" },
    });
  });
});

describe("what one may not see", () => {
  const may = (...permissions: string[]): Context => ({ ...agent, permissions: new Set(permissions) });
  const base = ["conversations:read", "conversations:write", "canned_replies:read"];

  test("is not told by a canned reply either", async () => {
    const [plain, customer, order] = [
      await aReply("Hi {{shop.name}}"),
      await aReply("{{customer.email}}"),
      await aReply("{{order.name}}"),
    ];
    const fill = (ctx: Context, cannedReplyId: string) => fillInCannedReply(ctx, { cannedReplyId, conversationId });
    await expect(fill(may(...base), plain)).resolves.toBeTruthy();
    const without = (permission: string) => ({ code: "forbidden", details: { permission } });
    await expect(fill(may(...base), customer)).rejects.toMatchObject(without("customers:read"));
    await expect(fill(may(...base, "customers:read"), order)).rejects.toMatchObject(without("orders:read"));
    await expect(fill(may("conversations:read", "canned_replies:read"), plain)).rejects.toMatchObject(
      without("conversations:write"),
    );
    await expect(fill(may("conversations:read", "conversations:write"), plain)).rejects.toMatchObject(
      without("canned_replies:read"),
    );
  });

  test("another workspace's reply does not fill in here, nor ours there", async () => {
    const other = await aWorkspace(db);
    const gone = { code: "not_found" };
    const theirs = await aReply("Hi {{shop.name}}", other);
    await expect(fillInCannedReply(workspace, { cannedReplyId: theirs, conversationId })).rejects.toMatchObject(gone);
    await expect(fillInCannedReply(other, { cannedReplyId: theirs, conversationId })).rejects.toMatchObject(gone);
  });
});
