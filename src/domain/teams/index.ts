export { archiveTeam, restoreTeam } from "./archive-team.ts";
export { type Candidate, lockCandidates, lockState, noteTurn } from "./candidates.ts";
export { addTeamMember, removeTeamMember } from "./change-team-members.ts";
export { createTeam } from "./create-team.ts";
export { lookWhetherGone, noteSeen } from "./note-presence.ts";
export {
  type Availability,
  findTeams,
  getAvailability,
  getTeam,
  getTeamInUse,
  isInTeam,
  listAvailabilities,
  listTeams,
  type TeamWithMembers,
  teamsOf,
} from "./queries.ts";
export {
  availabilityStates,
  type Capacity,
  type Channel,
  channels,
  goneAfterMs,
  intents,
  longestTeamName,
  mostCapacity,
} from "./rules.ts";
export { setAvailability, setCapacity } from "./set-availability.ts";
export type { Team } from "./tables.ts";
export { updateTeam } from "./update-team.ts";
