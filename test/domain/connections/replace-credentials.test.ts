import { beforeAll, describe, expect, test } from "@jest/globals";
import { connectIntegration, endAccess, getConnection, openConnection } from "../../../src/domain/connections/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { useClock } from "../../../src/platform/clock.ts";
import { type Database, openDatabase } from "../../../src/platform/db.ts";
import { ConnectionBroken, ProviderUnavailable } from "../../../src/platform/errors.ts";
import { closeAtEnd } from "../../support/close-at-end.ts";
import { testDatabase, testSealKey, testUrls } from "../../support/database.ts";
import { aWorkspace } from "../../support/factories.ts";

let db: Database;
/** Another process of the same product. */
let elsewhere: Database;
let ctx: Context;
beforeAll(async () => {
  db = await testDatabase();
  elsewhere = openDatabase({ ...(await testUrls()), sealKeys: testSealKey, maxConnections: 5 });
  closeAtEnd(() => elsewhere.close());
  ctx = await aWorkspace(db);
});

let shops = 0;
async function aShop(credentials: Record<string, string> = { accessToken: "a0", refreshToken: "r0" }) {
  const account = `${ctx.workspaceId}-${shops++}.myshopify.com`;
  return connectIntegration(ctx, { integrationId: "shopify", account, displayName: "Shop", credentials });
}

/** A provider that answers after a moment and counts. */
function aProvider() {
  const asked: Record<string, string>[] = [];
  const ask = async (stored: Record<string, string>) => {
    asked.push(stored);
    await new Promise((done) => setTimeout(done, 30));
    const n = asked.length;
    return { credentials: { accessToken: `a${n}`, refreshToken: `r${n}` }, scopes: ["read_orders"], endsAt: null };
  };
  return { asked, ask };
}

const afterwards = async (connectionId: string) => (await openConnection(ctx, connectionId)).credentials;

test("twenty who find the same credentials spent, in two processes, ask the provider once, and all get the new ones", async () => {
  const { id } = await aShop();
  const { asked, ask } = aProvider();
  const users = await Promise.all(
    Array.from({ length: 20 }, (_, n) => openConnection(n % 2 ? ctx : { ...ctx, db: elsewhere }, id)),
  );
  await Promise.all(users.map((user) => user.replace(user.credentials, ask)));
  expect(asked).toHaveLength(1);
  expect(users.map(({ credentials }) => credentials)).toEqual(
    users.map(() => ({ accessToken: "a1", refreshToken: "r1" })),
  );
  expect(await afterwards(id)).toEqual({ accessToken: "a1", refreshToken: "r1" });
});

test("whoever comes later with the old ones gets those that are stored, and the provider is not asked", async () => {
  const { id } = await aShop();
  const { asked, ask } = aProvider();
  const [early, late] = [await openConnection(ctx, id), await openConnection(ctx, id)];
  await early.replace(early.credentials, ask);
  await late.replace(late.credentials, ask);
  expect(asked).toHaveLength(1);
  expect(late.credentials).toEqual(early.credentials);
  await late.replace(late.credentials, ask);
  expect(late.credentials).toEqual({ accessToken: "a2", refreshToken: "r2" });
});

test("a process that dies between the provider's answer and our commit: the next asks with the same credentials", async () => {
  const { id } = await aShop();
  const dying = await openConnection({ ...ctx, db: elsewhere }, id);
  const { asked, ask } = aProvider();
  // It never comes back from the provider.
  const answered = new Promise<void>((done) => {
    const lost = async (stored: Record<string, string>) => {
      await ask(stored);
      done();
      return new Promise<never>(() => undefined);
    };
    void dying.replace(dying.credentials, lost);
  });
  await answered;
  const next = await openConnection(ctx, id);
  const back = useClock(() => new Date(Date.now() + 31_000));
  try {
    await next.replace(next.credentials, ask);
  } finally {
    back();
  }
  expect(asked).toEqual([
    { accessToken: "a0", refreshToken: "r0" },
    { accessToken: "a0", refreshToken: "r0" },
  ]);
  expect(await afterwards(id)).toEqual({ accessToken: "a2", refreshToken: "r2" });
});

describe("when it cannot be done", () => {
  test("a provider that is away leaves everything as it was, for the next one to try", async () => {
    const { id } = await aShop();
    const user = await openConnection(ctx, id);
    const away = async () => {
      throw new ProviderUnavailable("away");
    };
    await expect(user.replace(user.credentials, away)).rejects.toThrow("away");
    expect(await getConnection(ctx, id)).toMatchObject({ state: "active", replacingUntil: null });
    await user.replace(user.credentials, aProvider().ask);
    expect(user.credentials).toMatchObject({ accessToken: "a1" });
  });

  test("a refusal stands beside the connection, in a sentence", async () => {
    const { id } = await aShop();
    const user = await openConnection(ctx, id);
    const refuse = async () => {
      throw new ConnectionBroken("The shop no longer lets us in");
    };
    await expect(user.replace(user.credentials, refuse)).rejects.toThrow(ConnectionBroken);
    const reason = { state: "needs_attention", stateReason: "The shop no longer lets us in" };
    expect(await getConnection(ctx, id)).toMatchObject(reason);
  });

  test("access that its owner ended while the provider answered is not brought back to life", async () => {
    const { id } = await aShop();
    const user = await openConnection(ctx, id);
    const { ask } = aProvider();
    const replaced = user.replace(user.credentials, async (stored) => {
      await endAccess(ctx, { connectionId: id, at: new Date(), reason: "Uninstalled" });
      return ask(stored);
    });
    await expect(replaced).rejects.toThrow("Uninstalled");
    expect(await afterwards(id)).toEqual({});
    expect(await getConnection(ctx, id)).toMatchObject({ state: "disconnected" });
  });

  test("credentials of somebody who connected anew meanwhile stay", async () => {
    const { integrationId, account, displayName, ...row } = await aShop();
    const user = await openConnection(ctx, row.id);
    const { ask } = aProvider();
    await user.replace(user.credentials, async (stored) => {
      await connectIntegration(ctx, {
        integrationId,
        account,
        displayName,
        credentials: { accessToken: "new", refreshToken: "new" },
      });
      return ask(stored);
    });
    expect(user.credentials).toEqual({ accessToken: "new", refreshToken: "new" });
    expect(await afterwards(row.id)).toEqual({ accessToken: "new", refreshToken: "new" });
  });
});

test("connected anew while the old access is refused, it stays connected, with the new one", async () => {
  const { id, account } = await aShop();
  const user = await openConnection(ctx, id);
  const anew = { accessToken: "new", refreshToken: "r-new" };
  await user.replace(user.credentials, async () => {
    await connectIntegration(ctx, { integrationId: "shopify", account, displayName: "Shop", credentials: anew });
    throw new ConnectionBroken("Shopify no longer renews the access");
  });
  expect(user.credentials).toEqual(anew);
  expect(await getConnection(ctx, id)).toMatchObject({ state: "active", stateReason: null });
});
