import { now } from "../../platform/clock.ts";
import { type Database, inWorkspaces, type RawTransaction } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import { appendEventsRaw } from "../events/index.ts";
import { asksForOrders, openFieldsIn } from "../filters/index.ts";
import { clearAwayCounts, continueCounts } from "./begin-counts.ts";
import { countOf, type OpenCount, openCounts } from "./counted-views.ts";
import { changedByTime, changedSince, conversationsOf, feedsToFollow, holdFeed, moveFeed } from "./feed.ts";
import { type Bench, rejudge } from "./memberships.ts";

/** Events, and conversations that change by time alone, in one transaction. */
const atOnce = 1000;

/**
 * Brings the counts of all views up to date with their workspaces' logs. Each conversation that changed is read once,
 * however often it changed, and held in memory against the views of its workspace: the work does not depend on how
 * many conversations there are, nor on who looks. Any number of processes may do it; each workspace has one at a time.
 *
 * @returns whether there is more to do at once.
 */
export async function keepCounts(db: Database): Promise<boolean> {
  let more = false;
  const failures: unknown[] = [];
  for (const workspaceId of await feedsToFollow(db, now())) {
    try {
      more = (await keepCountsOf(db, workspaceId)) || more;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "The counts of some workspaces were not kept");
  return more;
}

/** One step for one workspace. @returns whether there is more to do at once. */
async function keepCountsOf(db: Database, workspaceId: string): Promise<boolean> {
  const { more, announced } = await inWorkspaces(db.app, [workspaceId], async (sql) => {
    const feed = await holdFeed(sql, workspaceId);
    if (!feed) return { more: false, announced: false };
    const rows = await openCounts(sql, workspaceId);
    const fields = await openFieldsIn(sql, workspaceId);
    const bench: Bench = { sql, workspaceId, at: now(), fields };
    const counts = rows.map((row) => countOf(row, fields));
    const orders = counts.some(({ filter }) => asksForOrders(filter));
    const changes = await changedSince(sql, { workspaceId, seq: feed.followedSeq, limit: atOnce, orders });
    const isTime = feed.nextChangeAt !== null && feed.nextChangeAt <= bench.at;
    const byTime = isTime ? await changedByTime(sql, workspaceId, bench.at, atOnce) : [];
    const ofCustomers = await conversationsOf(sql, workspaceId, changes.customerIds);
    await rejudge(bench, counts, [...new Set([...changes.conversationIds, ...ofCustomers, ...byTime])]);
    const hasUnfinished = feed.hasUnfinished && !(await finishSome(bench, counts));
    await moveFeed(sql, workspaceId, { followedSeq: changes.upTo, hasUnfinished });
    return {
      more: changes.more || byTime.length > 0 || hasUnfinished,
      announced: await announce(sql, workspaceId, counts),
    };
  });
  if (announced) db.commits.emit("commit", [workspaceId]);
  return more;
}

async function finishSome(bench: Bench, counts: readonly OpenCount[]): Promise<boolean> {
  const areWhole = await continueCounts(bench, counts);
  return areWhole && (await clearAwayCounts(bench));
}

/**
 * One event for all counts that are others now. It carries the numbers, so that nobody has to ask: however many people
 * look, nothing more is read. Where the number is not for everybody, or not the same, it names the view alone: a private
 * one is asked for by its owner, one about orders by who may read them, and one with conversations of private teams by
 * whoever sees it.
 */
async function announce(sql: RawTransaction, workspaceId: string, before: readonly OpenCount[]): Promise<boolean> {
  const known = new Map(before.map((count) => [count.countId, count]));
  const after = (await openCounts(sql, workspaceId)).filter(({ countId, conversations, spread, begunUpTo }) => {
    const was = known.get(countId);
    const isOther = conversations !== was?.conversations || spread !== was.spread || was.begunUpTo !== null;
    return begunUpTo === null && isOther;
  });
  if (after.length === 0) return false;
  const [told, named] = [after.filter(isForAll), after.filter((count) => !isForAll(count))];
  const counts = Object.fromEntries(told.map(({ viewId, conversations }) => [viewId, conversations]));
  const viewIds = named.map(({ viewId }) => viewId);
  await appendEventsRaw(sql, [
    {
      workspaceId,
      id: newId(),
      actor: { type: "system", job: "views" },
      cause: null,
      event: { name: "view.counted", data: { counts, viewIds } },
    },
  ]);
  return true;
}

function isForAll({ visibility, spread, filter }: Pick<OpenCount, "visibility" | "spread" | "filter">): boolean {
  return visibility !== "private" && spread === null && !asksForOrders(filter);
}
