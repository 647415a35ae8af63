import { Readable } from "node:stream";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { pathParameters } from "../../src/api/endpoint.ts";
import { type Permission, permissions, permissionsOf, roles } from "../../src/domain/access/index.ts";
import { noGuidance } from "../../src/domain/guidance/index.ts";
import { createFileArticle, createPageArticle } from "../../src/domain/knowledge/index.ts";
import { anApiKey, aPerson, aProgram, type Client, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { whatWasLetThrough } from "../support/asked.ts";
import { aConnection } from "../support/factories.ts";
import { aProgramme, startLoyalty } from "../support/loyalty.ts";
import { endpoints, fieldsOf, type NamedEndpoint, pathOf, requiredOf } from "../support/requests.ts";
import { soldOutVariant } from "../support/stock-request.ts";
import { aWorld, fingerprint, type World } from "../support/world.ts";

const aFile = () => ({ fileName: "care.txt", category: null, content: Readable.from([Buffer.from("Wash cold.")]) });
const aPage = { url: "https://shop.example/pages/shipping", category: null };

const aModel = { model: "gpt-6-luna", prices: { input: 1, cachedInput: 0, output: 1 }, endsOn: null };

const programme = await startLoyalty();
// Read with the first call: whoever runs the installation trusts this address.
process.env.TOOL_SERVER_ORIGINS = programme.url;
let api: TestApi;
let mine: World;
let theirs: World;
let owner: LoggedIn;
beforeAll(async () => {
  api = await startApi();
  [mine, theirs] = [await aWorld(api.db), await aWorld(api.db)];
  owner = await aPerson(api, mine.ctx, "owner");
});

/** Fields of a query or body that name a row. */
const idFields: Record<string, (ids: World["ids"]) => string> = {
  memberId: (ids) => ids.memberId,
  teamId: (ids) => ids.teamId,
  team: (ids) => ids.teamId,
  conversationId: (ids) => ids.conversationId,
  lastSeenMessageId: (ids) => ids.messageId,
  messageId: (ids) => ids.messageId,
  draftId: (ids) => ids.draftId,
  attachmentIds: (ids) => ids.uploadId,
  ids: (ids) => ids.jobId,
  assignee: (ids) => ids.memberId,
  actorId: (ids) => ids.memberId,
  subjectId: (ids) => ids.conversationId,
  filter: (ids) => ids.tagId,
  steps: (ids) => ids.tagId,
  ruleIds: (ids) => ids.ruleId,
  statusId: (ids) => ids.statusId,
  selection: (ids) => ids.conversationId,
  intoCustomerId: (ids) => ids.otherCustomerId,
  intoConversationId: (ids) => ids.intoConversationId,
  toConversationId: (ids) => ids.intoConversationId,
  messageIds: (ids) => ids.messageId,
  customerId: (ids) => ids.customerId,
  orderId: (ids) => ids.orderId,
  connectionId: (ids) => ids.connectionId,
  phoneLineId: (ids) => ids.phoneLineId,
};

const isOpen = ({ endpoint: { scope } }: NamedEndpoint) => scope === "public" || scope === "page";
const needsLogin = endpoints.filter((named) => !isOpen(named));
const needsScope = needsLogin.filter(({ endpoint }) => endpoint.scope !== "session" && endpoint.scope !== "shopper");
const bearsIds = endpoints.filter(({ endpoint }) => pathParameters(endpoint.path).some((name) => name.endsWith("Id")));
/** Those that only look, then those that change and make something, then those that take away: few use up a world. */
const methods = ["get", "patch", "put", "post", "delete"];
const gentleFirst = bearsIds.toSorted(
  (a, b) => methods.indexOf(a.endpoint.method) - methods.indexOf(b.endpoint.method),
);
const bearsIdsInside = endpoints.flatMap((named) =>
  Object.keys(fieldsOf(named.endpoint))
    .filter((field) => field in idFields)
    .map((field) => ({ ...named, field })),
);

test("nothing is open to everybody but what begins something", () => {
  expect(endpoints.filter(isOpen).map(({ name }) => name)).toEqual([
    "createSession",
    "beginSession",
    "previewClaim",
    "claimWithNewWorkspace",
  ]);
});

describe("without credentials", () => {
  test.each(needsLogin)("$name answers 401", async ({ endpoint }) => {
    await api.send(endpoint.method, pathOf(endpoint, mine.ids)).expect(401);
  });

  test.each(needsLogin)("$name answers 401 to a revoked or made-up key", async ({ endpoint }) => {
    const path = pathOf(endpoint, mine.ids);
    for (const header of ["Bearer parley_nothing", "Bearer", "Basic YTpi", "Bearer a b"]) {
      await api.send(endpoint.method, path).set("authorization", header).expect(401);
    }
  });
});

describe("without the scope", () => {
  let others: Record<string, Client>;
  let before: Record<string, string>;
  beforeAll(async () => {
    const without = (scope: Permission) => permissions.filter((one) => one !== scope && !implies(one, scope));
    const made = permissions.map(async (scope) => [scope, await aProgram(api, mine.ctx, without(scope))] as const);
    others = Object.fromEntries(await Promise.all(made));
    before = await fingerprint(mine.ctx);
  });

  test.each(needsScope)("$name answers 403 to a key that has every other scope", async (named) => {
    await call(others[named.endpoint.scope]!, named, mine).expect(403);
  });

  test("nothing has changed by any of it", async () => {
    expect(await fingerprint(mine.ctx)).toEqual(before);
  });

  test.each(needsLogin.filter(({ endpoint }) => endpoint.scope === "session"))(
    "$name answers 403 to an API key",
    async (named) => {
      await call(await aProgram(api, mine.ctx, permissions), named, mine).expect(403);
    },
  );

  test.each(roles)("a person's role decides: %s", async (role) => {
    const person = await aPerson(api, mine.ctx, role);
    const allowed: ReadonlySet<string> = permissionsOf(role);
    for (const named of needsScope.filter(({ endpoint }) => !allowed.has(endpoint.scope))) {
      const { status } = await call(person, named, mine);
      expect([named.name, status]).toEqual([named.name, 403]);
    }
  });

  test("a key does no more than the role of its maker still allows", async () => {
    const { token, member } = await anApiKey(mine.ctx, ["jobs:manage", "conversations:read"]);
    const asked = () => api.send("get", "/v1/dead-jobs").set("authorization", `Bearer ${token}`);
    await asked().expect(200);
    await setRole(member.id, "agent");
    await asked().expect(403);
  });
});

describe("another workspace's rows", () => {
  let before: Record<string, string>;
  beforeAll(async () => {
    before = await fingerprint(theirs.ctx);
  });

  test.each(bearsIds)("$name does not find them", async (named) => {
    await call(owner, named, { ...mine, ids: theirs.ids }).expect(404);
  });

  let own: { world: World; owner: LoggedIn } | undefined;

  test.each(gentleFirst)("$name succeeds on one's own, so it is not the request that is refused", async (named) => {
    // What was asked before may have used up what this one needs: then it has a world to itself.
    const worn = own && (await callOwn(own, named));
    if (worn === named.endpoint.status) return;
    const world = await aWorld(api.db);
    own = { world, owner: await aPerson(api, world.ctx, "owner") };
    expect(await callOwn(own, named)).toBe(named.endpoint.status);
  });

  async function callOwn({ world, owner }: { world: World; owner: LoggedIn }, named: NamedEndpoint): Promise<number> {
    // The world's own is a mailbox, which has nothing to copy and no secret.
    const integrationId = { startBackfill: "shopify", replaceChatSecret: "web-chat" }[named.name];
    const shop = integrationId ? { connectionId: (await aConnection(world.ctx, integrationId)).id } : {};
    const letThrough =
      named.name === "callOffAction" ? { actionId: await whatWasLetThrough(world.ctx, world.ids) } : {};
    // Who talks can be put on hold, and who waits can be taken; what came of it is said at the end.
    const { waitingCallId, endedCallId } = world.ids;
    const calls: Record<string, object> = { takeCall: { callId: waitingCallId }, disposeCall: { callId: endedCallId } };
    // The world's own was written here: it has no page to read, and no file to replace.
    const from: Record<string, () => Promise<{ id: string }>> = {
      requestReading: () => createPageArticle(world.ctx, aPage),
      replaceArticleFile: () => createFileArticle(world.ctx, aFile()),
    };
    const login = named.name === "logInAtToolSource" ? { toolSourceId: await aProgramme(owner, programme) } : {};
    const made = await from[named.name]?.();
    const page = made ? { articleId: made.id } : {};
    const other = calls[named.name] ?? {};
    const { status } = await call(owner, named, {
      ...world,
      ids: { ...world.ids, ...shop, ...other, ...page, ...letThrough, ...login },
    });
    return status;
  }

  test.each(bearsIdsInside)("$name refuses them as $field", async (named) => {
    const { status, body } = await call(owner, named, mine, theirs.ids);
    if (status < 400) expect(JSON.stringify(body)).not.toContain(idFields[named.field]!(theirs.ids));
    else expect([403, 404, 422]).toContain(status);
  });

  test.each<[string, (ids: World["ids"]) => ["put" | "post", string, object]]>([
    ["a trial's conversation", (ids) => ["post", "/v1/guidance/trials", { conversationIds: [ids.conversationId] }]],
    [
      "guidance's team",
      (ids) => ["put", "/v1/guidance", { content: { ...noGuidance, handOverTeamId: ids.teamId }, version: 0 }],
    ],
    ["a choice's key", (ids) => ["put", "/v1/models/reply", { models: [{ ...aModel, modelKeyId: ids.modelKeyId }] }]],
    ["a transfer's team", (ids) => ["post", `/v1/calls/${mine.ids.callId}/transfer`, { to: { teamId: ids.teamId } }]],
  ])("%s is refused where it stands deeper in a request", async (_what, asked) => {
    const [method, path, input] = asked(theirs.ids);
    const { status, body } = await owner[method](path, input);
    expect([404, 422]).toContain(status);
    // For what it names, and not for how it is written.
    expect(body.errors).toBeUndefined();
  });

  test("nothing of theirs has changed by any of it", async () => {
    expect(await fingerprint(theirs.ctx)).toEqual(before);
  });

  test("no list shows any of them", async () => {
    const lists = endpoints.filter(({ endpoint }) => endpoint.method === "get");
    for (const named of lists) {
      const { text } = await call(owner, named, mine);
      const leaked = Object.values(theirs.ids).filter((id) => text.includes(id));
      expect([named.name, leaked]).toEqual([named.name, []]);
    }
  });
});

/** A request the contract allows, on the rows of `world`; ids in the body are those of `inside`. */
function call(client: Client, { endpoint }: NamedEndpoint, world: World, inside: World["ids"] = world.ids) {
  const examples: Record<string, unknown> = {
    ...Object.fromEntries(Object.entries(idFields).map(([field, of]) => [field, of(inside)])),
    ids: [inside.jobId],
    attachmentIds: [inside.uploadId],
    onHold: true,
    muted: true,
    to: { number: "+12025550171" },
    disposition: "Solved",
    names: ["Solved"],
    messageIds: [inside.messageId],
    body: "Hello",
    kind: "reply",
    version: 0,
    until: null,
    priority: "high",
    intent: "away",
    dryRun: false,
    reason: "test_data",
    role: "agent",
    permissions: [],
    name: "Test",
    fileName: "sizes.csv",
    shortcut: "test",
    entity: "conversation",
    key: "test",
    label: "Test",
    type: "text",
    values: { note: "Test" },
    filter: { field: "tag", operator: "any_of", value: [inside.tagId] },
    scopes: ["conversations:read"],
    selection: { conversationIds: [inside.conversationId] },
    action: endpoint.path === "/v1/actions" ? { kind: "order.set_note", note: "Gift" } : { type: "close" },
    seenAt: "2026-11-20T10:00:00Z",
    cart: null,
    pages: [],
    productId: null,
    variantId: soldOutVariant,
    fingerprint: "order.refund 500 0 0",
    decision: "approved",
    currency: "EUR",
    document: `{"openapi":"3.1.0","servers":[{"url":"https://127.0.0.1:9"}]}`,
    channel: "email",
    state: "withdrawn",
    rules: [],
    trigger: "message_received",
    steps: [{ type: "tag", tagId: inside.tagId }],
    ruleIds: [inside.ruleId],
  };
  const required = requiredOf(endpoint);
  const wanted = Object.keys(fieldsOf(endpoint)).filter((field) => required.has(field) || field in idFields);
  const input = Object.fromEntries(wanted.map((field) => [field, examples[field]]));
  const path = pathOf(endpoint, world.ids);
  const { method } = endpoint;
  if (endpoint.takes === "file") {
    const upload = method === "put" ? client.put(path) : client.post(path);
    return upload.query(input).type("application/octet-stream").send("bytes\n1");
  }
  if (method === "get" || method === "delete") return client[method](path).query(input);
  return client[method](path, input);
}

function implies(scope: Permission, other: Permission): boolean {
  const [noun, right] = other.split(":");
  return right === "read" && scope.startsWith(`${noun}:`);
}

async function setRole(memberId: string, role: string): Promise<void> {
  const { sql } = api.db.app;
  await sql.begin(async (tx) => {
    await tx`select set_config('parley.workspace_ids', ${mine.ctx.workspaceId}, true)`;
    await tx`update members set role = ${role} where id = ${memberId}`;
  });
  api.db.commits.emit("commit", [mine.ctx.workspaceId]);
}
