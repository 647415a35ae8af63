import { describe, expect, test } from "@jest/globals";
import {
  addNote,
  assignConversation,
  closeConversation,
  getInboxRow,
  listConversations,
  listMessages,
  reply,
} from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import {
  followConversation,
  listFollowers,
  markConversationUnread,
  readConversation,
  unfollowConversation,
  unreadSql,
} from "../../../src/domain/involvement/index.ts";
import { isUnread } from "../../../src/domain/involvement/rules.ts";
import { addTeamMember, createTeam } from "../../../src/domain/teams/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

const db = await testDatabase();
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

async function aShop() {
  const system = await aWorkspace(db);
  const { id: connectionId } = await aConnection(system);
  const at = { workspaceId: system.workspaceId, connectionId };
  const writes = (minutes = 0, overrides = {}) =>
    receive(db, [aMessage(at, { threadKey: "t", sentAt: minutesAgo(minutes), ...overrides })]);
  await writes(60);
  const [ada, ben] = await Promise.all([aMember(system, "agent", "Ada"), aMember(system, "agent", "Ben")]);
  const [row] = await listConversations(ada, { folder: "open", limit: 1 });
  const conversationId = row!.id;
  const newest = async () => (await listMessages(ada, { conversationId, limit: 1 }))[0]!.id;
  const reads = async (ctx: Context) => readConversation(ctx, { conversationId, messageId: await newest() });
  const unread = async (ctx: Context) => (await getInboxRow(ctx, conversationId)).unread;
  const names = async () =>
    (await listEvents(system, { after: 0, limit: 500 })).events
      .map(({ name }) => name)
      .filter((name) => /\.(read|marked_unread|followed|unfollowed)$/.test(name));
  return { system, at, conversationId, ada, ben, writes, newest, reads, unread, names };
}

const idOf = (ctx: Context) => (ctx.actor.type === "member" ? ctx.actor.id : "");

describe("unread", () => {
  test("is each person's own: one reads it, for the other it stays, until the customer writes again", async () => {
    const { ada, ben, reads, unread, writes, names } = await aShop();
    expect([await unread(ada), await unread(ben)]).toEqual([true, true]);
    await reads(ada);
    await reads(ada);
    expect([await unread(ada), await unread(ben)]).toEqual([false, true]);
    await writes();
    expect(await unread(ada)).toBe(true);
    expect(await names()).toEqual(["conversation.read"]);
  });

  test("is nothing that a colleague's answer or note makes", async () => {
    const { ada, ben, conversationId, reads, unread, newest } = await aShop();
    await reads(ada);
    await addNote(ben, { conversationId, body: "Look" });
    await reply(ben, { conversationId, body: "Hi", lastSeenMessageId: await newest() });
    expect([await unread(ada), await unread(ben)]).toEqual([false, false]);
  });

  test("is what comes late too, although it stands above what was read", async () => {
    const { ada, reads, unread, writes } = await aShop();
    await writes(10);
    await reads(ada);
    await writes(30);
    expect(await unread(ada)).toBe(true);
    await reads(ada);
    expect(await unread(ada)).toBe(false);
  });

  test("is not what a colleague has, unless one follows it", async () => {
    const { ada, ben, conversationId, unread } = await aShop();
    await assignConversation(ada, { conversationId, memberId: idOf(ben) });
    expect([await unread(ada), await unread(ben)]).toEqual([false, true]);
    await followConversation(ada, { conversationId, memberId: idOf(ada) });
    expect(await unread(ada)).toBe(true);
  });

  test("is not what is closed, and is again when the customer reopens it", async () => {
    const { ada, conversationId, unread, writes } = await aShop();
    await closeConversation(ada, { conversationId });
    expect(await unread(ada)).toBe(false);
    await writes();
    expect(await unread(ada)).toBe(true);
  });

  test("is what one marks so, also a colleague's, until one reads it", async () => {
    const { ada, ben, conversationId, reads, unread, names } = await aShop();
    await assignConversation(ada, { conversationId, memberId: idOf(ben) });
    await reads(ada);
    await markConversationUnread(ada, { conversationId });
    await markConversationUnread(ada, { conversationId });
    expect(await unread(ada)).toBe(true);
    await reads(ada);
    expect(await unread(ada)).toBe(false);
    expect((await names()).slice(1)).toEqual(["conversation.marked_unread", "conversation.read"]);
  });

  test("only shrinks with reading: of two screens the one that saw more counts, in whatever order", async () => {
    const { ada, conversationId, newest, unread, writes } = await aShop();
    const first = await newest();
    await writes();
    const second = await newest();
    await readConversation(ada, { conversationId, messageId: first });
    expect(await unread(ada)).toBe(true);
    const both = [second, first, second, first];
    await Promise.all(both.map((messageId) => readConversation(ada, { conversationId, messageId })));
    expect(await unread(ada)).toBe(false);
  });

  test("ends while the same person answers, without either waiting for the other for ever", async () => {
    const { ada, conversationId, newest, unread, writes } = await aShop();
    for (let n = 0; n < 15; n++) {
      await writes(15 - n);
      const lastSeenMessageId = await newest();
      await Promise.all([
        reply(ada, { conversationId, body: "Hi", lastSeenMessageId, force: true }),
        readConversation(ada, { conversationId, messageId: lastSeenMessageId }),
        followConversation(ada, { conversationId, memberId: idOf(ada) }),
      ]);
      expect(await unread(ada)).toBe(false);
      await unfollowConversation(ada, { conversationId, memberId: idOf(ada) });
    }
  });

  test("concerns people: a program is told so, and sees nothing unread", async () => {
    const { system, conversationId, newest, unread } = await aShop();
    const program: Context = { ...system, actor: { type: "app", id: "x" } };
    expect(await unread(program)).toBe(false);
    const read = readConversation(program, { conversationId, messageId: await newest() });
    await expect(read).rejects.toMatchObject({ code: "forbidden" });
    await expect(markConversationUnread(program, { conversationId })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("is not ended by another conversation's message", async () => {
    const { ada, conversationId, unread, writes } = await aShop();
    await writes(0, { threadKey: "other", subject: "Other" });
    const [other] = await listConversations(ada, { folder: "open", limit: 1 });
    await expect(readConversation(ada, { conversationId, messageId: other!.lastMessageId })).rejects.toMatchObject({
      code: "invalid_input",
    });
    expect(await unread(ada)).toBe(true);
  });

  test("costs each row of the list one look at a key, however much was read before", async () => {
    const { ada, system, at } = await aShop();
    await receive(
      db,
      Array.from({ length: 300 }, () => aMessage(at)),
    );
    const rows = await listConversations(ada, { folder: "open", limit: 300 });
    for (const { id: conversationId } of rows) await markConversationUnread(ada, { conversationId });
    expect((await listConversations(ada, { folder: "open", limit: 50 })).every(({ unread }) => unread)).toBe(true);
    const plan = await inWorkspaces(db.app, [system.workspaceId], async (sql) => {
      const found = await sql<Record<string, string>[]>`explain (analyze, costs off, timing off, format text)
        with page as materialized (select * from conversations where workspace_id = ${system.workspaceId}
          and folder = 'open' order by last_message_at desc nulls last, id desc nulls last limit 50)
        select c.id, ${unreadSql(sql, ada)} as unread from page c order by c.last_message_at desc, c.id desc`;
      return found.map((line) => line["QUERY PLAN"]).join("\n");
    });
    expect(plan).toMatch(/on involvements i \(actual rows=1\.00 loops=50\)/);
  });
});

test("the list and the verb that announces a reading have one idea of unread", async () => {
  const { ada, ben, system } = await aShop();
  const me = idOf(ada);
  const folders = ["open", "waiting", "closed", "spam", "trash"] as const;
  const all = folders.flatMap((folder) =>
    [null, me, idOf(ben)].flatMap((assigneeId) =>
      [0, 2].flatMap((customerMessageCount) =>
        [undefined, true, false].flatMap((following) =>
          (following === undefined ? [undefined] : [null, -1, 0, 1, 2, 3]).map((seenCount) => {
            return { folder, assigneeId, customerMessageCount, following, seenCount };
          }),
        ),
      ),
    ),
  );
  const rows = JSON.stringify(all.map((one, n) => ({ ...one, n })));
  const found = await inWorkspaces(db.app, [system.workspaceId], async (sql) => {
    // Stands in front of the table in this statement only.
    const cases = sql`c as (select *, lpad(to_hex(n), 32, '0')::uuid as id from json_to_recordset(${rows}::text::json) as r(
      n int, folder text, assignee_id uuid, "assigneeId" uuid, "customerMessageCount" int, following boolean, "seenCount" int))`;
    return sql<{ unread: boolean }[]>`
      with ${cases}, involvements as (
        select ${system.workspaceId}::uuid as workspace_id, ${me}::uuid as member_id, id as conversation_id, following,
          "seenCount" as seen_count from c where following is not null),
      rows as (select id, n, folder, "assigneeId" as assignee_id, "customerMessageCount" as customer_message_count from c)
      select ${unreadSql(sql, ada)} as unread from rows c order by n`;
  });
  expect(found.map(({ unread }) => unread)).toEqual(all.map((one) => isUnread(one, me)));
  expect(new Set(found.map(({ unread }) => unread)).size).toBe(2);
});

describe("following", () => {
  test("begins by answering, noting and getting a conversation, once each, and ends by leaving", async () => {
    const { system, ada, ben, conversationId, newest, names } = await aShop();
    const cy = await aMember(system, "agent", "Cy");
    await reply(ada, { conversationId, body: "Hi", lastSeenMessageId: await newest() });
    await addNote(ada, { conversationId, body: "Note" });
    await addNote(ben, { conversationId, body: "Note" });
    await assignConversation(ada, { conversationId, memberId: idOf(cy) });
    const followers = async () => (await listFollowers(ada, conversationId)).map(({ name }) => name);
    expect(await followers()).toEqual(["Ada", "Ben", "Cy"]);
    for (let n = 0; n < 2; n++) await unfollowConversation(ben, { conversationId, memberId: idOf(ben) });
    expect(await followers()).toEqual(["Ada", "Cy"]);
    const followed = "conversation.followed";
    expect(await names()).toEqual([followed, followed, followed, "conversation.unfollowed"]);
  });

  test("begins for whom a note names, who follows once and may leave again; a team that is named is only told", async () => {
    const { system, ada, ben, conversationId, names } = await aShop();
    const cy = await aMember(system, "agent", "Cy");
    const { id: teamId } = await createTeam(system, { name: "Returns" });
    await addTeamMember(system, { teamId, memberId: idOf(cy) });
    const note = (body: string) => addNote(ada, { conversationId, body });
    await note(`<@${idOf(ben)}> and <@${idOf(ben)}>, and the team <@${teamId}>`);
    const followers = async () => (await listFollowers(ada, conversationId)).map(({ name }) => name);
    expect(await followers()).toEqual(["Ada", "Ben"]);
    expect(await names()).toEqual(["conversation.followed", "conversation.followed"]);
    await unfollowConversation(ben, { conversationId, memberId: idOf(ben) });
    await note("Nobody is named");
    expect(await followers()).toEqual(["Ada"]);
    await note(`<@${idOf(ben)}>, please`);
    expect(await followers()).toEqual(["Ada", "Ben"]);
  });

  test("is announced once, however many times it begins at once", async () => {
    const { ada, conversationId, names } = await aShop();
    await Promise.all([1, 2, 3].map(() => followConversation(ada, { conversationId, memberId: idOf(ada) })));
    expect(await names()).toEqual(["conversation.followed"]);
  });

  test("is open to those who only read, for themselves; a colleague is added by those who work", async () => {
    const { system, ada, ben, conversationId } = await aShop();
    const observer = await aMember(system, "observer");
    await followConversation(observer, { conversationId, memberId: idOf(observer) });
    await expect(followConversation(observer, { conversationId, memberId: idOf(ben) })).rejects.toMatchObject({
      code: "forbidden",
    });
    await followConversation(ada, { conversationId, memberId: idOf(ben) });
    const stranger = await aMember(await aWorkspace(db));
    const across = { conversationId, memberId: idOf(stranger) };
    await expect(followConversation(ada, across)).rejects.toMatchObject({ code: "not_found" });
    await expect(followConversation(stranger, across)).rejects.toMatchObject({ code: "not_found" });
  });
});
