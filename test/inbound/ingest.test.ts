import { randomBytes } from "node:crypto";
import { expect, test } from "@jest/globals";
import { readDeliveries, recordDeliveries, recordPage } from "../../src/domain/connections/index.ts";
import { listConversations } from "../../src/domain/conversations/index.ts";
import { listEvents } from "../../src/domain/events/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { ingestDeliveries } from "../../src/inbound/ingest.ts";
import { inWorkspaces } from "../../src/platform/db.ts";
import { testDatabase } from "../support/database.ts";
import { arrivalsOf } from "../support/deliveries.ts";
import { aConnection, aWorkspace } from "../support/factories.ts";

const db = await testDatabase();

async function aShop(integrationId = "gmail") {
  const ctx = await aWorkspace(db);
  const { id: connectionId } = await aConnection(ctx, integrationId);
  return { ctx, at: { workspaceId: ctx.workspaceId, connectionId } };
}
type At = Awaited<ReturnType<typeof aShop>>["at"];

const aMail = (id: string, changes: object = {}) => ({
  ...{ id, threadId: `t-${id}`, labelIds: ["INBOX"], internalDate: String(Date.now()) },
  raw: Buffer.from(`From: mia@mail.example\r\nSubject: ${id}\r\n\r\nHello`).toString("base64url"),
  ...changes,
});
const aDelivery = (at: At, externalId: string, payload: unknown) => ({ ...at, externalId, orderingKey: "t", payload });
async function eventsOf(ctx: Context) {
  return (await listEvents(ctx, { after: 0, limit: 1000 })).events;
}
const settled = ({ workspaceId }: Context) =>
  inWorkspaces(
    db.app,
    [workspaceId],
    (tx) => tx<{ externalId: string; state: string; reason: string | null }[]>`
      select external_id as "externalId", state, reason from deliveries
      where workspace_id = ${workspaceId} order by external_id`,
  );
const subjects = async (ctx: Context) =>
  (await listConversations(ctx, { folder: "open", limit: 100 })).map(({ subject }) => subject).sort();

test("a payload that is no mail is set aside with the reason, announced, and lost to nobody", async () => {
  const { ctx, at } = await aShop();
  await recordDeliveries(db, [
    aDelivery(at, "1", aMail("first")),
    aDelivery(at, "2", aMail("broken", { internalDate: "9000000000000000" })),
    aDelivery(at, "3", { id: 7 }),
    aDelivery(at, "4", aMail("last")),
  ]);
  await ingestDeliveries(db, await arrivalsOf(ctx));
  expect(await subjects(ctx)).toEqual(["first", "last"]);
  expect(await settled(ctx)).toMatchObject([
    { state: "recorded", reason: null },
    { state: "rejected", reason: expect.stringContaining("internalDate: later than the year 9999") },
    { state: "rejected", reason: expect.stringContaining("This is no message as Gmail tells it") },
    { state: "recorded", reason: null },
  ]);
  expect((await eventsOf(ctx)).filter(({ name }) => name === "delivery.rejected")).toHaveLength(2);
});

test("deliveries worked again, by a job that ran twice, file and announce nothing twice", async () => {
  const { ctx, at } = await aShop();
  await recordDeliveries(db, [aDelivery(at, "1", aMail("first")), aDelivery(at, "2", aMail("second"))]);
  const arrivals = await arrivalsOf(ctx);
  await ingestDeliveries(db, arrivals);
  const before = await eventsOf(ctx);
  await ingestDeliveries(db, arrivals);
  expect(await subjects(ctx)).toEqual(["first", "second"]);
  expect(await eventsOf(ctx)).toEqual(before);
});

test("what the database refuses is found among many, set aside, and holds back none of the others", async () => {
  const { ctx, at } = await aShop();
  const noIndexHolds = Array.from({ length: 4000 }, (_, n) => (n * 7919).toString(36)).join("");
  const mails = Array.from({ length: 20 }, (_, n) => aMail(`mail ${n}`, n === 13 ? { threadId: noIndexHolds } : {}));
  await recordDeliveries(
    db,
    mails.map((mail, n) => aDelivery(at, String(n), mail)),
  );
  await ingestDeliveries(db, await arrivalsOf(ctx));
  expect(await subjects(ctx)).toHaveLength(19);
  const rejected = (await settled(ctx)).filter(({ state }) => state === "rejected");
  expect(rejected).toEqual([
    { externalId: "13", state: "rejected", reason: expect.stringMatching(/^It cannot be filed: .* \(54000\)$/) },
  ]);
});

test("a page of 15 mails of 19 MB, more than one string holds, is stored", async () => {
  const { ctx, at } = await aShop();
  const raw = randomBytes(19_500_000).toString("base64url");
  const deliveries = Array.from({ length: 15 }, (_, n) => aDelivery(at, String(n), { raw }));
  expect(await recordPage(db, { ...at, cursor: "9", deliveries })).toBe(15);
  expect(await arrivalsOf(ctx)).toHaveLength(15);
}, 120_000);

test("payloads are read as many at once as fit into 32 MB; the rest comes in groups, a larger one alone", async () => {
  const { ctx, at } = await aShop();
  const sizes = [12, 12, 12, 12, 40, 1, 12];
  const deliveries = sizes.map((size, n) => aDelivery(at, String(n), { raw: "A".repeat(size * 1024 ** 2) }));
  await recordDeliveries(db, deliveries);
  const wanted = (await arrivalsOf(ctx)).map((row, n) => ({ ...row, n }));
  const { read, left } = await inWorkspaces(db.app, [ctx.workspaceId], (tx) => readDeliveries(tx, wanted));
  expect(read.map(({ n }) => n)).toEqual([0, 1]);
  expect(left.map((group) => group.map(({ n }) => n))).toEqual([[2, 3], [4], [5, 6]]);
  for (const group of left) {
    const next = await inWorkspaces(db.app, [ctx.workspaceId], (tx) => readDeliveries(tx, group));
    expect([next.read.length, next.left]).toEqual([group.length, []]);
  }
}, 60_000);

test("large mails of one batch are all filed, and other work of the process goes on between them", async () => {
  const { ctx, at } = await aShop();
  const body = `${"Hello world ".repeat(8)}\r\n`.repeat(15_000);
  const mails = Array.from({ length: 6 }, (_, n) => {
    const raw = Buffer.from(`From: mia@mail.example\r\nSubject: large ${n}\r\n\r\n${body}`).toString("base64url");
    return aDelivery(at, String(n), aMail(String(n), { raw }));
  });
  await recordDeliveries(db, mails);
  let turns = 0;
  const beside = setInterval(() => turns++, 1);
  await ingestDeliveries(db, await arrivalsOf(ctx));
  clearInterval(beside);
  expect(await subjects(ctx)).toHaveLength(6);
  expect(turns).toBeGreaterThan(6);
}, 60_000);
