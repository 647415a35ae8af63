import type { AppError } from "../../platform/errors.ts";
import type { Change } from "../steps/index.ts";
import type { Actor, Context } from "../workspaces/index.ts";

/** What is done to many conversations: all of it can be done to one as well, and most of it can be taken back. */
export type Action = Change;

/** Conversations a caller may name one by one. */
export const mostNamed = 1000;
/** Of a workspace, at a time. */
export const mostRunning = 5;
/** Conversations worked in one transaction. */
export const sliceSize = 1000;
/** Looked for before somebody starts; beyond, a preview says "more than". */
export const mostPreviewed = 10_000;
/** Between two announcements of progress. */
export const progressEveryMs = 1000;
/** How long a worker stays with one bulk action before others have their turn. */
export const turnMs = 5000;
/** What each conversation had before is kept for so long. */
export const undoableForMs = 7 * 24 * 3_600_000;
/** And the line that says what was done for so long; what was done to each conversation stays in the log. */
export const keptForMs = 90 * 24 * 3_600_000;
export const longestClientId = 100;

/** skipped: nothing to do, or not any more; failed: it could not be done. */
export type Outcome = "skipped" | "failed";

/** Why something was not done, for all conversations of a slice it is true of. */
export type Problems = { outcome: Outcome; reason: string; message: string; conversationIds: string[] }[];

/** What was written and what was there before, by column. */
export type PutBacks = {
  wrote: Record<string, unknown>;
  of: { conversationId: string; former: Record<string, unknown> }[];
}[];

const messages: Record<string, string> = {
  already_so: "It was so already",
  no_longer_fits: "It changed meanwhile and no longer fits the selection",
  not_found: "There is no such conversation, or it is not for you",
  too_many_tags: "It has as many tags as a conversation can have",
  changed_meanwhile: "Somebody changed it since",
};
const skipping = new Set(["already_so", "no_longer_fits", "changed_meanwhile"]);

/** Adds conversations for which one reason holds. */
export function noteProblem(problems: Problems, reason: string, conversationIds: readonly string[], said?: string) {
  if (conversationIds.length === 0) return;
  const message = messages[reason] ?? said ?? reason;
  const known = problems.find((one) => one.reason === reason && one.message === message);
  if (known) known.conversationIds.push(...conversationIds);
  else {
    const outcome = skipping.has(reason) ? "skipped" : "failed";
    problems.push({ outcome, reason, message, conversationIds: [...conversationIds] });
  }
}

/** What a verb said when it refused one conversation. */
export function reasonOf({ code, details }: AppError): string {
  return typeof details?.reason === "string" ? details.reason : code;
}

export function countOf(problems: Problems, outcome: Outcome): number {
  return problems.reduce((sum, one) => sum + (one.outcome === outcome ? one.conversationIds.length : 0), 0);
}

export function isEnded({ state }: { state: string }): boolean {
  return state !== "selecting" && state !== "running";
}

/** Whether what it did can still be taken back. */
export function isUndoable(
  bulkAction: { undoOf: string | null; done: number; endedAt: Date | null; state: string },
  at: Date,
): boolean {
  const { undoOf, done, endedAt } = bulkAction;
  if (undoOf !== null || done === 0) return false;
  return endedAt === null || at.getTime() - endedAt.getTime() < undoableForMs;
}

/** One's own are one's own business; whoever may manage jobs sees all. */
export function maySee({ actor, permissions }: Context, bulkAction: { actor: Actor }): boolean {
  return isSame(actor, bulkAction.actor) || permissions === "all" || permissions.has("jobs:manage");
}

function isSame(one: Actor, other: Actor): boolean {
  return one.type === other.type && idOf(one) === idOf(other);
}

export function idOf(actor: Actor): string {
  return actor.type === "system" ? actor.job : actor.id;
}
