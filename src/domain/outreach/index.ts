export { gatherWays } from "./gather-ways.ts";
export { type NewOutreach, planOutreach } from "./plan-outreach.ts";
export { findOutreach, listOutreaches, lockOutreach } from "./queries.ts";
export { type Facts, maySend, type Occasion, type Reason, type Way } from "./rules.ts";
export { deferOutreach, settleOutreach } from "./settle-outreach.ts";
export type { Outreach } from "./tables.ts";
export { standingOf } from "./troubles.ts";
