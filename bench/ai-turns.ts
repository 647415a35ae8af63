import { randomUUID } from "node:crypto";
import OpenAI from "openai";
import { type Agent, defaultLimits } from "../src/ai/config.ts";
import { runTurn } from "../src/ai/index.ts";
import { openModel } from "../src/ai/models/open-model.ts";
import type { Model } from "../src/ai/models/port.ts";
import { type Run, scheduleRun } from "../src/domain/automation/index.ts";
import { saveLookup } from "../src/domain/commerce/index.ts";
import { listConversations } from "../src/domain/conversations/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import type { Database } from "../src/platform/db.ts";
import { openLog } from "../src/platform/log.ts";
import { aConnection, aMessage, aWorkspace, receive } from "../test/support/factories.ts";
import { told } from "../test/support/shop-records.ts";
import { ai } from "../workers/ai.ts";
import { defineWorker } from "../workers/define-worker.ts";
import { startInProcess } from "../workers/transports/in-process.ts";
import { percentile } from "./cluster.ts";

export interface TurnBench {
  db: Database;
  /** Where the model listens. */
  baseUrl: string;
}

interface Asked {
  ctx: Context;
  conversationId: string;
}

/** So many shoppers in so many shops, each with a question and an order. */
async function askedConversations({ db }: TurnBench, shops: number, each: number): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (let shop = 0; shop < shops; shop++) {
    const ctx = await aWorkspace(db, "Bench");
    const mailbox = await aConnection(ctx);
    const store = await aConnection(ctx, "shopify");
    const at = { workspaceId: ctx.workspaceId, connectionId: mailbox.id };
    const mails = Array.from({ length: each }, () => {
      const address = `${randomUUID()}@mail.example`;
      return aMessage(at, {
        customer: { kind: "email", value: address, name: "Mia Berg" },
        from: { address, name: "Mia Berg" },
        text: "Hello, I have a question about my order: where is it, and when will it be here? Thank you!",
      });
    });
    await receive(db, mails);
    for (const { id: conversationId, customerId } of await listConversations(ctx, { folder: "open", limit: each })) {
      const record = told({ externalId: `gid://shopify/Customer/${customerId}` }, [{ externalId: randomUUID() }]);
      await saveLookup(ctx, { customerId, connectionId: store.id, record });
      asked.push({ ctx, conversationId });
    }
  }
  return asked;
}

function agentOf({ baseUrl }: TurnBench, model: string, onFirst: () => void = () => {}): Agent {
  const prices = { input: 1, output: 4 };
  const opened = openModel({ provider: "openai", apiKey: "bench", baseUrl, model, prices, timeoutMs: 60_000 });
  const listened: Model = {
    ...opened,
    respond: (question, signal, onText) =>
      opened.respond(question, signal, (delta) => {
        onFirst();
        onText?.(delta);
      }),
  };
  return { models: [listened], debounceMs: 0, limits: defaultLimits };
}

async function scheduled({ ctx, conversationId }: Asked): Promise<Run> {
  const run = await scheduleRun(ctx, { conversationId, delayMs: 0, again: true });
  if (!run) throw new Error("There is nothing to answer");
  return run;
}

/** From the job's start to the first word of the answer: a look-up and an answer, against the two bare calls. */
export async function timeToFirstToken(bench: TurnBench, { thinkMs, count }: { thinkMs: number; count: number }) {
  const model = `slow-${thinkMs}-looks`;
  const asked = await askedConversations(bench, 1, count + 3);
  const [ours, bare]: [number[], number[]] = [[], []];
  for (const one of asked) {
    bare.push(await bareCalls(bench, model));
    const run = await scheduled(one);
    let first = 0;
    const startedAt = performance.now();
    await runTurn(
      one.ctx,
      { runId: run.id },
      agentOf(bench, model, () => (first ||= performance.now())),
    );
    if (first === 0) throw new Error("The turn had no answer");
    ours.push(first - startedAt);
  }
  // What is loaded and connected first is not what is measured.
  const of = (values: number[]) => ({ p50: percentile(values.slice(3), 0.5), p95: percentile(values.slice(3), 0.95) });
  return { ours: of(ours), bare: of(bare) };
}

/** Until the answer is there. @returns milliseconds to its first word. */
async function bareCalls({ baseUrl }: TurnBench, model: string): Promise<number> {
  const client = new OpenAI({ apiKey: "bench", baseURL: baseUrl, maxRetries: 0 });
  const startedAt = performance.now();
  let first = 0;
  const input: OpenAI.Responses.ResponseInputItem[] = [{ role: "user", content: "Where is my order? ".repeat(50) }];
  for (;;) {
    for await (const event of await client.responses.create({ model, input, stream: true, store: false })) {
      if (event.type === "response.output_text.delta") first ||= performance.now() - startedAt;
      if (event.type !== "response.completed") continue;
      if (first > 0) return first;
      for (const item of event.response.output) {
        if (item.type === "function_call") {
          input.push(item, { type: "function_call_output", call_id: item.call_id, output: "{}" });
        }
      }
    }
  }
}

/**
 * So many turns at once on one worker with a model that thinks for so long, and as many bare calls at once; both are
 * kept up: whenever one ends the next begins, until `waves` times as many are done. What is counted is what ends between
 * the first wave and the last, when all of them are under way: ideally so many in the time the model thinks. For the
 * first waves they still come in the bunch they began in, so few waves would count that more than once. A single burst
 * would count starting all of them at the same moment, which bare calls of the SDK cannot do in a tenth of that
 * time either; and connections that were never used.
 *
 * @param looks the model first asks for the customer's orders and then answers, so that it thinks twice in each turn.
 */
export async function throughput(
  bench: TurnBench,
  { thinkMs, atOnce, waves, looks }: { thinkMs: number; atOnce: number; waves: number; looks: boolean },
) {
  const model = `slow-${thinkMs}${looks ? "-looks" : ""}`;
  const count = atOnce * waves;
  const asked = await askedConversations(bench, 20, count / 20);
  const bare = steadyRate(atOnce, count);
  let left = count;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (; left-- > 0; bare.ended()) await bareCalls(bench, model);
    }),
  );
  for (const one of asked) await scheduled(one);
  const ours = steadyRate(atOnce, count);
  await workedOff(bench, agentOf(bench, model), atOnce, ours);
  return {
    ...{ ours: ours.perSecond(), bare: bare.perSecond(), ideal: atOnce / ((thinkMs / 1000) * (looks ? 2 : 1)) },
    cpuMsPerTurn: ours.cpuMs(),
  };
}

/** Looks at the clock when the first wave has ended, and when the last one begins to run out. */
function steadyRate(atOnce: number, count: number) {
  let done = 0;
  const all = Promise.withResolvers<void>();
  const marks: { at: number; cpu: NodeJS.CpuUsage }[] = [];
  const between = (of: (mark: (typeof marks)[number]) => number) => of(marks[1]!) - of(marks[0]!);
  return {
    all: all.promise,
    ended() {
      done++;
      if (done === atOnce || done === count - atOnce) marks.push({ at: performance.now(), cpu: process.cpuUsage() });
      if (done === count) all.resolve();
    },
    perSecond: () => ((count - 2 * atOnce) / between(({ at }) => at)) * 1000,
    cpuMs: () => between(({ cpu: { user, system } }) => (user + system) / 1000) / (count - 2 * atOnce),
  };
}

/** The product's own worker, but for the model it asks. */
async function workedOff(
  { db }: TurnBench,
  agent: Agent,
  atOnce: number,
  rate: ReturnType<typeof steadyRate>,
): Promise<void> {
  const worker = defineWorker(ai.queue, {
    ...{ concurrency: Math.min(atOnce, ai.concurrency), leaseMs: ai.leaseMs },
    jobs: {
      "run.turn": async (ctx, { runId }) => {
        await runTurn(ctx, { runId: String(runId) }, agent);
        rate.ended();
      },
    },
  });
  const transport = startInProcess({ tools: { db, log: openLog("error") }, workers: [worker], pollMs: 50 });
  await rate.all;
  await transport.stop(5000);
}
