import { beforeAll, expect, test } from "@jest/globals";
import { createRole, permissions, setMemberRole } from "../../src/domain/access/index.ts";
import { saveRecords } from "../../src/domain/commerce/index.ts";
import { listConversations } from "../../src/domain/conversations/index.ts";
import { mergeCustomers, undoCustomerMerge } from "../../src/domain/customer-merges/index.ts";
import { listEvents } from "../../src/domain/events/index.ts";
import { eraseAccount, eraseAccountData, eraseCustomer } from "../../src/domain/privacy/index.ts";
import { createView, getView, keepCounts, listViewConversations, recountViews } from "../../src/domain/views/index.ts";
import { aPerson, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aConnection, aMessage, aWorkspace, receive } from "../support/factories.ts";
import { anOrderRecord } from "../support/shop-records.ts";
import { aWorld, type World } from "../support/world.ts";

let api: TestApi;
let world: World;
let lead: LoggedIn;
let agent: LoggedIn;
beforeAll(async () => {
  api = await startApi();
});

const path = "/v1/views";
const open = { field: "status", operator: "is", value: "open" };
const wording = { name: "Open", visibility: "shared", filter: open };

async function aReader() {
  world = await aWorld(api.db);
  [lead, agent] = [await aPerson(api, world.ctx, "lead"), await aPerson(api, world.ctx, "agent")];
}

test("a view about orders is there for who may read them: others learn nothing of them by asking", async () => {
  await aReader();
  const filter = { field: "last_order.financial_status", operator: "is", value: "paid" };
  const { body: view } = await lead.post(path, { ...wording, name: "Paid", filter }).expect(201);
  const { body: mine } = await agent.post(path, { ...wording, visibility: "private", filter }).expect(201);
  while (await keepCounts(api.db));
  expect((await agent.get(`${path}/${view.id}`).expect(200)).body.count).toBe(2);
  const events = await listEvents(world.ctx, { after: 0, limit: 500 });
  const told = events.events.filter(({ name }) => name === "view.counted");
  expect(told.some(({ data }) => [data.viewIds].flat().includes(view.id))).toBe(true);
  expect(JSON.stringify(told.map(({ data }) => data.counts))).not.toContain(view.id);
  const most = permissions.filter((permission) => permission !== "orders:read");
  const { id: role } = await createRole(world.ctx, { name: "All but orders", permissions: most });
  await setMemberRole(world.ctx, { memberId: agent.memberId, role: role! });
  for (const { id } of [view, mine]) {
    for (const one of [`${path}/${id}`, `${path}/${id}/conversations`]) await agent.get(one).expect(404);
    await agent.patch(`${path}/${id}`, { name: "Mine" }).expect(404);
    await agent.post("/v1/bulk-actions/preview", { selection: { viewId: id }, action: { type: "close" } }).expect(404);
  }
  expect((await agent.get(path)).text).not.toContain("financial_status");
  expect((await agent.get("/v1/filter-fields")).text).not.toContain("last_order");
  await agent.get("/v1/search?q=view:Paid").expect(422);
  for (const [one, body] of [
    ["/preview", { filter }],
    ["", { ...wording, visibility: "private", filter: { not: { or: [open, filter] } } }],
  ] as const) {
    const refused = await agent.post(`${path}${one}`, body).expect(403);
    expect(refused.body.details).toEqual({ permission: "orders:read" });
  }
  const action = { selection: { filter }, action: { type: "close" } };
  for (const one of ["", "/preview"]) await agent.post(`/v1/bulk-actions${one}`, action).expect(403);
  await agent.patch(`${path}/${world.ids.viewId}`, { filter }).expect(403);
  await lead.post("/v1/bulk-actions/preview", action).expect(200);
});

test("what shops know is offered under orders, an amount with the currencies there are", async () => {
  await aReader();
  const { body } = await agent.get("/v1/filter-fields").expect(200);
  const named = (name: string) => body.data.find((one: { name: string }) => one.name === name);
  expect(named("customer.lifetime_value")).toMatchObject({ kind: "money", group: "orders", currencies: ["EUR"] });
  expect(named("status")).toMatchObject({ group: "conversation", currencies: [] });
  expect(named("customer")).toMatchObject({ group: "customer" });
  const worth = { field: "customer.lifetime_value", operator: "at_least", value: { minor: 0, currency: "EUR" } };
  const { body: found } = await agent.post(`${path}/preview`, { filter: worth }).expect(200);
  expect(found.data).toHaveLength(2);
});

const toShip = { field: "last_order.fulfillment_status", operator: "is", value: "unfulfilled" };

/** Two customers with a conversation each; the first one has ordered. */
async function aShop() {
  const ctx = await aWorkspace(api.db);
  const at = { workspaceId: ctx.workspaceId, connectionId: (await aConnection(ctx)).id };
  const { id: shopId } = await aConnection(ctx, "shopify");
  for (const name of ["mia", "tom"]) {
    const customer = { kind: "email" as const, value: `${name}@mail.example`, name };
    await receive(api.db, [aMessage(at, { customer })]);
  }
  const known = await listConversations(ctx, { folder: "open", limit: 2 });
  const of = (name: string) => known.find(({ customerName }) => customerName === name)!;
  const record = anOrderRecord({ email: "mia@mail.example", fulfillmentStatus: "unfulfilled" });
  await saveRecords(ctx, { connectionId: shopId, records: [record] });
  const { id: viewId } = await createView(ctx, {
    name: "To ship",
    visibility: "shared",
    sort: "last_activity",
    filter: toShip,
  });
  const shown = async () => {
    while (await keepCounts(api.db));
    const counted = (await getView(ctx, viewId)).conversations;
    const { rows } = await listViewConversations(ctx, { viewId, limit: 10 });
    const ids = rows.map(({ id }) => id);
    expect(counted).toBe(ids.length);
    expect((await recountViews(ctx)).drift).toEqual([]);
    return ids.toSorted();
  };
  return { ctx, shopId, mia: of("mia"), tom: of("tom"), shown };
}

test("a view about orders follows customers who are found to be one, and to be two after all", async () => {
  const { ctx, mia, tom, shown } = await aShop();
  expect(await shown()).toEqual([mia.id]);
  const pair = { customerId: mia.customerId, intoCustomerId: tom.customerId };
  const { id: customerMergeId } = await mergeCustomers(ctx, pair);
  expect(await shown()).toEqual([mia.id, tom.id].toSorted());
  await undoCustomerMerge(ctx, { customerMergeId });
  expect(await shown()).toEqual([mia.id]);
});

test("a view about orders forgets those of who is to be erased at once, and of a shop that is erased", async () => {
  const erased = await aShop();
  expect(await erased.shown()).toHaveLength(1);
  await eraseCustomer(erased.ctx, { customerId: erased.mia.customerId, reason: "person_asked" });
  expect(await erased.shown()).toEqual([]);
  const { ctx, shopId, shown } = await aShop();
  expect(await shown()).toHaveLength(1);
  const { id: privacyRequestId } = await eraseAccountData(ctx, { connectionId: shopId });
  expect(await shown()).toHaveLength(1);
  await eraseAccount(ctx, { privacyRequestId });
  expect(await shown()).toEqual([]);
});
