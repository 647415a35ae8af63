import { expect, test } from "@jest/globals";
import { inTransaction, listEvents } from "../../../src/domain/events/index.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMessage, aWorkspace, receive } from "../../support/factories.ts";

const db = await testDatabase();

test("events become visible in sequence order, without gaps, under concurrency", async () => {
  const ctx = await aWorkspace(db);
  const { id: connectionId } = await aConnection(ctx);
  const at = { workspaceId: ctx.workspaceId, connectionId };
  let writing = true;
  let reads = 0;
  const reader = (async () => {
    while (writing) {
      const [seen] = await db.system.sql<{ n: string; last: string }[]>`
        select count(*) as n, coalesce(max(seq), 0) as last from events where workspace_id = ${ctx.workspaceId}`;
      expect(seen!.n).toBe(seen!.last);
      reads++;
    }
  })();
  await Promise.all(Array.from({ length: 60 }, (_, i) => receive(db, [aMessage(at, { threadKey: `t${i % 7}` })])));
  writing = false;
  await reader;
  expect(reads).toBeGreaterThan(3);
  const { events, head } = await listEvents(ctx, { after: 0, limit: 1000 });
  expect(events.map((e) => e.seq)).toEqual(Array.from({ length: head }, (_, i) => i + 1));
  expect(events.filter((e) => e.name === "message.received")).toHaveLength(60);
});

test("a transaction that fails leaves neither its rows nor its events", async () => {
  const ctx = await aWorkspace(db);
  const failing = inTransaction(ctx, async (tx) => {
    tx.emit({ name: "conversation.closed", data: { conversationId: ctx.workspaceId } });
    throw new Error("on purpose");
  });
  await expect(failing).rejects.toThrow("on purpose");
  expect(await listEvents(ctx, { after: 0, limit: 10 })).toEqual({ events: [], head: 0 });
});

test("a nested transaction joins: its events land with the outer one's", async () => {
  const ctx = await aWorkspace(db);
  const data = { conversationId: ctx.workspaceId };
  await inTransaction(ctx, async (outer) => {
    outer.emit({ name: "conversation.closed", data });
    await inTransaction(outer, async (inner) => inner.emit({ name: "conversation.reopened", data }));
  });
  const { events } = await listEvents(ctx, { after: 0, limit: 10 });
  expect(events.map((e) => [e.seq, e.name])).toEqual([
    [1, "conversation.closed"],
    [2, "conversation.reopened"],
  ]);
});

test("a cascade that feeds itself is stopped", async () => {
  const ctx = await aWorkspace(db);
  const deep = { ...ctx, cause: { type: "event" as const, id: ctx.workspaceId, depth: 26 } };
  await expect(inTransaction(deep, async () => "anything")).rejects.toMatchObject({ code: "bug" });
});

test("the event log can be neither changed nor shortened by the app", async () => {
  await expect(db.app.sql`update events set name = 'x'`).rejects.toThrow("permission denied");
  await expect(db.app.sql`delete from events`).rejects.toThrow("permission denied");
});
