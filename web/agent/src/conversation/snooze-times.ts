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

function morningIn(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, morning);
}
