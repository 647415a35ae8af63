import { expect, test } from "@jest/globals";
import { beginFollowUp, planFollowUp, requestTurn, runTurn } from "../../src/ai/index.ts";
import { scheduleRun } from "../../src/domain/automation/index.ts";
import { recordConsent } from "../../src/domain/consent/index.ts";
import { closeConversation, listMessages, reply } from "../../src/domain/conversations/index.ts";
import { stopAi } from "../../src/domain/tool-switches/index.ts";
import { useClock as setClock } from "../../src/platform/clock.ts";
import { inWorkspaces } from "../../src/platform/db.ts";
import { testDatabase } from "../support/database.ts";
import { ends, says, startScriptedModel } from "./scripted-model.ts";
import { aConversation, guide, sendsAll, turnJobs } from "./turn.ts";

const db = await testDatabase();
Object.assign(process.env, { OPENAI_BASE_URL: "http://127.0.0.1:1/v1", AI_DEBOUNCE_MS: "60000" });

test("a message asks for a turn after the pause that ends a burst", async () => {
  const { system, conversationId, runs, lastMessageId } = await aConversation(db);
  await requestTurn(system, { conversationId });
  const [job] = await turnJobs(db, system);
  expect(job!.runAt.getTime()).toBeGreaterThan(Date.now() + 50_000);
  expect(await runs()).toMatchObject([
    { id: job!.payload.runId, status: "waiting", lastMessageId: await lastMessageId() },
  ]);
});

test("mail of machines asks for nothing", async () => {
  const { system, conversationId, runs } = await aConversation(db, { automatic: "bounce" });
  await requestTurn(system, { conversationId });
  expect(await runs()).toEqual([]);
});

test("old mail, as a new mailbox brings it, asks for nothing; a person may ask all the same", async () => {
  const sentAt = new Date(Date.now() - 4 * 24 * 3_600_000);
  const { system, conversationId, runs } = await aConversation(db, { sentAt });
  await requestTurn(system, { conversationId });
  expect(await runs()).toEqual([]);
  await scheduleRun(system, { conversationId, delayMs: 0, again: true });
  expect(await runs()).toHaveLength(1);
});

/** An answer of the AI that its customer does not react to, in a shop that reminds after three days. */
async function aSilence({ modes = [sendsAll], first = {} }: { modes?: (typeof sendsAll)[]; first?: object } = {}) {
  const conversation = await aConversation(db, first);
  const { system, conversationId } = conversation;
  const model = await startScriptedModel();
  model.script = [says("Which size do you want?")];
  const agent = model.agent();
  await guide(system, { modes: [sendsAll], followUpAfterDays: 3 });
  expect(await conversation.turn(agent)).toMatchObject({ status: "sent" });
  await guide(system, { modes, followUpAfterDays: 3 });
  await Promise.all([1, 2].map(() => planFollowUp(system, { conversationId })));
  const planned = await db.system.sql<{ payload: { conversationId: string; messageId: string }; runAt: Date }[]>`
    select payload, run_at as "runAt" from jobs
    where workspace_id = ${system.workspaceId} and name = 'follow_up.begin' order by position`;
  model.asked.length = 0;
  model.script = [says("Did you decide about the size?")];
  return {
    ...{ ...conversation, conversation, model, agent, planned },
    /** The days are over; the job comes twice, at the same time. */
    async passes() {
      await Promise.all([1, 2].map(() => beginFollowUp(system, planned[0]!.payload, agent)));
      for (const { payload } of await turnJobs(db, system)) await runTurn(system, payload, agent);
      return (await conversation.runs())[0]!;
    },
    replies: async () =>
      (await listMessages(conversation.agent, { conversationId, limit: 20 })).filter(({ kind }) => kind === "reply"),
  };
}

test("who does not answer for as long as the guidance says is reminded once, as answers go out, and not again", async () => {
  const { system, conversationId, planned, passes, replies, model, runs, agent, write } = await aSilence();
  expect(planned[0]!.runAt.getTime()).toBeGreaterThan(Date.now() + 2.9 * 86_400_000);
  expect(await passes()).toMatchObject({ status: "sent", because: { kind: "silence" } });
  expect((await replies()).map(({ text }) => text.split("\n")[0])).toEqual([
    "Did you decide about the size?",
    "Which size do you want?",
  ]);
  expect(model.asked[0]!.instructions).toContain("Remind her once of what is open");
  await planFollowUp(system, { conversationId });
  const [newest] = await replies();
  await beginFollowUp(system, { conversationId, messageId: newest!.id }, agent);
  expect(await runs()).toHaveLength(2);
  // What she asks afterwards is answered as ever, and she may fall silent again.
  await write({ text: "The large one, please" });
  await requestTurn(system, { conversationId });
  expect((await runs())[0]).toMatchObject({ status: "waiting", because: null });

  const byHand = await aSilence({ modes: [] });
  expect(await byHand.passes()).toMatchObject({ status: "drafted", mode: "draft" });
  expect(await byHand.replies()).toHaveLength(1);
});

type Given = Awaited<ReturnType<typeof aSilence>>;
test.each<[string, (given: Given) => Promise<unknown>]>([
  ["she wrote", ({ write }) => write({ text: "Hold on" })],
  [
    "a person wrote",
    async ({ conversation: { agent }, conversationId, lastMessageId }) =>
      reply(agent, { conversationId, body: "By the way", lastSeenMessageId: await lastMessageId() }),
  ],
  ["it was closed", ({ conversation: { agent }, conversationId }) => closeConversation(agent, { conversationId })],
  ["the shop reminds nobody any more", ({ system }) => guide(system, { modes: [sendsAll] })],
])("nobody is reminded when %s", async (_, happens) => {
  const given = await aSilence();
  await happens(given);
  const before = (await given.runs()).length;
  await given.passes();
  expect(await given.runs()).toHaveLength(before);
});

/** Statements that make it so, and undo it. */
const inTheWay: readonly (readonly [what: string, make: string, undo: string])[] = [
  [
    "chance keeps the AI out",
    "insert into hold_out_draws (workspace_id, conversation_id, is_held_out, percent, drawn_at) select workspace_id, id, true, 50, now() from conversations where id = $1",
    "delete from hold_out_draws where conversation_id = $1",
  ],
  [
    "people have it",
    "insert into ai_standings (workspace_id, conversation_id, run_id, reason, since) select workspace_id, conversation_id, id, 'anger', now() from runs where conversation_id = $1",
    "delete from ai_standings where conversation_id = $1",
  ],
  ...["awaiting_approval", "approved", "executing", "unknown"].map(
    (state) =>
      [
        `an action is ${state}`,
        `insert into actions (workspace_id, id, connection_id, conversation_id, kind, arguments_hash, requested_by, actor_key, state)
         select workspace_id, gen_random_uuid(), connection_id, id, 'order.refund', '', '{"type":"system","id":null}', 'system', '${state}' from conversations where id = $1`,
        "delete from actions where conversation_id = $1",
      ] as const,
  ),
];

test("nor where chance keeps the AI out, people have it, or the shop still owes her something: until that is over", async () => {
  const { system, conversationId, planned, agent, runs } = await aSilence();
  const remindedWhile = async (what: string) => {
    await beginFollowUp(system, planned[0]!.payload, agent);
    return [what, (await runs()).length - 1];
  };
  const state = (statement: string) =>
    inWorkspaces(db.app, [system.workspaceId], (tx) => tx.unsafe(statement, [conversationId]));
  const looked = [];
  for (const [what, make, undo] of inTheWay) {
    await state(make);
    looked.push(await remindedWhile(what));
    await state(undo);
  }
  expect(looked).toEqual(inTheWay.map(([what]) => [what, 0]));
  // An action that waits for her own yes, or is over, owes her nothing.
  for (const over of ["planned", "done", "declined"]) {
    await state(inTheWay.at(-1)![1].replace("'unknown'", `'${over}'`));
  }
  expect(await remindedWhile("nothing")).toEqual(["nothing", 1]);
});

test("nor who opted out, nor while the AI is stopped, and what the model gives to people harms nobody", async () => {
  const [optedOut, stopped, unsure] = await Promise.all([1, 2, 3].map(() => aSilence()));
  const said = { channel: "email", purpose: "service", state: "withdrawn", how: "agent" } as const;
  await recordConsent(optedOut!.system, { ...said, customerId: optedOut!.customerId, evidence: { note: "By phone" } });
  await stopAi({ ...stopped!.conversation.agent, permissions: "all" }, { reason: "wrong prices" });
  for (const { passes, replies, model } of [optedOut!, stopped!]) {
    expect(await passes()).toMatchObject({ status: "skipped" });
    expect([await replies(), model.asked].map(({ length }) => length)).toEqual([1, 0]);
  }
  unsure!.model.script = [ends({ outcome: "hand_over", reply: "A colleague will write.", reason: "not sure" })];
  expect(await unsure!.passes()).toMatchObject({ status: "no_reply", reason: "not sure" });
  expect(await unsure!.replies()).toHaveLength(1);
});

test("a text that reminds waits for the hours in which one may reach her unasked", async () => {
  const floridian = "+13055550171";
  const at = (moment: string) => setClock(() => new Date(moment));
  const first = { channel: "sms", via: "twilio-sms", senderVerified: null, subject: "" } as const;
  const given = await aSilence({
    first: {
      ...{ ...first, from: { address: floridian, name: "" }, to: [{ address: "+12025550142", name: "" }] },
      customer: { kind: "phone", value: floridian, name: "Mia" },
    },
  });
  const evening = at("2026-11-26T01:30:00Z");
  await given.passes();
  evening();
  expect(await given.runs()).toHaveLength(1);
  const [, , later] = await db.system.sql<{ runAt: Date }[]>`
    select run_at as "runAt" from jobs where workspace_id = ${given.system.workspaceId} and name = 'follow_up.begin'
    order by position`;
  // 20:30 in Miami; from 8 in the morning on a shop may write there.
  expect(later!.runAt.toISOString()).toBe("2026-11-26T13:00:00.000Z");
  const morning = at("2026-11-26T13:05:00Z");
  await given.passes();
  morning();
  expect(await given.replies()).toHaveLength(2);
});
