import { now } from "../../platform/clock.ts";
import { type Database, inWorkspaces } from "../../platform/db.ts";
import { firstPreviousHash, type LoggedEvent, type Seal, sealOf } from "./chain.ts";
import { eventsOf, insertSeals, newestSeals, pageOfCounters, type Stretch, type Unsealed } from "./queries.ts";

/** Events under one seal at most: what a verification narrows a change down to. */
const maxEventsPerSeal = 500;
/** Workspaces in one transaction: with the number above, the events in memory at a time. */
const workspacesPerBatch = 10;
const countersPerPage = 1000;

/**
 * Continues the hash chain of every workspace behind its log. Appending events knows nothing of it, so the log is no
 * slower for it. Any number of processes may seal at once, and one may stop at any moment: a seal is there wholly or
 * not at all, and the primary key lets only one continue from the seal before.
 *
 * @param maxEvents how much of a backlog to seal; each workspace gets one seal at least.
 * @returns how many events were sealed here.
 */
export async function sealEvents(db: Database, { maxEvents = 200_000 } = {}): Promise<number> {
  let sealed = 0;
  let behind = await workspacesBehind(db);
  for (let round = 0; behind.length > 0 && (round === 0 || sealed < maxEvents); round++) {
    const further: Unsealed[] = [];
    for (let at = 0; at < behind.length; at += workspacesPerBatch) {
      const stretches = await sealOnce(db, behind.slice(at, at + workspacesPerBatch));
      for (const { fromSeq, toSeq } of stretches) sealed += toSeq - fromSeq + 1;
      const reached = new Map(stretches.map((stretch) => [stretch.workspaceId, stretch.toSeq]));
      further.push(...behind.filter((one) => (reached.get(one.workspaceId) ?? one.lastSeq) < one.lastSeq));
    }
    behind = further;
  }
  return sealed;
}

async function workspacesBehind(db: Database): Promise<Unsealed[]> {
  const behind: Unsealed[] = [];
  let page: Unsealed[] = [];
  let after = "00000000-0000-0000-0000-000000000000";
  do {
    page = await pageOfCounters(db, after, countersPerPage);
    const ids = page.map(({ workspaceId }) => workspaceId);
    const newest = await inWorkspaces(db.app, ids, (tx) => newestSeals(tx, ids));
    behind.push(...page.filter(({ workspaceId, lastSeq }) => (newest.get(workspaceId)?.toSeq ?? 0) < lastSeq));
    after = ids.at(-1) ?? after;
  } while (page.length === countersPerPage);
  return behind;
}

/** One more seal for each of these workspaces, in one transaction. @returns those that were made here. */
async function sealOnce(db: Database, behind: readonly Unsealed[]): Promise<Stretch[]> {
  const ids = behind.map(({ workspaceId }) => workspaceId);
  return inWorkspaces(db.app, ids, async (tx) => {
    const newest = await newestSeals(tx, ids);
    const stretches = behind.flatMap((one) => nextStretch(one, newest.get(one.workspaceId)));
    const events = Map.groupBy(await eventsOf(tx, stretches), ({ workspaceId }) => workspaceId);
    const seals = stretches.map((stretch) => seal(stretch, newest, events.get(stretch.workspaceId) ?? []));
    return insertSeals(tx, seals);
  });
}

/** By numbers, not by the rows that are there: a row that is gone already leaves a hole that a verification names. */
function nextStretch({ workspaceId, lastSeq }: Unsealed, newest: Seal | undefined): Stretch[] {
  const fromSeq = (newest?.toSeq ?? 0) + 1;
  if (fromSeq > lastSeq) return [];
  return [{ workspaceId, fromSeq, toSeq: Math.min(lastSeq, fromSeq + maxEventsPerSeal - 1) }];
}

function seal(stretch: Stretch, newest: ReadonlyMap<string, Seal>, events: readonly LoggedEvent[]): Seal {
  const previousHash = newest.get(stretch.workspaceId)?.hash ?? firstPreviousHash;
  return sealOf({ ...stretch, previousHash, sealedAt: now() }, events);
}
