import { hasDoneHarm, type Occasion, occasions } from "../outreach/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Difference, differenceOfMeans, differenceOfShares, type Mean } from "./compare.ts";
import { type ArmRow, countOutreaches, type OutreachCount, sumByArm } from "./outreach-queries.ts";
import type { Period } from "./queries.ts";
import { type Share, shareOf } from "./rules.ts";

/** What became of one occasion to write unasked, in the words of docs/reports.md. */
export interface OutreachReport {
  occasion: Occasion;
  planned: number;
  /** Not decided yet. */
  waiting: number;
  heldOut: number;
  refused: { reason: string; count: number }[];
  begun: number;
  sent: number;
  answered: number;
  optedOut: number;
  /** So many opted out that nothing more is planned now. */
  isStopped: boolean;
  compared: OutreachComparison;
}

/** Who was let through to be written to against who was kept out by chance, person by person. */
export interface OutreachComparison {
  written: OutreachArm;
  heldOut: OutreachArm;
  ordered: Difference;
  /** Of the mean of each currency, in its minor units. */
  amounts: ({ currency: string } & Difference)[];
}

interface OutreachArm {
  /** Of her people, those who ordered. */
  ordered: Share;
  orders: number;
  amounts: { currency: string; totalMinor: number; perPersonMinor: number | null }[];
}

/** Only occasions of which there was any. */
export async function reportOutreach(
  ctx: Context,
  asked: { period: Period; windowDays: number; days: number },
): Promise<OutreachReport[]> {
  const [counts, arms] = await Promise.all([countOutreaches(ctx, asked), sumByArm(ctx, asked)]);
  const any = occasions.filter((one) => counts.some(({ occasion }) => occasion === one));
  const told = any.map(async (occasion) => {
    const some = counts.filter((row) => row.occasion === occasion);
    const of = (isHeldOut: boolean) => arms.filter((row) => row.occasion === occasion && row.isHeldOut === isHeldOut);
    const isStopped = await hasDoneHarm(ctx, occasion);
    return { occasion, ...sumOf(some), isStopped, compared: compareArms(of(false), of(true)) };
  });
  return Promise.all(told);
}

function sumOf(rows: readonly OutreachCount[]): Omit<OutreachReport, "occasion" | "isStopped" | "compared"> {
  const sum = (field: "count" | "sent" | "answered" | "optedOut", of = rows) =>
    of.reduce((all, row) => all + row[field], 0);
  const inState = (state: OutreachCount["state"]) => rows.filter((row) => row.state === state);
  return {
    planned: sum("count"),
    waiting: sum("count", inState("planned")),
    heldOut: sum("count", inState("held_out")),
    refused: inState("not_sent").map(({ reason, count }) => ({ reason: reason ?? "unknown", count })),
    begun: sum("count", inState("begun")),
    ...{ sent: sum("sent"), answered: sum("answered"), optedOut: sum("optedOut") },
  };
}

/** @param written of each currency, and of none: the row that counts the people. */
function compareArms(written: readonly ArmRow[], heldOut: readonly ArmRow[]): OutreachComparison {
  const [a, h] = [armOf(written), armOf(heldOut)];
  const currencies = [...new Set([...a.amounts, ...h.amounts].map(({ currency }) => currency))].toSorted();
  return {
    ...{ written: a, heldOut: h },
    ordered: differenceOfShares(a.ordered, h.ordered),
    amounts: currencies.map((currency) => {
      return { currency, ...differenceOfMeans(meanOf(written, currency), meanOf(heldOut, currency)) };
    }),
  };
}

function armOf(rows: readonly ArmRow[]): OutreachArm {
  const people = peopleIn(rows);
  const amounts = rows.flatMap(({ currency, totalMinor }) =>
    currency === null ? [] : [{ currency, totalMinor, perPersonMinor: people === 0 ? null : totalMinor / people }],
  );
  const { ordered = 0, orders = 0 } = rows.find(({ currency }) => currency === null) ?? {};
  return { ordered: shareOf(ordered, people), orders, amounts };
}

/** Who ordered nothing spent nothing: all people count. */
function meanOf(rows: readonly ArmRow[], of: string): Mean {
  const people = peopleIn(rows);
  if (people === 0) return { of: 0, mean: null, variance: null };
  const { totalMinor = 0, squares = 0 } = rows.find(({ currency }) => currency === of) ?? {};
  const mean = totalMinor / people;
  const variance = people < 2 ? null : Math.max(0, (squares - people * mean ** 2) / (people - 1));
  return { of: people, mean, variance };
}

function peopleIn(rows: readonly ArmRow[]): number {
  return rows.find(({ currency }) => currency === null)?.people ?? 0;
}
