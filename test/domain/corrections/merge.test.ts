import { describe, expect, test } from "@jest/globals";
import {
  addNote,
  assignConversation,
  closeConversation,
  getConversation,
  getInboxRow,
  listConversations,
  markSpam,
  reply,
  setPriority,
  snoozeConversation,
} from "../../../src/domain/conversations/index.ts";
import { mergeConversation, previewMerge, undoCorrection } from "../../../src/domain/corrections/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import { followConversation, listFollowers, readConversation } from "../../../src/domain/involvement/index.ts";
import { createTag, tagConversation } from "../../../src/domain/tags/index.ts";
import { aPair, stateOf } from "./threads.ts";

describe("merged, two conversations", () => {
  test("read as one in order of time, and the one merged away leads there", async () => {
    const { agent, a, b, texts } = await aPair();
    const correction = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    expect(correction).toMatchObject({ kind: "merge", messageCount: 2, by: { name: "Ada Holm" } });
    expect(await texts(b)).toEqual(["a 1", "b 1", "b 2", "a 2"]);
    expect(await texts(a)).toEqual(await texts(b));
    expect(await getConversation(agent, a)).toMatchObject({ status: "merged", folder: "merged", mergedIntoId: b });
    expect(await getConversation(agent, b)).toMatchObject({
      messageCount: 4,
      lastMessagePreview: "a 2",
      status: "open",
    });
    expect((await listConversations(agent, { folder: "open", limit: 10 })).map(({ id }) => id)).toEqual([b]);
  });

  test("become open if either was, with the more urgent priority, the longer wait and an assignee", async () => {
    const { agent, a, b } = await aPair();
    const { id: memberId } = agent.actor as { id: string };
    await assignConversation(agent, { conversationId: a, memberId });
    await setPriority(agent, { conversationId: a, priority: "urgent" });
    await closeConversation(agent, { conversationId: b });
    const preview = await previewMerge(agent, { conversationId: a, intoConversationId: b });
    await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    const { waitingSince } = (await stateOf(agent, b)) as { waitingSince: Date };
    const after = { status: "open", priority: "urgent", assigneeId: memberId, closedAt: null, waitingSince };
    expect(await getConversation(agent, b)).toMatchObject(after);
    expect(preview).toMatchObject({ messageCount: 2, after, warnings: [] });
  });

  test("come apart exactly: messages, places, status, assignee, wait, counts, subject, tags and keys of authors", async () => {
    const { agent, ctx, a, b } = await aPair();
    const { id: memberId } = agent.actor as { id: string };
    const [one, both] = [
      await createTag(ctx, { name: "One", color: "red" }),
      await createTag(ctx, { name: "Both", color: "blue" }),
    ];
    await tagConversation(agent, { conversationId: a, tagId: one.id });
    for (const conversationId of [a, b]) await tagConversation(agent, { conversationId, tagId: both.id });
    await assignConversation(agent, { conversationId: a, memberId });
    await setPriority(agent, { conversationId: a, priority: "high" });
    for (const conversationId of [a, b]) await addNote(agent, { conversationId, body: "Seen", clientMessageId: "1" });
    await closeConversation(agent, { conversationId: b });
    const before = [await stateOf(agent, a), await stateOf(agent, b)];
    const { id: correctionId } = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    expect((await stateOf(agent, b)).tags).toBe(2);
    expect((await stateOf(agent, b)).messages.map((m) => m.client_message_id).filter(Boolean)).toEqual(["1"]);
    await undoCorrection(agent, { correctionId });
    expect([await stateOf(agent, a), await stateOf(agent, b)]).toEqual(before);
    const undone = await undoCorrection(agent, { correctionId });
    expect(undone.undoneBy).toMatchObject({ name: "Ada Holm" });
  });

  test("are read and followed as one, and nothing new is missed when they come apart", async () => {
    const { agent, a, b, letter, come, messageOf } = await aPair();
    await followConversation(agent, { conversationId: a, memberId: (agent.actor as { id: string }).id });
    for (const [conversationId, text] of [
      [a, "a 2"],
      [b, "b 1"],
    ] as const) {
      await readConversation(agent, { conversationId, messageId: (await messageOf(text)).id });
    }
    const unread = async () => (await getInboxRow(agent, b)).unread;
    const { id: correctionId } = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    expect([await unread(), (await listFollowers(agent, b)).length]).toEqual([false, 1]);
    await undoCorrection(agent, { correctionId });
    expect([await unread(), (await listFollowers(agent, b)).length]).toEqual([false, 0]);
    await come(letter("b", "b 3"));
    expect(await unread()).toBe(true);
  });

  test("keep what somebody decided since: closed by hand, the other stays closed when they come apart", async () => {
    const { agent, a, b } = await aPair();
    const { id: correctionId } = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    await setPriority(agent, { conversationId: b, priority: "low" });
    await closeConversation(agent, { conversationId: b });
    await undoCorrection(agent, { correctionId });
    expect(await getConversation(agent, b)).toMatchObject({ status: "closed", priority: "low", waitingSince: null });
    expect(await getConversation(agent, a)).toMatchObject({ status: "open", priority: "normal" });
  });

  test("announce it for the audit trail and for every screen", async () => {
    const { agent, a, b } = await aPair();
    const { id: correctionId } = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    await undoCorrection(agent, { correctionId });
    const { events } = await listEvents(agent, { after: 0, limit: 100 });
    const told = events.filter(({ name }) => /merged$/.test(name));
    expect(told).toMatchObject([
      { name: "conversation.merged", data: { conversationId: a, intoConversationId: b, correctionId } },
      { name: "conversation.unmerged", data: { conversationId: a, fromConversationId: b, correctionId } },
    ]);
    expect(told.every(({ actor }) => actor.type === "member")).toBe(true);
  });
});

describe("refused, with nothing half-done:", () => {
  test.each([
    ["a merge with itself", "a", "a", "invalid_input", undefined],
    ["a ring of two", "b", "a", "conflict", "merged"],
    ["a merge of what is merged already", "a", "c", "conflict", "merged"],
    ["a merge into what is merged away", "c", "a", "conflict", "merged"],
    ["a merge into spam", "c", "spam", "conflict", "hidden"],
  ])("%s", async (_, from, into, code, reason) => {
    const { agent, a, b, letter, come, conversationOf } = await aPair();
    await come(letter("c", "c 1"), letter("spam", "s 1"));
    const ids: Record<string, string> = { a, b, c: await conversationOf("c"), spam: await conversationOf("spam") };
    await markSpam(agent, { conversationId: ids.spam!, spam: true });
    await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    const before = await Promise.all(Object.values(ids).map((id) => stateOf(agent, id)));
    const tried = mergeConversation(agent, { conversationId: ids[from]!, intoConversationId: ids[into]! });
    await expect(tried).rejects.toMatchObject({ code });
    await expect(tried).rejects.toMatchObject(reason ? { details: { reason } } : {});
    expect(await Promise.all(Object.values(ids).map((id) => stateOf(agent, id)))).toEqual(before);
  });

  test("a ring of three", async () => {
    const { agent, a, b, letter, come, conversationOf } = await aPair();
    await come(letter("c", "c 1"));
    const c = await conversationOf("c");
    await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    await mergeConversation(agent, { conversationId: b, intoConversationId: c });
    const tried = mergeConversation(agent, { conversationId: c, intoConversationId: a });
    await expect(tried).rejects.toMatchObject({ code: "conflict", details: { reason: "merged", mergedIntoId: c } });
  });

  test("a merge with another workspace's conversation", async () => {
    const [{ agent, a, b }, theirs] = [await aPair(), await aPair()];
    for (const pair of [
      { conversationId: a, intoConversationId: theirs.a },
      { conversationId: theirs.a, intoConversationId: a },
    ]) {
      await expect(mergeConversation(agent, pair)).rejects.toMatchObject({ code: "not_found" });
    }
    const { id: correctionId } = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    await expect(undoCorrection(theirs.agent, { correctionId })).rejects.toMatchObject({ code: "not_found" });
  });

  test("every decision about, and every answer in, one that is merged away", async () => {
    const { agent, a, b } = await aPair();
    await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    const merged = { code: "conflict", details: { reason: "merged", mergedIntoId: b } };
    const tried = [
      () => closeConversation(agent, { conversationId: a }),
      () => addNote(agent, { conversationId: a, body: "x" }),
      () => reply(agent, { conversationId: a, body: "x", lastSeenMessageId: a, force: true }),
      () => snoozeConversation(agent, { conversationId: a, until: null }),
    ];
    for (const one of tried) await expect(one()).rejects.toMatchObject(merged);
  });
});

describe("at the same moment", () => {
  test("two merging in both directions, or one into two others: one wins and the other is told", async () => {
    for (let round = 0; round < 5; round++) {
      const { agent, a, b, letter, come, conversationOf } = await aPair();
      await come(letter("c", "c 1"));
      const c = await conversationOf("c");
      const pairs = [
        { conversationId: a, intoConversationId: b },
        round % 2 === 0 ? { conversationId: b, intoConversationId: a } : { conversationId: a, intoConversationId: c },
      ];
      const outcomes = await Promise.allSettled(pairs.map((pair) => mergeConversation(agent, pair)));
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      const lost = outcomes.find(({ status }) => status === "rejected") as PromiseRejectedResult;
      expect(lost.reason).toMatchObject({ code: "conflict", details: { reason: "merged" } });
      const rows = await Promise.all([a, b, c].map((id) => getConversation(agent, id)));
      expect(rows.filter(({ mergedIntoId }) => mergedIntoId !== null)).toHaveLength(1);
    }
  });

  test("mail that comes while its conversation is merged and unmerged ends in exactly one that is open", async () => {
    const { agent, a, b, letter, come, texts } = await aPair();
    for (let round = 0; round < 8; round++) {
      const text = `round ${round}`;
      const merging = mergeConversation(agent, { conversationId: a, intoConversationId: b });
      const [, { id: correctionId }] = await Promise.all([come(letter("a", text)).catch(again(text)), merging]);
      const undoing = undoCorrection(agent, { correctionId });
      await Promise.all([come(letter("a", `${text} more`)).catch(again(`${text} more`)), undoing]);
      expect(await texts(a)).toEqual(expect.arrayContaining([text, `${text} more`]));
      expect(await texts(b)).toEqual(["b 1", "b 2"]);
    }
    /** As the ingest worker does it. */
    function again(text: string) {
      return async (error: unknown) => {
        expect(error).toMatchObject({ name: "AlreadyFiled" });
        await come(letter("a", text));
      };
    }
  });
});

test("undone in any order: of two merged into one, the first comes out while the second stays", async () => {
  const { agent, a, b, letter, come, conversationOf, texts } = await aPair();
  await come(letter("c", "c 1"));
  const c = await conversationOf("c");
  const before = await Promise.all([a, b, c].map((id) => stateOf(agent, id)));
  const first = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
  const second = await mergeConversation(agent, { conversationId: c, intoConversationId: b });
  await undoCorrection(agent, { correctionId: first.id });
  expect(await stateOf(agent, a)).toEqual(before[0]);
  expect(await texts(b)).toEqual(["b 1", "b 2", "c 1"]);
  await undoCorrection(agent, { correctionId: second.id });
  expect(await Promise.all([a, b, c].map((id) => stateOf(agent, id)))).toEqual(before);
});
