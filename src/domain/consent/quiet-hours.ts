import { offsetMs } from "../../platform/time-zones.ts";
import { bothWeeks, canadian, elsewhere, type Hours, strictest, type Week, weekOfState } from "./hours.ts";
import { type Place, placeOfNumber, stateOf, zonesOfState, zonesOfUnitedStates } from "./places.ts";

export interface Recipient {
  /** E.164; null on channels without one. */
  number: string | null;
  /** Her newest address; null: none is known. */
  place: Place | null;
}

export interface PromotionalTime {
  isOpen: boolean;
  /** The first moment from then on at which advertising may reach her. */
  opensAt: Date;
  /** What told where she is. */
  by: "address" | "area_code" | "country_code" | "nothing";
  zones: readonly string[];
}

const stepMs = 15 * 60_000;
/** A week and a day: whatever the hours, they come again within it. */
const mostSteps = (8 * 24 * 3_600_000) / stepMs;

/**
 * Whether something promotional may reach somebody at a moment, and if not, when: within the hours her state or country
 * allows, in her own time. Her address says where she is, else her area code; where neither does, it must be allowed in
 * every state, in all time zones of the United States at once.
 */
export function promotionalTime(recipient: Recipient, at: Date): PromotionalTime {
  const { by, zones, week } = whereIs(recipient);
  const isAllowed = (ms: number) => zones.every((zone) => isWithin(week, zone, ms));
  const start = at.getTime();
  if (isAllowed(start)) return { isOpen: true, opensAt: at, by, zones };
  // Offsets of zones are whole quarters of an hour.
  const first = Math.ceil(start / stepMs) * stepMs;
  for (let n = 0; n <= mostSteps; n++) {
    const ms = first + n * stepMs;
    if (isAllowed(ms)) return { isOpen: false, opensAt: new Date(ms), by, zones };
  }
  // Zones so far apart that they are never awake together: the narrow middle of one of them.
  return { ...promotionalTime({ number: null, place: null }, at), isOpen: false, by, zones };
}

function whereIs({ number, place }: Recipient): { by: PromotionalTime["by"]; zones: readonly string[]; week: Week } {
  const state = place && stateOf(place);
  if (state) return { by: "address", zones: zonesOfState(state), week: weekOfState(state) };
  const ofNumber = number === null ? null : placeOfNumber(number);
  // An address abroad without more says no zone; the number may, if it is from there.
  if (ofNumber?.state) return { by: "area_code", zones: ofNumber.zones, week: weekOfState(ofNumber.state) };
  if (ofNumber?.isCanadian) return { by: "area_code", zones: ofNumber.zones, week: canadian };
  if (ofNumber) {
    const isAreaCode = number?.startsWith("+1") ?? false;
    const week = isAreaCode ? bothWeeks(elsewhere, strictest) : elsewhere;
    return { by: isAreaCode ? "area_code" : "country_code", zones: ofNumber.zones, week };
  }
  return { by: "nothing", zones: zonesOfUnitedStates, week: strictest };
}

function isWithin(week: Week, zone: string, ms: number): boolean {
  const local = new Date(ms + offsetMs(zone, ms));
  const hours: Hours = week[local.getUTCDay()] ?? null;
  const hour = local.getUTCHours() + local.getUTCMinutes() / 60;
  return hours !== null && hour >= hours.from && hour < hours.to;
}
