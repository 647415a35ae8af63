import type { BulkAction } from "../api/types.ts";

type Kind = BulkAction["action"]["type"];

/** Doing it, done: what stands before "12 conversations". */
const verbs: Record<Kind, [doing: string, done: string]> = {
  tag: ["Tagging", "Tagged"],
  untag: ["Taking a tag off", "Took a tag off"],
  close: ["Closing", "Closed"],
  reopen: ["Opening", "Opened"],
  snooze: ["Snoozing", "Snoozed"],
  assign: ["Assigning", "Assigned"],
  set_status: ["Setting the status of", "Set the status of"],
  set_priority: ["Changing the priority of", "Changed the priority of"],
  mark_spam: ["Marking as spam", "Marked as spam"],
  unmark_spam: ["Taking out of spam", "Took out of spam"],
  trash: ["Moving to the trash", "Moved to the trash"],
  restore: ["Restoring", "Restored"],
  set_field: ["Setting a field of", "Set a field of"],
};

export function conversationsText(count: number): string {
  return count === 1 ? "1 conversation" : `${count.toLocaleString()} conversations`;
}

export function isRunning({ state }: BulkAction): boolean {
  return state === "selecting" || state === "running";
}

/** How far it is: 0 to 100. */
export function progressOf({ total, done, skipped, failed }: BulkAction): number {
  return total === null || total === 0 ? 0 : (100 * (done + skipped + failed)) / total;
}

/** "Closing 1,204 conversations", "Closed 1,198 conversations". */
export function titleOf(bulkAction: BulkAction): string {
  const { action, undoOf, done, total, state } = bulkAction;
  const [doing, did] = verbs[action.type];
  if (isRunning(bulkAction)) {
    if (state === "selecting") return "Choosing conversations";
    return `${undoOf ? "Putting back" : doing} ${conversationsText(total ?? 0)}`;
  }
  if (total === 0) return "No conversation fits any more";
  if (done === 0) return state === "done" ? "Nothing changed" : "Nothing was changed";
  return `${undoOf ? "Put back" : did} ${conversationsText(done)}`;
}

/** What else there is to say of one that has ended; empty when all went well. */
export function notesOf({ state, stopped, skipped, failed, total, done }: BulkAction): string[] {
  const left = (total ?? 0) - done - skipped - failed;
  return [
    state === "stopped" ? `It stopped: ${stopped?.message ?? "something went wrong"}.` : "",
    state === "cancelled" ? "Cancelled." : "",
    left > 0 && state !== "done" ? `${left.toLocaleString()} were not reached.` : "",
    skipped > 0 ? `${skipped.toLocaleString()} left as they were.` : "",
    failed > 0 ? `${failed.toLocaleString()} could not be changed.` : "",
  ].filter((note) => note !== "");
}

/** Whether there is anything to tell of single conversations. */
export function hasResults({ done, skipped, failed }: BulkAction): boolean {
  return done + skipped + failed > 0;
}

export type Shown = "all" | "done" | "skipped" | "failed";

/** Which results there are to look at, what was not done first; "all" only where it is more than one kind. */
export function shownOf({ done, skipped, failed }: BulkAction): { value: Shown; label: string }[] {
  const kinds = [
    { value: "failed" as const, count: failed, label: "Not possible" },
    { value: "skipped" as const, count: skipped, label: "Left as they were" },
    { value: "done" as const, count: done, label: "Done" },
  ].filter(({ count }) => count > 0);
  const named = kinds.map(({ value, count, label }) => ({ value, label: `${label} ${count.toLocaleString()}` }));
  return kinds.length > 1 ? [...named, { value: "all", label: "All" }] : named;
}
