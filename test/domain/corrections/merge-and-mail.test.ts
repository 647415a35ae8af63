import { describe, expect, test } from "@jest/globals";
import { getDraft, listRuns, scheduleRun, startRun, writeDraft } from "../../../src/domain/automation/index.ts";
import {
  addNote,
  beginSending,
  closeConversation,
  getConversation,
  listConversations,
  markSent,
  reply,
  snoozeConversation,
  wakeConversation,
} from "../../../src/domain/conversations/index.ts";
import { mergeConversation, undoCorrection } from "../../../src/domain/corrections/index.ts";
import {
  dispatchReply,
  listScheduledReplies,
  sendReply,
  sendScheduledNow,
} from "../../../src/domain/scheduled-replies/index.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { aPair, db, rfcId, stateOf, tick, tom } from "./threads.ts";

describe("later mail", () => {
  test("of the thread merged away comes to the other one, cited or not, through chains too", async () => {
    const { agent, a, b, letter, come, conversationOf, texts } = await aPair();
    await come(letter("c", "c 1"));
    const c = await conversationOf("c");
    await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    await come(letter("a", "a 3"), letter("new thread", "a 4", { cites: [rfcId("a 1")] }));
    await mergeConversation(agent, { conversationId: b, intoConversationId: c });
    await come(letter("a", "a 5"), letter("b", "b 3"), letter("another", "a 6", { cites: [rfcId("a 4")] }));
    expect(await texts(c)).toEqual(["a 1", "b 1", "b 2", "a 2", "c 1", "a 3", "a 4", "a 5", "b 3", "a 6"]);
    expect((await getConversation(agent, a)).mergedIntoId).toBe(c);
    expect(await listConversations(agent, { folder: "open", limit: 10 })).toHaveLength(1);
  });

  test("goes where its own thread is when they come apart, and waits there", async () => {
    const { agent, a, b, letter, come, texts } = await aPair();
    const { id: correctionId } = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    await tick();
    await come(letter("a", "a 3"), letter("b", "b 3"), letter("new", "a 4", { cites: [rfcId("a 3")] }));
    await addNote(agent, { conversationId: b, body: "note" });
    await undoCorrection(agent, { correctionId });
    expect(await texts(a)).toEqual(["a 1", "a 2", "a 3", "a 4"]);
    expect(await texts(b)).toEqual(["b 1", "b 2", "b 3", "note"]);
    expect(await getConversation(agent, b)).toMatchObject({ messageCount: 4, status: "open" });
    expect((await getConversation(agent, b)).waitingSince).not.toBeNull();
    await come(letter("a", "a 5"));
    expect(await texts(a)).toHaveLength(5);
  });

  test("opens the one merged away again when it comes back, as it would have", async () => {
    const { agent, a, b, letter, come } = await aPair();
    await closeConversation(agent, { conversationId: a });
    const { id: correctionId } = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    await tick();
    const more = letter("a", "a 3");
    await come(more);
    await undoCorrection(agent, { correctionId });
    const after = { status: "open", closedAt: null, waitingSince: more.sentAt, lastMessagePreview: "a 3" };
    expect(await getConversation(agent, a)).toMatchObject(after);
    expect(await getConversation(agent, b)).toMatchObject({ waitingSince: null });
  });

  test("of a stranger whose own conversation was merged follows that too", async () => {
    const { agent, a, letter, come, texts } = await aPair();
    await come(letter("a", "tom 1", { who: tom }));
    const rows = await listConversations(agent, { folder: "open", limit: 10 });
    const stranger = rows.find(({ customerEmail }) => customerEmail === tom.address)!.id;
    await come(letter("c", "c 1"));
    const c = rows.find(({ id }) => id !== a && id !== stranger)!.id;
    await mergeConversation(agent, { conversationId: stranger, intoConversationId: c });
    await come(letter("a", "tom 2", { who: tom }));
    expect(await texts(c)).toEqual(["b 1", "b 2", "tom 1", "tom 2"]);
  });
});

describe("what was on its way", () => {
  test("is neither lost nor sent twice: a queued answer goes out once from where it stands now", async () => {
    const { agent, a, b, answer, come, texts } = await aPair();
    const seen = await stateOf(agent, a);
    const [queued, sending] = [
      await reply(agent, { conversationId: a, body: "queued", lastSeenMessageId: String(seen.lastMessage) }),
      await reply(agent, {
        conversationId: a,
        body: "sending",
        lastSeenMessageId: String(seen.lastMessage),
        force: true,
      }),
    ];
    await beginSending(agent, sending.id);
    const { id: correctionId } = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    const first = await beginSending(agent, queued.id);
    expect(first).toMatchObject({ mayBeSent: false, conversation: { id: a, threadKey: "a" } });
    expect(await beginSending(agent, sending.id)).toMatchObject({ mayBeSent: true });
    await markSent(agent, { messageId: queued.id, externalId: "sent 1", rfcMessageId: rfcId("queued") });
    expect(await beginSending(agent, queued.id)).toBeNull();
    await undoCorrection(agent, { correctionId });
    await markSent(agent, { messageId: sending.id, externalId: "sent 2", rfcMessageId: null });
    await come(answer("a", "a 3", { cites: [rfcId("queued")] }));
    expect(await texts(a)).toEqual(["a 1", "a 2", "queued", "sending", "a 3"]);
  });

  test("for later comes along, is held back at its moment if its author cannot know what stands there, and goes back", async () => {
    const { agent, ctx, a, b, letter, come } = await aPair();
    const seen = await stateOf(agent, a);
    const sendAt = new Date(Date.now() + 3_600_000);
    const later = { conversationId: a, body: "later", lastSeenMessageId: String(seen.lastMessage), sendAt };
    const sent = await sendReply(agent, later);
    const scheduledReplyId = "scheduled" in sent ? sent.scheduled.id : "";
    const { id: correctionId } = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    expect(await listScheduledReplies(agent, b)).toMatchObject([{ id: scheduledReplyId, state: "scheduled" }]);
    await come(letter("b", "b 3"));
    await dispatchReply(ctx, { scheduledReplyId, sendAt });
    expect(await listScheduledReplies(agent, b)).toMatchObject([{ state: "held" }]);
    await undoCorrection(agent, { correctionId });
    expect(await listScheduledReplies(agent, b)).toEqual([]);
    expect(await listScheduledReplies(agent, a)).toMatchObject([{ id: scheduledReplyId }]);
    const lastSeenMessageId = String((await stateOf(agent, a)).lastMessage);
    const message = await sendScheduledNow(agent, { scheduledReplyId, lastSeenMessageId });
    expect(message).toMatchObject({ conversationId: a, state: "queued" });
  });

  test("from the AI is dropped in both: it had read something else", async () => {
    const { agent, ctx, a, b } = await aPair();
    const run = (await scheduleRun(ctx, { conversationId: a, delayMs: 0, again: true }))!;
    await startRun(ctx, { runId: run.id, model: "test" });
    const drafted = { conversationId: a, runId: run.id, body: "Hi", sources: [], lastSeenMessageId: run.lastMessageId };
    await writeDraft(ctx, drafted);
    await scheduleRun(ctx, { conversationId: a, delayMs: 60_000, again: true });
    await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    await expect(getDraft(ctx, a)).rejects.toMatchObject({ code: "not_found" });
    const [waiting] = await listRuns(ctx, { conversationId: a, limit: 1 });
    expect(waiting).toMatchObject({ status: "superseded", reason: "Messages were merged, split or moved" });
    expect(await scheduleRun(ctx, { conversationId: a, delayMs: 0 })).toBeNull();
    await expect(writeDraft(ctx, drafted)).rejects.toMatchObject({ details: { reason: "merged" } });
  });

  test("out of a snooze wakes at once if its time passed while it was merged", async () => {
    const { agent, ctx, a, b } = await aPair();
    const until = new Date(Date.now() + 30);
    await snoozeConversation(agent, { conversationId: a, until });
    const { id: correctionId } = await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    await wakeConversation(ctx, { conversationId: a, until });
    expect(await getConversation(agent, b)).toMatchObject({ status: "open", snoozedUntil: null });
    await undoCorrection(agent, { correctionId });
    expect(await getConversation(agent, a)).toMatchObject({ status: "waiting", snoozedUntil: until });
    const wakes = await inWorkspaces(db.system, [], (tx) => {
      return tx`select run_at from jobs where workspace_id = ${ctx.workspaceId} and queue = 'wake'`;
    });
    expect(wakes.map(({ run_at }) => run_at)).toEqual([until, until]);
  });

  test("out of a snooze sleeps on in what it is merged into, if that is done", async () => {
    const { agent, a, b } = await aPair();
    const until = new Date(Date.now() + 3_600_000);
    await snoozeConversation(agent, { conversationId: a, until });
    await closeConversation(agent, { conversationId: b });
    await mergeConversation(agent, { conversationId: a, intoConversationId: b });
    expect(await getConversation(agent, b)).toMatchObject({ status: "waiting", snoozedUntil: until, closedAt: null });
  });
});
