import { allow } from "../access/index.ts";
import type { Context } from "../workspaces/index.ts";
import { addEvent, beginSeal, firstPreviousHash, type Seal } from "./chain.ts";
import { endsOfLog, eventsOfOne, type LogEnds, type Stretch, sealsAfter } from "./queries.ts";

/** The first place where log and chain disagree. */
export interface Fault {
  fromSeq: number;
  toSeq: number;
  /** Completes "events 3 to 7: …". */
  reason: string;
}

export interface ChainReport {
  workspaceId: string;
  /** Looked at, up to the fault if there is one. */
  events: number;
  seals: number;
  /** Events behind the last seal; they have only their numbers to protect them. */
  unsealed: number;
  /** The hash of the last seal: kept elsewhere, it proves that the chain was not made anew. */
  head: string | null;
  fault: Fault | null;
}

const sealsPerPage = 200;
const eventsPerPage = 1000;

/**
 * Computes a workspace's chain again and compares. Reads everything in pages, so it may run beside the product.
 *
 * @param knownHash of a seal that was seen before, from an earlier report or an export: it must still be there.
 */
export async function verifyChain(ctx: Context, { knownHash }: { knownHash?: string } = {}): Promise<ChainReport> {
  allow(ctx, "audit:read");
  const ends = await endsOfLog(ctx.db, ctx.workspaceId);
  const { workspaceId } = ctx;
  const report: ChainReport = { workspaceId, events: 0, seals: 0, unsealed: 0, head: null, fault: faultAtEnds(ends) };
  if (report.fault) return report;
  let isKnown = false;
  let toSeq = 0;
  for await (const seal of sealsUpTo(ctx, ends.sealedSeq)) {
    report.fault = faultInLinks(seal, toSeq + 1, report.head) ?? (await faultInEvents(ctx, seal));
    if (report.fault) return report;
    toSeq = seal.toSeq;
    report.events = toSeq;
    report.seals++;
    report.head = seal.hash;
    isKnown ||= seal.hash === knownHash;
  }
  if (knownHash !== undefined && !isKnown) {
    report.fault = { fromSeq: 1, toSeq: ends.lastSeq, reason: "the chain was made anew, the known hash is not in it" };
    return report;
  }
  report.unsealed = ends.lastSeq - toSeq;
  report.events = ends.lastSeq;
  report.fault = await faultInUnsealed(ctx, { workspaceId, fromSeq: toSeq + 1, toSeq: ends.lastSeq });
  return report;
}

function faultAtEnds({ sealedSeq, oldestSeq, newestSeq, lastSeq }: LogEnds): Fault | null {
  if (oldestSeq !== null && oldestSeq < 1) {
    return { fromSeq: oldestSeq, toSeq: 0, reason: "inserted before the first event" };
  }
  if (newestSeq !== null && newestSeq > lastSeq) {
    return { fromSeq: lastSeq + 1, toSeq: newestSeq, reason: "inserted behind the last number given out" };
  }
  if (sealedSeq > lastSeq) {
    return { fromSeq: lastSeq + 1, toSeq: sealedSeq, reason: "deleted, with the counter set back; their seals exist" };
  }
  return null;
}

function faultInLinks(seal: Seal, expectedSeq: number, head: string | null): Fault | null {
  const { fromSeq, toSeq, previousHash } = seal;
  if (fromSeq > expectedSeq) return { fromSeq: expectedSeq, toSeq: fromSeq - 1, reason: "their seal was deleted" };
  if (fromSeq < expectedSeq || toSeq < fromSeq) return { fromSeq, toSeq, reason: "their seal does not fit its place" };
  if (previousHash === (head ?? firstPreviousHash)) return null;
  return { fromSeq, toSeq, reason: "their seal does not continue the one before" };
}

async function faultInEvents(ctx: Context, seal: Seal): Promise<Fault | null> {
  const hash = beginSeal(seal);
  let missing: number | null = null;
  let next = seal.fromSeq;
  for await (const event of eventsIn(ctx, seal)) {
    if (event.seq !== next) missing ??= next;
    next = event.seq + 1;
    addEvent(hash, event);
  }
  if (next <= seal.toSeq) missing ??= next;
  const intact = hash.digest("hex") === seal.hash;
  const { fromSeq, toSeq } = seal;
  if (missing !== null) {
    const when = intact ? "before it was sealed" : "after it was sealed";
    return { fromSeq, toSeq, reason: `event ${missing} was deleted ${when}` };
  }
  return intact ? null : { fromSeq, toSeq, reason: "changed after they were sealed" };
}

async function faultInUnsealed(ctx: Context, stretch: Stretch): Promise<Fault | null> {
  let next = stretch.fromSeq;
  for await (const event of eventsIn(ctx, stretch)) {
    if (event.seq !== next) break;
    next++;
  }
  if (next > stretch.toSeq) return null;
  return { fromSeq: stretch.fromSeq, toSeq: stretch.toSeq, reason: `event ${next} was deleted before it was sealed` };
}

async function* sealsUpTo(ctx: Context, lastSeq: number): AsyncGenerator<Seal> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const page = await sealsAfter(ctx.db, ctx.workspaceId, after, sealsPerPage);
    for (const seal of page) {
      if (seal.fromSeq > lastSeq) return;
      yield seal;
    }
    if (page.length < sealsPerPage) return;
    after = page.at(-1)!.fromSeq;
  }
}

async function* eventsIn({ db, workspaceId }: Context, { fromSeq, toSeq }: Stretch) {
  for (let at = fromSeq; at <= toSeq; at += eventsPerPage) {
    yield* await eventsOfOne(db, { workspaceId, fromSeq: at, toSeq: Math.min(toSeq, at + eventsPerPage - 1) });
  }
}
