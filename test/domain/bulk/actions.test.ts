import { describe, expect, test } from "@jest/globals";
import { getBulkAction, listBulkResults, startBulkAction } from "../../../src/domain/bulk/index.ts";
import {
  assignConversation,
  closeConversation,
  markSpam,
  reopenConversation,
  setPriority,
  snoozeConversation,
  trashConversation,
} from "../../../src/domain/conversations/index.ts";
import { mergeConversation } from "../../../src/domain/corrections/index.ts";
import { createField, setConversationFields, valuesOf } from "../../../src/domain/fields/index.ts";
import { tagConversation, tagConversations, untagConversation } from "../../../src/domain/tags/index.ts";
import { addTeamMember, createTeam } from "../../../src/domain/teams/index.ts";
import { testDatabase } from "../../support/database.ts";
import { aBulkShop, eventsOf, rowsOf, type Start } from "./shop.ts";

const db = await testDatabase();
const tomorrow = new Date(Date.now() + 24 * 3_600_000);

type Shop = Awaited<ReturnType<typeof aBulkShop>>;
type Ids = { conversationId: string };
/** What is done to many, and the verb that does it to one. */
const actions: [
  Start["action"]["type"],
  (shop: Shop) => Start["action"],
  (shop: Shop, ids: Ids) => Promise<unknown>,
][] = [
  ["tag", ({ tagId }) => ({ type: "tag", tagId }), ({ lead, tagId }, ids) => tagConversation(lead, { ...ids, tagId })],
  [
    "untag",
    ({ tagId }) => ({ type: "untag", tagId }),
    ({ lead, tagId }, ids) => untagConversation(lead, { ...ids, tagId }),
  ],
  ["close", () => ({ type: "close" }), ({ lead }, ids) => closeConversation(lead, ids)],
  ["reopen", () => ({ type: "reopen" }), ({ lead }, ids) => reopenConversation(lead, ids)],
  [
    "snooze",
    () => ({ type: "snooze", until: tomorrow.toISOString() }),
    ({ lead }, ids) => snoozeConversation(lead, { ...ids, until: tomorrow }),
  ],
  [
    "assign",
    ({ agent }) => ({ type: "assign", memberId: idOf(agent) }),
    ({ lead, agent }, ids) => assignConversation(lead, { ...ids, memberId: idOf(agent) }),
  ],
  [
    "set_priority",
    () => ({ type: "set_priority", priority: "urgent" }),
    ({ lead }, ids) => setPriority(lead, { ...ids, priority: "urgent" }),
  ],
  ["mark_spam", () => ({ type: "mark_spam" }), ({ lead }, ids) => markSpam(lead, { ...ids, spam: true })],
  ["unmark_spam", () => ({ type: "unmark_spam" }), ({ lead }, ids) => markSpam(lead, { ...ids, spam: false })],
  ["trash", () => ({ type: "trash" }), ({ lead }, ids) => trashConversation(lead, { ...ids, trashed: true })],
  ["restore", () => ({ type: "restore" }), ({ lead }, ids) => trashConversation(lead, { ...ids, trashed: false })],
  [
    "set_field",
    () => ({ type: "set_field", key: "order", value: "#1042" }),
    ({ lead }, ids) => setConversationFields(lead, { ...ids, values: { order: "#1042" } }),
  ],
];

function idOf({ actor }: Shop["lead"]): string {
  return actor.type === "member" ? actor.id : "";
}

/** Six conversations of which each is different from the others. */
async function aMixedShop(): Promise<Shop> {
  const shop = await aBulkShop(db, 6);
  const { lead, ids, tagId } = shop;
  await createField(lead, { entity: "conversation", key: "order", label: "Order", type: "text", options: [] });
  const [first, second, third, fourth, fifth] = ids.map((conversationId) => ({ conversationId }));
  await closeConversation(lead, first!);
  await snoozeConversation(lead, { ...second!, until: new Date(tomorrow.getTime() + 1000) });
  await tagConversation(lead, { ...third!, tagId });
  await setConversationFields(lead, { ...third!, values: { order: "#1" } });
  await markSpam(lead, { ...fourth!, spam: true });
  await trashConversation(lead, { ...fifth!, trashed: true });
  await assignConversation(lead, { ...first!, memberId: idOf(lead) });
  await setPriority(lead, { ...second!, priority: "low" });
  return shop;
}

async function lookOf({ lead, ids }: Shop) {
  const rows = await rowsOf(lead);
  return Promise.all(
    ids.map(async (id) => {
      const { status, folder, priority, assigneeId, teamId, snoozedUntil, waitingSince, tagIds } = rows.get(id)!;
      return {
        ...{ status, folder, priority, snoozedUntil, teamId, waits: waitingSince !== null, tags: tagIds.length },
        assigned: assigneeId !== null,
        fields: await valuesOf(lead, { entity: "conversation", entityId: id }),
      };
    }),
  );
}

describe("every action", () => {
  test.each(actions)(
    "%s does to many exactly what is done to one by one, with the same events",
    async (_, of, verb) => {
      const [shop, twin] = [await aMixedShop(), await aMixedShop()];
      expect(await lookOf(shop)).toEqual(await lookOf(twin));
      const before = (await eventsOf(shop.lead, "conversation.")).length;
      const bulkActionId = await shop.perform(shop.lead, { choice: { conversationIds: shop.ids }, action: of(shop) });
      for (const conversationId of twin.ids) await verb(twin, { conversationId });
      expect(await lookOf(shop)).toEqual(await lookOf(twin));

      const [done, expected] = [await eventsOf(shop.lead, "conversation."), await eventsOf(twin.lead, "conversation.")];
      const told = (at: Shop) => (event: (typeof done)[0]) => {
        const { conversationId, from, to } = event.data;
        return [at.ids.indexOf(String(conversationId)), event.name, typeof from, typeof to];
      };
      expect(done.map(told(shop)).toSorted()).toEqual(expected.map(told(twin)).toSorted());
      for (const { actor, cause } of done.slice(before)) {
        expect(actor).toEqual(shop.lead.actor);
        expect(cause).toEqual({ type: "bulk_action", id: bulkActionId });
      }
      const touched = new Set(done.slice(before).map(({ data }) => data.conversationId));
      const { state, total, done: changed, skipped, failed } = await getBulkAction(shop.lead, bulkActionId);
      expect({ state, total, changed }).toEqual({ state: "done", total: 6, changed: touched.size });
      expect(changed + skipped + failed).toBe(6);
      expect(changed).toBeGreaterThan(0);
    },
  );

  test.each(actions)("%s done again changes and announces nothing, and says so", async (_, of) => {
    const shop = await aMixedShop();
    const start = { choice: { conversationIds: shop.ids }, action: of(shop) };
    await shop.perform(shop.lead, start);
    const before = (await eventsOf(shop.lead, "conversation.")).length;
    const again = await shop.perform(shop.lead, start);
    expect(await eventsOf(shop.lead, "conversation.")).toHaveLength(before);
    expect(await getBulkAction(shop.lead, again)).toMatchObject({ state: "done", done: 0, skipped: 6, failed: 0 });
    const { rows } = await listBulkResults(shop.lead, { bulkActionId: again, limit: 10 });
    expect(rows.map(({ reason }) => reason)).toEqual(Array(6).fill("already_so"));
  });
});

test("a team: what it does not have leaves its member and enters its queue, as one by one", async () => {
  const shop = await aBulkShop(db, 3);
  const { system, lead, agent, ids, perform } = shop;
  const { id: teamId } = await createTeam(system, { name: "Returns" });
  await addTeamMember(system, { teamId, memberId: idOf(agent) });
  await assignConversation(lead, { conversationId: ids[0]!, memberId: idOf(agent) });
  await assignConversation(lead, { conversationId: ids[1]!, memberId: idOf(lead) });
  await perform(lead, { choice: { conversationIds: ids }, action: { type: "assign", teamId } });
  const rows = await rowsOf(lead);
  expect(ids.map((id) => rows.get(id)!.assigneeId)).toEqual([idOf(agent), null, null]);
  expect(ids.map((id) => rows.get(id)!.teamId)).toEqual([teamId, teamId, teamId]);
});

test("what cannot be done to some is told for each of them, and done to the others", async () => {
  const { lead, ids, tagId, perform, system } = await aBulkShop(db, 3);
  const other = await aBulkShop(db, 1);
  const full = await db.app.sql.begin(async (sql) => {
    await sql`select set_config('parley.workspace_ids', ${system.workspaceId}, true)`;
    return sql<{ id: string }[]>`
      insert into tags (workspace_id, id, name, name_key, color)
      select ${system.workspaceId}, gen_random_uuid(), 'Tag ' || n, 'tag ' || n, 'gray' from generate_series(1, 50) n
      returning id`;
  });
  for (const { id } of full) await tagConversations(lead, { conversationIds: [ids[1]!], tagId: id });
  const nobody = "01970000-0000-7000-8000-000000000000";
  const choice = { conversationIds: [...ids, ...other.ids, nobody] };
  const before = await eventsOf(other.lead, "");
  const bulkActionId = await perform(lead, { choice, action: { type: "tag", tagId } });
  expect(await getBulkAction(lead, bulkActionId)).toMatchObject({ total: 5, done: 2, skipped: 0, failed: 3 });
  const pages = [];
  for (let after: { slice: number; place: number } | null | undefined; after !== null; ) {
    const { rows, next } = await listBulkResults(lead, { bulkActionId, limit: 1, ...(after && { after }) });
    pages.push(...rows);
    after = next;
  }
  const found = Object.fromEntries(
    pages.map(({ conversationId, reason, subject }) => [conversationId, [reason, subject]]),
  );
  expect(found).toEqual({
    [ids[1]!]: ["too_many_tags", "Where is my order?"],
    [other.ids[0]!]: ["not_found", null],
    [nobody]: ["not_found", null],
    [ids[0]!]: [null, "Where is my order?"],
    [ids[2]!]: [null, "Where is my order?"],
  });
  expect(pages).toHaveLength(5);
  expect(await eventsOf(other.lead, "")).toEqual(before);
  expect((await rowsOf(other.lead)).get(other.ids[0]!)!.tagIds).toEqual([]);
});

test("one that was merged into another is told as such, and stays as it is", async () => {
  const { lead, ids, perform } = await aBulkShop(db, 3);
  const [into, merged] = ids;
  await mergeConversation(lead, { conversationId: merged!, intoConversationId: into! });
  const bulkActionId = await perform(lead, { choice: { conversationIds: ids }, action: { type: "close" } });
  expect(await getBulkAction(lead, bulkActionId)).toMatchObject({ done: 2, skipped: 0, failed: 1 });
  const { rows } = await listBulkResults(lead, { bulkActionId, outcome: "failed", limit: 5 });
  expect(rows).toMatchObject([{ conversationId: merged, reason: "merged" }]);
});

test("progress is told now and then, and not for each conversation", async () => {
  const { lead, ids, tagId, perform } = await aBulkShop(db, 1000);
  const start: Start = { choice: { conversationIds: ids }, action: { type: "tag", tagId } };
  await perform(lead, start);
  expect(await eventsOf(lead, "conversation.tagged")).toHaveLength(1000);
  const told = await eventsOf(lead, "bulk_action.");
  expect(told.length).toBeLessThan(6);
  expect(told.at(0)).toMatchObject({ name: "bulk_action.started", data: { to: "tag" } });
  expect(told.at(-1)).toMatchObject({ name: "bulk_action.finished", data: { total: 1000, done: 1000, failed: 0 } });
});

test("asked for twice with one key, it is started once, also at the same moment", async () => {
  const { lead, agent, ids } = await aBulkShop(db, 1);
  const start: Start = { choice: { conversationIds: ids }, action: { type: "close" }, clientId: "my key" };
  const begun = await Promise.all([1, 2, 3].map(() => startBulkAction(lead, start)));
  expect(new Set(begun.map(({ id }) => id)).size).toBe(1);
  expect(await eventsOf(lead, "bulk_action.started")).toHaveLength(1);
  await expect(startBulkAction(agent, start)).rejects.toMatchObject({ details: { reason: "client_id_taken" } });
});
