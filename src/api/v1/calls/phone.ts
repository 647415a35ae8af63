import type { Endpoint } from "../../endpoint.ts";
import { createVoiceToken } from "./create-voice-token.ts";
import { disposeCall } from "./dispose-call.ts";
import { getCallDispositions } from "./get-call-dispositions.ts";
import { requestCall } from "./request-call.ts";
import { setCallDispositions } from "./set-call-dispositions.ts";

/** What an agent's phone in the browser needs. */
export const phoneEndpoints: Readonly<Record<string, Endpoint>> = {
  createVoiceToken,
  requestCall,
  disposeCall,
  getCallDispositions,
  setCallDispositions,
};
