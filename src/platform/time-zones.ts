/** Whether the runtime's time zone database has it. An offset such as "+01:00" is no name: it has no summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/.test(name) || name.length > 60) return false;
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * The moment at which clocks of a time zone show `local`, as "2026-03-29T09:00". Where they show it twice the first; where
 * they skip it, as much later as they skip.
 */
export function momentIn(timeZone: string, local: string): Date {
  const shown = Date.parse(`${local}Z`);
  const dayMs = 86_400_000;
  const [before, after] = [shown - dayMs, shown + dayMs].map((near) => shown - offsetMs(timeZone, near));
  const candidates = [before!, after!].sort((a, b) => a - b);
  return new Date(candidates.find((at) => at + offsetMs(timeZone, at) === shown) ?? before!);
}

/** How far a zone's clocks are ahead of UTC, in milliseconds. */
export function offsetMs(timeZone: string, at: number): number {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const local = Date.UTC(get("year"), get("month") - 1, get("day"), get("hour"), get("minute"), get("second"));
  return local - Math.floor(at / 1000) * 1000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Made once for each zone: making one costs far more than using it. */
export function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const digits = "2-digit";
  const made = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone, calendar: "gregory", hourCycle: "h23", year: "numeric", month: digits, day: digits },
    ...{ hour: digits, minute: digits, second: digits },
  });
  formatters.set(timeZone, made);
  return made;
}
