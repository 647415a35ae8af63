import { randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import { inTransaction } from "../../src/domain/events/index.ts";
import { claimJobs } from "../../src/domain/jobs/index.ts";
import { openLog } from "../../src/platform/log.ts";
import { defineWorker } from "../../workers/define-worker.ts";
import { startInProcess } from "../../workers/transports/in-process.ts";
import { startRunner } from "../../workers/transports/runner.ts";
import { freshDatabase } from "../support/database.ts";
import { aWorkspace } from "../support/factories.ts";
import { transportSuite } from "./transport-suite.ts";

const db = await freshDatabase();
transportSuite(db, startInProcess);

test("a job that comes while a stop is under way is given back at once, and not run", async () => {
  const queue = `q-${randomUUID().slice(0, 8)}`;
  const ran: unknown[] = [];
  const worker = defineWorker(queue, { jobs: { work: async (_ctx, { n }) => ran.push(n) } });
  await inTransaction(await aWorkspace(db), async (tx) => tx.enqueue({ queue, name: "work", payload: { n: 1 } }));
  const claimed = await claimJobs(db, { queue, limit: 1, leaseMs: 60_000 });
  const runner = startRunner({ db, log: openLog("silent") });
  const stopped = runner.stop(1000);
  await runner.run(worker, claimed);
  await stopped;
  expect(ran).toEqual([]);
  expect(await claimJobs(db, { queue, limit: 1, leaseMs: 60_000 })).toMatchObject([{ id: claimed[0]!.id }]);
});
