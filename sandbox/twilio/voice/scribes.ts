import type { Sandbox } from "../../sandbox.ts";
import { notify } from "../hooks.ts";
import { newSid } from "../sid.ts";
import { address } from "./action.ts";
import { warn } from "./alerts.ts";
import type { Perform } from "./run.ts";
import type { Heard, Leg, Scribe } from "./state.ts";

/** What is said on the leg is told in words from now on. Source: https://www.twilio.com/docs/voice/twiml/transcription */
export const startScribes: Perform = async (verb, { sandbox, leg, document }) => {
  for (const noun of verb.children) {
    const {
      name = "",
      track = "both_tracks",
      languageCode = "en-US",
      statusCallbackMethod: method = "POST",
    } = noun.attributes;
    if (leg.scribes.has(name)) {
      warn(sandbox, leg, 12200, "A transcription of this name goes on already", document.url);
      continue;
    }
    const url = address(noun, "statusCallbackUrl", document);
    const callback = url === null ? null : { url, method, events: new Set<string>() };
    const scribe: Scribe = { sid: newSid("GT"), name, track, languageCode, callback, sequence: 0 };
    leg.scribes.set(name, scribe);
    tell(sandbox, leg, scribe, "transcription-started", { Track: track, Name: name, TranscriptionEngine: "google" });
    void leg.ended.then(() => stop(sandbox, leg, scribe));
  }
  return undefined;
};

export const stopScribes: Perform = async (verb, { sandbox, leg }) => {
  for (const noun of verb.children) {
    const scribe = leg.scribes.get(noun.attributes.name ?? "");
    if (scribe) stop(sandbox, leg, scribe);
  }
  return undefined;
};

function stop(sandbox: Sandbox, leg: Leg, scribe: Scribe): void {
  if (leg.scribes.get(scribe.name) !== scribe) return;
  leg.scribes.delete(scribe.name);
  tell(sandbox, leg, scribe, "transcription-stopped", {});
}

/** What its person says comes in on a leg; what she hears goes out on it. */
export function writeDown(sandbox: Sandbox, leg: Leg, kind: Heard["kind"], text: string): void {
  const track = kind === "spoke" ? "inbound_track" : kind === "voice" || kind === "said" ? "outbound_track" : null;
  if (track === null || text === "") return;
  for (const scribe of leg.scribes.values()) {
    if (scribe.track !== "both_tracks" && scribe.track !== track) continue;
    const TranscriptionData = JSON.stringify({ transcript: text, confidence: 0.95 });
    tell(sandbox, leg, scribe, "transcription-content", { Track: track, TranscriptionData, Final: "true" });
  }
}

function tell(sandbox: Sandbox, leg: Leg, scribe: Scribe, event: string, more: Record<string, string>): void {
  const { sid, callback, languageCode } = scribe;
  scribe.sequence += 1;
  if (!callback) return;
  notify(sandbox, {
    ...{
      account: leg.account,
      url: callback.url,
      method: callback.method,
      label: `${event} ${sid} ${scribe.sequence}`,
    },
    fields: {
      ...{ TranscriptionSid: sid, AccountSid: leg.account.sid, CallSid: leg.sid, TranscriptionEvent: event },
      ...{ Timestamp: sandbox.twilio.schedule.now().toISOString(), SequenceId: String(scribe.sequence) },
      ...{ LanguageCode: languageCode, ...more },
    },
  });
}
