import { actionWorkers } from "./actions.ts";
import { ai } from "./ai.ts";
import { assignment } from "./assignment.ts";
import { backfill } from "./backfill.ts";
import { bulk } from "./bulk.ts";
import { calls } from "./calls.ts";
import type { Worker } from "./define-worker.ts";
import { enrich } from "./enrich.ts";
import { erasure } from "./erasure.ts";
import { files } from "./files.ts";
import { ingest } from "./ingest.ts";
import { knowledge } from "./knowledge.ts";
import { numbers } from "./numbers.ts";
import { outbound } from "./outbound.ts";
import { records } from "./records.ts";
import { rules } from "./rules.ts";
import { scheduled } from "./scheduled.ts";
import { settle } from "./settle.ts";
import { surveys } from "./surveys.ts";
import { sync } from "./sync.ts";
import { wake } from "./wake.ts";

/** Every queue there is. */
export const workers: readonly Worker[] = [
  ...[
    sync,
    ingest,
    files,
    records,
    enrich,
    ai,
    outbound,
    numbers,
    scheduled,
    wake,
    assignment,
    rules,
    bulk,
    erasure,
    settle,
    backfill,
    knowledge,
    calls,
    surveys,
  ],
  ...actionWorkers(),
];
