export { checkModelKey } from "./check-model-key.ts";
export { beginFollowUp, planFollowUp } from "./follow-up.ts";
export { beginOutreach, planCart } from "./outreach.ts";
export { requestTurn } from "./request-turn.ts";
export { giveUpTurn, runTurn } from "./run-turn.ts";
export { noteOutcome, tellOutcome } from "./tell-outcome.ts";
export { tryGuidance } from "./try-guidance.ts";
export { attachVoice } from "./voice/attach.ts";
export { closeTalk } from "./voice/close-talk.ts";
