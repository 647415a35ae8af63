import { beforeAll, describe, expect, test } from "@jest/globals";
import { wellBehaved } from "../../sandbox/loyalty/state.ts";
import { grantFor } from "../../src/ai/grant.ts";
import { externalTools } from "../../src/ai/tools/external/external-tools.ts";
import { scheduleRun, startRun } from "../../src/domain/automation/index.ts";
import { getConversation } from "../../src/domain/conversations/index.ts";
import {
  beginExternalCall,
  endExternalCall,
  listUsableTools,
  openToolSource,
} from "../../src/domain/tool-sources/index.ts";
import { useClock as setClock } from "../../src/platform/clock.ts";
import { inWorkspaces } from "../../src/platform/db.ts";
import { aConversation } from "../ai/turn.ts";
import { secret, startToolServer } from "../integrations/tool-server.ts";
import { aPerson, startApi, type TestApi } from "../support/api.ts";
import { aClub, startLoyalty } from "../support/loyalty.ts";

const server = await startToolServer();
const programme = await startLoyalty();
// Read with the first call: whoever runs the installation trusts this address.
Object.assign(process.env, { TOOL_SERVER_ORIGINS: `${server.url},${programme.url}`, TOOL_SERVER_TIMEOUT_MS: "10000" });

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});

const text = { type: "string" };
const email = { in: "query", name: "email", schema: text };
const post = {
  requestBody: { content: { "application/json": { schema: { type: "object", properties: { note: text } } } } },
};
const anApi = (paths: object) =>
  JSON.stringify({ openapi: "3.1.0", info: { title: "Loyalty" }, servers: [{ url: `${server.url}/api` }], paths });
const points = { get: { operationId: "points", parameters: [email] } };
const paths = { "/points": points, "/gone": { get: {} }, "/give": { post: { operationId: "give", ...post } } };

/** A shop that has brought in a server, and its owner. */
async function aShop() {
  const shop = await aConversation(api.db);
  const owner = await aPerson(api, shop.system, "owner");
  const credentials = { type: "header", name: "X-Key", value: secret };
  const input = { kind: "openapi", name: "Loyalty", document: anApi(paths), credentials };
  const { body: source } = await owner.post("/v1/tool-sources", input).expect(201);
  const tools = async () => {
    const { body } = await owner.get(`/v1/tool-sources/${source.id}`).expect(200);
    return Object.fromEntries(body.tools.map((tool: { key: string }) => [tool.key, tool]));
  };
  const change = (tool: { id: string }, input: object) => owner.patch(`/v1/external-tools/${tool.id}`, input);
  const switchOn = async (key: string) => {
    const tool = (await tools())[key];
    return (await change(tool, { isOn: true, hash: tool.hash }).expect(200)).body;
  };
  return { ...shop, owner, source, tools, change, switchOn };
}

test("what is brought in is off, and is switched on by who has seen it as it is", async () => {
  const { tools, change, system, owner, source } = await aShop();
  const found = await tools();
  expect(Object.values(found)).toHaveLength(3);
  for (const tool of Object.values(found))
    expect(tool).toMatchObject({ isOn: false, assurance: "verified", bound: {} });
  expect(found).toMatchObject({ "GET /points": { needsPerson: false }, "POST /give": { needsPerson: true } });
  const shadows = anApi({ "/a": { get: { operationId: "over" } } });
  const { body: shadow } = await owner.post("/v1/tool-sources", { kind: "openapi", name: "hand", document: shadows });
  const { body: named } = await owner.get(`/v1/tool-sources/${shadow.id}`).expect(200);
  expect(named.tools).toMatchObject([{ name: expect.stringMatching(/^hand_over_[0-9a-f]{6}$/) }]);
  await owner.delete(`/v1/tool-sources/${shadow.id}`).expect(204);
  expect(await listUsableTools(system)).toEqual([]);
  await change(found["GET /points"], { isOn: true }).expect(409);
  await change(found["GET /points"], { isOn: true, hash: "another" }).expect(409);
  await change(found["POST /give"], { assurance: "claimed" }).expect(422);
  await change(found["GET /points"], { bound: { mail: "customer.email" } }).expect(422);
  await change(found["GET /points"], { bound: { email: "customer.secret" } }).expect(422);
  const settings = {
    isOn: true,
    hash: found["GET /points"].hash,
    assurance: "claimed",
    bound: { email: "customer.email" },
  };
  await change(found["GET /points"], settings).expect(200);
  const [usable] = await listUsableTools(system);
  expect(usable).toMatchObject({ tool: { name: "Loyalty_points" }, source: { credentials: { value: secret } } });
  const { data } = (await owner.get("/v1/tool-sources").expect(200)).body;
  expect(data).toMatchObject([{ id: source.id, tools: 3, toolsOn: 1, credentialsType: "header" }]);
});

test("a new reading shows what is different, and switches exactly that off", async () => {
  const { tools, switchOn, owner, source, change } = await aShop();
  for (const key of ["GET /points", "GET /gone", "POST /give"]) await switchOn(key);
  await change((await tools())["POST /give"], { needsPerson: false, bound: { note: "customer.name" } }).expect(200);
  const changed = { ...post, description: "And tell the model something else" };
  const document = anApi({
    "/points": points,
    "/give": { post: { operationId: "give", ...changed } },
    "/new": { get: {} },
  });
  const { body: diff } = await owner.post(`/v1/tool-sources/${source.id}/readings`, { document }).expect(200);
  expect(diff).toMatchObject({
    ...{ added: ["Loyalty_GET_new"], removed: ["Loyalty_GET_gone"], unchanged: 1 },
    changed: [{ name: "Loyalty_give", what: ["description"], wasOn: true, before: { description: "POST /give" } }],
  });
  expect(await tools()).toMatchObject({
    "GET /points": { isOn: true },
    "GET /new": { isOn: false },
    "GET /gone": { isOn: false, isOffered: false },
    "POST /give": { isOn: false, needsPerson: true, bound: { note: "customer.name" } },
  });
  const gone = (await tools())["GET /gone"];
  await change(gone, { isOn: true, hash: gone.hash }).expect(409);
  await owner.post(`/v1/tool-sources/${source.id}/readings`, { document: null }).expect(422);
  await owner.post(`/v1/tool-sources/${source.id}/readings`, { document: "[" }).expect(422);
  const elsewhere = document.replace(`${server.url}/api`, "https://elsewhere.example");
  await owner.post(`/v1/tool-sources/${source.id}/readings`, { document: elsewhere }).expect(200);
  expect((await owner.get(`/v1/tool-sources/${source.id}`)).body).toMatchObject({ baseUrl: `${server.url}/api` });
});

test("a test call shows what was sent and answered, and its secret is nowhere to be read", async () => {
  const { tools, owner, source, system } = await aShop();
  const { id } = (await tools())["GET /points"];
  const tried = await owner.post(`/v1/external-tools/${id}/tests`, { arguments: { email: secret } }).expect(200);
  expect(tried.body).toMatchObject({ ok: true, status: 200, answered: { headers: { "x-key": "[secret]" } } });
  expect((await tools())["GET /points"].lastTest).toEqual(tried.body);
  const told = await Promise.all(
    ["/v1/tool-sources", `/v1/tool-sources/${source.id}`, "/v1/audit", "/v1/events"].map((path) => owner.get(path)),
  );
  const stored = await inWorkspaces(api.db.app, [system.workspaceId], (sql) =>
    Promise.all([sql`select * from tool_sources`, sql`select * from external_tools`, sql`select * from events`]),
  );
  const all = JSON.stringify([told.map(({ body }) => body), stored]);
  expect(all).toContain("external_tool.tried");
  for (const spelled of [secret, JSON.stringify(secret).slice(1, -1), "12+3"]) expect(all).not.toContain(spelled);
  await owner.patch(`/v1/tool-sources/${source.id}`, { name: "Points", credentials: null }).expect(200);
  const open = await owner.post(`/v1/external-tools/${id}/tests`, {}).expect(200);
  expect(open.body.answered.headers).not.toHaveProperty("x-key");
  await owner.delete(`/v1/tool-sources/${source.id}`).expect(204);
  await owner.post(`/v1/external-tools/${id}/tests`, {}).expect(404);
});

describe("what cannot be brought in", () => {
  const input = { kind: "openapi", name: "Ours", document: anApi({}) };
  test.each([
    [{ ...input, document: null }, /either url or document/],
    [{ ...input, url: "https://tools.example/openapi.json" }, /either url or document/],
    [{ ...input, kind: "mcp" }, /Say its url/],
    [{ ...input, document: "nothing" }, /OpenAPI/],
    [{ ...input, document: null, url: "https://10.0.0.1/openapi.json" }, /not a public address/],
    [{ ...input, document: null, url: "http://tools.example/openapi.json" }, /https/],
    [{ ...input, document: null, url: "ftp://tools.example" }, /https/],
    [{ kind: "mcp", name: "Ours", url: "https://[::1]/mcp" }, /not a public address/],
    [{ ...input, credentials: { type: "header", name: "Host", value: "secret" } }, /not free/],
    [{ ...input, credentials: { type: "bearer", token: "secret\nsecret" } }, /no header/],
  ])("is refused with a reason: %#", async (input, reason) => {
    const { system } = await aConversation(api.db);
    const owner = await aPerson(api, system, "owner");
    const { body } = await owner.post("/v1/tool-sources", input).expect(422);
    expect(JSON.stringify(body)).toMatch(reason);
    expect((await owner.get("/v1/tool-sources")).body.data).toEqual([]);
  });
});

test("a call that changes something is begun once, however often and wherever it is tried", async () => {
  const { tools, system, conversationId } = await aShop();
  const { id: toolId } = (await tools())["POST /give"];
  const waiting = await scheduleRun(system, { conversationId, delayMs: 0, again: true });
  const run = await startRun(system, { runId: waiting!.id, model: "test" });
  const call = { toolId, runId: run!.id, onceKey: "one" };
  const begun = await Promise.all([1, 2, 3].map(() => beginExternalCall(system, call)));
  expect(begun.toSorted()).toEqual(["begun", "begun", null]);
  const { id: runId } = run!;
  await endExternalCall(system, { externalToolId: toolId, runId, conversationId, onceKey: "one", state: "done" });
  expect(await beginExternalCall(system, call)).toBe("done");
  expect(await beginExternalCall(system, { ...call, onceKey: "two" })).toBeNull();
});

describe("a server at which a person logs in", () => {
  test("is kept without tools, and has them once she was there and back, once, with all that keeps others out", async () => {
    const { source, owner, begin, comeBack, shown, points, system } = await aClub(api, programme);
    expect(source).toMatchObject({ credentialsType: "oauth", authorization: "needed", needsAuthorization: true });
    const url = new URL(await begin());
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      ...{ code_challenge_method: "S256", resource: `${programme.url}/loyalty/mcp`, response_type: "code" },
      ...{ redirect_uri: "http://localhost:3000/tool-sources/callback", scope: "points:read points:spend" },
    });
    const back = await programme.agree(url.href);
    await comeBack(back).expect(302).expect("location", `/settings/ai/other-systems/${source.id}`);
    await comeBack(back).expect(401, /used already/);
    expect(await shown()).toMatchObject({
      authorization: "granted",
      needsAuthorization: false,
      title: "Nordlys Loyalty",
    });
    expect(await points()).toMatchObject({ ok: true, answered: { points: 320 } });
    const stored = await inWorkspaces(api.db.app, [system.workspaceId], (sql) =>
      Promise.all([sql`select * from tool_sources`, sql`select * from external_tools`, sql`select * from events`]),
    );
    const all = JSON.stringify([stored, await shown(), (await owner.get("/v1/audit")).body]);
    expect(all).toContain("tool_source.logged_in");
    await owner.patch(`/v1/tool-sources/${source.id}`, { credentials: null }).expect(200);
    expect(await shown()).toMatchObject({ authorization: null, needsAuthorization: false });
    await owner.post(`/v1/tool-sources/${source.id}/readings`, { document: null }).expect(409, /wants a login by now/);
    expect(await shown()).toMatchObject({ authorization: "needed" });
    for (const token of [...programme.loyalty.access.keys(), ...programme.loyalty.refresh.keys()])
      expect(all).not.toContain(token);
  });

  test("a login that another one began, or answers for another, opens nothing", async () => {
    const { system, source, begin, comeBack, shown } = await aClub(api, programme);
    const colleague = await aPerson(api, system, "admin");
    const back = await programme.agree(await begin());
    const made = new URL(back);
    made.searchParams.set("state", `${back.searchParams.get("state")!.split(".")[0]}.${"x".repeat(43)}`);
    await comeBack(made).expect(401);
    await comeBack(back, colleague).expect(403);
    await comeBack(back).expect(401);
    const declined = `/settings/ai/other-systems/${source.id}?login=declined`;
    await comeBack(await programme.agree(await begin(), "deny"))
      .expect(302)
      .expect("location", declined);
    for (const [wrong, status] of [
      ["wrongIssuer", 502],
      ["wrongState", 401],
    ] as const) {
      programme.loyalty.misbehaves[wrong] = true;
      await comeBack(await programme.agree(await begin())).expect(status);
      programme.loyalty.misbehaves[wrong] = false;
    }
    const late = await programme.agree(await begin());
    const putBack = setClock(() => new Date(Date.now() + 16 * 60_000));
    await comeBack(late).expect(401);
    putBack();
    expect(await shown()).toMatchObject({ authorization: "needed", tools: [] });
  });

  test("that gives out client ids by hand says so, and takes one", async () => {
    const { source, owner, begin, comeBack, shown } = await aClub(api, programme);
    programme.loyalty.misbehaves.registersNobody = true;
    const { body } = await owner.post(`/v1/tool-sources/${source.id}/authorizations`, {}).expect(422);
    expect(body.details).toEqual({ field: "clientId" });
    await comeBack(await programme.agree(await begin({ clientId: "by-hand" }))).expect(302);
    expect(await shown()).toMatchObject({ authorization: "granted" });
    await comeBack(await programme.agree(await begin())).expect(302);
  });

  test("tokens are renewed before they end, by one of all who need them; a refusal is told to everybody", async () => {
    const { system, owner, source, logIn, points, shown, conversationId } = await aClub(api, programme);
    programme.loyalty.misbehaves.lifeSeconds = 30;
    await logIn();
    const { id, hash, name } = (await shown()).tools.find(({ key }: { key: string }) => key === "points");
    await owner.patch(`/v1/external-tools/${id}`, { isOn: true, hash }).expect(200);
    programme.loyalty.misbehaves.lifeSeconds = 3600;
    const asked: string[] = [];
    const { credentials: spent, replace } = await openToolSource(system, { toolSourceId: source.id });
    if (spent?.type !== "oauth") throw new Error("It is a server at which a person logs in");
    const next = { ...spent, access: "not known there" };
    const ask = (who: string, others: () => Promise<unknown>) => async () => {
      asked.push(who);
      await others();
      return next;
    };
    let second: Promise<unknown> = Promise.resolve();
    const first = replace(
      spent,
      ask("one", async () => {
        second = replace(spent, ask("two", shown));
        for (let looks = 0; looks < 5; looks++) await shown();
      }),
    );
    expect([await first, await second, asked]).toEqual([next, next, ["one"]]);
    const before = programme.loyalty.refreshes;
    const answers = await Promise.all([points(), points(), points(), points()]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect(programme.loyalty.refreshes - before).toBe(1);

    programme.loyalty.access.clear();
    expect(await points()).toMatchObject({ ok: true });
    programme.loyalty.access.clear();
    programme.loyalty.misbehaves.refusesRefresh = true;
    const waiting = await scheduleRun(system, { conversationId, delayMs: 0, again: true });
    const run = (await startRun(system, { runId: waiting!.id, model: null }))!;
    const grant = await grantFor(system, run, await getConversation(system, conversationId));
    const tool = (await externalTools(system)).find((one) => one.name === name)!;
    const told = await tool.call(grant, JSON.stringify({ email: "mia.berg@mail.example" }));
    expect(told.error).toMatch(/a person has to log in there again/);
    expect(await shown()).toMatchObject({ authorization: "ended", needsAuthorization: true });
    expect(await points()).toMatchObject({ ok: false, error: expect.stringMatching(/log in there again/) });
    expect(JSON.stringify((await owner.get("/v1/audit")).body)).toContain("tool_source.login_ended");
    Object.assign(programme.loyalty.misbehaves, wellBehaved);
    await logIn();
    expect(await points()).toMatchObject({ ok: true });
  });
});
