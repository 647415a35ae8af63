import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { aColleague, aPerson, aProgram, type Client, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aConnection, aMessage, aShopWithMail, aWorkspace, receive, type ShopWithMail } from "../support/factories.ts";
import { aWorld, type World } from "../support/world.ts";

let api: TestApi;
let world: World;
let shop: ShopWithMail;
let owner: LoggedIn;
beforeAll(async () => {
  api = await startApi();
});
const freshWorld = async () => {
  world = await aWorld(api.db);
  owner = await aPerson(api, world.ctx, "owner");
  return `/v1/conversations/${world.ids.conversationId}`;
};
const freshShop = async () => {
  shop = await aShopWithMail(api.db);
  owner = await aPerson(api, shop.ctx, "owner");
  return `/v1/conversations/${shop.ids.conversationId}`;
};

describe("the inbox", () => {
  let person: LoggedIn;
  const subjects: string[] = [];
  beforeAll(async () => {
    const ctx = await aWorkspace(api.db);
    const { id: connectionId } = await aConnection(ctx);
    person = await aPerson(api, ctx);
    for (let i = 0; i < 7; i++) {
      // Two mails in the same millisecond, so that pages meet equal times.
      const sentAt = new Date(Date.UTC(2026, 0, 1, 12, Math.floor(i / 2)));
      const subject = `Mail ${i}`;
      await receive(api.db, [aMessage({ workspaceId: ctx.workspaceId, connectionId }, { sentAt, subject })]);
      subjects.push(subject);
    }
  });

  test("comes newest first, in pages that neither skip nor repeat", async () => {
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await person.get(`/v1/conversations?limit=3${cursor && `&cursor=${cursor}`}`).expect(200);
      seen.push(...body.data.map(({ subject }: { subject: string }) => subject));
      cursor = body.nextCursor ?? "";
    } while (cursor);
    expect(seen.toSorted()).toEqual(subjects);
    expect(seen.slice(0, 1)).toEqual(["Mail 6"]);
  });

  test("a cursor is good for its own list only", async () => {
    const { body } = await person.get("/v1/conversations?limit=3").expect(200);
    const cursor = encodeURIComponent(body.nextCursor);
    await person.get(`/v1/conversations?limit=5&cursor=${cursor}`).expect(200);
    await person.get(`/v1/conversations?folder=closed&cursor=${cursor}`).expect(422);
    await person.get(`/v1/conversations?cursor=${cursor}x`).expect(422);
    const stranger = await aPerson(api, await aWorkspace(api.db));
    await stranger.get(`/v1/conversations?cursor=${cursor}`).expect(422);
    const { body: first } = await person.get("/v1/conversations?limit=1");
    const messages = `/v1/conversations/${first.data[0].id}/messages`;
    await person.get(`${messages}?cursor=${cursor}`).expect(422);
  });

  test("filters by status and by who has it", async () => {
    const { body } = await person.get("/v1/conversations?limit=1").expect(200);
    const [{ id }] = body.data;
    await person.put(`/v1/conversations/${id}/assignee`, { memberId: person.memberId }).expect(200);
    const idsOf = async (query: string) =>
      (await person.get(`/v1/conversations?${query}`).expect(200)).body.data.map((row: { id: string }) => row.id);
    expect(await idsOf("assignee=me")).toEqual([id]);
    expect(await idsOf(`assignee=${person.memberId}`)).toEqual([id]);
    expect(await idsOf("assignee=none")).toHaveLength(6);
    await person.post(`/v1/conversations/${id}/closure`).expect(200);
    expect(await idsOf("folder=closed")).toEqual([id]);
    expect(await idsOf("assignee=me")).toEqual([]);
  });

  test("`me` is nobody for an API key", async () => {
    await freshShop();
    const program = await aProgram(api, shop.ctx, ["conversations:read"]);
    await program.get("/v1/conversations?assignee=me").expect(422);
  });
});

describe("a conversation", () => {
  test("is shown with its customer, its last message and whether there is a draft", async () => {
    const path = await freshWorld();
    const { body } = await owner.get(path).expect(200);
    expect(body).toMatchObject({
      subject: "Where is my order?",
      channel: "email",
      status: "open",
      customer: { id: world.ids.customerId, name: "Mia Berg", email: "mia@mail.example" },
      assignee: null,
      lastMessage: { id: world.ids.messageId, kind: "customer" },
      messageCount: 2,
      hasDraft: true,
    });
  });

  test("is closed and reopened, however often one asks", async () => {
    const path = await freshShop();
    for (const status of ["closed", "closed"]) {
      expect((await owner.post(`${path}/closure`).expect(200)).body.status).toBe(status);
    }
    for (const status of ["open", "open"]) {
      expect((await owner.delete(`${path}/closure`).expect(200)).body.status).toBe(status);
    }
  });

  test("is given to a member and taken back", async () => {
    const path = await freshShop();
    const { member } = await aColleague(shop.ctx);
    const given = await owner.put(`${path}/assignee`, { memberId: member.id }).expect(200);
    expect(given.body.assignee).toEqual({ id: member.id, name: "Ada Holm" });
    expect((await owner.put(`${path}/assignee`, { memberId: null }).expect(200)).body.assignee).toBeNull();
    await owner.put(`${path}/assignee`, { memberId: randomUUID() }).expect(404);
    await owner.put(`${path}/assignee`, {}).expect(422);
  });
});

test("a note is for colleagues only", async () => {
  const path = await freshShop();
  const { body } = await owner.post(`${path}/notes`, { body: "She is a regular" }).expect(201);
  expect(body).toMatchObject({ kind: "note", to: [], text: "She is a regular" });
});

describe("the AI's work", () => {
  test("a draft is shown, and thrown away", async () => {
    const path = await freshWorld();
    const { body } = await owner.get(`${path}/draft`).expect(200);
    expect(body).toMatchObject({ id: world.ids.draftId, lastSeenMessageId: world.ids.messageId, sources: [] });
    await owner.delete(`${path}/draft`).expect(204);
    await owner.get(`${path}/draft`).expect(404);
    await owner.delete(`${path}/draft`).expect(204);
  });

  test("a new draft can be asked for while the customer waits, not after the answer", async () => {
    const path = await freshWorld();
    expect((await owner.post(`${path}/runs`).expect(202)).body.status).toBe("waiting");
    const { body } = await owner.get(`${path}/runs`).expect(200);
    expect(body.data.map(({ status }: { status: string }) => status)).toEqual(["waiting", "drafted"]);
    await owner.post(`${path}/replies`, { body: "Here", lastSeenMessageId: world.ids.messageId }).expect(201);
    const refused = await owner.post(`${path}/runs`).expect(409);
    expect(refused.body.details.reason).toBe("nothing_to_answer");
  });
});

test("a customer is shown with her addresses, and her orders with their money in minor units", async () => {
  await freshWorld();
  const path = `/v1/customers/${world.ids.customerId}`;
  const { body } = await owner.get(path).expect(200);
  expect(body).toMatchObject({
    identities: [{ kind: "email", value: "mia@mail.example" }],
    lookup: { state: "fresh" },
  });
  const { body: orders } = await owner.get(`${path}/orders`).expect(200);
  expect(orders.data).toMatchObject([{ name: "#1042", currency: "EUR", totalMinor: 4900 }]);
  expect(orders.nextCursor).toBeNull();
});

test("connections show no secrets, and are asked to fetch what is new", async () => {
  await freshShop();
  const { body, text } = await owner.get("/v1/connections").expect(200);
  expect(body.data[0]).toMatchObject({ id: shop.ids.connectionId, integrationId: "gmail", state: "active" });
  expect(text).not.toMatch(/secret|sealed|credential/i);
  await owner.post(`/v1/connections/${shop.ids.connectionId}/sync`).expect(202);
  const { body: log } = await owner.get("/v1/events").expect(200);
  expect(log.data.at(-1)).toMatchObject({ name: "connection.notified", actor: { type: "member", id: owner.memberId } });
});

test("events are read on from any number until the head", async () => {
  await freshShop();
  const { body: all } = await owner.get("/v1/events").expect(200);
  expect(all.data.map(({ seq }: { seq: number }) => seq)).toEqual(Array.from({ length: all.head }, (_, i) => i + 1));
  const { body: rest } = await owner.get(`/v1/events?after=${all.head - 2}&limit=1`).expect(200);
  expect(rest).toMatchObject({ data: [{ seq: all.head - 1 }], head: all.head });
  expect((await owner.get(`/v1/events?after=${all.head}`).expect(200)).body.data).toEqual([]);
});

test("what a request did names the request as its cause", async () => {
  const path = await freshShop();
  const answer = await owner.post(`${path}/closure`).set("x-request-id", "trace-42").expect(200);
  expect(answer.headers["x-request-id"]).toBe("trace-42");
  const { body } = await owner.get("/v1/events").expect(200);
  expect(body.data.at(-1)).toMatchObject({ name: "conversation.closed", cause: { type: "request", id: "trace-42" } });
  const made = await owner.get(path).set("x-request-id", "bad id\u00e9").expect(200);
  expect(made.headers["x-request-id"]).toMatch(/^[\da-f-]{36}$/);
});

describe("API keys", () => {
  test("the token is shown once, works at once, and not after it was revoked", async () => {
    await freshShop();
    const { body } = await owner.post("/v1/api-keys", { name: "Sync", scopes: ["members:read"] }).expect(201);
    const asked = () => api.send("get", "/v1/members").set("authorization", `Bearer ${body.token}`);
    await asked().expect(200);
    expect((await owner.get("/v1/api-keys").expect(200)).text).not.toContain(body.token);
    await owner.delete(`/v1/api-keys/${body.id}`).expect(204);
    await asked().expect(401);
    await owner.delete(`/v1/api-keys/${body.id}`).expect(404);
  });

  test("neither unknown scopes nor keys made by keys", async () => {
    await freshShop();
    await owner.post("/v1/api-keys", { name: "Sync", scopes: ["everything"] }).expect(422);
    await owner.post("/v1/api-keys", { name: "Sync", scopes: [] }).expect(422);
    const program: Client = await aProgram(api, shop.ctx, ["api_keys:manage"]);
    await program.post("/v1/api-keys", { name: "Child", scopes: ["api_keys:manage"] }).expect(403);
  });
});

describe("failed work", () => {
  test("is listed, replayed after a dry run, and given up", async () => {
    await freshWorld();
    const { body } = await owner.get("/v1/dead-jobs").expect(200);
    expect(body.data).toMatchObject([{ id: world.ids.jobId, lastError: { message: "It failed" } }]);
    const ids = [world.ids.jobId];
    expect((await owner.post("/v1/dead-jobs/replay", { ids, dryRun: true }).expect(200)).body.count).toBe(1);
    expect((await owner.get("/v1/dead-jobs").expect(200)).body.data).toHaveLength(1);
    await owner.post("/v1/dead-jobs/replay", { ids, dryRun: false }).expect(200);
    expect((await owner.get("/v1/dead-jobs").expect(200)).body.data).toHaveLength(0);
    await owner.post("/v1/dead-jobs/replay", { dryRun: true }).expect(422);
  });

  test("that was given up is gone", async () => {
    await freshWorld();
    await owner.delete(`/v1/dead-jobs/${world.ids.jobId}`).expect(204);
    await owner.delete(`/v1/dead-jobs/${world.ids.jobId}`).expect(404);
  });
});

test("members are listed by name", async () => {
  await freshShop();
  const { body } = await owner.get("/v1/members").expect(200);
  const shown = { id: owner.memberId, name: "Ada Holm", email: owner.email, role: "owner" };
  expect(body.data).toContainEqual(expect.objectContaining(shown));
});
