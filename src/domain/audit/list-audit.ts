import { allow } from "../access/index.ts";
import { headSeq } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { LoggedEvent, Seal } from "./chain.ts";
import { type AuditEntry, describeEntries } from "./describe-entries.ts";
import { type AuditFilter, endsOfLog, filteredEvents, type Stretch, sealsAfter, seqAt } from "./queries.ts";

/**
 * Events one page looks at. There is no index by actor or subject, because appending to the log would pay for it; so a
 * page of a rare filter may be short or empty and still say where to go on.
 */
const window = 10_000;
/** How much later than it is dated an event may have been numbered. */
const longestTransactionMs = 120_000;
const eventsPerRead = 1000;
const sealsPerRead = 500;

/**
 * The trail, newest first.
 * @param before the `next` of the page before; entries are older than it.
 * @returns `next` is null when the log was read to its beginning.
 */
export async function listAudit(
  ctx: Context,
  { filter, before, limit }: { filter: AuditFilter; before?: number; limit: number },
): Promise<{ entries: AuditEntry[]; next: number | null }> {
  allow(ctx, "audit:read");
  const whole = await stretchOf(ctx, filter);
  const toSeq = Math.min(whole.toSeq, (before ?? Number.MAX_SAFE_INTEGER) - 1);
  const fromSeq = Math.max(whole.fromSeq, toSeq - window + 1);
  const order = { newestFirst: true, limit: limit + 1 };
  const found = await filteredEvents(ctx.db, { ...whole, fromSeq, toSeq }, filter, order);
  const shown = found.slice(0, limit);
  const entries = await describeEntries(ctx, shown);
  if (found.length > limit) return { entries, next: shown.at(-1)!.seq };
  return { entries, next: fromSeq > whole.fromSeq ? fromSeq : null };
}

/** The events that fit, oldest first, up to the newest there is now: a page at a time, however many there are. */
export async function walkAudit(ctx: Context, filter: AuditFilter): Promise<AsyncGenerator<LoggedEvent[]>> {
  allow(ctx, "audit:read");
  return pagesOf(ctx, await stretchOf(ctx, filter), filter);
}

/** The hash chain as far as it goes now, in order: no further than a walk through the log that begins afterwards. */
export async function walkSeals(ctx: Context): Promise<AsyncGenerator<Seal[]>> {
  allow(ctx, "audit:read");
  return sealPages(ctx, (await endsOfLog(ctx.db, ctx.workspaceId)).sealedSeq);
}

async function* sealPages({ db, workspaceId }: Context, sealedSeq: number): AsyncGenerator<Seal[]> {
  for (let last = 0; last < sealedSeq; ) {
    const page = await sealsAfter(db, workspaceId, last, sealsPerRead);
    if (page.length === 0) return;
    yield page.filter(({ toSeq }) => toSeq <= sealedSeq);
    last = page.at(-1)!.fromSeq;
  }
}

async function* pagesOf(ctx: Context, whole: Stretch, filter: AuditFilter): AsyncGenerator<LoggedEvent[]> {
  const order = { newestFirst: false, limit: eventsPerRead };
  for (let fromSeq = whole.fromSeq; fromSeq <= whole.toSeq; fromSeq += eventsPerRead) {
    const toSeq = Math.min(whole.toSeq, fromSeq + eventsPerRead - 1);
    yield await filteredEvents(ctx.db, { ...whole, fromSeq, toSeq }, filter, order);
  }
}

/** The part of the log in which events of the wanted time can stand. */
async function stretchOf(ctx: Context, { from, to }: AuditFilter): Promise<Stretch> {
  const { workspaceId, db } = ctx;
  const head = await headSeq(ctx);
  const later = to && new Date(to.getTime() + longestTransactionMs);
  const earlier = from && new Date(from.getTime() - longestTransactionMs);
  return {
    workspaceId,
    fromSeq: earlier ? await seqAt(db, workspaceId, earlier) : 1,
    toSeq: later ? Math.min(head, (await seqAt(db, workspaceId, later)) - 1) : head,
  };
}
