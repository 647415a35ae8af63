export { gatherWays } from "./gather-ways.ts";
export { planOutreach } from "./plan-outreach.ts";
export { findOutreach, listOutreaches, lockOutreach } from "./queries.ts";
export { type Facts, maySend, type Occasion, type Over, occasions, type Reason, reasons } from "./rules.ts";
export { deferOutreach, noteOver, settleOutreach } from "./settle-outreach.ts";
export type { Outreach } from "./tables.ts";
export { standingOf } from "./troubles.ts";
export { hasDoneHarm } from "./watch-harm.ts";
export { overInWords, whyCartOver, whyOver, whyRequestOver } from "./why-over.ts";
