import { ProviderUnavailable } from "../../platform/errors.ts";

/** Who waits: a person or an agent in a conversation, or the copying of the shop's data. */
export type Lane = "agent" | "sync";

/** What Shopify says of a shop's bucket with every answer. */
export interface BucketReport {
  requestedCost: number | null;
  size: number;
  available: number;
  restorePerSecond: number;
}

/** Leave to send one question; it must be settled with what came of it. */
export interface Turn {
  readonly cost: number;
  /** @param report null when no answer came, or one that says nothing of the bucket. */
  settle(report: BucketReport | null): void;
}

export interface Throttle {
  /**
   * Waits until the shop's bucket holds what a question costs: agents before sync, else first come, first served.
   * @param question.kind questions of one kind cost the same: what the last one cost is taken for the next.
   * @param question.deadline of `performance.now()`.
   * @throws ProviderUnavailable with `retryAfterMs` when its turn would not come by then.
   */
  take(shop: string, question: { kind: string; lane: Lane; deadline: number }): Promise<Turn>;
  /** Shopify asked for silence: nothing is sent to the shop for so long. */
  pause(shop: string, ms: number): void;
}

/** Sync stops here, so that an agent's question finds enough at once, also when another process asks it. */
const reservedForAgents = 0.25;
/** Of a shop that has not answered yet: the smallest plan's, and a question like most. */
const unknownBucket = { size: 2000, available: 2000, restorePerSecond: 100 };
const unknownCost = 100;
const mostKinds = 1000;
const mostShops = 1000;
const idleMs = 60_000;

interface Waiting {
  kind: string;
  lane: Lane;
  cost: number;
  leave: (turn: Turn) => void;
}

interface Bucket {
  size: number;
  restorePerSecond: number;
  /** Points there were at `at`, less what is on its way. */
  level: number;
  at: number;
  /** Points of questions that were sent and not answered. */
  outstanding: number;
  pausedUntil: number;
  waiting: Record<Lane, Waiting[]>;
  timer: NodeJS.Timeout | null;
}

/**
 * The buckets of all shops as this process sees them. Processes share a shop's bucket without speaking to each other:
 * every answer of Shopify says how full it is.
 */
export function createThrottle(): Throttle {
  const buckets = new Map<string, Bucket>();
  const costs = new Map<string, number>();

  function bucketOf(shop: string): Bucket {
    const known = buckets.get(shop);
    if (known) return known;
    if (buckets.size >= mostShops) forgetIdle(buckets);
    const { available: level, ...rest } = unknownBucket;
    const at = performance.now();
    const waiting = { agent: [], sync: [] };
    const made = { ...rest, level, at, outstanding: 0, pausedUntil: 0, waiting, timer: null };
    buckets.set(shop, made);
    return made;
  }

  function turnOf(bucket: Bucket, { kind, cost }: Pick<Waiting, "kind" | "cost">): Turn {
    bucket.level -= cost;
    bucket.outstanding += cost;
    return {
      cost,
      settle(report) {
        bucket.outstanding -= cost;
        if (report) {
          learn(bucket, report);
          if (report.requestedCost !== null) remember(costs, kind, report.requestedCost);
        }
        admit(bucket);
      },
    };
  }

  function admit(bucket: Bucket): void {
    if (bucket.timer) clearTimeout(bucket.timer);
    bucket.timer = null;
    for (let next = nextOf(bucket); next; next = nextOf(bucket)) {
      const waitMs = waitFor(bucket, next);
      if (waitMs > 0) {
        bucket.timer = setTimeout(() => admit(bucket), waitMs);
        return;
      }
      bucket.waiting[next.lane].shift();
      next.leave(turnOf(bucket, next));
    }
  }

  return {
    take(shop, { kind, lane, deadline }) {
      const bucket = bucketOf(shop);
      const cost = costs.get(kind) ?? unknownCost;
      return new Promise((resolve, reject) => {
        const leftMs = deadline - performance.now();
        const leastMs = waitFor(bucket, { lane, cost });
        if (leastMs > leftMs) {
          if (lane === "agent" && mayAskAnyway(bucket)) return resolve(turnOf(bucket, { kind, cost }));
          return reject(tooBusy(leastMs));
        }
        const giveUp = setTimeout(() => {
          bucket.waiting[lane] = bucket.waiting[lane].filter((other) => other !== one);
          admit(bucket);
          reject(tooBusy(waitFor(bucket, one)));
        }, leftMs);
        const leave = (turn: Turn) => {
          clearTimeout(giveUp);
          resolve(turn);
        };
        const one: Waiting = { kind, lane, cost, leave };
        bucket.waiting[lane].push(one);
        admit(bucket);
      });
    },
    pause(shop, ms) {
      const bucket = bucketOf(shop);
      bucket.pausedUntil = Math.max(bucket.pausedUntil, performance.now() + ms);
      admit(bucket);
    },
  };
}

/** Before an agent is refused Shopify is asked: what we believe may be old. Not while it wants silence. */
function mayAskAnyway({ outstanding, waiting, pausedUntil }: Bucket): boolean {
  return outstanding === 0 && waiting.agent.length === 0 && pausedUntil <= performance.now();
}

function tooBusy(waitMs: number): ProviderUnavailable {
  return new ProviderUnavailable("Shopify asks to slow down", { retryAfterMs: Math.ceil(waitMs) });
}

function nextOf({ waiting }: Bucket): Waiting | undefined {
  return waiting.agent[0] ?? waiting.sync[0];
}

/** Milliseconds until this question could be sent if it were the next. */
function waitFor(bucket: Bucket, { lane, cost }: Pick<Waiting, "lane" | "cost">): number {
  const at = performance.now();
  const { size, restorePerSecond } = bucket;
  bucket.level = Math.min(size, bucket.level + ((at - bucket.at) / 1000) * restorePerSecond);
  bucket.at = at;
  const reserve = lane === "sync" ? size * reservedForAgents : 0;
  // A question larger than the bucket is for Shopify to refuse.
  const needed = Math.min(size, cost + reserve);
  const refillMs = Math.ceil(((needed - bucket.level) / restorePerSecond) * 1000);
  return Math.max(0, refillMs, bucket.pausedUntil - at);
}

/** Shopify may or may not have counted what is on its way: it is taken off, for caution's sake. */
function learn(bucket: Bucket, { size, available, restorePerSecond }: BucketReport): void {
  Object.assign(bucket, { size, restorePerSecond, level: available - bucket.outstanding, at: performance.now() });
}

function remember(costs: Map<string, number>, kind: string, cost: number): void {
  costs.delete(kind);
  costs.set(kind, cost);
  const [oldest] = costs.keys();
  if (costs.size > mostKinds && oldest !== undefined) costs.delete(oldest);
}

/** A bucket nobody used for so long is full again. */
function forgetIdle(buckets: Map<string, Bucket>): void {
  const at = performance.now();
  for (const [shop, { outstanding, waiting, at: usedAt, pausedUntil }] of buckets) {
    const isIdle = outstanding === 0 && !waiting.agent.length && !waiting.sync.length;
    if (isIdle && pausedUntil < at && at - usedAt > idleMs) buckets.delete(shop);
  }
}
