import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "@jest/globals";
import { saveLookup } from "../../../src/domain/commerce/index.ts";
import { listConversations, listMessages, type ReceivedMessage } from "../../../src/domain/conversations/index.ts";
import { findCustomers } from "../../../src/domain/customers/index.ts";
import { eraseCustomer, getErasure, runErasure } from "../../../src/domain/privacy/index.ts";
import { createView, getView, keepCounts } from "../../../src/domain/views/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { freshDatabase } from "../../support/database.ts";
import { dump, placesOf } from "../../support/dump.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { told } from "../../support/shop-records.ts";
import { until } from "../../support/until.ts";
import { fingerprint } from "../../support/world.ts";
import { erasureOf, runErasures } from "./erasing.ts";

const db = await freshDatabase();

let ctx: Context;
let connectionId: string;
let address: string;
beforeEach(async () => {
  ctx = await aWorkspace(db);
  ({ id: connectionId } = await aConnection(ctx));
  address = `${randomUUID()}@mail.example`;
});

const mail = (text: string, overrides: Partial<ReceivedMessage> = {}) =>
  aMessage(
    { workspaceId: ctx.workspaceId, connectionId },
    {
      ...{ text, subject: text, threadKey: "one", from: { address, name: "Mia" } },
      customer: { kind: "email", value: address, name: "Mia" },
      ...overrides,
    },
  );
const all = async () => listConversations(ctx, { folder: "open", limit: 100 });
const customerOf = async () => {
  const wanted = { workspaceId: ctx.workspaceId, kind: "email" as const, value: address };
  const found = await inWorkspaces(db.app, [ctx.workspaceId], (tx) => findCustomers(tx, [wanted]));
  return found[0]?.customerId;
};
const reason = "person_asked";
const noFiles = { keepFiles: async () => {} };

test("mail that is being filed while she is erased is gone with her, though its address was read before", async () => {
  await receive(db, [mail("first")]);
  const customerId = (await customerOf())!;
  const [conversation] = await all();
  let release = () => {};
  const released = new Promise<void>((done) => {
    release = done;
  });
  // Somebody holds the conversation, so that the mail knows whose it is and cannot be filed yet.
  const held = inWorkspaces(db.app, [ctx.workspaceId], async (tx) => {
    await tx`select id from conversations where workspace_id = ${ctx.workspaceId} and id = ${conversation!.id} for update`;
    await released;
  });
  const filed = receive(db, [mail("in flight")]);
  await until(async () => (await db.system.sql`select 1 from pg_locks where not granted`).length > 0);
  const { id: erasureId } = await eraseCustomer(ctx, { customerId, reason });
  await expect(runErasure(ctx, { erasureId }, noFiles)).rejects.toMatchObject({ retryAfterMs: 1000 });
  expect(await all()).toHaveLength(1);
  release();
  expect(await filed).toBe(1);
  await held;
  await runErasure(ctx, { erasureId }, noFiles);
  expect(placesOf(await dump(db), [address, "in flight"])).toEqual([]);
  expect(await erasureOf(ctx, customerId)).toMatchObject({ stage: "done", erased: { messages: 2 } });
});

test("mail that comes while she is being erased begins anew with a new customer, even in an old thread", async () => {
  await receive(db, [mail("first", { rfcMessageId: "<first@mail>" })]);
  const customerId = (await customerOf())!;
  const { id: erasureId } = await eraseCustomer(ctx, { customerId, reason });
  expect(await customerOf()).toBeUndefined();
  await receive(db, [mail("meanwhile", { cites: ["<first@mail>"], references: ["<first@mail>"] })]);
  await runErasure(ctx, { erasureId }, noFiles);
  await receive(db, [mail("later", { cites: ["<first@mail>"] })]);
  const conversations = await all();
  const texts = [];
  for (const { id } of conversations) {
    texts.push(...(await listMessages(ctx, { conversationId: id, limit: 10 })).map(({ text }) => text));
  }
  expect(texts.toSorted()).toEqual(["later", "meanwhile"]);
  expect(new Set(conversations.map((row) => row.customerId))).toEqual(new Set([await customerOf()]));
  expect(await customerOf()).not.toBe(customerId);
});

test("mail from ten sides while she is erased is gone or belongs to one new customer, and none is half there", async () => {
  await receive(db, [mail("old 0"), mail("old 1", { threadKey: "two" })]);
  const customerId = (await customerOf())!;
  let isErased = false;
  const sent: string[] = [];
  const writers = Array.from({ length: 10 }, async (_, writer) => {
    for (let n = 0; n < 8; n++) {
      const text = `${isErased ? "after" : "during"} ${writer} ${n} of ${address}`;
      const threadKey = `${n % 3}`;
      if (isErased) sent.push(text);
      await receive(db, [mail(text, { threadKey })]);
    }
  });
  const erased = (async () => {
    await eraseCustomer(ctx, { customerId, reason });
    isErased = true;
    await until(async () => {
      await runErasures(db);
      return (await erasureOf(ctx, customerId)).stage === "done";
    });
  })();
  await Promise.all([...writers, erased]);
  const left = await dump(db);
  expect(placesOf(left, ["old 0", "old 1"])).toEqual([]);
  for (const text of sent) expect(placesOf(left, [text])).toContain("messages.text");
  const owners = new Set((await all()).map((row) => row.customerId));
  expect([...owners]).toEqual([await customerOf()].filter(Boolean));
  expect(owners.has(customerId)).toBe(false);
  const named = left.filter(({ table, text }) => table !== "erasures" && table !== "events" && text === customerId);
  expect(named).toEqual([]);
});

test("an answer of the shop that comes when she is gone is not kept", async () => {
  await receive(db, [mail("first")]);
  const customerId = (await customerOf())!;
  await eraseCustomer(ctx, { customerId, reason });
  const record = told({ externalId: "gid://shopify/Customer/77665544" });
  await saveLookup(ctx, { customerId, connectionId, record });
  await runErasures(db);
  await expect(saveLookup(ctx, { customerId, connectionId, record })).rejects.toThrow();
  expect(placesOf(await dump(db), ["77665544"])).toEqual([]);
});

test("two who erase her at once begin one erasure", async () => {
  await receive(db, [mail("first")]);
  const customerId = (await customerOf())!;
  const begun = await Promise.all([1, 2, 3].map(() => eraseCustomer(ctx, { customerId, reason })));
  expect(new Set(begun.map(({ id }) => id)).size).toBe(1);
  const { id: erasureId } = begun[0]!;
  await Promise.allSettled([1, 2, 3].map(() => runErasure(ctx, { erasureId }, noFiles)));
  await runErasures(db);
  expect(await erasureOf(ctx, customerId)).toMatchObject({ stage: "done", erased: { conversations: 1 } });
});

test("another workspace cannot erase her, or learn of it", async () => {
  await receive(db, [mail("first")]);
  const customerId = (await customerOf())!;
  const other = await aWorkspace(db);
  await expect(eraseCustomer(other, { customerId, reason })).rejects.toMatchObject({ code: "not_found" });
  await eraseCustomer(ctx, { customerId, reason });
  await expect(getErasure(other, { customerId })).rejects.toMatchObject({ code: "not_found" });
});

test("who is known by the same address in another workspace stays there as she was, to the last byte", async () => {
  const other = await aWorkspace(db);
  const { id } = await aConnection(other);
  await receive(db, [mail("first"), mail("there", { workspaceId: other.workspaceId, connectionId: id })]);
  const before = await fingerprint(other);
  await eraseCustomer(ctx, { customerId: (await customerOf())!, reason });
  await runErasures(db);
  expect(await all()).toEqual([]);
  expect(await fingerprint(other)).toEqual(before);
  expect(placesOf(await dump(db), [address])).toContain("messages.from");
});

test("a view's count follows: what is erased is counted no more", async () => {
  const view = await createView(await aMember(ctx, "lead"), {
    ...{ name: "Open", visibility: "shared", sort: "last_activity" },
    filter: { field: "status", operator: "is", value: "open" },
  });
  const count = async () => {
    while (await keepCounts(db));
    return (await getView(ctx, view.id)).conversations;
  };
  const another = { address: "ida@mail.example", name: "Ida" };
  await receive(db, [
    mail("first"),
    mail("other", {
      threadKey: "two",
      from: another,
      customer: { kind: "email", value: another.address, name: "Ida" },
    }),
  ]);
  expect(await count()).toBe(2);
  await eraseCustomer(ctx, { customerId: (await customerOf())!, reason });
  await runErasures(db);
  expect(await count()).toBe(1);
});

test("it takes a permission of its own", async () => {
  const agent: Context = { ...ctx, permissions: new Set(["customers:write", "conversations:write"]) };
  const input = { customerId: randomUUID(), reason } as const;
  await expect(eraseCustomer(agent, input)).rejects.toMatchObject({ code: "forbidden" });
});
