import { flushCompileCache } from "node:module";
import { z } from "zod";
import { sweepLeases } from "../../src/domain/jobs/index.ts";
import { openDatabase } from "../../src/platform/db.ts";
import { AppError } from "../../src/platform/errors.ts";
import { openLog } from "../../src/platform/log.ts";
import { backfill } from "../../workers/backfill.ts";
import { bulk } from "../../workers/bulk.ts";
import { defineWorker } from "../../workers/define-worker.ts";
import { ingest } from "../../workers/ingest.ts";
import { startLoop } from "../../workers/loop.ts";
import { startRelay } from "../../workers/relay.ts";
import { rules } from "../../workers/rules.ts";
import { startBullmq } from "../../workers/transports/bullmq.ts";
import { startInProcess } from "../../workers/transports/in-process.ts";

/** A worker process to be killed: the product's relay, transports and ingest, with leases short enough for a test. */
const given = z
  .object({
    appUrl: z.string(),
    systemUrl: z.string(),
    redisUrl: z.string().optional(),
    sealKeys: z.string().optional(),
  })
  .parse(JSON.parse(process.argv[2] ?? "{}"));

const tools = { db: openDatabase({ ...given, maxConnections: 5 }), log: openLog("silent") };
const leaseMs = 1500;
const poison = defineWorker("poison", {
  leaseMs,
  jobs: {
    unreadable: async () => {
      throw new AppError("invalid_input", "cannot be read");
    },
    deadly: async () => process.kill(process.pid, "SIGKILL"),
  },
});
const workers = [
  { ...ingest, leaseMs, batchSize: 10 },
  { ...poison, maxFailures: 3 },
  { ...bulk, leaseMs },
  { ...backfill, leaseMs },
  { ...rules, leaseMs },
];
// Its own work wakes it; polling finds that of others, and six loops of three processes that look too often are the load.
const options = { tools, workers, pollMs: 100 };
const transport = given.redisUrl
  ? startBullmq({ ...options, redisUrl: given.redisUrl, prefix: "crash" })
  : startInProcess(options);
startRelay(tools, workers, { pollMs: 100, onRelayed: () => transport.wake() });
startLoop("sweep", { ...tools, pollMs: 200 }, async () => (await sweepLeases(tools.db)) > 0);
process.on("SIGTERM", () => void transport.stop(5000).then(() => process.exit(0)));
flushCompileCache(); // a killed process leaves nothing to the next one by itself
process.stdout.write("ready\n");
