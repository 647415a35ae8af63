import { beforeAll, expect, test } from "@jest/globals";
import type { Response } from "supertest";
import { createRole, permissions, setMemberRole } from "../../src/domain/access/index.ts";
import { assignConversation } from "../../src/domain/conversations/index.ts";
import type { Highlighted } from "../../src/domain/search/index.ts";
import { addTeamMember, createTeam } from "../../src/domain/teams/index.ts";
import { aShop, from, plain, type Shop } from "../domain/search/shop.ts";
import { aPerson, aProgram, type Client, type LoggedIn, startApi, type TestApi } from "../support/api.ts";

let api: TestApi;
let shop: Shop;
let person: LoggedIn;
beforeAll(async () => {
  api = await startApi();
  shop = await aShop(api.db);
  person = await aPerson(api, shop.ctx);
  const letters = Array.from({ length: 30 }, (_, n) => ({ subject: `Letter ${n}`, text: "A <b>candle</b> & more" }));
  await shop.mail(...letters, { ...from("Mia Berg", "mia@mail.example"), subject: "Order", text: "Where is #1042?" });
  const [hit] = await shop.find("1042");
  await shop.order(hit?.type === "conversation" ? hit.customer.id : "", { name: "#1042" });
});

const search = (client: Client, query: Record<string, string | number>) => client.get("/v1/search").query(query);

test("the best orders and customers come before conversations, in pieces that say what fits", async () => {
  const { body } = await search(person, { q: "#1042" }).expect(200);
  expect(body.data.map(({ type }: { type: string }) => type)).toEqual(["order", "conversation"]);
  expect(body.data[0]).toMatchObject({ name: [{ text: "#1042", match: true }], exact: true, totalMinor: 4900 });
  expect(body.data[1].message.snippet).toEqual([
    { text: "Where is ", match: false },
    { text: "#1042", match: true },
    { text: "?", match: false },
  ]);
  expect(body).toMatchObject({ guessed: false, nextCursor: null });
});

test("markup leaves as text, for the client to escape", async () => {
  const { body } = await search(person, { q: "candle", type: "conversation", limit: 1 }).expect(200);
  expect(body.data[0].message.snippet).toEqual([
    { text: "A <b>", match: false },
    { text: "candle", match: true },
    { text: "</b> & more", match: false },
  ]);
});

test("a mistake in the query is answered with its place", async () => {
  const { body } = await search(person, { q: "candle status:opne" }).expect(422);
  expect(body.details).toEqual({ reason: "query", position: 7, length: 11 });
  expect(body.detail).toContain("status: is one of open, waiting, closed (at character 8)");
  await search(person, { q: "x".repeat(501) }).expect(422);
  await search(person, { q: "a\0b" }).expect(422);
  await search(person, { q: "candle", type: "ticket" }).expect(422);
  await search(person, {}).expect(422);
});

test("pages follow each other; a cursor belongs to its query", async () => {
  const subjects: string[] = [];
  let cursor: string | null = "";
  const query = { q: "candle", type: "conversation", limit: 7 };
  while (cursor !== null) {
    const { body }: Response = await search(person, { ...query, ...(cursor && { cursor }) }).expect(200);
    subjects.push(...body.data.map((hit: { subject: Highlighted }) => plain(hit.subject)));
    cursor = body.nextCursor;
    if (cursor) await search(person, { ...query, q: "other", cursor }).expect(422);
  }
  expect(subjects.toSorted()).toEqual(Array.from({ length: 30 }, (_, n) => `Letter ${n}`).toSorted());
});

test("a key finds what its scopes let it read", async () => {
  const types = async (scopes: Parameters<typeof aProgram>[2], q: string) => {
    const { body } = await search(await aProgram(api, shop.ctx, scopes), { q }).expect(200);
    return new Set(body.data.map(({ type }: { type: string }) => type));
  };
  expect(await types(["conversations:read"], "1042")).toEqual(new Set(["conversation"]));
  expect(await types(["conversations:read", "orders:read"], "1042")).toEqual(new Set(["order", "conversation"]));
  expect(await types(["conversations:read"], "mia")).toEqual(new Set(["conversation"]));
  const without = await aProgram(api, shop.ctx, ["conversations:read"]);
  for (const type of ["order", "customer"]) await search(without, { q: "mia", type }).expect(403);
});

test("what belongs to a private team is found by its members, by no field and no word by others", async () => {
  await shop.mail({ subject: "Quiet matter", text: "A chrysanthemum" });
  const [hit] = await shop.find("chrysanthemum");
  const { id: teamId } = await createTeam(shop.ctx, { name: "Legal", isPrivate: true });
  await assignConversation(shop.ctx, { conversationId: hit!.id, teamId });
  await shop.index();
  const [insider, outsider] = [await aPerson(api, shop.ctx), await aPerson(api, shop.ctx)];
  await addTeamMember(shop.ctx, { teamId, memberId: insider.memberId });
  const everything = permissions.filter((permission) => permission !== "private_teams:read");
  const { id } = await createRole(shop.ctx, { name: "All but private", permissions: everything });
  await setMemberRole(shop.ctx, { memberId: outsider.memberId, role: id! });
  const found = async (who: Client, q: string, type: string) =>
    (await search(who, { q, type }).expect(200)).body.data.length;
  for (const type of ["conversation", "message"]) {
    expect(await found(insider, "chrysanthemum", type)).toBe(1);
    for (const q of ["chrysanthemum", "chrysant*", "crysanthemum", '"a chrysanthemum"']) {
      expect(await found(outsider, q, type)).toBe(0);
    }
  }
  await search(insider, { q: "team:legal" }).expect(200);
  await search(outsider, { q: "team:legal" }).expect(422);
  const { text } = await search(outsider, { q: "is:open", limit: 100 }).expect(200);
  expect(text).not.toContain(hit!.id);
});

test("customers and orders take places of the page, and what they push off it comes on the next", async () => {
  const { body } = await search(person, { q: "1042", limit: 1 }).expect(200);
  expect(body.data.map(({ type }: { type: string }) => type)).toEqual(["order"]);
  const { body: second } = await search(person, { q: "1042", limit: 1, cursor: body.nextCursor }).expect(200);
  expect(second.data.map(({ type }: { type: string }) => type)).toEqual(["conversation"]);
  expect(second.nextCursor).toBeNull();
});
