import { useSyncExternalStore } from "react";

const TICK_MS = 20_000;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const dayAndYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

/** A time as people say it, kept up to date; the exact one on hover. */
export function Moment({ at, form = "short" }: { at: string; form?: "short" | "full" }) {
  const current = useNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={exact.format(date)}>
      {form === "full" ? fullMoment(date, current) : ago(date, current)}
    </time>
  );
}

/** "now", "4 min", "3 h", "12 May". */
function ago(date: Date, current: number): string {
  const minutes = Math.floor((current - date.getTime()) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h`;
  return onDay(date, current);
}

/** How long something lasts: "12 min", "7 h", "3 d". */
export function lasting(since: Date, current: number): string {
  const minutes = Math.max(1, Math.floor((current - since.getTime()) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60 / 24)} d`;
}

/** "12 May" or "12 May 2023". */
export function onDay(date: Date, current: number): string {
  return (date.getFullYear() === new Date(current).getFullYear() ? day : dayAndYear).format(date);
}

/** The time now, renewed three times a minute for everything on screen together. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

function fullMoment(date: Date, current: number): string {
  const today = new Date(current).toDateString() === date.toDateString();
  return today ? clock.format(date) : `${onDay(date, current)}, ${clock.format(date)}`;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}
