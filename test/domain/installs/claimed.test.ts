import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "@jest/globals";
import { verifyPassword } from "../../../src/domain/access/index.ts";
import { listConnections } from "../../../src/domain/connections/index.ts";
import { claimWithNewWorkspace, finishInstall, sweepInstalls } from "../../../src/domain/installs/index.ts";
import { findInDirectory, getWorkspace, systemContext } from "../../../src/domain/workspaces/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";

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

async function claimOf({ granted }: ReturnType<typeof aShop>): Promise<string> {
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
