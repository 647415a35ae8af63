import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { makeKnowledge, searchTimes } from "./ai-retrieval.ts";
import { throughput, timeToFirstToken } from "./ai-turns.ts";
import { openBenchDatabase } from "./cluster.ts";

/**
 * What a turn of the AI costs beside the model: 200 turns at once, kept up, on one worker with a model that thinks 2 s, retrieval
 * with 100,000 passages, and last the time to the first word of an answer against the bare calls of the provider's SDK.
 * `--only turns|retrieval|first-word` measures one of them.
 */
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    turns: { type: "string", default: "200" },
    chunks: { type: "string", default: "100000" },
    "think-ms": { type: "string", default: "500" },
  },
});
const parts = { turns, retrieval, "first-word": firstWord };
const asked = Object.entries(parts).filter(([name]) => values.only === undefined || values.only === name);
if (asked.length === 0)
  throw new Error(`There is no part "${values.only}"; there are ${Object.keys(parts).join(", ")}`);
const bench = await openBenchDatabase();
const model = fork(fileURLToPath(new URL("./slow-model.ts", import.meta.url)));
try {
  const [port] = await once(model, "message");
  for (const [, measure] of asked) await measure(`http://127.0.0.1:${port}/v1`);
} finally {
  model.kill();
  await bench.close();
}

async function turns(baseUrl: string): Promise<void> {
  for (const looks of [false, true]) {
    const at = { db: bench.db, baseUrl };
    const many = await throughput(at, { thinkMs: 2000, atOnce: Number(values.turns), waves: 16, looks });
    const what = looks ? "a look-up and an answer" : "an answer at once";
    console.log(
      `${values.turns} turns at once, ${what}: ${many.ours.toFixed(1)}/s, bare calls ${many.bare.toFixed(1)}/s, ideal ${many.ideal.toFixed(1)}/s; ${many.cpuMsPerTurn.toFixed(1)} ms of this process a turn`,
    );
    console.log(
      `${what}, turns to the ideal: ${(many.ours / many.ideal).toFixed(2)}, to bare calls: ${(many.ours / many.bare).toFixed(2)}`,
    );
  }
}

async function retrieval(): Promise<void> {
  if (Number(values.chunks) === 0) return;
  const ctx = await makeKnowledge(bench.db, Number(values.chunks));
  const sql = postgres(bench.urls.ownerUrl, { max: 1, onnotice: () => {} });
  await sql.unsafe("vacuum analyze");
  await sql.end();
  for (const by of ["words", "words and meaning"] as const) {
    const { p50, p95 } = await searchTimes(ctx, by);
    console.log(
      `retrieval with ${values.chunks} passages by ${by}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
    );
  }
}

async function firstWord(baseUrl: string): Promise<void> {
  const thinkMs = Number(values["think-ms"]);
  const { ours, bare } = await timeToFirstToken({ db: bench.db, baseUrl }, { thinkMs, count: 40 });
  console.log(
    `first word of a model that thinks ${thinkMs} ms, twice: ours p50 ${ours.p50.toFixed(0)} ms, p95 ${ours.p95.toFixed(0)} ms; bare p50 ${bare.p50.toFixed(0)} ms, p95 ${bare.p95.toFixed(0)} ms`,
  );
  console.log(`ratio: ${(ours.p50 / bare.p50).toFixed(2)}`);
}
