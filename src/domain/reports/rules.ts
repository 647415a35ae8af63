/** What became of a question, in the words of docs/reports.md. */
export const outcomes = [
  ...(["resolved", "reopened", "left_open", "handed_over", "with_people"] as const),
  ...(["undecided", "people", "unanswered"] as const),
] as const;
export type Outcome = (typeof outcomes)[number];
export type OutcomeCounts = Record<Outcome, number>;

/** Those the AI took part in, and that are over. */
const decidedByAi = ["resolved", "reopened", "left_open", "handed_over", "with_people"] as const;

/** How many of so many, and where the true share lies in nineteen of twenty cases. Null: of none. */
export interface Share {
  count: number;
  of: number;
  share: number | null;
  low: number | null;
  high: number | null;
}

export function resolutionOf(counts: OutcomeCounts): Share {
  return shareOf(counts.resolved, sum(decidedByAi.map((name) => counts[name])));
}

/** The same against everything that was asked, also what the AI never touched. */
export function resolutionOfAll(counts: OutcomeCounts): Share {
  return shareOf(counts.resolved, sum(outcomes.map((name) => counts[name])) - counts.undecided);
}

/** With Wilson's interval (1927), which holds for few cases and at 0 and 1 too. */
export function shareOf(count: number, of: number): Share {
  if (of === 0) return { count, of, share: null, low: null, high: null };
  const share = count / of;
  const spread = 1 + z95 ** 2 / of;
  const middle = (share + z95 ** 2 / (2 * of)) / spread;
  const half = (z95 / spread) * Math.sqrt((share * (1 - share)) / of + z95 ** 2 / (4 * of ** 2));
  // At the ends the interval touches 0 and 1, but for what floating point leaves.
  const low = count === 0 ? 0 : Math.max(0, middle - half);
  const high = count === of ? 1 : Math.min(1, middle + half);
  return { count, of, share, low, high };
}

export function noOutcomes(): OutcomeCounts {
  return {
    ...{ resolved: 0, reopened: 0, left_open: 0, handed_over: 0, with_people: 0 },
    ...{ undecided: 0, people: 0, unanswered: 0 },
  };
}

/** Of the normal distribution: 95 % lie within so many deviations. */
export const z95 = 1.959964;

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
