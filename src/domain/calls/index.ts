export { addLine, cutLine, listLines } from "./call-lines.ts";
export { concludeCall } from "./conclude-call.ts";
export { continueCall } from "./continue-call.ts";
export { beginDialling, noteDialled, noteUndialled } from "./dial.ts";
export {
  addToCall,
  endLeg,
  holdCall,
  muteLeg,
  takeCall,
  transferCall,
} from "./direct-call.ts";
export { disposeCall } from "./dispose-call.ts";
export { getDispositions, longestDisposition, mostDispositions, setDispositions } from "./dispositions.ts";
export { hangUpCall } from "./end-call.ts";
export { eraseCalls } from "./erase-calls.ts";
export { fileEntry, threadKeyOf } from "./file-entry.ts";
export { followAnswer } from "./follow-answer.ts";
export { followHandOver } from "./follow-hand-over.ts";
export { handOutCalls, lookAtQueue } from "./hand-out-calls.ts";
export { joinLeg } from "./join-leg.ts";
export { lineSettings, usualSettings } from "./line-settings.ts";
export { giveUpLeg, noteLeg } from "./note-leg.ts";
export { giveUpTranscript, noteRecording, noteTranscript } from "./note-recording.ts";
export { noteHeldOrMuted, noteRoom } from "./note-room.ts";
export { noteSpeech } from "./note-speech.ts";
export { openCall, openLeg } from "./open-call.ts";
export { openPhone } from "./open-phone.ts";
export { overflowCall } from "./overflow-call.ts";
export { createPhoneLine, updatePhoneLine } from "./phone-lines.ts";
export { type Call, type CallInFull, getCall, getCallAlone, listCalls } from "./queries.ts";
export { receiveCall, receiveLostCall } from "./receive-call.ts";
export { requestCall } from "./request-call.ts";
export { findLegAndCall, isKnownLeg, listPhoneLines, settingsOf as lineSettingsOf } from "./rows.ts";
export { giveUpUnstarted, startOutgoingCall } from "./start-outgoing-call.ts";
export type { Ask, Step } from "./steps.ts";
export { summariseCall } from "./summarise-call.ts";
export { sweepCalls } from "./sweep-calls.ts";
export type { CallLeg, CallLine, CallRow, PhoneLine } from "./tables.ts";
export { findTextsOf } from "./text-back.ts";
