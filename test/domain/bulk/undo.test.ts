import { describe, expect, test } from "@jest/globals";
import {
  cancelBulkAction,
  forgetInBulk,
  getBulkAction,
  listBulkResults,
  startBulkAction,
  sweepBulkActions,
  undoBulkAction,
} from "../../../src/domain/bulk/index.ts";
import {
  assignConversation,
  closeConversation,
  markSpam,
  reopenConversation,
  setPriority,
  snoozeConversation,
  trashConversation,
} from "../../../src/domain/conversations/index.ts";
import { inTransaction } from "../../../src/domain/events/index.ts";
import { createField, setConversationFields, valuesOf } from "../../../src/domain/fields/index.ts";
import { archiveTag, restoreTag, tagConversation, untagConversation } from "../../../src/domain/tags/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { useClock as setClock } from "../../../src/platform/clock.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aBulkShop, eventsOf, type Start } from "./shop.ts";

const db = await testDatabase();
const hour = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * hour);

type Shop = Awaited<ReturnType<typeof aBulkShop>>;
const idOf = ({ actor }: Context) => (actor.type === "member" ? actor.id : "");

/** What undo has to bring back, to the millisecond. */
async function stateOf({ lead, ids }: Shop) {
  const rows = await inWorkspaces(
    db.app,
    [lead.workspaceId],
    (sql) => sql<{ id: string }[]>`
      select id, status, folder, priority, snoozed_until, spam_at, trashed_at, waiting_since, closed_at, assignee_id,
        team_id, array(select tag_id from conversation_tags t where t.conversation_id = c.id order by 1) as tags
      from conversations c where workspace_id = ${lead.workspaceId} order by id`,
  );
  const fields = ids.map((id) => valuesOf(lead, { entity: "conversation", entityId: id }));
  return { rows: [...rows], fields: await Promise.all(fields) };
}

/** Eight conversations in as many states. */
async function aMixedShop(): Promise<Shop> {
  const shop = await aBulkShop(db, 8);
  const { lead, agent, ids, tagId } = shop;
  await createField(lead, { entity: "conversation", key: "order", label: "Order", type: "text", options: [] });
  await createField(lead, {
    ...{ entity: "conversation", key: "topics", label: "Topics", type: "multi_select" },
    options: ["a", "b", "c"].map((value) => ({ value, label: value })),
  });
  const [first, second, third, fourth, fifth, sixth] = ids.map((conversationId) => ({ conversationId }));
  await closeConversation(lead, first!);
  await snoozeConversation(lead, { ...second!, until: inHours(2) });
  await snoozeConversation(lead, { ...third!, until: null });
  await tagConversation(lead, { ...third!, tagId });
  await setConversationFields(lead, { ...third!, values: { order: "#1", topics: ["b", "a"] } });
  await markSpam(lead, { ...fourth!, spam: true });
  await trashConversation(lead, { ...fifth!, trashed: true });
  await assignConversation(lead, { ...first!, memberId: idOf(lead) });
  await assignConversation(lead, { ...sixth!, memberId: idOf(agent) });
  await setPriority(lead, { ...second!, priority: "low" });
  return shop;
}

const actions: [Start["action"]["type"], (shop: Shop) => Start["action"]][] = [
  ["tag", ({ tagId }) => ({ type: "tag", tagId })],
  ["untag", ({ tagId }) => ({ type: "untag", tagId })],
  ["close", () => ({ type: "close" })],
  ["reopen", () => ({ type: "reopen" })],
  ["snooze", () => ({ type: "snooze", until: inHours(24).toISOString() })],
  ["assign", ({ agent }) => ({ type: "assign", memberId: idOf(agent), teamId: null })],
  ["set_priority", () => ({ type: "set_priority", priority: "urgent" })],
  ["mark_spam", () => ({ type: "mark_spam" })],
  ["unmark_spam", () => ({ type: "unmark_spam" })],
  ["trash", () => ({ type: "trash" })],
  ["restore", () => ({ type: "restore" })],
  ["set_field", () => ({ type: "set_field", key: "order", value: "#1042" })],
  ["set_field", () => ({ type: "set_field", key: "topics", value: ["c"] })],
  ["set_field", () => ({ type: "set_field", key: "topics", value: null })],
];

describe("undo", () => {
  test.each(actions)("of %s gives every conversation back its own former value, once", async (_, of) => {
    const shop = await aMixedShop();
    const before = await stateOf(shop);
    const start = { choice: { conversationIds: shop.ids }, action: of(shop) };
    const bulkActionId = await shop.perform(shop.lead, start);
    const after = await stateOf(shop);
    expect(after).not.toEqual(before);
    const known = (await eventsOf(shop.lead, "conversation.")).length;
    const [undo, again] = await Promise.all([1, 2].map(() => undoBulkAction(shop.lead, { bulkActionId })));
    expect(again!.id).toBe(undo!.id);
    await shop.run(undo!.id);
    expect(await stateOf(shop)).toEqual(before);
    const { done } = await getBulkAction(shop.lead, bulkActionId);
    expect(await getBulkAction(shop.lead, undo!.id)).toMatchObject({ state: "done", done, skipped: 0, failed: 0 });
    const told = (await eventsOf(shop.lead, "conversation.")).slice(known);
    expect(told.length).toBe(done);
    for (const { cause } of told) expect(cause).toEqual({ type: "bulk_action", id: undo!.id });
    expect(await getBulkAction(shop.lead, bulkActionId)).toMatchObject({ undoneBy: undo!.id });
  });

  test("leaves what somebody changed since, and says which", async () => {
    const shop = await aMixedShop();
    const { lead, agent, ids, tagId, perform, run } = shop;
    const choice = { conversationIds: ids.slice(5) };
    const closed = await perform(lead, { choice, action: { type: "close" } });
    const set = await perform(lead, { choice, action: { type: "set_field", key: "order", value: "#7" } });
    const tagged = await perform(lead, { choice, action: { type: "tag", tagId } });
    const changed = { conversationId: ids[6]! };
    await reopenConversation(agent, changed);
    await closeConversation(agent, changed);
    await setConversationFields(agent, { ...changed, values: { order: "#8" } });
    await untagConversation(agent, { ...changed, tagId });
    for (const bulkActionId of [closed, set, tagged]) {
      const undo = await undoBulkAction(lead, { bulkActionId });
      await run(undo.id);
      expect(await getBulkAction(lead, undo.id)).toMatchObject({ done: 2, skipped: 1, failed: 0 });
      const { rows } = await listBulkResults(lead, { bulkActionId: undo.id, outcome: "skipped", limit: 10 });
      expect(rows).toMatchObject([{ ...changed, reason: "changed_meanwhile", outcome: "skipped" }]);
    }
    const { rows, fields } = await stateOf(shop);
    expect(rows[6]).toMatchObject({ status: "closed", tags: [] });
    expect(fields[6]).toMatchObject({ order: "#8" });
  });

  test("of what was snoozed opens what would have woken meanwhile", async () => {
    const { lead, ids, perform, run } = await aBulkShop(db, 1);
    await snoozeConversation(lead, { conversationId: ids[0]!, until: inHours(1) });
    const bulkActionId = await perform(lead, { choice: { conversationIds: ids }, action: { type: "close" } });
    const putBack = setClock(() => inHours(2));
    try {
      await run((await undoBulkAction(lead, { bulkActionId })).id);
    } finally {
      putBack();
    }
    const [event] = (await eventsOf(lead, "conversation.")).slice(-1);
    expect(event).toMatchObject({ name: "conversation.reopened", data: { from: "closed", to: "open" } });
  });

  test("of one that is running cancels it, and takes back what it did", async () => {
    const shop = await aBulkShop(db, 3);
    const { lead, ids, tagId, perform, run } = shop;
    const untouched = await startBulkAction(lead, { choice: { conversationIds: ids }, action: { type: "tag", tagId } });
    await expect(undoBulkAction(lead, { bulkActionId: untouched.id })).rejects.toMatchObject({
      details: { reason: "nothing_to_undo" },
    });
    expect(await getBulkAction(lead, untouched.id)).toMatchObject({ state: "running" });
    await perform(lead, { choice: { conversationIds: ids }, action: { type: "close" } });
    await run(untouched.id);
    expect(await getBulkAction(lead, untouched.id)).toMatchObject({ state: "done", done: 3 });
  });

  test("that cannot go on can be tried again", async () => {
    const { lead, ids, tagId, perform, run } = await aBulkShop(db, 2);
    await tagConversation(lead, { conversationId: ids[0]!, tagId });
    const bulkActionId = await perform(lead, { choice: { conversationIds: ids }, action: { type: "untag", tagId } });
    await archiveTag(lead, { tagId });
    const first = await undoBulkAction(lead, { bulkActionId });
    await run(first.id);
    const stopped = { state: "stopped", stopped: { reason: "archived" }, done: 0 };
    expect(await getBulkAction(lead, first.id)).toMatchObject(stopped);
    await restoreTag(lead, { tagId });
    const second = await undoBulkAction(lead, { bulkActionId });
    await run(second.id);
    expect(await getBulkAction(lead, second.id)).toMatchObject({ state: "done", done: 1 });
  });

  test("ends after seven days, when what everybody had before is forgotten", async () => {
    const { system, lead, ids, perform } = await aBulkShop(db, 2);
    await createField(lead, { entity: "conversation", key: "order", label: "Order", type: "text", options: [] });
    const action: Start["action"] = { type: "set_field", key: "order", value: "#1" };
    const bulkActionId = await perform(lead, { choice: { conversationIds: ids }, action });
    const kept = () =>
      inWorkspaces(
        db.app,
        [system.workspaceId],
        (sql) => sql`select (select count(*) from bulk_slices)::int as slices,
          (select count(*) from bulk_former_values)::int as former, (select count(*) from bulk_actions)::int as actions`,
      );
    await sweepBulkActions(system);
    expect(await kept()).toMatchObject([{ slices: 1, former: 2, actions: 1 }]);
    let putBack = setClock(() => inHours(7 * 24 + 1));
    try {
      await sweepBulkActions(system);
      expect(await kept()).toMatchObject([{ slices: 0, former: 0, actions: 1 }]);
      const late = undoBulkAction(lead, { bulkActionId });
      await expect(late).rejects.toMatchObject({ code: "conflict", details: { reason: "too_late" } });
      putBack();
      putBack = setClock(() => inHours(91 * 24));
      await sweepBulkActions(system);
      expect(await kept()).toMatchObject([{ actions: 0 }]);
    } finally {
      putBack();
    }
  });

  test("knows nothing of what a forgotten conversation held, and leaves it", async () => {
    const { system, lead, ids, perform, run } = await aBulkShop(db, 3);
    await createField(lead, { entity: "conversation", key: "order", label: "Order", type: "text", options: [] });
    await setConversationFields(lead, { conversationId: ids[0]!, values: { order: "Mia's candle" } });
    const action: Start["action"] = { type: "set_field", key: "order", value: "For Mia" };
    const bulkActionId = await perform(lead, { choice: { conversationIds: ids.slice(0, 2) }, action });
    const other = await perform(lead, { choice: { conversationIds: ids.slice(2) }, action });
    const begun = await startBulkAction(lead, { choice: { conversationIds: ids }, action });
    await inTransaction(system, (tx) => forgetInBulk(tx, { conversationIds: ids.slice(0, 1) }));
    const kept = await inWorkspaces(
      db.app,
      [system.workspaceId],
      (sql) => sql<{ kept: string }[]>`
        select (select json_agg(f)::text from bulk_former_values f) || (select json_agg(a)::text from bulk_actions a
          where id <> ${other}) as kept`,
    );
    expect(kept[0]!.kept).not.toMatch(/candle|"value":"For Mia"/);
    expect(await getBulkAction(lead, begun.id)).toMatchObject({ state: "cancelled", done: 0 });
    expect(await getBulkAction(lead, other)).toMatchObject({ action });
    await run((await undoBulkAction(lead, { bulkActionId })).id);
    const values = ids.map((id) => valuesOf(lead, { entity: "conversation", entityId: id }));
    expect(await Promise.all(values)).toEqual([{ order: "For Mia" }, {}, { order: "For Mia" }]);
  });

  test("is not undone itself", async () => {
    const { lead, ids, perform, run } = await aBulkShop(db, 1);
    const bulkActionId = await perform(lead, { choice: { conversationIds: ids }, action: { type: "close" } });
    const undo = await undoBulkAction(lead, { bulkActionId });
    await run(undo.id);
    const twice = undoBulkAction(lead, { bulkActionId: undo.id });
    await expect(twice).rejects.toMatchObject({ details: { reason: "nothing_to_undo" } });
    await cancelBulkAction(lead, { bulkActionId });
    expect(await getBulkAction(lead, bulkActionId)).toMatchObject({ state: "done" });
  });
});
