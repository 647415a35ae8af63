// Twilio's own SDK: signalling, microphone and sound over WebRTC. Loaded only by who takes calls of a real account.
import { Call, Device } from "@twilio/voice-sdk";
import type { Command, Leg, OpenSoftphone, PhoneState } from "./softphone.ts";

/** Codes with which the SDK says that the microphone is not to be had. */
const noMicrophone: ReadonlySet<number> = new Set([31208, 31402, 31401]);
/** The token ran out or is none: the next one mends it. */
const tokenCodes: ReadonlySet<number> = new Set([20101, 20104, 31202, 31204, 31205, 51007]);

/** Rings by Twilio's own sound. Source: https://www.twilio.com/docs/voice/sdks/javascript/twiliodevice */
export const openTwilioSoftphone: OpenSoftphone = async ({ token }, show) => {
  const calls = new Map<string, Call>();
  const device = new Device(token, {
    codecPreferences: [Call.Codec.Opus, Call.Codec.PCMU],
    closeProtection: "You are on a call: leaving this page ends it.",
    logLevel: "error",
    // Her audio is bad, not gone: WebRTC may need this long to find its way again.
    maxCallSignalingTimeoutMs: 30_000,
  });
  let [status, problem]: [PhoneState["status"], string | null] = ["starting", null];
  const tell = () => show({ status, problem, legs: [...calls].map(([sid, call]) => legOf(sid, call)) });
  const become = (next: PhoneState["status"], why: string | null = null) => {
    [status, problem] = [next, why];
    tell();
  };
  const follow = (call: Call) => {
    let sid = call.parameters.CallSid ?? `outgoing-${crypto.randomUUID()}`;
    calls.set(sid, call);
    const over = () => {
      calls.delete(sid);
      tell();
    };
    call.on("accept", () => {
      calls.delete(sid);
      sid = call.parameters.CallSid ?? sid;
      calls.set(sid, call);
      tell();
    });
    for (const ending of ["cancel", "disconnect", "reject"] as const) call.on(ending, over);
    for (const change of ["mute", "ringing", "reconnecting", "reconnected"] as const) call.on(change, tell);
    call.on("error", (error: { code?: number; message: string }) => become(status, wordsFor(error)));
    tell();
  };
  device.on("registered", () => become("ready"));
  device.on("unregistered", () => status === "ready" && become("lost"));
  device.on("incoming", follow);
  device.on("error", (error: { code?: number; message: string }) => {
    const passes = error.code !== undefined && tokenCodes.has(error.code);
    become(passes ? "lost" : status === "ready" ? status : "failed", passes ? null : wordsFor(error));
  });
  await device.register().catch((error: { code?: number; message: string }) => become("failed", wordsFor(error)));
  return {
    obey: (command) => obey(device, calls, command, follow),
    renew(next) {
      device.updateToken(next);
      if (device.state === Device.State.Unregistered) void device.register().catch(() => become("lost"));
    },
    close: () => device.destroy(),
  };
};

async function obey(
  device: Device,
  calls: ReadonlyMap<string, Call>,
  command: Command,
  follow: (call: Call) => void,
): Promise<void> {
  if (command.do === "call") return follow(await device.connect({ params: command.parameters }));
  const call = calls.get(command.sid);
  if (!call) throw new Error("This call is over.");
  if (command.do === "answer") call.accept();
  if (command.do === "decline") call.reject();
  if (command.do === "hangUp") call.disconnect();
  if (command.do === "mute") call.mute(command.muted);
  if (command.do === "keys") call.sendDigits(command.digits);
}

function legOf(sid: string, call: Call): Leg {
  const isIncoming = call.direction === Call.CallDirection.Incoming;
  const isOpen = [Call.State.Open, Call.State.Reconnecting].includes(call.status());
  return {
    ...{ sid, isIncoming, state: isOpen ? "open" : "ringing", isMuted: call.isMuted(), heard: null },
    parameters: Object.fromEntries(call.customParameters),
  };
}

function wordsFor({ code, message }: { code?: number; message: string }): string {
  if (code !== undefined && noMicrophone.has(code)) {
    return "The browser gives no microphone: allow it for this page, then take calls again.";
  }
  return `Twilio: ${message}${code === undefined ? "" : ` (${code})`}`;
}
