import type { Team } from "../api/types.ts";

export const modeLabel: Record<Team["mode"], string> = {
  off: "Taken by hand",
  round_robin: "In turn",
  least_loaded: "Most room first",
};

export const modeHint: Record<Team["mode"], string> = {
  off: "Nothing is handed out. Members take what waits with the key t.",
  round_robin: "Each gets one after the other, as long as they are online and have room.",
  least_loaded: "Whoever is online and has most room gets the next one.",
};
