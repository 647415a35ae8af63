import { existsSync, writeFileSync, writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { z } from "zod";
import { type Agent, defaultLimits } from "../../src/ai/config.ts";
import type { Answer, Model, Question } from "../../src/ai/models/port.ts";
import { beginOutreach } from "../../src/ai/outreach.ts";
import { runTurn } from "../../src/ai/run-turn.ts";
import { getRun, isOutreach, listRuns, sendDraft } from "../../src/domain/automation/index.ts";
import { listMessages } from "../../src/domain/conversations/index.ts";
import { sweepLeases } from "../../src/domain/jobs/index.ts";
import { findOutreach } from "../../src/domain/outreach/index.ts";
import { noteTold } from "../../src/domain/stock-requests/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { openDatabase } from "../../src/platform/db.ts";
import { openLog } from "../../src/platform/log.ts";
import { defineWorker } from "../../workers/define-worker.ts";
import { startLoop } from "../../workers/loop.ts";
import { startInProcess } from "../../workers/transports/in-process.ts";

/** A worker process that carries out turns and kills itself where a customer's letter says so, once each. */
const given = z
  .object({ appUrl: z.string(), systemUrl: z.string(), sealKeys: z.string(), deaths: z.string() })
  .parse(JSON.parse(process.argv[2] ?? "{}"));
const { deaths, ...urls } = given;
// Who is killed writes nothing on its way out: the next one need not compile it all again.
flushCompileCache();
const turn = z.object({ runId: z.uuid() });
const draft = z.object({ draftId: z.uuid() });
const outreach = z.object({ outreachId: z.uuid(), dueAt: z.string() });
const say = (line: string) => writeSync(1, `${line}\n`);

function dieAt(point: string, wanted: string | undefined) {
  const death = join(deaths, point);
  if (point !== wanted || existsSync(death)) return;
  writeFileSync(death, "");
  process.kill(process.pid, "SIGKILL");
}

const call = (id: string, name: string, input: object) => ({ id, name, arguments: JSON.stringify(input) });
type Said = Pick<Answer, "text" | "toolCalls">;
const replies = (reply: string, ...sources: string[]): Said => ({
  text: JSON.stringify({ reply, sources }),
  toolCalls: [],
});
const usual: Said[] = [
  { text: "", toolCalls: [call("a", "find_orders", {}), call("b", "get_order", { orderName: "1042" })] },
  { text: "", toolCalls: [call("c", "get_order", { orderName: "#1042" })] },
  replies("Your order #1042 is on its way.", "#1042"),
];
/** With a question beside the turn, of what another system says or of the answer; with a tool that changes something; unasked. */
const beside: Record<string, Said[]> = {
  reading: [{ text: "", toolCalls: [call("d", "Club_note", {})] }, replies("We have looked into it.")],
  judgement: [
    { text: "", toolCalls: [call("e", "search_knowledge", { question: "How long can I return a candle?" })] },
    replies("You may send it back within 30 days."),
  ],
  deed: [
    { text: "", toolCalls: [call("f", "request_callback", { when: "tomorrow", about: "#1042" })] },
    replies("We have looked into it."),
  ],
  outreach: [replies("Hi Mia, the Fjord in size L is back, at 34.90 EUR. Would you like it?")],
};
const asides: Record<string, object> = {
  reading: { summary: "She likes pine.", facts: [], holdsInstructions: false },
  judgement: { unsupported: [] },
};
/** Of the turn, till it dies: the first one writes down what was just answered, the second one what comes after that. */
let transactionsLeft = Number.POSITIVE_INFINITY;

/** The same database, of which this process sees the last transaction. */
function mortal(ctx: Context, wanted: string | undefined, conversationId: string): Context["db"] {
  const { db } = ctx;
  const transaction: typeof db.app.orm.transaction = async (work, config) => {
    if (--transactionsLeft < 0) dieAt(wanted!, wanted);
    const done = await db.app.orm.transaction(work, config);
    if (wanted === "deed-1" && (await hasNote(ctx, conversationId))) dieAt(wanted, wanted);
    if (wanted === "begun" && (await isBegun(ctx, conversationId))) dieAt(wanted, wanted);
    return done;
  };
  const orm = new Proxy(db.app.orm, { get: (of, key) => (key === "transaction" ? transaction : Reflect.get(of, key)) });
  return { ...db, app: { ...db.app, orm } };
}

/** What a tool was to do is done, and not on record yet. */
async function hasNote(ctx: Context, conversationId: string): Promise<boolean> {
  return (await listMessages(ctx, { conversationId, limit: 5 })).some(({ kind }) => kind === "note");
}

/** A turn waits in which the shop writes first, and the job that decided so is not done. */
async function isBegun(ctx: Context, conversationId: string): Promise<boolean> {
  return (await listRuns(ctx, { conversationId, limit: 5 })).some(({ because }) => isOutreach(because));
}

/** Looks things up, then answers; tells of every question. */
function agentThatDies(wanted: string | undefined): Agent {
  const model: Model = {
    ...{ id: "scripted", provider: "openai", priceMicros: () => 0, offered: async () => [] },
    async respond({ items, output }: Question) {
      const usage = { inputTokens: 10, cachedTokens: 0, outputTokens: 5 };
      const aside = asides[output?.name ?? ""];
      if (output && aside) {
        say(`asked ${wanted} ${output.name}`);
        dieAt(`${output.name}-1`, wanted);
        if (wanted === `${output.name}-2`) transactionsLeft = 1;
        return { end: "complete", text: JSON.stringify(aside), toolCalls: [], usage, costMicros: 7, replay: null };
      }
      const answers = beside[wanted?.split("-")[0] ?? ""] ?? usual;
      const n = items.filter(({ type }) => type === "answer").length + 1;
      dieAt(`before-${n}`, wanted);
      say(`asked ${wanted} ${n}`);
      dieAt(`after-${n}`, wanted);
      return { end: "complete", ...answers[n - 1]!, usage, costMicros: 7, replay: { by: "me", items: [{ n }] } };
    },
  };
  // Nothing else of a turn is written meanwhile.
  const limits = { ...defaultLimits, watchMs: 1_000_000 };
  return { models: [model], judges: [model], debounceMs: 0, limits };
}

const worker = defineWorker("ai", {
  ...{ concurrency: 1, leaseMs: 400, maxFailures: 3 },
  jobs: {
    async "run.turn"(ctx, payload) {
      const { runId } = turn.parse(payload);
      const { conversationId, because } = await getRun(ctx, runId);
      const letter = (await listMessages(ctx, { conversationId, limit: 5 })).find(({ kind }) => kind === "customer");
      const wanted = isOutreach(because) ? "outreach" : /Die at (\w+-\d)/.exec(letter?.text ?? "")?.[1];
      transactionsLeft = Number.POSITIVE_INFINITY;
      await runTurn({ ...ctx, db: mortal(ctx, wanted, conversationId) }, { runId }, agentThatDies(wanted));
      dieAt("end-0", wanted);
      const { status } = await getRun(ctx, runId);
      if (wanted === "outreach") return tell(ctx, conversationId);
      if (status === "sent" || status === "handed_over") dieAt(`end-${status}`, `end-${status}`);
    },
    async "outreach.begin"(ctx, payload) {
      const due = outreach.parse(payload);
      const { conversationId } = (await findOutreach(ctx, due.outreachId))!;
      await beginOutreach({ ...ctx, db: mortal(ctx, "begun", conversationId!) }, due, agentThatDies("outreach"));
    },
    async "draft.send"(ctx, payload) {
      dieAt("before-send", "before-send");
      await sendDraft(ctx, draft.parse(payload));
      dieAt("after-send", "after-send");
    },
  },
});

/** It is answered, and when her provider has taken it her wish is met. */
async function tell(ctx: Context, conversationId: string): Promise<void> {
  dieAt("end-outreach", "end-outreach");
  const ofAi = (await listMessages(ctx, { conversationId, limit: 5 })).filter(({ author }) => author.type === "ai");
  for (const { id: messageId } of ofAi) await noteTold(ctx, { conversationId, messageId });
}

const tools = { db: openDatabase({ ...urls, maxConnections: 4 }), log: openLog("silent") };
startInProcess({ tools, workers: [worker], pollMs: 20 });
startLoop("sweep", { ...tools, pollMs: 50 }, async () => (await sweepLeases(tools.db)) > 0);
