import { describe, expect, test } from "@jest/globals";
import { assignConversation } from "../../../src/domain/conversations/index.ts";
import {
  listCorrections,
  mergeConversation,
  moveMessage,
  splitConversation,
  undoCorrection,
} from "../../../src/domain/corrections/index.ts";
import { findDrafts, saveDraft } from "../../../src/domain/drafts/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import { searchWorkspace } from "../../../src/domain/search/index.ts";
import { createTeam } from "../../../src/domain/teams/index.ts";
import { indexAll } from "../search/shop.ts";
import { aPair, db } from "./threads.ts";

test("the search index follows: what was merged, split and moved is found where it stands now", async () => {
  const { agent, a, b, letter, come, conversationOf, messageOf } = await aPair();
  await come(letter("a", "marzipan"), letter("c", "c 1"));
  const c = await conversationOf("c");
  const foundIn = async () => {
    await indexAll(db);
    const { hits } = await searchWorkspace(agent, { query: "marzipan", limit: 10 });
    return hits.map(({ id }) => id);
  };
  expect(await foundIn()).toEqual([a]);
  const merge = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
  expect(await foundIn()).toEqual([b]);
  const chain = await mergeConversation(agent, { conversationId: b, intoConversationId: c });
  expect(await foundIn()).toEqual([c]);
  await undoCorrection(agent, { correctionId: merge.id });
  expect(await foundIn()).toEqual([a]);
  await undoCorrection(agent, { correctionId: chain.id });
  const { id: messageId } = await messageOf("marzipan");
  const move = await moveMessage(agent, { messageId, conversationId: c });
  expect(await foundIn()).toEqual([c]);
  await undoCorrection(agent, { correctionId: move.id });
  expect(await foundIn()).toEqual([a]);
  const split = await splitConversation(agent, { conversationId: a, messageIds: [messageId] });
  expect(await foundIn()).toEqual([split.toConversationId]);
  await undoCorrection(agent, { correctionId: split.id });
  expect(await foundIn()).toEqual([a]);
});

test("what was merged away is not found beside what it was merged into", async () => {
  const { agent, a, b } = await aPair();
  await mergeConversation(agent, { conversationId: a, intoConversationId: b });
  await indexAll(db);
  const { hits } = await searchWorkspace(agent, { query: "channel:email", limit: 10 });
  expect(hits.map(({ id }) => id)).toEqual([b]);
});

test("taken out of the middle of a chain, it tells the end of the chain too, for every screen and count", async () => {
  const { agent, a, b, letter, come, conversationOf } = await aPair();
  await come(letter("c", "c 1"));
  const c = await conversationOf("c");
  const merge = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
  await mergeConversation(agent, { conversationId: b, intoConversationId: c });
  await undoCorrection(agent, { correctionId: merge.id });
  const { events } = await listEvents(agent, { after: 0, limit: 100 });
  expect(events.find(({ name }) => name === "conversation.unmerged")?.data).toMatchObject({
    conversationId: a,
    fromConversationId: b,
    otherConversationIds: [c],
  });
});

describe("what somebody was writing", () => {
  const write = (as: Parameters<typeof saveDraft>[0], conversationId: string, body: string, version = 0) =>
    saveDraft(as, { conversationId, kind: "reply", body, version });
  const textsIn = async (as: Parameters<typeof saveDraft>[0], conversationId: string) =>
    (await findDrafts(as, conversationId)).map(({ body }) => body);

  test("comes along and goes back, unless she wrote on since", async () => {
    const { agent, a, b } = await aPair();
    const { version } = await write(agent, a, "Dear Mia");
    const first = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    expect([await textsIn(agent, a), await textsIn(agent, b)]).toEqual([[], ["Dear Mia"]]);
    await undoCorrection(agent, { correctionId: first.id });
    expect([await textsIn(agent, a), await textsIn(agent, b)]).toEqual([["Dear Mia"], []]);
    const second = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    await write(agent, b, "Dear Mia, both of them", version);
    await undoCorrection(agent, { correctionId: second.id });
    expect([await textsIn(agent, a), await textsIn(agent, b)]).toEqual([[], ["Dear Mia, both of them"]]);
  });

  test("in both is never written over: each text is there again when they come apart", async () => {
    const { agent, a, b } = await aPair();
    await write(agent, a, "about a");
    await write(agent, b, "about b");
    const { id } = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    expect(await textsIn(agent, b)).toEqual(["about b"]);
    await undoCorrection(agent, { correctionId: id });
    expect([await textsIn(agent, a), await textsIn(agent, b)]).toEqual([["about a"], ["about b"]]);
  });
});

test("who cannot see one of two conversations can neither merge them nor read that somebody did", async () => {
  const { ctx, agent, a, b, messageOf } = await aPair();
  const { id: teamId } = await createTeam(ctx, { name: "Legal", isPrivate: true });
  const outsider: typeof agent = { ...agent, hiddenTeams: [teamId] };
  await assignConversation(ctx, { conversationId: a, teamId });
  const [merging, moving] = [
    mergeConversation(outsider, { conversationId: b, intoConversationId: a }),
    moveMessage(outsider, { messageId: (await messageOf("b 1")).id, conversationId: a }),
  ];
  for (const tried of [merging, moving]) await expect(tried).rejects.toMatchObject({ code: "not_found" });
  const move = await moveMessage(ctx, { messageId: (await messageOf("b 1")).id, conversationId: a });
  expect(await listCorrections(outsider, { conversationId: b, limit: 10 })).toEqual([]);
  expect(await listCorrections(agent, { conversationId: b, limit: 10 })).toMatchObject([{ id: move.id }]);
  const undoing = undoCorrection(outsider, { correctionId: move.id });
  await expect(undoing).rejects.toMatchObject({ code: "not_found" });
});
