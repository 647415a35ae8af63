import type { ConnectionRow } from "../connections/index.ts";
import type { SyncRun } from "./tables.ts";

/** well: nothing to do; copying: its data is on its way; late: it works, but not as quickly as it should. */
export type HealthState = "well" | "copying" | "late" | "needs_attention" | "disconnected";

export interface HealthReason {
  code: "disconnected" | "refused" | "copying" | "copy_failed" | "copy_stopped" | "incomplete" | "silent" | "unchecked";
  /** In words a merchant understands. */
  message: string;
}

export interface HealthFacts {
  connection: Pick<ConnectionRow, "state" | "stateReason">;
  runs: readonly SyncRun[];
  /** When all that had changed was last asked for; null: never, or there is no such thing. */
  checkedAt: Date | null;
  /** Changes that no webhook had told of, found by asking, lately. */
  drift: number;
}

/** Asking goes on every hour: three times without an answer is worth telling. */
const lateAfterMs = 3 * 3_600_000;

/** What a merchant should know of a connection, the gravest first. */
export function judgeHealth(facts: HealthFacts, at: Date): { state: HealthState; reasons: HealthReason[] } {
  const { connection, runs } = facts;
  if (connection.state === "disconnected") {
    const message = connection.stateReason ?? "It is not connected any more; what was copied stays";
    return { state: "disconnected", reasons: [{ code: "disconnected", message }] };
  }
  const grave = [...refused(connection), ...failed(runs)];
  const copying = onItsWay(runs);
  const late = [...incomplete(runs), ...lateness(facts, at)];
  const reasons = [...grave, ...copying, ...late];
  if (grave.length > 0) return { state: "needs_attention", reasons };
  if (copying.length > 0) return { state: "copying", reasons };
  return { state: late.length > 0 ? "late" : "well", reasons };
}

function refused({ state, stateReason }: HealthFacts["connection"]): HealthReason[] {
  if (state === "active") return stateReason === null ? [] : [{ code: "refused", message: stateReason }];
  return [{ code: "refused", message: stateReason ?? "Access is refused; connect it again" }];
}

function failed(runs: readonly SyncRun[]): HealthReason[] {
  return runs.flatMap(({ state, kind, reason }): HealthReason[] => {
    if (state === "failed") {
      return [
        { code: "copy_failed", message: `Copying ${wordOf(kind)} failed: ${reason ?? "the shop gave no reason"}` },
      ];
    }
    if (state !== "stopped") return [];
    return [{ code: "copy_stopped", message: `Copying ${wordOf(kind)} stopped: ${reason ?? "it was disconnected"}` }];
  });
}

function onItsWay(runs: readonly SyncRun[]): HealthReason[] {
  const kinds = runs.filter(({ state }) => state === "waiting" || state === "exporting" || state === "reading");
  if (kinds.length === 0) return [];
  const what = kinds.map(({ kind }) => wordOf(kind)).join(", ");
  return [{ code: "copying", message: `Being copied: ${what}` }];
}

function incomplete(runs: readonly SyncRun[]): HealthReason[] {
  return runs.flatMap((run): HealthReason[] => {
    const left = run.incomplete - run.completed;
    if (run.state !== "done" || left <= 0) return [];
    return [{ code: "incomplete", message: `Details of ${left} ${wordOf(run.kind)} are still being asked for` }];
  });
}

function lateness({ runs, checkedAt, drift }: HealthFacts, at: Date): HealthReason[] {
  const reasons: HealthReason[] = [];
  const since = checkedAt ?? runs[0]?.endedAt ?? null;
  if (since && at.getTime() - since.getTime() > lateAfterMs) {
    const hours = Math.floor((at.getTime() - since.getTime()) / 3_600_000);
    reasons.push({ code: "unchecked", message: `The shop has not been asked for changes for ${hours} hours` });
  }
  if (drift > 0) {
    const message = `${drift} ${drift === 1 ? "change was" : "changes were"} found only by asking: the shop's messages come late or not at all`;
    reasons.push({ code: "silent", message });
  }
  return reasons;
}

const words: Record<string, string> = {
  order: "orders",
  customer: "customers",
  product: "products",
  checkout: "checkouts",
  draft_order: "draft orders",
  discount_code: "discounts",
};

function wordOf(kind: string): string {
  return words[kind] ?? kind;
}
