import { describe, expect, test } from "@jest/globals";
import { getConversation, listConversations } from "../../../src/domain/conversations/index.ts";
import {
  forgetDistinction,
  listCustomerMerges,
  mergeCustomers,
  proposeMerges,
  settleCustomerMerge,
  tellApart,
  undoCustomerMerge,
} from "../../../src/domain/customer-merges/index.ts";
import { getCustomer } from "../../../src/domain/customers/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import { createField, setCustomerFields } from "../../../src/domain/fields/index.ts";
import { searchWorkspace } from "../../../src/domain/search/index.ts";
import { createTeam } from "../../../src/domain/teams/index.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { indexAll } from "../search/shop.ts";
import { aShopOfPeople, db, holdings } from "./people.ts";

const phone = "+46701234567";

/** Mia by mail, known to the shop with her phone number; and somebody who sends text messages from that number. */
async function oneByTwoChannels() {
  const shop = await aShopOfPeople();
  await shop.write("mia");
  const [mia, texter] = [await shop.whoIs("mia"), await shop.whoIs(phone, "phone")];
  await shop.shopSays(mia, { id: "shop 1", email: "mia@mail.example", phone: "+46 70-123 45 67", orders: ["#1"] });
  return { ...shop, mia, texter };
}

describe("two customers are proposed to be one", () => {
  test("with the same phone and email across channels, to both of them, and with the reason", async () => {
    const { agent, mia, texter } = await oneByTwoChannels();
    const [one] = await proposeMerges(agent, mia);
    expect(one).toMatchObject({ customer: { id: texter, identities: [{ kind: "phone", value: phone }] } });
    expect(one).toMatchObject({ text: "The shop has the phone number of one as that of the other." });
    expect((await proposeMerges(agent, texter)).map(({ customer }) => customer.id)).toEqual([mia]);
  });

  test("when the shop has both as one customer", async () => {
    const { agent, whoIs, shopSays } = await aShopOfPeople();
    const [a, b] = [await whoIs("a"), await whoIs("b")];
    for (const id of [a, b]) await shopSays(id, { id: "the same" });
    expect(await proposeMerges(agent, a)).toMatchObject([{ customer: { id: b }, signals: ["same_shop_customer"] }]);
  });

  test("never across workspaces", async () => {
    const [ours, theirs] = [await oneByTwoChannels(), await oneByTwoChannels()];
    const ids = (await proposeMerges(ours.agent, ours.mia)).map(({ customer }) => customer.id);
    expect(ids).toEqual([ours.texter]);
    const foreign = mergeCustomers(ours.agent, { customerId: ours.mia, intoCustomerId: theirs.mia });
    await expect(foreign).rejects.toMatchObject({ code: "not_found" });
    const bySql = inWorkspaces(db.app, [ours.ctx.workspaceId, theirs.ctx.workspaceId], (tx) => {
      return tx`update customers set merged_into_id = ${theirs.mia} where id = ${ours.mia}`;
    });
    await expect(bySql).rejects.toThrow(/foreign key/);
  });

  test("not again once a person has said that they are two, until she takes that back", async () => {
    const { agent, mia, texter } = await oneByTwoChannels();
    const two = { customerId: mia, otherCustomerId: texter };
    for (const _ of [1, 2]) await tellApart(agent, two);
    expect([await proposeMerges(agent, mia), await proposeMerges(agent, texter)]).toEqual([[], []]);
    await forgetDistinction(agent, { customerId: texter, otherCustomerId: mia });
    expect(await proposeMerges(agent, mia)).toHaveLength(1);
  });

  test("not again once a merge was taken back", async () => {
    const { agent, mia, texter } = await oneByTwoChannels();
    const { id } = await mergeCustomers(agent, { customerId: texter, intoCustomerId: mia });
    expect(await proposeMerges(agent, mia)).toEqual([]);
    await undoCustomerMerge(agent, { customerMergeId: id });
    expect([await proposeMerges(agent, mia), await proposeMerges(agent, texter)]).toEqual([[], []]);
  });
});

describe("merged, two customers are one", () => {
  test("the chosen one stays, with all addresses, conversations and orders, and the reason is kept", async () => {
    const { agent, mia, texter, write, whoIs } = await oneByTwoChannels();
    const merge = await mergeCustomers(agent, { customerId: mia, intoCustomerId: texter });
    expect(merge).toMatchObject({ signals: ["shop_phone"], by: { name: "Ada Holm" } });
    expect(await whoIs("mia")).toBe(texter);
    await write("mia");
    const rows = await listConversations(agent, { folder: "open", limit: 10 });
    expect(rows.map(({ customerId }) => customerId)).toEqual([texter, texter]);
    expect((await getCustomer(agent, mia)).mergedIntoId).toBe(texter);
    expect(await listCustomerMerges(agent, texter)).toMatchObject([{ id: merge.id }]);
  });

  test("wherever their conversations are: those of a private team too", async () => {
    const { ctx, agent, mia, texter } = await oneByTwoChannels();
    const { id: teamId } = await createTeam(ctx, { name: "Legal", isPrivate: true });
    const [row] = await listConversations(ctx, { folder: "open", limit: 1 });
    await inWorkspaces(db.app, [ctx.workspaceId], (tx) => tx`update conversations set team_id = ${teamId}`);
    await mergeCustomers({ ...agent, hiddenTeams: [teamId] }, { customerId: mia, intoCustomerId: texter });
    expect((await getConversation(ctx, row!.id)).customerId).toBe(texter);
  });

  test("found by the other's address, and apart again when they come apart", async () => {
    const { agent, mia, texter } = await oneByTwoChannels();
    const found = async () => {
      await indexAll(db);
      const { hits } = await searchWorkspace(agent, { query: `customer:${texter}`, limit: 10 });
      return hits.filter(({ type }) => type === "conversation").length;
    };
    const { id } = await mergeCustomers(agent, { customerId: mia, intoCustomerId: texter });
    expect(await found()).toBe(1);
    await undoCustomerMerge(agent, { customerMergeId: id });
    expect(await found()).toBe(0);
  });

  test("what was given back once stays where it went since, when a later merge is undone", async () => {
    const { ctx, agent, write, whoIs } = await aShopOfPeople();
    for (const name of ["a", "b", "c"]) await write(name);
    const [a, b, c] = [await whoIs("a"), await whoIs("b"), await whoIs("c")];
    const first = await mergeCustomers(agent, { customerId: a, intoCustomerId: b });
    const second = await mergeCustomers(agent, { customerId: b, intoCustomerId: c });
    await undoCustomerMerge(agent, { customerMergeId: first.id });
    await mergeCustomers(agent, { customerId: a, intoCustomerId: c });
    await undoCustomerMerge(agent, { customerMergeId: second.id });
    expect([await whoIs("a"), await whoIs("b")]).toEqual([c, b]);
    const held = await holdings(ctx);
    expect(held.find(({ name }) => name === "c")).toMatchObject({ conversations: ["a 0", "c 2"] });
  });

  test("with what was filed for the other at that very moment, a little later", async () => {
    const { ctx, agent, mia, texter } = await oneByTwoChannels();
    const { id } = await mergeCustomers(agent, { customerId: mia, intoCustomerId: texter });
    const [row] = await listConversations(ctx, { folder: "open", limit: 1 });
    await inWorkspaces(db.app, [ctx.workspaceId], (tx) => tx`update conversations set customer_id = ${mia}`);
    for (const _ of [1, 2]) await settleCustomerMerge(ctx, { customerMergeId: id });
    expect((await getConversation(ctx, row!.id)).customerId).toBe(texter);
    const { events } = await listEvents(agent, { after: 0, limit: 200 });
    expect(events.filter(({ name }) => name === "customer.merged")).toHaveLength(2);
  });

  test("keeping her own fields and taking those she lacks, and giving back what nobody changed since", async () => {
    const { ctx, agent, mia, texter } = await oneByTwoChannels();
    for (const key of ["size", "colour", "scent"]) {
      await createField(ctx, { entity: "customer", key, label: key, type: "text", options: [] });
    }
    await setCustomerFields(agent, { customerId: mia, values: { size: "L", colour: "red", scent: "sea" } });
    await setCustomerFields(agent, { customerId: texter, values: { size: "S" } });
    const { id } = await mergeCustomers(agent, { customerId: mia, intoCustomerId: texter });
    await setCustomerFields(agent, { customerId: texter, values: { scent: "fir" } });
    const fieldsOf = async (name: string) => (await holdings(ctx)).find((row) => row.name === name)!.fields;
    expect(await fieldsOf(phone)).toEqual(["colourred", "scentfir", "sizeS"]);
    await undoCustomerMerge(agent, { customerMergeId: id });
    expect(await fieldsOf(phone)).toEqual(["scentfir", "sizeS"]);
    expect(await fieldsOf("mia")).toEqual(["colourred", "scentsea", "sizeL"]);
  });
});

describe("refused, with nothing half-done:", () => {
  test.each([
    ["a merge with herself", "a", "a", "invalid_input"],
    ["a ring of two", "b", "a", "conflict"],
    ["a merge of who is merged already", "a", "c", "conflict"],
    ["a merge into who is merged away", "c", "a", "conflict"],
  ])("%s", async (_, from, into, code) => {
    const { ctx, agent, whoIs } = await aShopOfPeople();
    const ids: Record<string, string> = { a: await whoIs("a"), b: await whoIs("b"), c: await whoIs("c") };
    await mergeCustomers(agent, { customerId: ids.a!, intoCustomerId: ids.b! });
    const before = await holdings(ctx);
    const tried = mergeCustomers(agent, { customerId: ids[from]!, intoCustomerId: ids[into]! });
    await expect(tried).rejects.toMatchObject({ code });
    expect(await holdings(ctx)).toEqual(before);
  });

  test("two at once in both directions: one wins and the other is told", async () => {
    const { agent, mia, texter } = await oneByTwoChannels();
    const tried = await Promise.allSettled([
      mergeCustomers(agent, { customerId: mia, intoCustomerId: texter }),
      mergeCustomers(agent, { customerId: texter, intoCustomerId: mia }),
    ]);
    expect(tried.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(tried.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict", details: { reason: "merged" } },
    });
  });
});
