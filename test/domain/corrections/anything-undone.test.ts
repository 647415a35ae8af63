import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { addNote, getConversation } from "../../../src/domain/conversations/index.ts";
import {
  mergeConversation,
  moveMessage,
  splitConversation,
  undoCorrection,
} from "../../../src/domain/corrections/index.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { AppError } from "../../../src/platform/errors.ts";
import { aMailbox, db, type Mailbox, rfcId, tick } from "./threads.ts";

const names = ["a", "b", "c", "d"];
const thread = fc.constantFrom(...names);
const any = fc.nat({ max: 1000 });

const mail = fc.record({ do: fc.constantFrom("letter", "answer", "bounce"), thread, cites: fc.option(any) });
const note = fc.record({ do: fc.constant("note"), thread });
const merge = fc.record({ do: fc.constant("merge"), from: any, into: any });
const split = fc.record({ do: fc.constant("split"), from: any, which: any });
const move = fc.record({ do: fc.constant("move"), message: any, into: any });
const undo = fc.record({ do: fc.constant("undo"), which: any });

type Step = { do: string; thread?: string; cites?: number | null } & Partial<
  Record<"from" | "into" | "which" | "message", number>
>;
const steps = (weights: { undo: number }): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: mail as fc.Arbitrary<Step> },
      { weight: 1, arbitrary: note },
      { weight: 3, arbitrary: merge },
      { weight: 2, arbitrary: split },
      { weight: 2, arbitrary: move },
      { weight: weights.undo, arbitrary: undo },
    ),
    { minLength: 3, maxLength: 14 },
  );

/** The same mail and notes in two shops; in the first one, people merge, split, move and undo beside it. */
async function play(wanted: readonly Step[]) {
  const [shop, control] = [await aMailbox(), await aMailbox()];
  const letters: string[] = [];
  const made: string[] = [];
  const comeToBoth = async (kind: string, name: string, cites: number | null) => {
    const text = `${name} ${letters.length}`;
    const cited = cites === null || letters.length === 0 ? [] : [rfcId(letters[cites % letters.length]!)];
    for (const box of [shop, control]) {
      const mail = kind === "answer" ? box.answer(name, text) : box.letter(name, text);
      await box.come({ ...mail, cites: cited, automatic: kind === "bounce" ? "bounce" : null });
    }
    letters.push(text);
  };
  for (const name of names) await comeToBoth("letter", name, null);
  for (const name of ["a", "b"]) await comeToBoth("answer", name, null);
  for (const one of wanted) {
    await tick();
    if (one.thread !== undefined && one.do !== "note") await comeToBoth(one.do, one.thread, one.cites ?? null);
    else if (one.thread !== undefined) await noteInBoth(shop, control, one.thread, `note ${letters.length}`);
    else await correct(shop, one, made);
    await everythingOnce(shop, control);
  }
  return { shop, control, made };
}

async function noteInBoth(shop: Mailbox, control: Mailbox, name: string, body: string) {
  const conversationId = await shop.conversationOf(name);
  if ((await getConversation(shop.agent, conversationId)).mergedIntoId !== null) return;
  await addNote(shop.agent, { conversationId, body });
  await addNote(control.agent, { conversationId: await control.conversationOf(name), body });
}

/** What is refused with a clear error changes nothing; what is not succeeds. */
async function correct({ ctx, agent }: Mailbox, one: Step, made: string[]) {
  const all = await allMessages(ctx);
  const conversations = [...new Set(all.map(({ conversation }) => conversation))];
  const pick = <T>(from: readonly T[], n = 0) => from[n % from.length]!;
  try {
    if (one.do === "merge") {
      const [conversationId, intoConversationId] = [pick(conversations, one.from), pick(conversations, one.into)];
      made.push((await mergeConversation(agent, { conversationId, intoConversationId })).id);
    }
    if (one.do === "split") {
      const conversationId = pick(conversations, one.from);
      const own = all.filter(({ conversation }) => conversation === conversationId);
      const messageIds = own.filter((_, n) => ((one.which ?? 0) >> n) % 2 === 1).map(({ id }) => id);
      if (messageIds.length > 0) made.push((await splitConversation(agent, { conversationId, messageIds })).id);
    }
    if (one.do === "move") {
      const input = { messageId: pick(all, one.message).id, conversationId: pick(conversations, one.into) };
      made.push((await moveMessage(agent, input)).id);
    }
    if (one.do === "undo" && made.length > 0) await undoCorrection(agent, { correctionId: pick(made, one.which) });
  } catch (error) {
    if (!(error instanceof AppError) || !["conflict", "invalid_input"].includes(error.code)) throw error;
  }
}

async function allMessages({ workspaceId }: Mailbox["ctx"]) {
  return inWorkspaces(db.app, [workspaceId], async (tx) => [
    ...(await tx<{ id: string; conversation: string; text: string; position: number; home: string | null }[]>`
      select m.id, conversation_id as conversation, text, position, home_conversation_id as home
      from messages m join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
      where m.workspace_id = ${workspaceId} order by m.created_at, text`),
  ]);
}

async function everythingOnce(shop: Mailbox, control: Mailbox) {
  const [seen, wanted] = [await allMessages(shop.ctx), await allMessages(control.ctx)];
  expect(seen.map(({ text }) => text).toSorted()).toEqual(wanted.map(({ text }) => text).toSorted());
  const rows = await conversationsOf(shop);
  for (const row of rows) {
    const own = seen.filter(({ conversation }) => conversation === row.id);
    expect([row.id, row.merged_into_id === null]).toEqual([row.id, own.length > 0]);
    if (row.merged_into_id !== null) continue;
    expect(row.message_count).toBe(Math.max(...own.map(({ position }) => position)));
    if (own.some(({ home }) => home !== null)) expect(row.message_count).toBe(own.length);
    expect(row.status).not.toBe("merged");
  }
  const live = new Set(rows.flatMap((row) => (row.merged_into_id === null ? [row.id] : [])));
  for (const row of rows) if (row.merged_into_id !== null) expect(live).toContain(row.merged_into_id);
}

async function conversationsOf({ ctx }: Mailbox) {
  return inWorkspaces(db.app, [ctx.workspaceId], async (tx) => [
    ...(await tx`select * from conversations where workspace_id = ${ctx.workspaceId} order by thread_key`),
  ]);
}

/** The conversations that came by mail, with names in place of ids and moments. */
async function state(box: Mailbox) {
  const messages = await inWorkspaces(db.app, [box.ctx.workspaceId], async (tx) => [
    ...(await tx`select * from messages where workspace_id = ${box.ctx.workspaceId} order by position`),
  ]);
  const textAt = (at: Date | null) => messages.find(({ sent_at }) => sent_at.getTime() === at?.getTime())?.text ?? null;
  const rows = (await conversationsOf(box)).filter(({ thread_key }) => names.includes(thread_key));
  return rows.map((row) => ({
    ...{ thread: row.thread_key, status: row.status, count: row.message_count, merged: row.merged_into_id },
    ...{ last: row.last_message_preview, kind: row.last_message_kind, lastAt: textAt(row.last_message_at) },
    ...{ waiting: textAt(row.waiting_since), arrived: textAt(row.last_arrived_at), closed: row.closed_at },
    messages: messages
      .filter(({ conversation_id }) => conversation_id === row.id)
      .map((m) => [m.position, m.text, m.home_conversation_id, m.home_position, (m.moved_by ?? []).length]),
  }));
}

const runs = { numRuns: Number(process.env.CORRECTION_RUNS ?? 10), endOnFailure: true };

test("whatever is merged, split and moved, undone in reverse all is as if nobody had touched it, and no message is ever lost or double", async () => {
  await fc.assert(
    fc.asyncProperty(steps({ undo: 0 }), async (wanted) => {
      const { shop, control, made } = await play(wanted);
      for (const correctionId of made.toReversed()) await undoCorrection(shop.agent, { correctionId });
      expect(await state(shop)).toEqual(await state(control));
    }),
    runs,
  );
}, 240_000);

test("undone in any order that is allowed, between others too, every message is back at its own place", async () => {
  await fc.assert(
    fc.asyncProperty(steps({ undo: 2 }), any, async (wanted, turn) => {
      const { shop, control, made } = await play(wanted);
      let left = made.toSorted((a, b) => key(a, turn) - key(b, turn));
      while (left.length > 0) {
        const blocked = await undoSome(shop, left);
        await everythingOnce(shop, control);
        // Two that have swapped all they had wait for each other: a note in each frees both.
        if (blocked.length === left.length) await noteInAll(shop, control);
        left = blocked;
      }
      expect(await state(shop)).toEqual(await state(control));
    }),
    runs,
  );
}, 240_000);

const key = (id: string, turn: number) => (Number.parseInt(id.slice(-6), 16) * (turn + 1)) % 1009;

/** @returns those that wait for others. */
async function undoSome({ agent }: Mailbox, correctionIds: readonly string[]): Promise<string[]> {
  const blocked: string[] = [];
  for (const correctionId of correctionIds) {
    await undoCorrection(agent, { correctionId }).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.details?.reason !== "undo_first") throw error;
      blocked.push(correctionId);
    });
  }
  return blocked;
}

async function noteInAll(shop: Mailbox, control: Mailbox) {
  for (const name of names) await noteInBoth(shop, control, name, "a way out");
}
