import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import supertest from "supertest";
import { type Api, type ApiOptions, createApi } from "../../src/api/app.ts";
import { addMember, createApiKey, type Permission, permissionsOf, type Role } from "../../src/domain/access/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import type { Database } from "../../src/platform/db.ts";
import { openLog } from "../../src/platform/log.ts";
import { closeAtEnd } from "./close-at-end.ts";
import { testDatabase, testUrls } from "./database.ts";
import { assertDocumented } from "./documented.ts";
import { aUser, testPassword } from "./factories.ts";

export const publicUrl = "http://shop.example";
export { testPassword };

type Method = "get" | "post" | "put" | "patch" | "delete";

export interface TestApi extends Pick<Api, "identify" | "beginStop" | "app"> {
  db: Database;
  url: string;
  /** One request. Its answer must be in the OpenAPI document, or awaiting it fails. */
  send(method: Method, path: string): supertest.Test;
}

/** A client that sends one person's or program's credentials with everything. */
export interface Client {
  get(path: string): supertest.Test;
  post(path: string, body?: object): supertest.Test;
  put(path: string, body?: object): supertest.Test;
  patch(path: string, body?: object): supertest.Test;
  delete(path: string): supertest.Test;
}

/** The whole HTTP side on this worker's database, listening on loopback. Closed by itself. */
export async function startApi(
  options: Partial<Omit<ApiOptions, "config">> & { config?: object } = {},
): Promise<TestApi> {
  const db = options.db ?? (await testDatabase());
  const { systemUrl } = await testUrls();
  const config = {
    PUBLIC_URL: publicUrl,
    SESSION_SECRET: randomBytes(32).toString("hex"),
    DATABASE_SYSTEM_URL: systemUrl,
    TRUST_PROXY: 1,
    REDIS_URL: undefined,
    ...options.config,
  };
  const { app, identify, beginStop, close } = createApi({ log: openLog("silent"), ...options, config, db });
  const server = createServer(app);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  closeAtEnd(async () => {
    await new Promise((done) => server.close(done).closeAllConnections());
    await close();
  });
  const send = (method: Method, path: string) =>
    supertest(url)
      [method](path)
      .expect((answer) => assertDocumented(method, path, answer));
  return { app, identify, beginStop, db, url, send };
}

/** A program with an API key of these scopes, made by an owner of the workspace. */
export async function aProgram(api: TestApi, workspace: Context, scopes: readonly Permission[]): Promise<Client> {
  const { token } = await anApiKey(workspace, scopes);
  return clientWith((method, path) => api.send(method, path).set("authorization", `Bearer ${token}`));
}

export async function anApiKey(workspace: Context, scopes: readonly Permission[], role: Role = "owner") {
  const { member } = await aColleague(workspace, role);
  const permissions = new Set<Permission>([...permissionsOf("owner")]);
  const ctx: Context = { ...workspace, actor: { type: "member", id: member.id }, permissions };
  return { ...(await createApiKey(ctx, { name: "Test", scopes: [...scopes] })), member };
}

/** A person who can log in with `testPassword`. */
export async function aColleague(workspace: Context, role: Role = "agent") {
  const user = await aUser(workspace.db);
  return { email: user.email, user, member: await addMember(workspace, { user, role }) };
}

export interface LoggedIn extends Client {
  email: string;
  memberId: string;
  cookie: string;
  csrfToken: string;
}

/** A colleague in a browser, logged in. */
export async function aPerson(api: TestApi, workspace: Context, role: Role = "agent"): Promise<LoggedIn> {
  const { email, member } = await aColleague(workspace, role);
  const { cookie, csrfToken } = await logIn(api, email);
  const client = clientWith((method, path) =>
    api.send(method, path).set("cookie", cookie).set("x-csrf-token", csrfToken),
  );
  return { ...client, email, memberId: member.id, cookie, csrfToken };
}

export async function logIn(api: TestApi, email: string, password = testPassword) {
  const answer = await api.send("post", "/v1/session").send({ email, password }).expect(201);
  return { cookie: cookieOf(answer), csrfToken: String(answer.body.csrfToken) };
}

/** `name=value` of the session cookie an answer sets; "" when it sets none. */
export function cookieOf(answer: { headers: Record<string, unknown> }): string {
  const [first = ""] = [answer.headers["set-cookie"] ?? []].flat().map(String);
  return first.split(";")[0] ?? "";
}

function clientWith(send: (method: Method, path: string) => supertest.Test): Client {
  return {
    get: (path) => send("get", path),
    post: (path, body) => send("post", path).send(body),
    put: (path, body) => send("put", path).send(body),
    patch: (path, body) => send("patch", path).send(body),
    delete: (path) => send("delete", path),
  };
}
