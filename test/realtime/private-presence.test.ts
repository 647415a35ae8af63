import { expect, test } from "@jest/globals";
import { assignConversation, listConversations } from "../../src/domain/conversations/index.ts";
import { addTeamMember, createTeam, removeTeamMember, updateTeam } from "../../src/domain/teams/index.ts";
import { testDatabase } from "../support/database.ts";
import { aConnection, aMessage, receive } from "../support/factories.ts";
import { aPersonAt, startWebProcess } from "../support/realtime.ts";
import { type Listener, listen } from "../support/realtime-client.ts";
import { testRedisUrl } from "../support/redis.ts";
import { until } from "../support/until.ts";
import { aWorld } from "../support/world.ts";

const db = await testDatabase();
const redisUrl = testRedisUrl();
const [here, there] = [await startWebProcess({ redisUrl }), await startWebProcess({ redisUrl })];

type Colleague = Listener & { memberId: string };

/** Two members of a private team and one who is not in it, with a conversation of the team and one of everybody's. */
async function aShop() {
  const { ctx, ids } = await aWorld(db);
  const { id: teamId } = await createTeam(ctx, { name: "Legal", isPrivate: true });
  const enter = async ({ url }: { url: string }, isInside: boolean): Promise<Colleague> => {
    const person = await aPersonAt(url, ctx);
    if (isInside) await addTeamMember(ctx, { teamId, memberId: person.memberId });
    return { ...person, ...(await listen(url, person)) };
  };
  const [ada, bo, outside] = [await enter(here, true), await enter(there, true), await enter(there, false)];
  const { id: connectionId } = await aConnection(ctx);
  await receive(db, [aMessage({ workspaceId: ctx.workspaceId, connectionId }, { subject: "Open" })]);
  const open = (await listConversations(ctx, { folder: "open", limit: 10 })).find(({ subject }) => subject === "Open");
  const { conversationId } = ids;
  await assignConversation(ctx, { conversationId, teamId });
  return { ctx, teamId, conversationId, openId: open!.id, ada, bo, outside };
}

const sees = (who: Listener, conversationId: string, ...expected: Colleague[]) =>
  until(() => {
    const viewers = who.viewers(conversationId)?.map(({ memberId }) => memberId) ?? [];
    return (
      viewers.sort().join() ===
      expected
        .map(({ memberId }) => memberId)
        .sort()
        .join()
    );
  });
const look = (who: Listener, conversationId: string) => who.say("conversation.view", { conversationId });
/** What was said before to the same socket has come when this has. */
async function hearsOnlyOf(who: Listener, teller: Colleague, conversationId: string, hiddenId: string) {
  await look(teller, conversationId);
  await until(() => who.viewers(conversationId)?.some(({ memberId }) => memberId === teller.memberId));
  expect(who.presences.filter((one) => one.conversationId === hiddenId)).toEqual([]);
}

test("nobody outside a private team can look at its conversation, nor hears who does", async () => {
  const { conversationId, openId, ada, bo, outside } = await aShop();
  expect(await look(ada, conversationId)).toEqual({ ok: true });
  await ada.say("conversation.typing", { conversationId, typing: true });
  await sees(bo, conversationId, ada);
  for (const name of ["conversation.view", "conversation.typing"] as const) {
    const refused = await outside.say(name, { conversationId, typing: true });
    expect(refused).toMatchObject({ ok: false, error: { code: "not_found" } });
  }
  await ada.say("conversation.leave", { conversationId });
  await sees(bo, conversationId);
  await hearsOnlyOf(outside, ada, openId, conversationId);
});

test("who comes to the team hears at once who is there; who leaves it is there no more", async () => {
  const { ctx, teamId, conversationId, ada, bo, outside } = await aShop();
  await look(ada, conversationId);
  await sees(bo, conversationId, ada);
  expect(outside.presences).toEqual([]);
  await addTeamMember(ctx, { teamId, memberId: outside.memberId });
  await sees(outside, conversationId, ada);
  await look(outside, conversationId);
  await sees(ada, conversationId, ada, outside);
  await removeTeamMember(ctx, { teamId, memberId: outside.memberId });
  await sees(ada, conversationId, ada);
  expect(await look(outside, conversationId)).toMatchObject({ ok: false, error: { code: "not_found" } });
});

test("a conversation that comes into a private team, or whose team becomes private, is left by who is outside", async () => {
  const { ctx, teamId, openId, ada, bo, outside } = await aShop();
  for (const who of [ada, outside]) await look(who, openId);
  await sees(bo, openId, ada, outside);
  await assignConversation(ctx, { conversationId: openId, teamId });
  await sees(bo, openId, ada);
  await assignConversation(ctx, { conversationId: openId, teamId: null });
  await until(async () => (await look(outside, openId)).ok);
  await sees(bo, openId, ada, outside);
  const { id: other } = await createTeam(ctx, { name: "Fraud" });
  for (const { memberId } of [ada, bo]) await addTeamMember(ctx, { teamId: other, memberId });
  await assignConversation(ctx, { conversationId: openId, teamId: other });
  await sees(bo, openId, ada, outside);
  await updateTeam(ctx, { teamId: other, isPrivate: true });
  await sees(bo, openId, ada);
});
