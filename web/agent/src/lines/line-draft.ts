import { Problem } from "../api/problem.ts";
import type { PhoneLine } from "../api/types.ts";

export type LineSettings = PhoneLine["settings"];
export type Target = LineSettings["first"];
export type Menu = LineSettings["menus"][string];
type Hours = NonNullable<LineSettings["hours"]>;

export const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof days)[number];

/** Settings while they are written: the hours of a day are a line of text. */
export interface LineDraft extends Omit<LineSettings, "hours"> {
  hours: (Omit<Hours, "days"> & { days: Record<Day, string> }) | null;
}

export function toDraft(settings: LineSettings): LineDraft {
  const { hours } = settings;
  if (hours === null) return { ...settings, hours };
  const written = (day: Day) => (hours.days[day] ?? []).map(({ from, to }) => `${from}–${to}`).join(", ");
  return { ...settings, hours: { ...hours, days: perDay(written) } };
}

/** What cannot be read goes to the server as it was written, and comes back with what is wrong with it. */
export function toSettings(draft: LineDraft): LineSettings {
  const { hours } = draft;
  if (hours === null) return { ...draft, hours };
  return { ...draft, hours: { ...hours, days: perDay((day) => toSpans(hours.days[day])) } };
}

function perDay<T>(of: (day: Day) => T): Record<Day, T> {
  const [mon, tue, wed, thu] = [of("mon"), of("tue"), of("wed"), of("thu")];
  return { mon, tue, wed, thu, fri: of("fri"), sat: of("sat"), sun: of("sun") };
}

function toSpans(text: string): { from: string; to: string }[] {
  const parts = text.split(",").map((part) => part.trim());
  return parts.filter(Boolean).map((part) => {
    const [from = "", to = ""] = part.split(/\s*(?:-|–|—|\bto\b)\s*/);
    return { from: toClock(from), to: toClock(to) };
  });
}

/** "9" and "9:30" as the server wants them. */
function toClock(text: string): string {
  const [, hour, minutes = "00"] = /^(\d{1,2})(?::(\d\d))?$/.exec(text.trim()) ?? [];
  return hour === undefined ? text.trim() : `${hour.padStart(2, "0")}:${minutes}`;
}

/** What the server said about fields, by their paths. */
export interface FieldProblems {
  /** Of this field, or of one within it. */
  in: (path: string) => string | undefined;
  /** Of this very field. */
  at: (path: string) => string | undefined;
  /** What was said first; null: nothing of any field. */
  first: string | null;
}

export function fieldProblems(error: unknown): FieldProblems {
  const all = error instanceof Problem ? error.fields : [];
  const find = (fits: (path: string) => boolean) => all.find(({ path }) => fits(path))?.message;
  return {
    in: (wanted) => find((path) => path === wanted || path.startsWith(`${wanted}.`)),
    at: (wanted) => find((path) => path === wanted),
    first: all[0]?.message ?? null,
  };
}
