import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { verifyPassword } from "../../../src/domain/access/index.ts";
import { connectIntegration, listConnections } from "../../../src/domain/connections/index.ts";
import { claimWithNewWorkspace, finishInstall, sweepInstalls } from "../../../src/domain/installs/index.ts";
import { findInDirectory, getWorkspace, systemContext } from "../../../src/domain/workspaces/index.ts";
import { followLifecycle } from "../../../src/inbound/lifecycle.ts";
import type { Fact } from "../../../src/integrations/contract.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aWorkspace } from "../../support/factories.ts";

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});

const password = "a long enough password";

function aShop() {
  const account = `${randomUUID()}.myshopify.com`;
  const granted = { integrationId: "shopify", account, displayName: "Candles", scopes: [], endsAt: null };
  const owner = { workspaceName: "Candles", name: "Eva", email: `${account}@owner.example`, password };
  return { granted: { ...granted, credentials: { accessToken: "secret" } }, owner };
}

async function claimOf({ granted }: Pick<ReturnType<typeof aShop>, "granted">): Promise<string> {
  const finished = await finishInstall(db, granted, null);
  if (!("claim" in finished)) throw new Error("It has a home already");
  return finished.claim;
}

/** Her process ends before, or after, so many transactions of the app's role. */
function endingAt(transactions: number, moment: "before" | "after"): Database {
  const { orm } = db.app;
  let left = transactions;
  const transaction: typeof orm.transaction = async (...asked) => {
    left--;
    if (left === 0 && moment === "before") throw new Error("killed");
    const done = await orm.transaction(...asked);
    if (left === 0) throw new Error("killed");
    return done;
  };
  return { ...db, app: { ...db.app, orm: Object.assign(Object.create(orm), { transaction }) } };
}

/** What she finds in the end. */
async function homeOf({ granted, owner }: ReturnType<typeof aShop>) {
  const user = await verifyPassword(db, owner.email, password);
  const homes = await findInDirectory(db, "member", user!.id);
  const ctx = systemContext(db, homes[0]!.workspaceId, "test");
  const [shop] = await findInDirectory(db, "connection", `shopify:${granted.account}`);
  const connections = await listConnections(ctx);
  return {
    homes: homes.length,
    isThere: shop?.workspaceId === ctx.workspaceId,
    connections,
    ...(await getWorkspace(ctx)),
  };
}

const whole = { homes: 1, isThere: true, name: "Candles", connections: [{ state: "active" }] };

const moments = [1, 2, 3].flatMap((at) => (["before", "after"] as const).map((moment) => ({ at, moment })));

test.each(moments)(
  "stopped $moment step $at of opening her workspace: the clock gives her what she claimed, once",
  async ({ at, moment }) => {
    const shop = aShop();
    const claim = await claimOf(shop);
    await expect(claimWithNewWorkspace(endingAt(at, moment), claim, shop.owner)).rejects.toThrow("killed");
    await Promise.all([sweepInstalls(db), sweepInstalls(db)]);
    expect(await homeOf(shop)).toMatchObject(whole);
    await expect(claimWithNewWorkspace(db, claim, shop.owner)).rejects.toMatchObject({ code: "not_found" });
  },
);

test("stopped in the middle, the same claim gives it to her, and to nobody else who has it", async () => {
  const shop = aShop();
  const claim = await claimOf(shop);
  await expect(claimWithNewWorkspace(endingAt(2, "before"), claim, shop.owner)).rejects.toThrow("killed");
  await claimWithNewWorkspace(db, claim, { ...shop.owner, email: `x${shop.owner.email}` });
  expect(await homeOf(shop)).toMatchObject(whole);
  expect(await verifyPassword(db, `x${shop.owner.email}`, password)).toBeNull();
});

test("stopped in the middle, the shop that is installed again is hers, and waits for no other claim", async () => {
  const shop = aShop();
  const claim = await claimOf(shop);
  await expect(claimWithNewWorkspace(endingAt(2, "after"), claim, shop.owner)).rejects.toThrow("killed");
  expect(await finishInstall(db, shop.granted, null)).toMatchObject({ connection: { account: shop.granted.account } });
  expect(await homeOf(shop)).toMatchObject(whole);
});

test("a claim that cannot be opened keeps nobody else waiting", async () => {
  const [broken, sound] = [aShop(), aShop()];
  for (const shop of [broken, sound]) {
    const claim = await claimOf(shop);
    await expect(claimWithNewWorkspace(endingAt(1, "before"), claim, shop.owner)).rejects.toThrow("killed");
  }
  const ofBroken = db.system.sql`account = ${broken.granted.account}`;
  await db.system.sql`update pending_installs set credentials_sealed = 'nonsense' where ${ofBroken}`;
  await expect(sweepInstalls(db)).rejects.toThrow();
  expect(await homeOf(sound)).toMatchObject(whole);
  await db.system.sql`delete from pending_installs where ${ofBroken}`;
});

describe("a shop whose domain becomes another one", () => {
  const externalId = (id: string) => `gid://shopify/Shop/${id}`;

  /** Somebody's, under its first domain. */
  async function aKnownShop() {
    const { granted, owner } = aShop();
    const known = { ...granted, externalId: externalId(randomUUID()) };
    const connection = await claimWithNewWorkspace(db, await claimOf({ granted: known }), owner);
    const ctx = systemContext(db, connection.workspaceId, "test");
    return { known, connection, ctx, renamed: `${randomUUID()}.myshopify.com` };
  }
  const homeOfAccount = async (account: string) =>
    (await findInDirectory(db, "connection", `shopify:${account}`)).map(({ rowId }) => rowId);

  test("and is installed again is the same connection, found by the new one, and the old one is free", async () => {
    const { known, connection, ctx, renamed } = await aKnownShop();
    const again = await finishInstall(db, { ...known, account: renamed }, null);
    expect(again).toMatchObject({ connection: { id: connection.id, account: renamed, state: "active" } });
    expect(await listConnections(ctx)).toHaveLength(1);
    expect([await homeOfAccount(renamed), await homeOfAccount(known.account)]).toEqual([[connection.id], []]);
    const stranger = await aWorkspace(db);
    const taken = { ...known, account: `${randomUUID()}.myshopify.com` };
    await expect(connectIntegration(stranger, taken)).rejects.toMatchObject({ code: "conflict" });
    // Another shop may have the domain that was left.
    const next = { ...known, externalId: externalId(randomUUID()) };
    expect(await finishInstall(db, next, null)).toMatchObject({ claim: expect.any(String) });
  });

  test("and which says so itself is the same connection, whatever it was told before, and only with its own id", async () => {
    const { known, connection, ctx, renamed } = await aKnownShop();
    const connectionId = connection.id;
    const fact = { kind: "account-renamed", displayName: "Fjord", account: renamed } as const;
    const told = (facts: Fact[]) =>
      followLifecycle(db, [{ workspaceId: ctx.workspaceId, connectionId, cause: null, facts }]);
    await told([{ ...fact, externalId: externalId("another") }]);
    expect(await homeOfAccount(known.account)).toEqual([connectionId]);
    await told([{ ...fact, externalId: known.externalId }]);
    await told([{ ...fact, externalId: known.externalId }]);
    expect(await listConnections(ctx)).toMatchObject([{ id: connectionId, account: renamed, displayName: "Fjord" }]);
    expect([await homeOfAccount(renamed), await homeOfAccount(known.account)]).toEqual([[connectionId], []]);
    const other = await aKnownShop();
    await told([{ ...fact, account: other.known.account, externalId: known.externalId }]);
    expect(await homeOfAccount(other.known.account)).toEqual([other.connection.id]);
    expect(await homeOfAccount(renamed)).toEqual([connectionId]);
  });
});
