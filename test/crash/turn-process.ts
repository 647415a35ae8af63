import { existsSync, writeFileSync, writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { z } from "zod";
import { type Agent, defaultLimits } from "../../src/ai/config.ts";
import type { Answer, Model, Question } from "../../src/ai/models/port.ts";
import { runTurn } from "../../src/ai/run-turn.ts";
import { getRun, sendDraft } from "../../src/domain/automation/index.ts";
import { sweepLeases } from "../../src/domain/jobs/index.ts";
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
const say = (line: string) => writeSync(1, `${line}\n`);

function dieAt(point: string, wanted: string | undefined) {
  const death = join(deaths, point);
  if (point !== wanted || existsSync(death)) return;
  writeFileSync(death, "");
  process.kill(process.pid, "SIGKILL");
}

const call = (id: string, name: string, input: object) => ({ id, name, arguments: JSON.stringify(input) });
const answers: Pick<Answer, "text" | "toolCalls">[] = [
  { text: "", toolCalls: [call("a", "find_orders", {}), call("b", "get_order", { orderName: "1042" })] },
  { text: "", toolCalls: [call("c", "get_order", { orderName: "#1042" })] },
  { text: JSON.stringify({ reply: "Your order #1042 is on its way.", sources: ["#1042"] }), toolCalls: [] },
];

/** Looks twice, then answers; tells of every question. */
function agentThatDies(): { agent: Agent; wanted(): string | undefined } {
  let wanted: string | undefined;
  const model: Model = {
    ...{ id: "scripted", provider: "openai", priceMicros: () => 0, offered: async () => [] },
    async respond({ items }: Question) {
      const [first] = items;
      wanted = first?.type === "text" ? /Die at (\w+-\d)/.exec(first.text)?.[1] : undefined;
      const n = items.filter(({ type }) => type === "answer").length + 1;
      dieAt(`before-${n}`, wanted);
      say(`asked ${wanted} ${n}`);
      dieAt(`after-${n}`, wanted);
      const usage = { inputTokens: 10, cachedTokens: 0, outputTokens: 5 };
      return { end: "complete", ...answers[n - 1]!, usage, costMicros: 7, replay: { by: "me", items: [{ n }] } };
    },
  };
  return { agent: { models: [model], debounceMs: 0, limits: defaultLimits }, wanted: () => wanted };
}

const worker = defineWorker("ai", {
  ...{ concurrency: 1, leaseMs: 400, maxFailures: 3 },
  jobs: {
    async "run.turn"(ctx, payload) {
      const { agent, wanted } = agentThatDies();
      const { runId } = turn.parse(payload);
      await runTurn(ctx, { runId }, agent);
      dieAt("end-0", wanted());
      const { status } = await getRun(ctx, runId);
      if (status === "sent" || status === "handed_over") dieAt(`end-${status}`, `end-${status}`);
    },
    async "draft.send"(ctx, payload) {
      dieAt("before-send", "before-send");
      await sendDraft(ctx, draft.parse(payload));
      dieAt("after-send", "after-send");
    },
  },
});
const tools = { db: openDatabase({ ...urls, maxConnections: 4 }), log: openLog("silent") };
startInProcess({ tools, workers: [worker], pollMs: 20 });
startLoop("sweep", { ...tools, pollMs: 50 }, async () => (await sweepLeases(tools.db)) > 0);
