import { describe, expect, test } from "@jest/globals";
import {
  cancelBulkAction,
  getBulkAction,
  listBulkActions,
  listBulkResults,
  previewBulkAction,
  startBulkAction,
  undoBulkAction,
} from "../../../src/domain/bulk/index.ts";
import { selectConversations } from "../../../src/domain/bulk/select-conversations.ts";
import { assignConversation, closeConversation, reopenConversation } from "../../../src/domain/conversations/index.ts";
import { archiveTag, createTag, tagConversation, untagConversations } from "../../../src/domain/tags/index.ts";
import { createView } from "../../../src/domain/views/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { testDatabase } from "../../support/database.ts";
import { aBulkShop, eventsOf, rowsOf, type Start } from "./shop.ts";

const db = await testDatabase();
const isOpen = { field: "status", operator: "is", value: "open" };
const close: Start["action"] = { type: "close" };
const idOf = ({ actor }: Context) => (actor.type === "member" ? actor.id : "");

describe("what a filter chooses", () => {
  test("is fixed when it begins: what comes later is left alone", async () => {
    const { lead, ids, tagId, arrive, run } = await aBulkShop(db, 3);
    const untagged = { field: "tag", operator: "is_not_set" };
    const { id } = await startBulkAction(lead, { choice: { filter: untagged }, action: { type: "tag", tagId } });
    const later = await arrive(2);
    await run(id);
    const rows = await rowsOf(lead);
    expect(ids.map((one) => rows.get(one)!.tagIds)).toEqual([[tagId], [tagId], [tagId]]);
    expect(later.map((one) => rows.get(one)!.tagIds)).toEqual([[], []]);
    expect(await getBulkAction(lead, id)).toMatchObject({ state: "done", total: 3, done: 3 });
  });

  test("what somebody decided before its turn came is not overruled, and is told", async () => {
    const { lead, agent, ids, run } = await aBulkShop(db, 3);
    const nobodys = { field: "assignee", operator: "is_not_set" };
    const begun = await startBulkAction(lead, {
      choice: { filter: nobodys },
      action: { type: "assign", memberId: idOf(lead) },
    });
    await selectConversations(lead, begun);
    await assignConversation(agent, { conversationId: ids[1]!, memberId: idOf(agent) });
    await run(begun.id);
    expect((await rowsOf(lead)).get(ids[1]!)!.assigneeId).toBe(idOf(agent));
    expect(await getBulkAction(lead, begun.id)).toMatchObject({ total: 3, done: 2, skipped: 1 });
    const { rows } = await listBulkResults(lead, { bulkActionId: begun.id, outcome: "skipped", limit: 5 });
    expect(rows).toMatchObject([{ conversationId: ids[1], reason: "no_longer_fits", outcome: "skipped" }]);
  });

  test("spam and trash only if it speaks of folders, as in a view; a view is asked as it is at that moment", async () => {
    const { lead, ids, tagId, perform } = await aBulkShop(db, 4);
    await perform(lead, { choice: { conversationIds: [ids[0]!] }, action: { type: "trash" } });
    await perform(lead, { choice: { conversationIds: [ids[1]!] }, action: { type: "mark_spam" } });
    const sort = "last_activity";
    const view = await createView(lead, { name: "All", visibility: "private", filter: { and: [] }, sort });
    await perform(lead, { choice: { viewId: view.id }, action: { type: "tag", tagId } });
    const tagged = async () => [...(await rowsOf(lead)).values()].filter(({ tagIds }) => tagIds.length > 0);
    expect((await tagged()).map(({ id }) => id).toSorted()).toEqual(ids.slice(2));
    const folder = { field: "folder", operator: "any_of", value: ["spam", "trash"] };
    await perform(lead, { choice: { filter: folder }, action: { type: "tag", tagId } });
    expect(await tagged()).toHaveLength(4);
  });

  test("`me` is who started it, also while a worker runs it", async () => {
    const { lead, agent, ids, perform } = await aBulkShop(db, 2);
    await assignConversation(lead, { conversationId: ids[0]!, memberId: idOf(lead) });
    await assignConversation(lead, { conversationId: ids[1]!, memberId: idOf(agent) });
    const mine = { field: "assignee", operator: "is", value: "me" };
    await perform(agent, { choice: { filter: mine }, action: close });
    const rows = await rowsOf(lead);
    expect(ids.map((id) => rows.get(id)!.status)).toEqual(["open", "closed"]);
  });

  test("can be counted before, without anything being changed", async () => {
    const { lead, ids, tagId } = await aBulkShop(db, 3);
    const before = await eventsOf(lead, "");
    const asked = (choice: Start["choice"]) => previewBulkAction(lead, { choice, action: { type: "tag", tagId } });
    expect(await asked({ filter: isOpen })).toEqual({ conversations: 3, complete: true });
    expect(await asked({ conversationIds: [...ids, "01970000-0000-7000-8000-000000000000"] })).toEqual({
      conversations: 3,
      complete: true,
    });
    expect(await eventsOf(lead, "")).toEqual(before);
  });
});

describe("at the same moment", () => {
  test("people who close and reopen, and three workers on one bulk action: every change is told once", async () => {
    const { lead, agent, ids, tagId, run } = await aBulkShop(db, 2000);
    const choice = { filter: { and: [] } };
    const [closing, tagging] = await Promise.all([
      startBulkAction(lead, { choice, action: close }),
      startBulkAction(lead, { choice, action: { type: "tag", tagId } }),
    ]);
    const some = ids.filter((_, n) => n % 100 === 0);
    await Promise.all([
      ...[closing, closing, closing, tagging, tagging].map(({ id }) => run(id)),
      ...some.map((conversationId) => closeConversation(agent, { conversationId })),
      ...some.map((conversationId) => tagConversation(agent, { conversationId, tagId })),
    ]);
    for (const name of ["conversation.closed", "conversation.tagged"]) {
      const told = (await eventsOf(lead, name)).map(({ data }) => data.conversationId);
      expect([told.length, new Set(told).size]).toEqual([2000, 2000]);
    }
    for (const { id } of [closing, tagging]) {
      const { state, done, skipped, failed } = await getBulkAction(lead, id);
      expect([state, done + skipped, failed]).toEqual(["done", 2000, 0]);
    }
  });

  test("people who change what is being changed wait for each other, and nobody fails", async () => {
    const { lead, agent, ids, run } = await aBulkShop(db, 500);
    const { id } = await startBulkAction(lead, { choice: { conversationIds: ids }, action: close });
    const both = ids.slice(0, 20).map(async (conversationId) => {
      await closeConversation(agent, { conversationId });
      await reopenConversation(agent, { conversationId });
    });
    await Promise.all([run(id), ...both]);
    const events = await eventsOf(lead, "conversation.");
    for (const id of ids.slice(0, 20)) {
      const steps = events.filter(({ data }) => data.conversationId === id).map(({ data }) => [data.from, data.to]);
      // Each begins where the one before ended.
      for (const [n, [from]] of steps.entries()) if (n > 1) expect(from).toBe(steps[n - 1]![1]);
    }
  });
});

test("cancelled, it ends after the slice being worked, and what is done can be undone", async () => {
  const { lead, tagId, run } = await aBulkShop(db, 2500);
  const { id } = await startBulkAction(lead, { choice: { filter: { and: [] } }, action: { type: "tag", tagId } });
  const running = run(id);
  await cancelBulkAction(lead, { bulkActionId: id });
  await running;
  const { state, done } = await getBulkAction(lead, id);
  expect([state, done < 2500]).toEqual(["cancelled", true]);
  expect(await eventsOf(lead, "conversation.tagged")).toHaveLength(done);
  await run(id);
  expect(await eventsOf(lead, "conversation.tagged")).toHaveLength(done);
  if (done > 0) {
    await run((await undoBulkAction(lead, { bulkActionId: id })).id);
    expect(await eventsOf(lead, "conversation.untagged")).toHaveLength(done);
  }
});

test("a tag that is archived in the middle stops it, and it says why", async () => {
  const { lead, ids, tagId, run } = await aBulkShop(db, 2);
  const { id } = await startBulkAction(lead, { choice: { conversationIds: ids }, action: { type: "tag", tagId } });
  await archiveTag(lead, { tagId });
  await run(id);
  const stopped = { reason: "archived", message: "The tag “Refund” is archived: restore it first, or take another" };
  expect(await getBulkAction(lead, id)).toMatchObject({ state: "stopped", stopped, done: 0 });
  expect((await untagConversations(lead, { conversationIds: ids, tagId })).changed).toEqual([]);
});

describe("what cannot be started is refused with what to do, and nothing is begun", () => {
  const many = Array.from({ length: 200 }, () => isOpen);
  const nobody = "01970000-0000-7000-8000-000000000000";
  test.each<[string, (shop: Awaited<ReturnType<typeof aBulkShop>>) => Partial<Start>, object]>([
    ["no conversation", () => ({ choice: { conversationIds: [] } }), { code: "invalid_input" }],
    ["nothing chosen", () => ({ choice: {} }), { code: "invalid_input" }],
    ["chosen twice over", () => ({ choice: { filter: isOpen, conversationIds: [nobody] } }), { code: "invalid_input" }],
    [
      "10,000 ids",
      () => ({ choice: { conversationIds: Array.from({ length: 10_000 }, (_, n) => `${n}`) } }),
      { code: "invalid_input", message: expect.stringContaining("1000") },
    ],
    [
      "an unknown field in the filter",
      () => ({ choice: { filter: { and: [{ ...isOpen, field: "mood" }] } } }),
      { code: "invalid_input", details: { reason: "filter", problems: [{ path: "and.0.field" }] } },
    ],
    ["200 conditions", () => ({ choice: { filter: { and: many } } }), { details: { reason: "filter" } }],
    ["a view that is not there", () => ({ choice: { viewId: nobody } }), { code: "not_found" }],
    ["a tag that is not there", () => ({ action: { type: "tag", tagId: nobody } }), { code: "not_found" }],
    ["a member who is not there", () => ({ action: { type: "assign", memberId: nobody } }), { code: "not_found" }],
    ["nobody to assign to", () => ({ action: { type: "assign" } }), { code: "invalid_input" }],
    [
      "a moment in the past",
      () => ({ action: { type: "snooze", until: "2020-01-01T00:00:00Z" } }),
      { code: "invalid_input" },
    ],
    [
      "an unknown field",
      () => ({ action: { type: "set_field", key: "mood", value: 1 } }),
      { details: { field: "mood" } },
    ],
  ])("%s", async (_, wrong, refusal) => {
    const shop = await aBulkShop(db, 1);
    const start: Start = { choice: { conversationIds: shop.ids }, action: close, ...wrong(shop) };
    await expect(startBulkAction(shop.lead, start)).rejects.toMatchObject(refusal);
    await expect(previewBulkAction(shop.lead, start)).rejects.toMatchObject(refusal);
    expect(await listBulkActions(shop.lead, { limit: 10 })).toEqual([]);
  });

  test("an archived tag", async () => {
    const { lead, ids, tagId } = await aBulkShop(db, 1);
    await archiveTag(lead, { tagId });
    const start: Start = { choice: { conversationIds: ids }, action: { type: "tag", tagId } };
    const refusal = { code: "conflict", details: { reason: "archived" } };
    await expect(startBulkAction(lead, start)).rejects.toMatchObject(refusal);
  });

  test("a sixth at a time, until one of the five ends; however many try at once", async () => {
    const { lead, ids, run } = await aBulkShop(db, 1);
    const start: Start = { choice: { conversationIds: ids }, action: close };
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => startBulkAction(lead, start)));
    const begun = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(begun).toHaveLength(5);
    const refusal = { code: "limit_exceeded", details: { reason: "too_many_running", limit: 5 }, retryAfterMs: 5000 };
    await expect(startBulkAction(lead, start)).rejects.toMatchObject(refusal);
    await run(begun[0]!.id);
    await startBulkAction(lead, start);
  });

  test("another workspace's tag, view and member", async () => {
    const [{ lead, ids }, theirs] = [await aBulkShop(db, 1), await aBulkShop(db, 1)];
    const tag = await createTag(theirs.lead, { name: "Theirs", color: "red" });
    const sort = "last_activity";
    const view = await createView(theirs.system, { name: "All", visibility: "shared", filter: { and: [] }, sort });
    const choice = { conversationIds: ids };
    for (const start of [
      { choice, action: { type: "tag", tagId: tag.id } },
      { choice, action: { type: "assign", memberId: idOf(theirs.agent) } },
      { choice: { viewId: view.id }, action: close },
    ] satisfies Start[]) {
      await expect(startBulkAction(lead, start)).rejects.toMatchObject({ code: "not_found" });
    }
  });
});
