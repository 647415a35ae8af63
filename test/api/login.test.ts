import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Context } from "../../src/domain/workspaces/index.ts";
import {
  aColleague,
  aPerson,
  cookieOf,
  logIn,
  publicUrl,
  startApi,
  type TestApi,
  testPassword,
} from "../support/api.ts";
import { aWorkspace } from "../support/factories.ts";

let api: TestApi;
let workspace: Context;
const ended: { sessionId: string; memberId: string }[] = [];

beforeAll(async () => {
  api = await startApi({ onLogout: (sessionId, memberId) => void ended.push({ sessionId, memberId }) });
  workspace = await aWorkspace(api.db, "Nordlys Candles");
});

describe("a login", () => {
  test("tells who is logged in, where, and what she may do", async () => {
    const person = await aPerson(api, workspace, "agent");
    const { body } = await person.get("/v1/session").expect(200);
    expect(body).toMatchObject({
      user: { name: "Ada Holm", email: person.email },
      member: { id: person.memberId, role: "agent" },
      workspace: { id: workspace.workspaceId, name: "Nordlys Candles" },
      csrfToken: person.csrfToken,
    });
    expect(body.permissions).toContain("conversations:write");
    expect(body.permissions).not.toContain("api_keys:manage");
  });

  test("gives a cookie that scripts and other sites cannot use", async () => {
    const { email } = await aColleague(workspace);
    const answer = await api.send("post", "/v1/session").send({ email, password: testPassword }).expect(201);
    const [cookie] = [answer.headers["set-cookie"] ?? []].flat();
    expect(cookie).toMatch(/^parley\.sid=.*HttpOnly.*SameSite=Lax/i);
    expect(cookie).not.toMatch(/Secure/);
  });

  test("behind https the cookie is Secure and bound to the host", async () => {
    const secure = await startApi({ db: api.db, config: { PUBLIC_URL: "https://shop.example" } });
    const { email } = await aColleague(workspace);
    const answer = await secure
      .send("post", "/v1/session")
      .set("x-forwarded-proto", "https")
      .send({ email, password: testPassword })
      .expect(201);
    const [cookie] = [answer.headers["set-cookie"] ?? []].flat();
    expect(cookie).toMatch(/^__Host-parley\.sid=.*Path=\/;.*HttpOnly; Secure; SameSite=Lax/);
  });

  test("answers an unknown email and a wrong password alike", async () => {
    const { email } = await aColleague(workspace);
    const wrong = await api.send("post", "/v1/session").send({ email, password: "wrong password" }).expect(401);
    const unknown = await api
      .send("post", "/v1/session")
      .send({ email: "nobody@staff.example", password: testPassword })
      .expect(401);
    const shown = ({ requestId: _, ...problem }: Record<string, unknown>) => problem;
    expect(shown(unknown.body)).toEqual(shown(wrong.body));
    expect(Object.keys(unknown.headers).sort()).toEqual(Object.keys(wrong.headers).sort());
    expect(cookieOf(wrong)).toBe("");
  });

  test("takes as long for an unknown email as for a wrong password", async () => {
    const { email } = await aColleague(workspace);
    const timed = async (address: string) => {
      const startedAt = performance.now();
      await api.send("post", "/v1/session").send({ email: address, password: "wrong password" }).expect(401);
      return performance.now() - startedAt;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < 5; i++) {
      known.push(await timed(email));
      unknown.push(await timed(`nobody${i}@staff.example`));
    }
    const middle = (times: number[]) => times.toSorted((a, b) => a - b)[2]!;
    expect(middle(unknown)).toBeGreaterThan(middle(known) / 2);
  });

  test("gets a new session id, so that one planted before is worth nothing", async () => {
    const { email } = await aColleague(workspace);
    const first = await logIn(api, email);
    const again = await api
      .send("post", "/v1/session")
      .set("cookie", first.cookie)
      .send({ email, password: testPassword })
      .expect(201);
    expect(cookieOf(again)).not.toBe(first.cookie);
    await api.send("get", "/v1/session").set("cookie", first.cookie).expect(401);
    await api.send("get", "/v1/session").set("cookie", cookieOf(again)).expect(200);
  });

  test("is refused when another site's page asks for it", async () => {
    const { email } = await aColleague(workspace);
    const body = { email, password: testPassword };
    await api.send("post", "/v1/session").set("origin", "https://evil.example").send(body).expect(403);
    await api.send("post", "/v1/session").set("origin", publicUrl).send(body).expect(201);
  });

  test("made-up and altered cookies open nothing", async () => {
    const person = await aPerson(api, workspace);
    for (const cookie of ["parley.sid=s%3Aabc.def", `${person.cookie.slice(0, -3)}abc`, "parley.sid=%E0%A4%A"]) {
      await api.send("get", "/v1/session").set("cookie", cookie).expect(401);
    }
  });
});

test("a person who knows her password changes it, and is logged out everywhere else", async () => {
  const person = await aPerson(api, workspace);
  const elsewhere = await logIn(api, person.email);
  const change = (currentPassword: string, password: string) =>
    person.put("/v1/session/password", { currentPassword, password });
  const next = "a new and longer one";
  const wrong = await change("not her password", next).expect(422);
  expect(wrong.body.errors).toEqual([{ path: "currentPassword", message: "This is not your password" }]);
  await change(testPassword, "short").expect(422);
  await api.send("get", "/v1/session").set("cookie", elsewhere.cookie).expect(200);

  const before = ended.length;
  await change(testPassword, next).expect(204);
  expect(ended.slice(before).map(({ memberId }) => memberId)).toEqual([person.memberId]);
  await api.send("get", "/v1/session").set("cookie", elsewhere.cookie).expect(401);
  await person.get("/v1/session").expect(200);
  await api.send("post", "/v1/session").send({ email: person.email, password: testPassword }).expect(401);
  await logIn(api, person.email, next);
  const [event] = await api.db.system.sql`
    select data->>'memberId' as "memberId" from events
    where workspace_id = ${workspace.workspaceId} and name = 'member.password_changed'`;
  expect(event).toEqual({ memberId: person.memberId });
});

describe("a logout", () => {
  test("ends the session everywhere and says so", async () => {
    const person = await aPerson(api, workspace);
    await person.delete("/v1/session").expect(204);
    await person.get("/v1/session").expect(401);
    const rows = await api.db.system.sql`select 1 from sessions where sid = ${ended.at(-1)?.sessionId ?? ""}`;
    expect(rows).toHaveLength(0);
    expect(ended.at(-1)?.memberId).toBe(person.memberId);
  });

  test("of one browser leaves the person's other browser alone", async () => {
    const person = await aPerson(api, workspace);
    const other = await logIn(api, person.email);
    await person.delete("/v1/session").expect(204);
    await api.send("get", "/v1/session").set("cookie", other.cookie).expect(200);
  });
});
