import { describe, expect, test } from "@jest/globals";
import { closeConversation, listConversations } from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import {
  archiveTag,
  createTag,
  listTags,
  restoreTag,
  tagConversation,
  tagConversations,
  untagConversation,
  untagConversations,
  updateTag,
} from "../../../src/domain/tags/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { newId } from "../../../src/platform/ids.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

const db = await testDatabase();

async function aShop(conversations = 1) {
  const system = await aWorkspace(db);
  const { id: connectionId } = await aConnection(system);
  const at = { workspaceId: system.workspaceId, connectionId };
  await receive(
    db,
    Array.from({ length: conversations }, () => aMessage(at)),
  );
  const lead = await aMember(system, "lead");
  const ids = (await listConversations(lead, { folder: "open", limit: 1000 })).map(({ id }) => id);
  return { system, lead, ids, conversationId: ids[0]! };
}

/** Rows as if made one by one, faster. */
async function manyTags({ workspaceId }: Context, count: number): Promise<string[]> {
  const rows = await inWorkspaces(
    db.app,
    [workspaceId],
    (sql) => sql<{ id: string }[]>`
      insert into tags (workspace_id, id, name, name_key, color)
      select ${workspaceId}, gen_random_uuid(), 'Tag ' || n, 'tag ' || n, 'gray' from generate_series(1, ${count}) n
      returning id`,
  );
  return rows.map(({ id }) => id);
}

const tagsOf = async (ctx: Context, conversationId: string) =>
  (await listConversations(ctx, { folder: "open", limit: 1000 })).find(({ id }) => id === conversationId)!.tagIds;
const eventsOf = async (ctx: Context, noun: string) =>
  (await listEvents(ctx, { after: 0, limit: 500 })).events.filter(({ name }) => name.startsWith(noun));

describe("the catalogue", () => {
  test("has no two tags that differ in case and accents only, archived or not, however many try at once", async () => {
    const { lead } = await aShop();
    const names = ["Réclamation", "RECLAMATION", "reclamation", "re\u0301clamation"];
    const outcomes = await Promise.allSettled(names.map((name) => createTag(lead, { name, color: "red" })));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [tag] = await listTags(lead, { archived: false });
    await archiveTag(lead, { tagId: tag!.id });
    await expect(createTag(lead, { name: "reclamation", color: "red" })).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "name_taken", tagId: tag!.id, archived: true },
    });
    await createTag(lead, { name: "Réclamations", color: "red" });
  });

  test("keeps a name as it was typed, HTML and all, without the blanks around it", async () => {
    const { lead } = await aShop();
    const name = "<b onclick=alert(1)>VIP</b> & “Freunde”";
    expect(await createTag(lead, { name: `  ${name} `, color: "red" })).toMatchObject({ name });
    expect((await createTag(lead, { name: "a  \u00a0 b", color: "red" })).name).toBe("a b");
  });

  test.each(["", "   ", "\u0301", "a\0b", "a\u0007b", "\ud800", "x".repeat(61)])(
    "refuses the name %j",
    async (name) => {
      const { lead } = await aShop();
      const tag = await createTag(lead, { name: "Good", color: "red" });
      const refusal = { code: "invalid_input", details: { field: "name" } };
      await expect(createTag(lead, { name, color: "red" })).rejects.toMatchObject(refusal);
      await expect(updateTag(lead, { tagId: tag.id, name })).rejects.toMatchObject(refusal);
    },
  );

  test("ends at 2,000 tags with an error that says so, also for two at once", async () => {
    const { lead } = await aShop();
    await manyTags(lead, 1999);
    const outcomes = await Promise.allSettled(["A", "B", "C"].map((name) => createTag(lead, { name, color: "red" })));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refusal = { code: "conflict", details: { reason: "too_many_tags", limit: 2000 } };
    await expect(createTag(lead, { name: "D", color: "red" })).rejects.toMatchObject(refusal);
    expect(await listTags(lead, { archived: false })).toHaveLength(2000);
  });

  test("is changed by leads, and a change that changes nothing announces nothing", async () => {
    const { system, lead } = await aShop();
    const agent = await aMember(system);
    await expect(createTag(agent, { name: "A", color: "red" })).rejects.toMatchObject({ code: "forbidden" });
    const { id: tagId } = await createTag(lead, { name: "A", color: "red" });
    await expect(archiveTag(agent, { tagId })).rejects.toMatchObject({ code: "forbidden" });
    await updateTag(lead, { tagId, name: " A ", color: "red" });
    expect(await updateTag(lead, { tagId, name: "a" })).toMatchObject({ name: "a", color: "red" });
    await archiveTag(lead, { tagId });
    await archiveTag(lead, { tagId });
    await restoreTag(lead, { tagId });
    await restoreTag(lead, { tagId });
    const names = (await eventsOf(lead, "tag.")).map(({ name }) => name);
    expect(names).toEqual(["tag.created", "tag.updated", "tag.archived", "tag.restored"]);
  });
});

describe("tagging", () => {
  test("twice, or by two people at once, tags once and announces it once", async () => {
    const { system, lead, conversationId } = await aShop();
    const { id: tagId } = await createTag(lead, { name: "Refund", color: "red" });
    const people = await Promise.all([aMember(system), aMember(system), aMember(system)]);
    const changed = await Promise.all(people.map((one) => tagConversation(one, { conversationId, tagId })));
    expect(changed.filter(Boolean)).toHaveLength(1);
    expect(await tagsOf(lead, conversationId)).toEqual([tagId]);
    const removed = await Promise.all(people.map((one) => untagConversation(one, { conversationId, tagId })));
    expect(removed.filter(Boolean)).toHaveLength(1);
    expect(await tagsOf(lead, conversationId)).toEqual([]);
    expect(await eventsOf(lead, "conversation.")).toMatchObject([
      { name: "conversation.opened" },
      { name: "conversation.tagged", data: { conversationId, tagId } },
      { name: "conversation.untagged", data: { conversationId, tagId } },
    ]);
  });

  test("ends at 50 tags of a conversation, also for people at once", async () => {
    const { system, lead, conversationId } = await aShop();
    const [first, ...tagIds] = await manyTags(lead, 55);
    for (const tagId of tagIds.slice(0, 48)) await tagConversation(lead, { conversationId, tagId });
    const people = await Promise.all([aMember(system), aMember(system), aMember(system)]);
    const outcomes = await Promise.allSettled(
      people.flatMap((one, n) => [48, 51].map((m) => tagConversation(one, { conversationId, tagId: tagIds[m + n]! }))),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    const refusal = { code: "conflict", details: { reason: "too_many_tags", limit: 50 } };
    await expect(tagConversation(lead, { conversationId, tagId: first! })).rejects.toMatchObject(refusal);
    expect(await tagConversation(lead, { conversationId, tagId: tagIds[0]! })).toBe(false);
    expect(await tagsOf(lead, conversationId)).toHaveLength(50);
  });

  test("with an archived tag is refused; taking it off is not", async () => {
    const { lead, ids } = await aShop(2);
    const { id: tagId } = await createTag(lead, { name: "Old", color: "red" });
    await tagConversation(lead, { conversationId: ids[0]!, tagId });
    await archiveTag(lead, { tagId });
    const refusal = { code: "conflict", details: { reason: "archived" } };
    await expect(tagConversation(lead, { conversationId: ids[1]!, tagId })).rejects.toMatchObject(refusal);
    expect(await tagsOf(lead, ids[0]!)).toEqual([tagId]);
    expect(await untagConversation(lead, { conversationId: ids[0]!, tagId })).toBe(true);
  });

  test("of many conversations changes those that lack the tag and says what became of the others", async () => {
    const { lead, ids } = await aShop(5);
    const { id: tagId } = await createTag(lead, { name: "Wave", color: "red" });
    const more = await manyTags(lead, 50);
    for (const one of more) await tagConversation(lead, { conversationId: ids[4]!, tagId: one });
    await tagConversation(lead, { conversationId: ids[0]!, tagId });
    const before = (await eventsOf(lead, "conversation.tagged")).length;
    const missing = newId();
    const conversationIds = [...ids, ids[1]!, missing];
    const outcome = await tagConversations(lead, { conversationIds, tagId });
    expect(outcome.changed.toSorted()).toEqual(ids.slice(1, 4).toSorted());
    expect(outcome).toMatchObject({ full: [ids[4]], missing: [missing] });
    expect(await eventsOf(lead, "conversation.tagged")).toHaveLength(before + 3);
    const undone = await untagConversations(lead, { conversationIds, tagId });
    expect(undone.changed.toSorted()).toEqual(ids.slice(0, 4).toSorted());
  });

  test("of overlapping many at once, in opposite orders and beside other decisions, ends well", async () => {
    const { lead, ids } = await aShop(30);
    const { id: tagId } = await createTag(lead, { name: "Wave", color: "red" });
    const outcomes = await Promise.all([
      tagConversations(lead, { conversationIds: ids, tagId }),
      tagConversations(lead, { conversationIds: ids.toReversed(), tagId }),
      ...ids.slice(0, 5).map((conversationId) => closeConversation(lead, { conversationId })),
    ]);
    const changed = outcomes.flatMap((outcome) => ("changed" in outcome ? outcome.changed : []));
    expect(changed.toSorted()).toEqual(ids.toSorted());
    expect(await eventsOf(lead, "conversation.tagged")).toHaveLength(30);
  });

  test("reaches no other workspace's conversations and tags, and at most 1,000 at once", async () => {
    const [mine, theirs] = [await aShop(), await aShop()];
    const { id: tagId } = await createTag(mine.lead, { name: "A", color: "red" });
    const { id: theirTag } = await createTag(theirs.lead, { name: "A", color: "red" });
    const { conversationId } = mine;
    const across = { conversationId: theirs.conversationId, tagId };
    await expect(tagConversation(mine.lead, across)).rejects.toMatchObject({ code: "not_found" });
    await expect(tagConversation(mine.lead, { conversationId, tagId: theirTag })).rejects.toMatchObject({
      code: "not_found",
    });
    const conversationIds = Array.from({ length: 1001 }, () => newId());
    await expect(tagConversations(mine.lead, { conversationIds, tagId })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});
