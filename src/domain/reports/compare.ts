import { type Share, shareOf, z95 } from "./rules.ts";

/** What became of the questions of one group. */
export interface Arm {
  /** Questions that are over. */
  over: number;
  /** Of these, those that ended with an answer, whoever gave it, and stayed quiet. */
  settled: number;
  /** Of the settled ones, from her first message to the last answer; null: there are too few for it. */
  meanHours: number | null;
  medianHours: number | null;
  varianceHours: number | null;
  rated: number;
  /** Ratings of 4 and 5. */
  good: number;
}

/** How much more, with where the true difference lies in nineteen of twenty cases. Null: nothing to compare. */
export interface Difference {
  difference: number | null;
  low: number | null;
  high: number | null;
  /** too_few: neither may be concluded. none_seen: the range has 0 in it. */
  verdict: "too_few" | "none_seen" | "more" | "less";
}

export interface Comparison {
  answered: ShownArm;
  heldOut: ShownArm;
  /** Of the answered group against the other: in shares, and in hours. */
  settled: Difference;
  hours: Difference;
  good: Difference;
}
interface ShownArm {
  settled: Share;
  medianHours: number | null;
  meanHours: number | null;
  good: Share;
}

/** With fewer in either group the ranges say more of chance than of the AI. */
const enough = 30;

export function compare(answered: Arm, heldOut: Arm): Comparison {
  const [a, h] = [shownArm(answered), shownArm(heldOut)];
  return {
    ...{ answered: a, heldOut: h },
    settled: differenceOfShares(a.settled, h.settled),
    hours: differenceOfMeans(hoursOf(answered), hoursOf(heldOut)),
    good: differenceOfShares(a.good, h.good),
  };
}

export const noArm: Arm = {
  ...{ over: 0, settled: 0, meanHours: null, medianHours: null, varianceHours: null, rated: 0, good: 0 },
};

function shownArm({ over, settled, medianHours, meanHours, rated, good }: Arm): ShownArm {
  return { settled: shareOf(settled, over), medianHours, meanHours, good: shareOf(good, rated) };
}

function hoursOf({ settled: of, meanHours: mean, varianceHours: variance }: Arm): Mean {
  return { of, mean, variance };
}

/** Newcombe's interval from those of Wilson (1998, method 10). */
export function differenceOfShares(a: Share, b: Share): Difference {
  if (a.share === null || b.share === null) return nothing;
  const difference = a.share - b.share;
  const low = difference - Math.hypot(a.share - a.low!, b.high! - b.share);
  const high = difference + Math.hypot(a.high! - a.share, b.share - b.low!);
  return judged({ difference, low, high }, a.of, b.of);
}

/** Null: there are too few for it. */
export interface Mean {
  of: number;
  mean: number | null;
  variance: number | null;
}

/** Welch's interval, with the normal distribution: it is told for groups of thirty and more alone. */
export function differenceOfMeans(a: Mean, b: Mean): Difference {
  if (a.mean === null || b.mean === null) return nothing;
  const difference = a.mean - b.mean;
  if (a.variance === null || b.variance === null) return { ...nothing, difference };
  const half = z95 * Math.sqrt(a.variance / a.of + b.variance / b.of);
  return judged({ difference, low: difference - half, high: difference + half }, a.of, b.of);
}

const nothing: Difference = { difference: null, low: null, high: null, verdict: "too_few" };

function judged(range: { difference: number; low: number; high: number }, one: number, other: number): Difference {
  if (Math.min(one, other) < enough) return { ...range, verdict: "too_few" };
  if (range.low <= 0 && range.high >= 0) return { ...range, verdict: "none_seen" };
  return { ...range, verdict: range.low > 0 ? "more" : "less" };
}
