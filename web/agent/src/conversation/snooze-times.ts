/** A moment to snooze to, in the agent's own time. */
export interface SnoozeTime {
  label: string;
  at: Date;
}

const morning = 9;

/** The moments agents want most: later today while there is a later, the next two mornings, next week. */
export function snoozeTimes(now: Date): SnoozeTime[] {
  const laterToday = new Date(now.getTime() + 3 * 3_600_000);
  const times = [
    { label: "Tomorrow, 9:00", at: morningIn(now, 1) },
    { label: "In two days, 9:00", at: morningIn(now, 2) },
    { label: "Next Monday, 9:00", at: morningIn(now, (8 - now.getDay()) % 7 || 7) },
  ];
  const isToday = laterToday.getDate() === now.getDate();
  const distinct = times.filter(({ at }, n) => times.findIndex((one) => one.at.getTime() === at.getTime()) === n);
  return isToday ? [{ label: "In three hours", at: laterToday }, ...distinct] : distinct;
}

/** "2026-03-29T09:00", as an input for local times wants it. */
export function localText(at: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** "today, 14:00", "Mon 30 Mar, 09:00", in the agent's own time zone; with the year if it is another. */
export function untilText(at: Date, now: Date): string {
  const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" }).format(at);
  if (at.toDateString() === now.toDateString()) return `today, ${clock}`;
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
  const day = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", ...year });
  return `${day.format(at)}, ${clock}`;
}

function morningIn(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, morning);
}
