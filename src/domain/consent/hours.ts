/** Whole hours of local time; null: not at all on this day. */
export type Hours = { from: number; to: number } | null;
/** Sunday first, as `Date` counts. */
export type Week = readonly [Hours, Hours, Hours, Hours, Hours, Hours, Hours];

const h = (from: number, to: number): Hours => ({ from, to });
const everyDay = (hours: Hours): Week => [hours, hours, hours, hours, hours, hours, hours];
const withWeekend = (hours: Hours, saturday: Hours, sunday: Hours): Week => [
  sunday,
  hours,
  hours,
  hours,
  hours,
  hours,
  saturday,
];

/** Of the United States as a whole. Source: 47 CFR 64.1200(c)(1) */
const federal = everyDay(h(8, 21));

/**
 * Where a state allows less, by day and hour. Held against published tables, the stricter where they differ; holidays,
 * on which some states allow nothing, are not in it. The house does not give legal advice.
 * Sources: https://www.dropcowboy.com/state-compliance (2025-11-01: AL CT FL KY LA MA MD MI MN MS NM NV OK RI),
 * https://blog.clickpointsoftware.com/telemarketing-calling-hours-by-state (2025-07: the same, CT until 21),
 * https://support.referrizer.com … tcpa-quiet-hours-and-state-specific-rules-for-text-campaigns (texts: CT FL MD MS NJ OK
 * RI TX), https://glama.ai/mcp/connectors/com.modernmustardseed/call-desk (FL OK MD WA WY until 20, TX Sundays from 12,
 * KY from 10, PA no Sundays since 2026-10-18), SDCL 37-30-28 (SD). UT was found in none of them.
 */
const ofStates: Readonly<Record<string, Week>> = {
  AL: withWeekend(h(8, 20), h(8, 20), null),
  CT: everyDay(h(9, 20)),
  FL: everyDay(h(8, 20)),
  KY: everyDay(h(10, 21)),
  LA: withWeekend(h(8, 20), h(8, 20), null),
  MA: everyDay(h(8, 20)),
  MD: everyDay(h(8, 20)),
  MI: everyDay(h(9, 21)),
  MN: everyDay(h(9, 21)),
  MS: withWeekend(h(8, 20), h(8, 20), null),
  NJ: everyDay(h(8, 20)),
  NM: everyDay(h(9, 21)),
  NV: everyDay(h(9, 20)),
  OK: everyDay(h(8, 20)),
  PA: withWeekend(h(8, 21), h(8, 21), null),
  RI: withWeekend(h(9, 18), h(10, 17), null),
  SD: withWeekend(h(9, 21), h(9, 21), null),
  TX: withWeekend(h(9, 21), h(9, 21), h(12, 21)),
  UT: withWeekend(h(9, 21), h(9, 21), null),
  WA: everyDay(h(8, 20)),
  WY: everyDay(h(8, 20)),
};

/** Calls that advertise in Canada; texts are held to the same. */
export const canadian = withWeekend(h(9, 20), h(10, 18), h(10, 18));
/** Other countries: none is known to be stricter on a working day, and several forbid Sundays. */
export const elsewhere = withWeekend(h(8, 20), h(8, 20), null);

export function weekOfState(state: string): Week {
  return ofStates[state] ?? federal;
}

/** What every state allows. */
export const strictest: Week = [federal, ...Object.values(ofStates)].reduce(bothWeeks);

/** What two weeks both allow. */
export function bothWeeks(a: Week, b: Week): Week {
  // As long as the other, day by day.
  return a.map((hours, day) => both(hours, b[day] ?? null)) as unknown as Week;
}

function both(a: Hours, b: Hours): Hours {
  if (!a || !b) return null;
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
  return from < to ? { from, to } : null;
}
