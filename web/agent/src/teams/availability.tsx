import type { Member } from "../api/types.ts";
import classes from "./availability.module.css";

type State = Member["availability"]["state"];

export const availabilityLabel: Record<State, string> = {
  online: "Online",
  away: "Away",
  away_reassigning: "Away, work goes to others",
  offline: "Offline",
};

/** A dot that says whether someone takes new work; the words are beside it or in its label. */
export function AvailabilityDot({ state, labelled = false }: { state: State; labelled?: boolean }) {
  const label = labelled ? { role: "img", "aria-label": availabilityLabel[state] } : { "aria-hidden": true };
  return <span className={classes.dot} data-state={state} {...label} />;
}
