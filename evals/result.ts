import type { Play } from "./play.ts";
import type { Scenario } from "./scenario.ts";
import { passHats, percentile } from "./score.ts";

/** One way to play a scenario: with its good script or a bad one, as it is or varied. */
export interface Case {
  scenario: string;
  title: string;
  tags: string[];
  severity: Scenario["severity"];
  /** "good", "bad: what it tries", "variant: which". */
  name: string;
  plays: Play[];
}

export interface NotPlayed {
  scenario: string;
  title: string;
  reason: string;
}

export interface Totals {
  cases: number;
  passed: number;
  notYet: number;
  /** pass^1, pass^2, … */
  passHats: number[];
  /** US dollars. */
  cost: number;
  turns: number;
  /** Of an AI turn from start to end, in milliseconds. */
  p50Ms: number;
  p95Ms: number;
}

export interface Result {
  at: string;
  model: string;
  guidance: string | null;
  k: number;
  totals: Totals;
  cases: Case[];
  notYet: NotPlayed[];
}

export function resultOf(
  told: Pick<Result, "at" | "model" | "guidance" | "k">,
  cases: Case[],
  notYet: NotPlayed[],
): Result {
  return { ...told, totals: totalsOf(cases, notYet, told.k), cases, notYet };
}

function totalsOf(cases: readonly Case[], notYet: readonly NotPlayed[], k: number): Totals {
  const runs = cases.flatMap(runsOf);
  const durations = runs.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]));
  return {
    ...{ cases: cases.length, passed: cases.filter(isPassed).length, notYet: notYet.length },
    passHats: passHats(cases.map(countOf), k),
    cost: runs.reduce((sum, { costMicros }) => sum + costMicros, 0) / 1_000_000,
    ...{ turns: runs.length, p50Ms: percentile(durations, 0.5), p95Ms: percentile(durations, 0.95) },
  };
}

function runsOf({ plays }: Case) {
  return plays.flatMap(({ seen }) => seen?.runs ?? []);
}

export function isPassed({ plays }: Case): boolean {
  return plays.every(({ passed }) => passed);
}

export function countOf({ plays }: Case) {
  return { passed: plays.filter(({ passed }) => passed).length, plays: plays.length };
}

/** A line for each case that failed, and the numbers. */
export function linesOf({ cases, notYet, totals, k }: Result): string[] {
  const failed = cases.filter((one) => !isPassed(one)).flatMap(failureLines);
  const hats = totals.passHats.map((share, n) => `pass^${n + 1} ${(100 * share).toFixed(1)} %`);
  return [
    ...failed,
    ...notYet.map(({ scenario, reason }) => `not yet: ${scenario}: ${reason}`),
    hats.join(", "),
    `turns: ${totals.turns}, p50 ${totals.p50Ms} ms, p95 ${totals.p95Ms} ms; cost $${totals.cost.toFixed(4)}`,
    `evals: ${totals.passed} of ${totals.cases} cases, ${k} play${k === 1 ? "" : "s"} each; ${totals.notYet} not yet`,
  ];
}

function failureLines(one: Case): string[] {
  const { passed, plays } = countOf(one);
  const bad = one.plays.find((play) => !play.passed);
  const why =
    bad?.error ??
    bad?.checks
      .filter((check) => !check.passed)
      .map(({ name, detail }) => `${name} (${detail})`)
      .join("; ");
  return [`failed: ${one.scenario} ${one.name}: ${passed} of ${plays}: ${(why ?? "").slice(0, 600)}`];
}
