import { formatterOf, offsetMs } from "../../platform/time-zones.ts";

/** A moment as a filter names it: fixed, or moving with the clock. Time zones are IANA names. */
export type MomentValue =
  | { at: string }
  | { day: string; timeZone: string }
  | { ago: number; unit: Span }
  | { ahead: number; unit: Span }
  | { startOf: Period; timeZone: string; plus?: number };

export const spans = ["minutes", "hours", "days", "weeks"] as const;
export type Span = (typeof spans)[number];
export const periods = ["day", "week", "month"] as const;
export type Period = (typeof periods)[number];

const spanMs: Record<Span, number> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 };
const dayMs = 86_400_000;

/** The moment meant, when it is `now`. */
export function resolveMoment(value: MomentValue, now: Date): Date {
  if ("at" in value) return new Date(value.at);
  if ("day" in value) return startOfDay(value.day, value.timeZone);
  if ("ago" in value) return new Date(now.getTime() - value.ago * spanMs[value.unit]);
  if ("ahead" in value) return new Date(now.getTime() + value.ahead * spanMs[value.unit]);
  return startOfDay(firstDayOf(value, now), value.timeZone);
}

/**
 * When a field's moment and a named one may next change sides, while nothing happens but time. What is named only moves
 * forward: once past, a field stays behind it.
 *
 * @returns null: never.
 */
export function meetsAt(field: Date, value: MomentValue, now: Date): Date | null {
  if ("at" in value || "day" in value) return null;
  const named = resolveMoment(value, now);
  if (named.getTime() > field.getTime()) return null;
  // One more millisecond: "before" is strict.
  if (!("startOf" in value)) return new Date(now.getTime() + (field.getTime() - named.getTime()) + 1);
  const next = startOfDay(firstDayOf({ ...value, plus: 1 }, now), value.timeZone);
  return next.getTime() > now.getTime() ? next : new Date(now.getTime() + dayMs);
}

/** The day on the calendar of a time zone, as "2026-03-01". */
function dayIn(timeZone: string, at: Date): string {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.get("year")!.padStart(4, "0")}-${parts.get("month")}-${parts.get("day")}`;
}

/** The first day of the period that `now` is in, moved by `plus` periods. Weeks begin on Monday. */
function firstDayOf(
  { startOf, timeZone, plus = 0 }: { startOf: Period; timeZone: string; plus?: number },
  now: Date,
): string {
  const today = new Date(`${dayIn(timeZone, now)}T00:00:00Z`);
  const [year, month, day] = [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()];
  if (startOf === "month") return isoDay(Date.UTC(year, month + plus, 1));
  if (startOf === "week") return isoDay(Date.UTC(year, month, day - ((today.getUTCDay() + 6) % 7) + 7 * plus));
  return isoDay(Date.UTC(year, month, day + plus));
}

/**
 * The first moment of a day. Midnight may come twice or not at all where clocks change there: of the moments that the
 * offsets on both sides lead to, the first that lies in the day.
 */
function startOfDay(day: string, timeZone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const candidates = [midnight - dayMs, midnight + dayMs]
    .map((near) => midnight - offsetMs(timeZone, near))
    .sort((a, b) => a - b);
  return new Date(candidates.find((at) => dayIn(timeZone, new Date(at)) === day) ?? candidates[0]!);
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
