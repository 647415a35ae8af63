import { watchInstallation } from "../src/ai/index.ts";
import { checkUnknown } from "../src/domain/actions/index.ts";
import { sealEvents } from "../src/domain/audit/index.ts";
import { sweepBulkActions } from "../src/domain/bulk/index.ts";
import { sweepCalls } from "../src/domain/calls/index.ts";
import { requestReconciliation } from "../src/domain/commerce/index.ts";
import { notifyConnection, requestRenewal } from "../src/domain/connections/index.ts";
import { listDraftedUploads } from "../src/domain/drafts/index.ts";
import { sweepInstalls } from "../src/domain/installs/index.ts";
import { sweepLeases } from "../src/domain/jobs/index.ts";
import { requestStalePages } from "../src/domain/knowledge/index.ts";
import { requestDueKeyChecks } from "../src/domain/models/index.ts";
import { requestNumbers } from "../src/domain/numbers/index.ts";
import { sweepRuleRuns } from "../src/domain/rules/index.ts";
import { sweepCanceled } from "../src/domain/scheduled-replies/index.ts";
import { collectSuggestions } from "../src/domain/suggestions/index.ts";
import { sweepUploads } from "../src/domain/uploads/index.ts";
import { listDirectory, systemContext } from "../src/domain/workspaces/index.ts";
import type { WorkerTools } from "./define-worker.ts";

/** What happens by the clock. Every process may run all of it: each task is safe to repeat. */
export const schedule: readonly { name: string; everyMs: number; run(tools: WorkerTools): Promise<unknown> }[] = [
  { name: "sweep leases", everyMs: 5000, run: ({ db }) => sweepLeases(db) },
  { name: "seal events", everyMs: 60_000, run: ({ db }) => sealEvents(db) },
  // Providers drop push notices now and then, so every mailbox is asked again regularly.
  { name: "poll connections", everyMs: 10 * 60_000, run: pollConnections },
  // Webhooks get lost; compared are only those kinds of a shop's records that were not for an hour.
  { name: "compare records", everyMs: 10 * 60_000, run: compareRecords },
  // Asks only for those that are due: once a day each.
  { name: "renew connections", everyMs: 60 * 60_000, run: renewConnections },
  // What carriers say of a registration is told by nobody.
  { name: "read numbers", everyMs: 60 * 60_000, run: readNumbers },
  { name: "sweep installs", everyMs: 5 * 60_000, run: ({ db }) => sweepInstalls(db) },
  // For as long as nobody knows what became of them.
  { name: "check unknown actions", everyMs: 15 * 60_000, run: lookForUnknown },
  // Those that have ended without a word.
  { name: "sweep calls", everyMs: 2 * 60_000, run: sweepLiveCalls },
  { name: "sweep bulk actions", everyMs: 60 * 60_000, run: sweepOldBulkActions },
  { name: "sweep runs of rules", everyMs: 60 * 60_000, run: sweepOldRuleRuns },
  { name: "read pages again", everyMs: 60 * 60_000, run: readPages },
  { name: "collect suggestions", everyMs: 6 * 60 * 60_000, run: collectAnswers },
  // Models are withdrawn, keys end: each key is looked at once a day.
  { name: "check model keys", everyMs: 60 * 60_000, run: checkModelKeys },
  { name: "watch installed models", everyMs: 24 * 60 * 60_000, run: ({ log }) => watchInstallation(log) },
  { name: "sweep what was not sent", everyMs: 60 * 60_000, run: sweepUnsent },
];

async function lookForUnknown({ db }: WorkerTools): Promise<void> {
  const workspaceIds = new Set((await listDirectory(db, "connection")).map((connection) => connection.workspaceId));
  for (const workspaceId of workspaceIds) await checkUnknown(systemContext(db, workspaceId, "schedule"));
}

async function sweepLiveCalls({ db }: WorkerTools): Promise<void> {
  const workspaceIds = new Set((await listDirectory(db, "connection")).map((connection) => connection.workspaceId));
  for (const workspaceId of workspaceIds) await sweepCalls(systemContext(db, workspaceId, "schedule"));
}

async function sweepOldBulkActions({ db }: WorkerTools): Promise<void> {
  const workspaceIds = new Set((await listDirectory(db, "member")).map((member) => member.workspaceId));
  for (const workspaceId of workspaceIds) await sweepBulkActions(systemContext(db, workspaceId, "schedule"));
}

async function sweepOldRuleRuns({ db }: WorkerTools): Promise<void> {
  const workspaceIds = new Set((await listDirectory(db, "member")).map((member) => member.workspaceId));
  for (const workspaceId of workspaceIds) await sweepRuleRuns(systemContext(db, workspaceId, "schedule"));
}

async function readPages({ db }: WorkerTools): Promise<void> {
  const workspaceIds = new Set((await listDirectory(db, "member")).map((member) => member.workspaceId));
  for (const workspaceId of workspaceIds) await requestStalePages(systemContext(db, workspaceId, "schedule"));
}

async function collectAnswers({ db }: WorkerTools): Promise<void> {
  const workspaceIds = new Set((await listDirectory(db, "member")).map((member) => member.workspaceId));
  for (const workspaceId of workspaceIds) await collectSuggestions(systemContext(db, workspaceId, "schedule"));
}

async function checkModelKeys({ db }: WorkerTools): Promise<void> {
  const workspaceIds = new Set((await listDirectory(db, "member")).map((member) => member.workspaceId));
  for (const workspaceId of workspaceIds) await requestDueKeyChecks(systemContext(db, workspaceId, "schedule"));
}

async function sweepUnsent({ db }: WorkerTools): Promise<void> {
  const workspaceIds = new Set((await listDirectory(db, "member")).map((member) => member.workspaceId));
  for (const workspaceId of workspaceIds) {
    const ctx = systemContext(db, workspaceId, "schedule");
    await sweepCanceled(ctx);
    await sweepUploads(ctx, await listDraftedUploads(ctx));
  }
}

async function pollConnections({ db }: WorkerTools): Promise<void> {
  for (const { workspaceId, rowId } of await listDirectory(db, "connection")) {
    await notifyConnection(systemContext(db, workspaceId, "schedule"), { connectionId: rowId });
  }
}

async function compareRecords({ db }: WorkerTools): Promise<void> {
  for (const { workspaceId, rowId } of await listDirectory(db, "connection")) {
    await requestReconciliation(systemContext(db, workspaceId, "schedule"), { connectionId: rowId });
  }
}

async function readNumbers({ db }: WorkerTools): Promise<void> {
  for (const { workspaceId, rowId } of await listDirectory(db, "connection")) {
    await requestNumbers(systemContext(db, workspaceId, "schedule"), { connectionId: rowId });
  }
}

async function renewConnections({ db }: WorkerTools): Promise<void> {
  for (const { workspaceId, rowId } of await listDirectory(db, "connection")) {
    await requestRenewal(systemContext(db, workspaceId, "schedule"), { connectionId: rowId });
  }
}
