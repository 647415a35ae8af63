import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { addNote, getConversation, listMessages } from "../../../src/domain/conversations/index.ts";
import { countUnread, listNotifications, markRead } from "../../../src/domain/notifications/index.ts";
import { dispatchReply, sendReply } from "../../../src/domain/scheduled-replies/index.ts";
import { addTeamMember, createTeam } from "../../../src/domain/teams/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aMember, aMessage, aShopWithMail, receive, type ShopWithMail } from "../../support/factories.ts";

let db: Database;
let world: ShopWithMail;
let ada: Context;
let bo: Context;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  world = await aShopWithMail(db);
  ada = await aMember(world.ctx);
  bo = await aMember(world.ctx, "agent", "Bo Lund");
});

const idOf = ({ actor }: Context) => (actor.type === "member" ? actor.id : "");
const at = () => ({ conversationId: world.ids.conversationId });
const note = (body: string, more: { clientMessageId?: string } = {}, who = ada) =>
  addNote(who, { ...at(), body, ...more });
const told = (who: Context) => listNotifications(who, { limit: 10 });

describe("a note that names somebody", () => {
  test("reads as people read it, keeps whom it means, and tells her once", async () => {
    const written = await note(`Can you look, <@${idOf(bo)}>? <@${idOf(bo).toUpperCase()}>!`);
    expect(written.text).toBe("Can you look, @Bo Lund? @Bo Lund!");
    expect(written.mentions).toEqual([{ type: "member", id: idOf(bo), name: "Bo Lund" }]);
    expect(await told(bo)).toMatchObject([
      { kind: "mention", subjectId: written.id, from: "Ada Holm", text: written.text, readAt: null },
    ]);
    expect([await countUnread(bo), await countUnread(ada)]).toEqual([1, 0]);
  });

  test("sent twice with one key tells once", async () => {
    const key = { clientMessageId: "n-1" };
    await Promise.all([note(`<@${idOf(bo)}>`, key), note(`<@${idOf(bo)}>`, key)]);
    expect(await told(bo)).toHaveLength(1);
  });

  test("names a team: everybody in it is told, but not who wrote it", async () => {
    const { id: teamId } = await createTeam(world.ctx, { name: "Returns" });
    for (const who of [ada, bo]) await addTeamMember(world.ctx, { teamId, memberId: idOf(who) });
    const written = await note(`<@${teamId}> please`);
    expect(written.text).toBe("@Returns please");
    expect([(await told(bo)).length, (await told(ada)).length]).toEqual([1, 0]);
  });

  test("names two of one name: the one that is meant is told", async () => {
    const other = await aMember(world.ctx, "agent", "Bo Lund");
    await note(`<@${idOf(other)}>`);
    expect([(await told(bo)).length, (await told(other)).length]).toEqual([0, 1]);
  });

  test.each([
    ["nobody's id", () => "0197aaaa-0000-7000-8000-00000000000a"],
    ["another workspace's member", () => theirs],
  ])("%s is refused, and nothing is written", async (_, id) => {
    theirs = idOf(await aMember((await aShopWithMail(db)).ctx));
    const before = await getConversation(ada, at().conversationId);
    await expect(note(`Hi <@${id()}>`)).rejects.toMatchObject({ details: { reason: "unknown_mention" } });
    expect(await getConversation(ada, at().conversationId)).toEqual(before);
  });
  let theirs = "";

  test("a crowd is refused", async () => {
    const crowd = Array.from({ length: 51 }, () => `<@${crypto.randomUUID()}>`).join(" ");
    await expect(note(crowd)).rejects.toThrow("50 people at most");
  });

  test("a name that is a script, a token or turns the direction of writing is only a name", async () => {
    const evil = await aMember(world.ctx, "agent", `<script>alert(1)</script> <@${idOf(bo)}>\u202e\nx`);
    const { text, mentions } = await note(`<@${idOf(evil)}>`);
    expect(text).toBe(`@<script>alert(1)</script> <@${idOf(bo)}> x`);
    expect(mentions).toHaveLength(1);
    expect(await told(bo)).toEqual([]);
  });

  test("what only looks like a mention stays text", async () => {
    const text = `@Bo Lund <@> <@x> @${idOf(bo)} <@${idOf(bo)}`;
    expect(await note(text)).toMatchObject({ text, mentions: null });
    expect(await told(bo)).toEqual([]);
  });
});

describe("what one was told", () => {
  test("is read by its owner alone: one, those of a conversation, or all", async () => {
    for (const word of ["one", "two", "three"]) await note(`${word} <@${idOf(bo)}>`);
    const [newest] = await told(bo);
    await markRead(ada, {});
    expect(await countUnread(bo)).toBe(3);
    await markRead(bo, { notificationIds: [newest!.id] });
    expect(await countUnread(bo)).toBe(2);
    await markRead(bo, { conversationId: world.ids.customerId });
    expect(await countUnread(bo)).toBe(2);
    await markRead(bo, at());
    expect(await countUnread(bo)).toBe(0);
    expect(await listNotifications(bo, { unread: true, limit: 10 })).toEqual([]);
    expect(await told(bo)).toHaveLength(3);
  });

  test("is for people: programs are refused", async () => {
    await expect(countUnread(world.ctx)).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("the author of a reply that was held back is told", async () => {
  const sendAt = new Date(Date.now() + 3_600_000);
  const reply = { ...at(), body: "For later", lastSeenMessageId: world.ids.messageId, sendAt };
  const sent = await sendReply(ada, reply);
  if (!("scheduled" in sent)) throw new Error("It was sent at once");
  const { threadKey, connectionId } = await getConversation(ada, at().conversationId);
  await receive(db, [
    aMessage({ workspaceId: world.ctx.workspaceId, connectionId }, { threadKey, text: "Never mind" }),
  ]);
  await dispatchReply(world.ctx, { scheduledReplyId: sent.scheduled.id, sendAt });
  expect(await told(ada)).toMatchObject([{ kind: "reply_held", subjectId: sent.scheduled.id, from: null, text: null }]);
  expect((await listMessages(ada, { ...at(), limit: 1 }))[0]!.text).toBe("Never mind");
});
