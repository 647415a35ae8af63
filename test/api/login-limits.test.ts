import { describe, expect, test } from "@jest/globals";
import { useClock } from "../../src/platform/clock.ts";
import { aColleague, aPerson, logIn, startApi, testPassword } from "../support/api.ts";
import { testDatabase } from "../support/database.ts";
import { aWorkspace } from "../support/factories.ts";
import { testRedisUrl } from "../support/redis.ts";

const attempts = async (api: Awaited<ReturnType<typeof startApi>>, email: string, from: string, password: string) =>
  api.send("post", "/v1/session").set("x-forwarded-for", from).send({ email, password });

describe.each(["this process", "Redis"])("guessing passwords, counted in %s", (store) => {
  const config = () => (store === "Redis" ? { REDIS_URL: testRedisUrl() } : {});
  const address = () => `203.0.113.${Math.ceil(Math.random() * 250)}`;

  test("stops after a few attempts on one account, and says how long to wait", async () => {
    const api = await startApi({ config: config() });
    const { email } = await aColleague(await aWorkspace(api.db));
    const from = address();
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) statuses.push((await attempts(api, email, from, "wrong password")).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(8);
    const refused = await attempts(api, email, from, testPassword);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(60);
    expect(refused.body.code).toBe("limit_exceeded");
  });

  test("does not lock the owner out elsewhere", async () => {
    const api = await startApi({ config: config() });
    const { email } = await aColleague(await aWorkspace(api.db));
    for (let i = 0; i < 10; i++) await attempts(api, email, "198.51.100.7", "wrong password");
    expect((await attempts(api, email, "198.51.100.8", testPassword)).status).toBe(201);
  });

  test("attempts sent all at once are counted all", async () => {
    const api = await startApi({ config: config() });
    const { email } = await aColleague(await aWorkspace(api.db));
    const from = address();
    const answers = await Promise.all(Array.from({ length: 20 }, () => attempts(api, email, from, "wrong password")));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(8);
  });
});

test("whoever sits at a browser that is logged in guesses the password no more often than at the door", async () => {
  const api = await startApi();
  const person = await aPerson(api, await aWorkspace(api.db));
  const guess = async (currentPassword: string) =>
    (await person.put("/v1/session/password", { currentPassword, password: "another password" })).status;
  const statuses: number[] = [];
  for (let i = 0; i < 10; i++) statuses.push(await guess("wrong password"));
  expect(statuses).toEqual([...Array<number>(8).fill(422), 429, 429]);
  expect(await guess(testPassword)).toBe(429);
});

test("many addresses guessing one account together are stopped", async () => {
  const api = await startApi();
  const { email } = await aColleague(await aWorkspace(api.db));
  const statuses = await Promise.all(
    Array.from({ length: 110 }, async (_, i) => (await attempts(api, email, `198.18.${i}.1`, "wrong password")).status),
  );
  expect(statuses.filter((status) => status === 401)).toHaveLength(100);
  expect(statuses.filter((status) => status === 429)).toHaveLength(10);
});

test("one address trying many accounts is stopped", async () => {
  const api = await startApi();
  const statuses = await Promise.all(
    Array.from(
      { length: 60 },
      async (_, i) => (await attempts(api, `x${i}@staff.example`, "192.0.2.1", "wrong")).status,
    ),
  );
  expect(statuses.filter((status) => status === 401)).toHaveLength(50);
  expect(statuses.filter((status) => status === 429)).toHaveLength(10);
});

test("logging in again and again with the right password is no attack", async () => {
  const api = await startApi();
  const { email } = await aColleague(await aWorkspace(api.db));
  for (let i = 0; i < 12; i++) await logIn(api, email);
});

describe("a session ends", () => {
  test("when it has been idle for 12 hours", async () => {
    const api = await startApi();
    const person = await aPerson(api, await aWorkspace(api.db));
    const [row] = await api.db.system.sql<{ expire: Date }[]>`
      select expire from sessions where sess #>> '{passport,user,memberId}' = ${person.memberId}`;
    expect(Math.abs(row!.expire.getTime() - Date.now() - 12 * 3_600_000)).toBeLessThan(60_000);
    await api.db.system.sql`
      update sessions set expire = now() - interval '1 second'
      where sess #>> '{passport,user,memberId}' = ${person.memberId}`;
    await person.get("/v1/session").expect(401);
  });

  test("after 14 days, however busy it was", async () => {
    const api = await startApi();
    const person = await aPerson(api, await aWorkspace(api.db));
    const restore = useClock(() => new Date(Date.now() + 14 * 24 * 3_600_000 + 1000));
    try {
      await person.get("/v1/session").expect(401);
    } finally {
      restore();
    }
    await person.get("/v1/session").expect(200);
  });

  test("when its member is no more", async () => {
    const api = await startApi();
    const db = await testDatabase();
    const ctx = await aWorkspace(db);
    const person = await aPerson(api, ctx);
    await db.app.sql.begin(async (tx) => {
      await tx`select set_config('parley.workspace_ids', ${ctx.workspaceId}, true)`;
      await tx`delete from members where id = ${person.memberId}`;
    });
    await person.get("/v1/conversations").expect(401);
  });
});
