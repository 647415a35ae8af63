import { randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import { type NewDelivery, recordDeliveries } from "../../../src/domain/connections/index.ts";
import { insertDeliveries } from "../../../src/domain/connections/queries.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { openAccountLookup } from "../../../src/inbound/find-account.ts";
import { openRecorder } from "../../../src/inbound/record.ts";
import { inOneStatement, inWorkspaces, openDatabase } from "../../../src/platform/db.ts";
import { unpackJson } from "../../../src/platform/packed-json.ts";
import { closeAtEnd } from "../../support/close-at-end.ts";
import { testDatabase, testUrls } from "../../support/database.ts";
import { aConnection, aWorkspace } from "../../support/factories.ts";

const db = await testDatabase();

async function aSender() {
  const ctx = await aWorkspace(db);
  const { id: connectionId, account } = await aConnection(ctx);
  const delivery = (n: number | string, more: Partial<NewDelivery> = {}) =>
    ({
      ...{ workspaceId: ctx.workspaceId, connectionId, externalId: `d-${n}`, orderingKey: "one", payload: { n } },
      ...(more.json !== undefined && { payload: undefined }),
      ...more,
    }) as NewDelivery;
  return { ctx, account, connectionId, delivery };
}

/** What is stored, by what the provider calls it. */
async function stored({ workspaceId }: Context): Promise<Map<string, unknown>> {
  const rows = await inWorkspaces(
    db.app,
    [workspaceId],
    (sql) => sql<{ id: string; payload: Buffer; jobs: number }[]>`
      select external_id as id, payload, (select count(*)::int from jobs j where j.workspace_id = ${workspaceId}
        and j.payload ->> 'deliveryId' = d.id::text) as jobs
      from deliveries d where workspace_id = ${workspaceId}`,
  );
  for (const { jobs } of rows) expect(jobs).toBe(1);
  return new Map(rows.map(({ id, payload }) => [id, unpackJson(payload)]));
}

test.each([1, 2, 64, 300])("of %i that come together each is stored once, with what it said", async (count) => {
  const { ctx, delivery } = await aSender();
  const all = Array.from({ length: count }, (_, n) => delivery(n));
  expect(await recordDeliveries(db, all)).toEqual({ count, strays: [] });
  expect(await stored(ctx)).toEqual(new Map(all.map(({ externalId, payload }) => [externalId, payload])));
  expect(await recordDeliveries(db, [...all.toReversed(), delivery("new")])).toEqual({ count: 1, strays: [] });
  expect((await stored(ctx)).size).toBe(count + 1);
});

test("deliveries of several shops are each its own shop's, and JSON at hand is stored as it is", async () => {
  const [one, other] = [await aSender(), await aSender()];
  const payload = { separator: "\u001e", line: "\n" };
  const json = '{"a" : "ÿ€𐍈 \\" \\\\ {}", "deep":[[null,1.50]]}';
  await recordDeliveries(db, [
    one.delivery(1, { json: [Buffer.from(json.slice(0, 9)), Buffer.from(json.slice(9))] }),
    other.delivery(1),
    one.delivery(2, { payload }),
  ]);
  expect(await stored(one.ctx)).toEqual(
    new Map<string, unknown>([
      ["d-1", JSON.parse(json)],
      ["d-2", payload],
    ]),
  );
  expect(await stored(other.ctx)).toEqual(new Map([["d-1", { n: 1 }]]));
});

test("one that cannot be stored fails alone, whoever came with it", async () => {
  const { ctx, delivery } = await aSender();
  const { record } = openRecorder(db);
  const bad = { connectionId: randomUUID() };
  const outcomes = await Promise.allSettled([
    ...[record([delivery(1)]), record([delivery(2, bad)]), record([delivery(3)])],
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect([...(await stored(ctx)).keys()].sort()).toEqual(["d-1", "d-3"]);
});

test("nothing is stored for one whose account is another's by now, and what came with it is", async () => {
  const [one, other] = [await aSender(), await aSender()];
  const { record } = openRecorder(db);
  const mine = one.delivery(1, { account: `gmail:${one.account}` });
  const stray = one.delivery(2, { account: `gmail:${other.account}` });
  const nobodys = one.delivery(3, { account: "gmail:nobody@shop.example" });
  expect(await Promise.all([record([mine]), record([stray]), record([nobodys])])).toEqual([
    ...["recorded", "strayed", "strayed"],
  ]);
  expect([...(await stored(one.ctx)).keys()]).toEqual(["d-1"]);
  expect((await stored(other.ctx)).size).toBe(0);
});

test("a statement that is its own transaction sees its workspaces and no other, and leaves no sight behind", async () => {
  const [one, other] = [await aSender(), await aSender()];
  const narrow = openDatabase({ ...(await testUrls()), maxConnections: 1 });
  closeAtEnd(() => narrow.close());
  const sees = (workspaceIds: string[]) =>
    inOneStatement<{ id: string }>(
      narrow.app,
      { workspaceIds },
      (sql, scope) => sql`with ${scope} select c.id from scope cross join connections c`,
    );
  expect(await sees([one.ctx.workspaceId])).toEqual([{ id: one.connectionId }]);
  expect(await sees([])).toEqual([]);
  expect(await narrow.app.sql`select id from connections`).toEqual([]);
  const at = {
    workspaceId: other.ctx.workspaceId,
    connectionId: other.connectionId,
    externalId: "d",
    orderingKey: "o",
  };
  const row = { ...at, id: randomUUID(), jobId: randomUUID(), packed: Buffer.from("{}"), bytes: 2 };
  const within = { workspaceIds: [one.ctx.workspaceId] };
  const written = inOneStatement(narrow.app, within, (sql, scope) => insertDeliveries(sql, [row], scope));
  await expect(written).rejects.toThrow(/row-level security/);
});

test("accounts asked for at the same time are each answered with whose they are", async () => {
  const [one, other] = [await aSender(), await aSender()];
  const find = openAccountLookup(db);
  const keys = [one, other, one].map(({ account }) => `gmail:${account}`);
  const found = await Promise.all([...keys, "gmail:nobody@shop.example"].map(find));
  expect(found.map((entry) => entry?.rowId)).toEqual([
    ...[one.connectionId, other.connectionId, one.connectionId],
    undefined,
  ]);
});
