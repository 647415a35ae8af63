import { expect, test } from "@jest/globals";
import { noteCompared, noteHealed } from "../../../src/domain/commerce/index.ts";
import { getConnectionHealth } from "../../../src/domain/syncs/index.ts";
import { type HealthFacts, judgeHealth } from "../../../src/domain/syncs/judge-health.ts";
import type { SyncRun } from "../../../src/domain/syncs/tables.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aWorkspace } from "../../support/factories.ts";

const at = new Date("2026-11-21T12:00:00Z");
const hoursAgo = (hours: number) => new Date(at.getTime() - hours * 3_600_000);
const run = (of: Partial<SyncRun>): SyncRun => ({
  ...{ workspaceId: "w", id: "r", connectionId: "c", kind: "order", state: "done", turn: 3, via: "file" },
  ...{ createdAt: hoursAgo(9), startedAt: hoursAgo(9), endedAt: hoursAgo(8), progressedAt: null, reachedAt: null },
  ...{ since: null, exportId: null, isPartial: false, position: null, expected: 7, records: 7, bytes: 9 },
  ...{ totalBytes: 9, skipped: 0, incomplete: 0, completed: 0, missing: 0, failures: 0, reason: null },
  ...of,
});
const judge = (facts: Partial<HealthFacts>) => {
  const connection = { state: "active" as const, stateReason: null };
  const { state, reasons } = judgeHealth(
    { connection, runs: [run({})], checks: [], queues: [], numbers: [], ...facts },
    at,
  );
  return [state, ...reasons.map(({ code }) => code)];
};
const unregistered = {
  ...{ number: "+12025550142", state: "active" as const, registration: "missing" as const },
  lacks: [{ code: "brand_missing", message: "Register your company" }],
};
const check = { kind: "order", checkedAt: hoursAgo(1), healedLastDay: 0 };

test.each<[string, Partial<HealthFacts>, string[]]>([
  ["everything is there", {}, ["well"]],
  ["everything is there and was compared", { checks: [check] }, ["well"]],
  ["something is being copied", { runs: [run({ state: "reading" })] }, ["copying", "copying"]],
  ["a kind could not be copied", { runs: [run({ state: "failed" })] }, ["needs_attention", "copy_failed"]],
  ["it was taken away in between", { runs: [run({ state: "stopped" })] }, ["needs_attention", "copy_stopped"]],
  [
    "access is refused while it is copied",
    { connection: { state: "needs_attention", stateReason: "Refused" }, runs: [run({ state: "exporting" })] },
    ["needs_attention", "refused", "copying"],
  ],
  ["it is gone", { connection: { state: "disconnected", stateReason: null } }, ["disconnected", "disconnected"]],
  ["details follow", { runs: [run({ incomplete: 5, completed: 3 })] }, ["late", "incomplete"]],
  ["it was not asked for long", { checks: [{ ...check, checkedAt: hoursAgo(4) }] }, ["late", "unchecked"]],
  [
    "texts wait for long",
    { queues: [{ sender: "+12025550142", waiting: 90, emptyAt: new Date(at.getTime() + 90_000) }] },
    ["late", "texts_wait"],
  ],
  [
    "a few texts wait",
    { queues: [{ sender: "+12025550142", waiting: 9, emptyAt: new Date(at.getTime() + 9_000) }] },
    ["well"],
  ],
  ["carriers block what a number sends", { numbers: [unregistered] }, ["needs_attention", "not_registered"]],
  ["carriers still look", { numbers: [{ ...unregistered, registration: "pending" }] }, ["well"]],
  ["such a number was given back", { numbers: [{ ...unregistered, state: "released" }] }, ["well"]],
  ["its messages do not come", { checks: [{ ...check, healedLastDay: 2 }] }, ["late", "silent"]],
])("health says when %s", (_when, facts, expected) => {
  expect(judge(facts)).toEqual(expected);
});

test("reasons are sentences that name what is meant", () => {
  const runs = [run({ kind: "draft_order", state: "failed", reason: "Shopify took too long over the file" })];
  const [reason] = judgeHealth(
    { connection: { state: "active", stateReason: null }, runs, checks: [], queues: [], numbers: [] },
    at,
  ).reasons;
  expect(reason!.message).toBe("Copying draft orders failed: Shopify took too long over the file");
});

test("what comparing had to mend within the last day is told, and when it was last compared", async () => {
  const ctx = await aWorkspace(await testDatabase());
  const { id: connectionId } = await aConnection(ctx, "shopify");
  const before = await getConnectionHealth(ctx, connectionId);
  expect([before.state, before.comparedAt]).toEqual(["well", null]);
  for (const kind of ["order", "product"] as const) {
    await noteCompared(ctx, { connectionId, kind, comparedTo: new Date(), isDone: kind === "order" });
  }
  expect((await getConnectionHealth(ctx, connectionId)).comparedAt).toBeNull();
  await noteCompared(ctx, { connectionId, kind: "product", comparedTo: new Date(), isDone: true });
  await noteHealed(ctx, { connectionId, kind: "order", healed: 3 });
  const after = await getConnectionHealth(ctx, connectionId);
  expect(after.comparedAt).toBeInstanceOf(Date);
  expect([after.state, after.reasons.map(({ message }) => message)]).toEqual([
    "late",
    [expect.stringContaining("3 changes")],
  ]);
});
