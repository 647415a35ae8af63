import type { ConnectionRow } from "../connections/index.ts";
import type { PhoneNumber } from "../numbers/index.ts";
import type { SyncRun } from "./tables.ts";

/** well: nothing to do; copying: its data is on its way; late: it works, but not as quickly as it should. */
export type HealthState = "well" | "copying" | "late" | "needs_attention" | "disconnected";

export interface HealthReason {
  code:
    | ("disconnected" | "refused" | "copying" | "copy_failed" | "copy_stopped" | "incomplete" | "silent" | "unchecked")
    | ("texts_wait" | "not_registered");
  /** In words a merchant understands. */
  message: string;
}

/** How what we have of a kind stands against what the shop has. */
interface Check {
  kind: string;
  /** When all that had changed was last asked for, to the end. */
  checkedAt: Date | null;
  /** Changes found only by asking, within the last day. */
  healedLastDay: number;
}

export interface HealthFacts {
  connection: Pick<ConnectionRow, "state" | "stateReason">;
  runs: readonly SyncRun[];
  /** Those of the kinds that are compared at all. */
  checks: readonly Check[];
  /** Texts that wait for a number to be let send them. */
  queues: readonly { sender: string; waiting: number; emptyAt: Date }[];
  /** The shop's own phone numbers, with what carriers want of them. */
  numbers: readonly Pick<PhoneNumber, "number" | "state" | "registration" | "lacks">[];
}

/** Shorter, nobody notices. */
const longQueueMs = 60_000;

/** Asking goes on every hour: three times without an answer is worth telling. */
const lateAfterMs = 3 * 3_600_000;

/** What a merchant should know of a connection, the gravest first. */
export function judgeHealth(facts: HealthFacts, at: Date): { state: HealthState; reasons: HealthReason[] } {
  const { connection, runs } = facts;
  if (connection.state === "disconnected") {
    const message = connection.stateReason ?? "It is not connected any more; what was copied stays";
    return { state: "disconnected", reasons: [{ code: "disconnected", message }] };
  }
  const grave = [...refused(connection), ...failed(runs), ...unregistered(facts)];
  const copying = onItsWay(runs);
  const late = [...incomplete(runs), ...lateness(facts, at), ...queued(facts, at)];
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

function lateness({ checks }: HealthFacts, at: Date): HealthReason[] {
  const reasons: HealthReason[] = [];
  const last = checks.flatMap(({ checkedAt }) => checkedAt?.getTime() ?? []);
  const hours = Math.floor((at.getTime() - Math.min(...last)) / 3_600_000);
  if (last.length > 0 && at.getTime() - Math.min(...last) > lateAfterMs) {
    reasons.push({ code: "unchecked", message: `The shop has not been asked for changes for ${hours} hours` });
  }
  const drift = checks.reduce((sum, { healedLastDay }) => sum + healedLastDay, 0);
  if (drift > 0) {
    const found = drift === 1 ? "1 change was" : `${drift} changes were`;
    const message = `${found} found only by asking since yesterday: the shop's messages come late or not at all`;
    reasons.push({ code: "silent", message });
  }
  return reasons;
}

/** Carriers block what these send. What is being looked at is nobody's to mend. */
function unregistered({ numbers }: HealthFacts): HealthReason[] {
  return numbers
    .filter(({ state, registration }) => state === "active" && /^(?:missing|rejected)$/.test(registration))
    .flatMap(({ number, lacks: [first] }): HealthReason[] =>
      first ? [{ code: "not_registered", message: `${number}: ${first.message}` }] : [],
    );
}

function queued({ queues }: HealthFacts, at: Date): HealthReason[] {
  return queues
    .filter(({ emptyAt }) => emptyAt.getTime() - at.getTime() > longQueueMs)
    .map(({ sender, waiting, emptyAt }): HealthReason => {
      const minutes = Math.ceil((emptyAt.getTime() - at.getTime()) / 60_000);
      const message = `${waiting} texts wait on ${sender}: the last leaves in about ${minutes} minutes. Add a number`;
      return { code: "texts_wait", message };
    });
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
