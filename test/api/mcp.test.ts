import { beforeAll, describe, expect, test } from "@jest/globals";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { mcpTools, namesItsPath } from "../../src/api/mcp/tools.ts";
import { type Permission, permissions, revokeApiKey } from "../../src/domain/access/index.ts";
import { listMessages } from "../../src/domain/conversations/index.ts";
import { createArticle, publishArticle } from "../../src/domain/knowledge/index.ts";
import { aConversation } from "../ai/turn.ts";
import { anApiKey, aPerson, startApi, type TestApi } from "../support/api.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { fingerprint } from "../support/world.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});

/** The official client, over HTTP, with a key of these scopes. */
async function aClient(
  shop: { system: Parameters<typeof anApiKey>[0] },
  scopes: readonly Permission[],
  mode: "legacy" | "auto" = "legacy",
) {
  const key = await anApiKey(shop.system, scopes);
  const client = await connect(key.token, mode);
  const use = async (name: string, args: Record<string, unknown>) => {
    const { isError, content } = await client.callTool({ name, arguments: args });
    const [first] = content;
    return { isError: isError === true, said: first?.type === "text" ? JSON.parse(first.text) : null };
  };
  const names = async () => (await client.listTools(undefined, { cacheMode: "bypass" })).tools.map(({ name }) => name);
  return { ...key, client, use, names };
}

async function connect(token: string | null, mode: "legacy" | "auto" = "legacy"): Promise<Client> {
  const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode } });
  const requestInit = token === null ? {} : { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${api.url}/mcp`), { requestInit }));
  closeAtEnd(() => client.close());
  return client;
}

describe.each(["legacy", "auto"] as const)("the official client (%s)", (mode) => {
  test("finds, reads and proposes with a key, and what it proposes is not sent", async () => {
    const shop = await aConversation(api.db, { text: "Where is my order?" });
    const { conversationId, customerId, system } = shop;
    const { id: articleId } = await createArticle(system, {
      ...{ title: "Returns", body: "Send it back within 30 days.", category: null, language: "en", questions: [] },
    });
    await publishArticle(system, { articleId });
    const { use, names } = await aClient(shop, permissions, mode);
    expect((await names()).toSorted()).toEqual(mcpTools.map(({ name }) => name).toSorted());
    expect(await use("get_conversation", { conversationId })).toMatchObject({ said: { id: conversationId } });
    expect(await use("list_messages", { conversationId })).toMatchObject({ said: { data: [{ kind: "customer" }] } });
    expect(await use("list_conversations", { limit: 5 })).toMatchObject({ said: { data: [{ id: conversationId }] } });
    expect(await use("search_conversations", { q: "order" })).toMatchObject({
      isError: false,
      said: { nextCursor: null },
    });
    expect(await use("get_customer", { customerId })).toMatchObject({ said: { id: customerId } });
    expect(await use("list_orders_of_customer", { customerId })).toMatchObject({ said: { data: [{ name: "#1042" }] } });
    expect(await use("find_orders", { query: "#1042" })).toMatchObject({ said: { data: [{ name: "#1042" }] } });
    expect(await use("search_knowledge", { q: "Can I send it back?" })).toMatchObject({
      said: { data: [{ articleId }] },
    });
    const proposal = { conversationId, body: "It is on its way.", clientMessageId: "once" };
    expect(await use("draft_reply", proposal)).toMatchObject({ said: { kind: "note" } });
    await use("draft_reply", proposal);
    const written = await listMessages(shop.agent, { conversationId, limit: 10 });
    expect(written.map(({ kind, text }) => [kind, text])).toEqual([
      ["note", "Proposed reply, not sent:\n\nIt is on its way."],
      ["customer", expect.any(String)],
    ]);
  });
});

test("each tool is an endpoint's, with its scope: a key without it neither sees nor can use the tool", async () => {
  const shop = await aConversation(api.db);
  const { conversationId, customerId } = shop;
  const args: Record<string, unknown> = {
    conversationId,
    customerId,
    q: "order",
    query: "#1042",
    body: "Hi",
    limit: 5,
  };
  const scopes = new Set<Permission>();
  for (const tool of mcpTools) {
    const { scope } = tool.endpoint;
    expect(namesItsPath(tool)).toBe(true);
    expect([tool.name, permissions.some((one) => one === scope)]).toEqual([tool.name, true]);
    scopes.add(scope as Permission);
  }
  const before = await fingerprint(shop.system);
  for (const scope of scopes) {
    const isPart = (other: Permission) => scope.endsWith(":read") && other.startsWith(scope.replace(/read$/, ""));
    const others = permissions.filter((one) => one !== scope && !isPart(one));
    const { use, names, apiKey } = await aClient(shop, others);
    const closed = mcpTools.filter(({ endpoint }) => endpoint.scope === scope);
    const shown = await names();
    for (const { name, takes } of closed) {
      expect(shown).not.toContain(name);
      const given = Object.fromEntries(takes.flatMap((one) => (one in args ? [[one, args[one]]] : [])));
      await expect(use(name, given)).rejects.toThrow(/not found/i);
    }
    await revokeApiKey({ ...shop.system, actor: { type: "system", job: "test" } }, { apiKeyId: apiKey.id });
  }
  const after = await fingerprint(shop.system);
  for (const table of ["messages", "conversations", "customers"]) expect(after[table]).toBe(before[table]);
});

test("another shop's rows are not there, and arguments that make no sense are answered", async () => {
  const [mine, theirs] = [await aConversation(api.db), await aConversation(api.db)];
  const { use } = await aClient(mine, permissions);
  const { conversationId, customerId } = theirs;
  for (const [name, args] of [
    ["get_conversation", { conversationId }],
    ["list_messages", { conversationId }],
    ["get_customer", { customerId }],
    ["list_orders_of_customer", { customerId }],
    ["draft_reply", { conversationId, body: "Hi" }],
  ] as const) {
    const { isError, said } = await use(name, args);
    if (isError) expect([name, said.code]).toEqual([name, "not_found"]);
    else expect([name, said.data]).toEqual([name, []]);
  }
  const client = (await aClient(mine, permissions)).client;
  const wrong = await client.callTool({ name: "get_conversation", arguments: { conversationId: "x", more: 1 } });
  expect(wrong.isError).toBe(true);
});

test("nobody comes in without a key that opens something, and a browser's login is none", async () => {
  const shop = await aConversation(api.db);
  const { cookie } = await aPerson(api, shop.system, "owner");
  const hello = { jsonrpc: "2.0", id: 1, method: "tools/list" };
  const post = (headers: Record<string, string>) => {
    const accept = "application/json, text/event-stream";
    return fetch(`${api.url}/mcp`, {
      method: "POST",
      headers: { "content-type": "application/json", accept, ...headers },
      body: JSON.stringify(hello),
    });
  };
  for (const headers of [{}, { cookie }, { authorization: "Bearer parley_nothing" }, { authorization: "Basic YTpi" }]) {
    const answer = await post(headers as Record<string, string>);
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  }
  await expect(connect(null)).rejects.toThrow();
  const { token, apiKey } = await anApiKey(shop.system, permissions);
  const authorization = `Bearer ${token}`;
  expect((await post({ authorization })).status).toBe(200);
  expect((await post({ authorization, "content-type": "text/plain" })).status).toBe(422);
  expect((await fetch(`${api.url}/mcp`, { headers: { authorization } })).status).toBe(405);
  await revokeApiKey(shop.system, { apiKeyId: apiKey.id });
  expect((await post({ authorization })).status).toBe(401);
});

test("a key that asks too often is told to wait", async () => {
  const shop = await aConversation(api.db);
  const { token } = await anApiKey(shop.system, ["conversations:read"]);
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
  };
  const ask = () => fetch(`${api.url}/mcp`, { method: "POST", headers, body: "{}" });
  const answers = await Promise.all(Array.from({ length: 241 }, ask));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(1);
  expect(Number(refused[0]!.headers.get("retry-after"))).toBeGreaterThan(0);
});
