import { type Database, inWorkspaces, type RawTransaction } from "../../platform/db.ts";
import type { Draft } from "./documents.ts";
import {
  deleteDocuments,
  eventsAfter,
  holdProgress,
  moveProgress,
  type Progress,
  workspacesToIndex,
  writeDocuments,
} from "./queries.ts";
import { conversationsOf, messagesOf, nextIds, ordersOf, readDrafts, type Touched } from "./sources.ts";
import type { Backfill } from "./tables.ts";
import { touchedBy } from "./touched.ts";

/** Events in one transaction, or rows of a table while an index is built anew. */
const atOnce = 500;
/** How many languages a text too short to tell is taken to be in. */
const mostGuesses = 4;

/**
 * Brings the search index of every workspace one step towards its log: each thing that changed is read once, however
 * often it changed. What was written and how far it came land together, so a step that is cut off is done again, and
 * one done twice changes nothing. Any number of processes may do it; each workspace has one at a time.
 *
 * @returns whether there is more to do at once.
 * @throws AggregateError after all others, when the index of a workspace cannot be written.
 */
export async function followLog(db: Database): Promise<boolean> {
  let more = false;
  const failures: unknown[] = [];
  for (const workspaceId of await workspacesToIndex(db)) {
    try {
      more = (await followLogOf(db, workspaceId)) || more;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "The search index of some workspaces was not written");
  return more;
}

async function followLogOf(db: Database, workspaceId: string): Promise<boolean> {
  return inWorkspaces(db.app, [workspaceId], async (sql) => {
    const progress = await holdProgress(sql, workspaceId);
    if (!progress) return false;
    // The log first: what happens now is looked for first.
    const events = await eventsAfter(sql, workspaceId, progress.seq, atOnce);
    const followed = await index(sql, workspaceId, progress, await everythingTouched(sql, workspaceId, events));
    const seq = events.at(-1)?.seq ?? progress.seq;
    const backfill = progress.backfill && (await continueBackfill(sql, workspaceId, followed, progress.backfill));
    const { documents, languages } = backfill?.progress ?? followed;
    await moveProgress(sql, workspaceId, { seq, documents, languages, backfill: backfill?.next ?? null });
    return events.length === atOnce || Boolean(backfill?.next);
  });
}

async function everythingTouched(
  sql: RawTransaction,
  workspaceId: string,
  events: Parameters<typeof touchedBy>[0],
): Promise<Touched> {
  const { whole, owners, ...touched } = touchedBy(events);
  if (owners.size > 0) {
    for (const id of await conversationsOf(sql, workspaceId, [...owners])) {
      whole.add(id);
      touched.conversation.add(id);
    }
  }
  if (whole.size > 0) for (const id of await messagesOf(sql, workspaceId, [...whole])) touched.message.add(id);
  if (touched.customer.size > 0) {
    for (const id of await ordersOf(sql, workspaceId, [...touched.customer])) touched.order.add(id);
  }
  return touched;
}

async function continueBackfill(sql: RawTransaction, workspaceId: string, progress: Progress, backfill: Backfill) {
  const ids = await nextIds(sql, workspaceId, backfill, atOnce);
  const touched = { ...nothing, [backfill.source]: new Set(ids) };
  return { progress: await index(sql, workspaceId, progress, touched), next: nextOf(backfill, ids) };
}

const nothing: Touched = { customer: new Set(), order: new Set(), conversation: new Set(), message: new Set() };
const nextSource = { customer: "order", order: "conversation", conversation: "message", message: null } as const;

function nextOf({ source }: Backfill, ids: readonly string[]): Backfill | null {
  if (ids.length === atOnce) return { source, after: ids.at(-1)! };
  const next = nextSource[source];
  return next && { source: next, after: null };
}

/** @returns the progress with what was written here. */
async function index(
  sql: RawTransaction,
  workspaceId: string,
  progress: Progress,
  touched: Touched,
): Promise<Progress> {
  const drafts = await readDrafts(sql, workspaceId, touched);
  const found = new Set(drafts.map(({ id }) => id));
  const gone = Object.values(touched).flatMap((ids) => [...ids].filter((id) => !found.has(id)));
  await deleteDocuments(sql, workspaceId, gone);
  const languages = learn(progress.languages, drafts);
  let { documents } = progress;
  for (let at = 0; at < drafts.length; at += atOnce) {
    const some = drafts.slice(at, at + atOnce);
    const guesses = languages.length > 0 ? languages.slice(0, mostGuesses) : ["en"];
    documents += await writeDocuments(sql, workspaceId, { drafts: some, documents, languages: guesses });
  }
  return { ...progress, documents, languages };
}

/** The commonest first. */
function learn(known: readonly string[], drafts: readonly Draft[]): string[] {
  const counts = new Map<string, number>();
  for (const { language } of drafts) if (language) counts.set(language, (counts.get(language) ?? 0) + 1);
  const often = [...counts].toSorted(([, a], [, b]) => b - a).map(([language]) => language);
  return [...new Set([...known, ...often])];
}
