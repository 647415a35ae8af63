import { flushCompileCache } from "node:module";
import { z } from "zod";
import { sweepLeases } from "../../src/domain/jobs/index.ts";
import { openDatabase } from "../../src/platform/db.ts";
import { openLog } from "../../src/platform/log.ts";
import { actionWorkers } from "../../workers/actions.ts";
import { startLoop } from "../../workers/loop.ts";
import { startRelay } from "../../workers/relay.ts";
import { startInProcess } from "../../workers/transports/in-process.ts";
import { distantTill } from "./distant-till.ts";

/** A worker process to be killed: the product's relay and ledger, with leases short enough for a test. */
const given = z
  .object({
    appUrl: z.string(),
    systemUrl: z.string(),
    sealKeys: z.string(),
    tillUrl: z.string().optional(),
    timeoutMs: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? "{}"));

const { tillUrl, timeoutMs, ...urls } = given;
const db = openDatabase({ ...urls, maxConnections: 8 });
const tools = { db, log: openLog("silent") };
const act = tillUrl === undefined ? null : distantTill(tillUrl, timeoutMs);
const workers = actionWorkers({ ...(act && { acts: () => act }), settlingMs: 400 }).map((worker) => ({
  ...worker,
  leaseMs: 2000,
  // A crash of the process counts as a failure, and there are many of them here.
  maxFailures: 40,
}));
const transport = startInProcess({ tools, workers, pollMs: 50 });
startRelay(tools, workers, { pollMs: 20, onRelayed: () => transport.wake() });
startLoop("sweep", { ...tools, pollMs: 250 }, async () => (await sweepLeases(db)) > 0);
flushCompileCache(); // a killed process leaves nothing to the next one by itself
process.stdout.write("ready\n");
