import { describe, expect, test } from "@jest/globals";
import { getConversation, listMessages, reply } from "../../../src/domain/conversations/index.ts";
import {
  explainPlaces,
  linkConversations,
  listLinks,
  mergeConversation,
  moveMessage,
  splitConversation,
  undoCorrection,
  unlinkConversations,
} from "../../../src/domain/corrections/index.ts";
import { aMailbox, type Mailbox, rfcId, stateOf, tick, tom } from "./threads.ts";

async function aThread() {
  const box = await aMailbox();
  const { letter, answer, come, conversationOf, messageOf } = box;
  await come(letter("a", "a 1"), answer("a", "a 2"), letter("a", "a 3"), letter("a", "a 4"), letter("z", "z 1"));
  const ids = async (...texts: string[]) => Promise.all(texts.map(async (text) => (await messageOf(text)).id));
  return { ...box, ids, a: await conversationOf("a"), z: await conversationOf("z") };
}
const whyOf = async ({ agent }: Mailbox, conversationId: string) => {
  const rows = await listMessages(agent, { conversationId, limit: 100 });
  const reasons = await explainPlaces(agent, rows);
  return Object.fromEntries(rows.map(({ id, text }) => [text, reasons.get(id)!]));
};

describe("split off, messages", () => {
  test("stand in a new conversation of whoever wrote the first of them, and answers to them come there", async () => {
    const { agent, ids, a, letter, come, texts } = await aThread();
    const { toConversationId: n } = await splitConversation(agent, { conversationId: a, messageIds: await ids("a 3") });
    expect(await texts(a)).toEqual(["a 1", "a 2", "a 4"]);
    const opened = await getConversation(agent, n);
    expect(opened).toMatchObject({ status: "open", messageCount: 1, subject: "a", lastMessagePreview: "a 3" });
    expect(opened.waitingSince).not.toBeNull();
    await come(
      letter("a", "to 3", { cites: [rfcId("a 3"), rfcId("a 1")] }),
      letter("a", "to 4", { cites: [rfcId("a 4"), rfcId("a 3")] }),
      letter("a", "to neither"),
    );
    expect(await texts(n)).toEqual(["a 3", "to 3"]);
    expect(await texts(a)).toEqual(["a 1", "a 2", "a 4", "to 4", "to neither"]);
  });

  test("of somebody else belong to her", async () => {
    const { agent, ids, letter, come, conversationOf } = await aThread();
    await come(letter("b", "b 1", { cc: [tom] }), letter("b", "tom", { who: tom }));
    const conversationId = await conversationOf("b");
    const messageIds = await ids("tom");
    const { toConversationId } = await splitConversation(agent, { conversationId, messageIds });
    const { customerId } = await getConversation(agent, toConversationId);
    expect(customerId).not.toBe((await getConversation(agent, conversationId)).customerId);
  });

  test("go back exactly, with what came to them, and the new conversation leads to the old one", async () => {
    const { agent, ids, a, letter, come, texts } = await aThread();
    const before = await stateOf(agent, a);
    const messageIds = await ids("a 2", "a 4");
    const first = await splitConversation(agent, { conversationId: a, messageIds });
    await undoCorrection(agent, { correctionId: first.id });
    expect(await stateOf(agent, a)).toEqual(before);
    const second = await splitConversation(agent, { conversationId: a, messageIds });
    const n = second.toConversationId;
    await tick();
    await come(letter("x", "to 4", { cites: [rfcId("a 4")] }));
    await reply(agent, { conversationId: n, body: "ours", lastSeenMessageId: messageIds[1]!, force: true });
    await undoCorrection(agent, { correctionId: second.id });
    expect(await texts(a)).toEqual(["a 1", "a 2", "a 3", "a 4", "to 4", "ours"]);
    expect(await getConversation(agent, n)).toMatchObject({ status: "merged", mergedIntoId: a });
    expect(await texts(n)).toEqual(await texts(a));
  });

  test.each([
    ["all there are", ["a 1", "a 2", "a 3", "a 4"]],
    ["another conversation's", ["a 1", "z 1"]],
  ])("are refused when they are %s, and nothing changes", async (_, texts) => {
    const { agent, ids, a } = await aThread();
    const before = await stateOf(agent, a);
    const tried = splitConversation(agent, { conversationId: a, messageIds: await ids(...texts) });
    await expect(tried).rejects.toMatchObject({ code: "invalid_input" });
    expect(await stateOf(agent, a)).toEqual(before);
  });

  test("are not taken back under a conversation that rests on them: it is said what to undo first", async () => {
    const { agent, ids, a, z } = await aThread();
    const split = await splitConversation(agent, { conversationId: a, messageIds: await ids("a 3") });
    const merge = await mergeConversation(agent, { conversationId: split.toConversationId, intoConversationId: z });
    const tried = undoCorrection(agent, { correctionId: split.id });
    await expect(tried).rejects.toMatchObject({
      code: "conflict",
      message: "This split cannot be undone yet: undo the merge by Ada Holm first",
      details: { reason: "undo_first", corrections: [{ id: merge.id, kind: "merge" }] },
    });
    await undoCorrection(agent, { correctionId: merge.id });
    await undoCorrection(agent, { correctionId: split.id });
  });
});

describe("moved, a message", () => {
  test("stands at its time in the other conversation, which opens for it; answers follow, and it goes back with them", async () => {
    const { agent, ids, a, z, letter, come, texts } = await aThread();
    const before = [await stateOf(agent, a), await stateOf(agent, z)];
    const [messageId] = await ids("a 3");
    const move = await moveMessage(agent, { messageId: messageId!, conversationId: z });
    expect(await texts(z)).toEqual(["a 3", "z 1"]);
    await undoCorrection(agent, { correctionId: move.id });
    expect([await stateOf(agent, a), await stateOf(agent, z)]).toEqual(before);
    const again = await moveMessage(agent, { messageId: messageId!, conversationId: z });
    await tick();
    await come(letter("a", "to 3", { cites: [rfcId("a 3")] }), letter("z", "z 2"));
    expect(await texts(z)).toEqual(["a 3", "z 1", "to 3", "z 2"]);
    await undoCorrection(agent, { correctionId: again.id });
    expect(await texts(z)).toEqual(["z 1", "z 2"]);
    expect(await texts(a)).toEqual(["a 1", "a 2", "a 3", "a 4", "to 3"]);
  });

  test("is not moved where it is, nor away from where it is the only one", async () => {
    const { agent, ids, a, z } = await aThread();
    const [one, only] = await ids("a 1", "z 1");
    const stays = moveMessage(agent, { messageId: one!, conversationId: a });
    await expect(stays).rejects.toMatchObject({ code: "invalid_input" });
    const empties = moveMessage(agent, { messageId: only!, conversationId: a });
    await expect(empties).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "left_empty", conversationId: z },
    });
  });

  test("stays where it was put when a merge before it is undone", async () => {
    const { agent, ids, a, z, letter, come, conversationOf, texts } = await aThread();
    await come(letter("c", "c 1"));
    const c = await conversationOf("c");
    const merge = await mergeConversation(agent, { conversationId: a, intoConversationId: z });
    const [messageId] = await ids("a 3");
    const move = await moveMessage(agent, { messageId: messageId!, conversationId: c });
    await undoCorrection(agent, { correctionId: merge.id });
    expect(await texts(a)).toEqual(["a 1", "a 2", "a 4"]);
    expect(await texts(c)).toEqual(["a 3", "c 1"]);
    await undoCorrection(agent, { correctionId: move.id });
    expect(await texts(a)).toEqual(["a 1", "a 2", "a 3", "a 4"]);
  });
});

describe("why a message stands where it stands is kept and told:", () => {
  test("by what it cites, by the provider's thread, as the first, or as a stranger's", async () => {
    const box = await aMailbox();
    const { agent, letter, come, conversationOf, messageOf, texts } = box;
    await come(
      letter("a", "first"),
      letter("a", "threaded"),
      letter("b", "cites", { cites: [rfcId("first")] }),
      letter("b", "refers", { cites: [rfcId("unknown"), rfcId("first")], references: [rfcId("first")] }),
      letter("a", "stranger", { who: tom, cites: [rfcId("first")] }),
    );
    const a = await conversationOf("a");
    const [seen] = await listMessages(agent, { conversationId: a, limit: 1 });
    await reply(agent, { conversationId: a, body: "ours", lastSeenMessageId: seen!.id });
    const first = await messageOf("first");
    expect(await whyOf(box, a)).toMatchObject({
      first: { by: "opened", as: null, corrected: null },
      threaded: { by: "thread", as: "customer" },
      cites: { by: "in-reply-to", as: "customer", messageId: first.id },
      refers: { by: "references", messageId: first.id },
      ours: { by: "answer", messageId: seen!.id },
    });
    const stranger = await messageOf("stranger");
    expect(await texts(stranger.conversationId)).toEqual(["stranger"]);
    expect(await whyOf(box, stranger.conversationId)).toMatchObject({
      stranger: { by: "stranger", conversationId: a },
    });
  });

  test("by the person who merged, split or moved it", async () => {
    const box = await aThread();
    const { agent, ids, a, z } = box;
    const [messageId] = await ids("a 1");
    await moveMessage(agent, { messageId: messageId!, conversationId: z });
    const split = await splitConversation(agent, { conversationId: a, messageIds: await ids("a 2") });
    expect((await whyOf(box, z))["a 1"]!.text).toBe(
      "Moved here from “a” by Ada Holm. It came as new: nothing in it names an earlier conversation.",
    );
    expect((await whyOf(box, split.toConversationId))["a 2"]!.text).toMatch(/^Split off “a” by Ada Holm\./);
    await mergeConversation(agent, { conversationId: a, intoConversationId: z });
    const { text, corrected } = (await whyOf(box, z))["a 3"]!;
    expect(text).toBe(
      "“a” was merged into this conversation by Ada Holm. Joined because the mail provider has it in the same thread. Its writer is the customer.",
    );
    expect(corrected).toMatchObject({ kind: "merge", fromConversationId: a, by: { type: "member" } });
  });
});

test("linked, two conversations show each other until they are unlinked, each pair once", async () => {
  const { agent, a, z } = await aThread();
  await linkConversations(agent, { conversationId: z, relatedConversationId: a });
  await linkConversations(agent, { conversationId: a, relatedConversationId: z });
  expect(await listLinks(agent, a)).toMatchObject([{ conversation: { id: z }, by: { name: "Ada Holm" } }]);
  expect(await listLinks(agent, z)).toMatchObject([{ conversation: { id: a } }]);
  await unlinkConversations(agent, { conversationId: a, relatedConversationId: z });
  await unlinkConversations(agent, { conversationId: a, relatedConversationId: z });
  expect(await listLinks(agent, z)).toEqual([]);
  const self = linkConversations(agent, { conversationId: a, relatedConversationId: a });
  await expect(self).rejects.toMatchObject({ code: "invalid_input" });
  const theirs = await aThread();
  const foreign = linkConversations(agent, { conversationId: a, relatedConversationId: theirs.a });
  await expect(foreign).rejects.toMatchObject({ code: "not_found" });
});
