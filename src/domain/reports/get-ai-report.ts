import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type AttributedOrders, attributeOrders } from "./attribute-orders.ts";
import { type Comparison, compare } from "./compare.ts";
import { type OutreachReport, reportOutreach } from "./outreach.ts";
import {
  countDrafts,
  countHandOvers,
  countQuestions,
  countRatings,
  type DraftCounts,
  measureArms,
  type Period,
  type QuestionCount,
  type Satisfaction,
  sumSpending,
} from "./queries.ts";
import { noOutcomes, type OutcomeCounts, resolutionOf, resolutionOfAll, type Share, shareOf } from "./rules.ts";

export interface ReportInput {
  /** Days of UTC, both of them in it: "2026-11-01". */
  from: string;
  to: string;
  /** How long a question must stay quiet to count as resolved. */
  windowDays: number;
  /** How long after an answer an order is still counted to it. */
  orderDays: number;
}

/** Questions of one kind, and how the AI fared with them. */
export interface Fared {
  questions: OutcomeCounts;
  resolution: Share;
}

export interface AiReport extends Fared {
  at: Date;
  resolutionOfAll: Share;
  byChannel: (Fared & { channel: string })[];
  /** Null: no turn said what she wants. */
  byIntent: (Fared & { intent: string | null })[];
  handOvers: { reason: string; count: number }[];
  drafts: DraftCounts;
  /** In millionths of a US dollar; null: nothing was resolved. */
  cost: { spentMicros: number; perResolutionMicros: number | null };
  orders: AttributedOrders[];
  /** Of ratings 4 and 5 among all that were given. */
  satisfaction: (Satisfaction & { goodShare: Share })[];
  /** Conversations in which the AI may answer by itself, against those it was kept out of by chance. */
  holdOut: Comparison;
  /** What the AI wrote unasked, by what for. */
  outreach: OutreachReport[];
}

const dayMs = 86_400_000;
export const mostReportDays = 92;

/**
 * What the AI did for a workspace in a period: every number as docs/reports.md defines it.
 * @throws AppError("invalid_input") for a period that ends before it begins, or is longer than 92 days.
 */
export async function getAiReport(ctx: Context, input: ReportInput): Promise<AiReport> {
  allow(ctx, "settings:manage");
  const period = periodOf(input);
  const at = now();
  const { windowDays, orderDays: days } = input;
  const [rows, handOvers, drafts, spentMicros, orders, ratings, arms, outreach] = await Promise.all([
    countQuestions(ctx, { period, windowDays, at }),
    countHandOvers(ctx, period),
    countDrafts(ctx, period),
    sumSpending(ctx, period),
    attributeOrders(ctx, { period, days }),
    countRatings(ctx, period),
    measureArms(ctx, { period, windowDays, at }),
    reportOutreach(ctx, { period, windowDays, days }),
  ]);
  const all = fared(rows);
  const { resolved } = all.questions;
  return {
    ...{ at, ...all, resolutionOfAll: resolutionOfAll(all.questions), handOvers, drafts, orders, outreach },
    byChannel: [...Map.groupBy(rows, (row) => row.channel)].map(([channel, of]) => ({ channel, ...fared(of) })),
    byIntent: [...Map.groupBy(rows, (row) => row.intent)].map(([intent, of]) => ({ intent, ...fared(of) })),
    satisfaction: ratings.map((one) => ({ ...one, goodShare: shareOf(one.good, one.rated) })),
    holdOut: compare(arms.answered, arms.heldOut),
    cost: { spentMicros, perResolutionMicros: resolved === 0 ? null : Math.round(spentMicros / resolved) },
  };
}

function periodOf({ from, to }: ReportInput): Period {
  const period = { from: new Date(`${from}T00:00:00Z`), until: new Date(Date.parse(`${to}T00:00:00Z`) + dayMs) };
  const days = (period.until.getTime() - period.from.getTime()) / dayMs;
  if (days >= 1 && days <= mostReportDays) return period;
  throw new AppError("invalid_input", `A report is about 1 to ${mostReportDays} days: this is ${days}`);
}

function fared(rows: readonly QuestionCount[]): Fared {
  const questions = noOutcomes();
  for (const { outcome, count } of rows) questions[outcome] += count;
  return { questions, resolution: resolutionOf(questions) };
}
