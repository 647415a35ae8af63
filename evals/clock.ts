import { useClock as setClock } from "../src/platform/clock.ts";
import { offsetMs } from "../src/platform/time-zones.ts";

/** The product's and the stand-ins' time in the one scenario that is played by it. */
export interface EvalClock {
  /** Later by so much, at once. */
  wind(ms: number): void;
  stop(): void;
}

const dayMs = 24 * 3_600_000;
/** So long ago that the morning after it has come: what is put off until then is due by the clock on the wall. */
const atLeastAgoMs = 13 * 3_600_000;

/** @param at "20:30 America/New_York": the last time at which it was that late there. */
export function startClock(at: string): EvalClock {
  const [, hour, minute, zone] = /^(\d\d):(\d\d) (\S+)$/.exec(at) ?? [];
  if (zone === undefined) throw new Error(`${at} is no time at a place, such as 20:30 America/New_York`);
  const startedAt = Date.now();
  const latest = startedAt - atLeastAgoMs;
  const local = latest + offsetMs(zone, latest);
  const shown = Math.floor(local / dayMs) * dayMs + (Number(hour) * 60 + Number(minute)) * 60_000;
  const from = (shown > local ? shown - dayMs : shown) - (local - latest);
  let aheadMs = from - startedAt;
  const stop = setClock(() => new Date(Date.now() + aheadMs));
  return {
    wind(ms) {
      aheadMs += ms;
    },
    stop,
  };
}
