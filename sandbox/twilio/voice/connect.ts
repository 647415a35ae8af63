import { WebSocket } from "undici";
import { z } from "zod";
import { newSid } from "../sid.ts";
import { signature } from "../signature.ts";
import type { Verb } from "../twiml.ts";
import { actionOf, tellAction } from "./action.ts";
import { warn } from "./alerts.ts";
import { listen, play } from "./listen.ts";
import { createMouth, type Mouth } from "./mouth.ts";
import type { Outcome, Performing } from "./run.ts";
import { type Input, Interrupted } from "./state.ts";

const outgoing = z.discriminatedUnion("type", [
  z.looseObject({
    type: z.literal("text"),
    token: z.string(),
    last: z.boolean().default(false),
    interruptible: z.union([z.boolean(), z.string()]).optional(),
  }),
  z.looseObject({ type: z.literal("play"), source: z.string() }),
  z.looseObject({ type: z.literal("sendDigits"), digits: z.string() }),
  z.looseObject({
    type: z.literal("language"),
    ttsLanguage: z.string().optional(),
    transcriptionLanguage: z.string().optional(),
  }),
  z.looseObject({ type: z.literal("end"), handoffData: z.string().optional() }),
]);
type Ending = {
  status: "ended" | "completed" | "failed";
  handoffData?: string | undefined;
  error?: { code: number; text: string };
};

/** <Connect><ConversationRelay>: talk as text over a websocket. Source: https://www.twilio.com/docs/voice/conversationrelay */
export async function connect(verb: Verb, performing: Performing): Promise<Outcome> {
  const { sandbox, leg, document, signal } = performing;
  const noun = verb.children.find(({ name }) => name === "ConversationRelay");
  if (!noun) return undefined;
  const sessionId = newSid("VX");
  const since = sandbox.twilio.schedule.now();
  const ending = await relay(noun, performing, sessionId);
  const seconds = Math.ceil((sandbox.twilio.schedule.now().getTime() - since.getTime()) / 1000);
  if (ending.error) warn(sandbox, leg, ending.error.code, ending.error.text, noun.attributes.url ?? null);
  const fields = {
    ...{ SessionId: sessionId, SessionStatus: ending.status, SessionDuration: String(seconds) },
    ...(ending.handoffData === undefined ? {} : { HandoffData: ending.handoffData }),
    ...(ending.error ? { ErrorCode: String(ending.error.code), ErrorMessage: ending.error.text } : {}),
  };
  if (signal.aborted) tellAction(verb, performing, fields);
  signal.throwIfAborted();
  return actionOf(verb, document, fields) ?? undefined;
}

async function relay(noun: Verb, performing: Performing, sessionId: string): Promise<Ending> {
  const { sandbox, leg, signal } = performing;
  const url = noun.attributes.url ?? "";
  const ended = Promise.withResolvers<Ending>();
  const headers = { "x-twilio-signature": signature(leg.account.authToken, url), "user-agent": "TwilioProxy/1.1" };
  const socket = await sandbox.twilio.schedule.track(opened(url, headers));
  if (!socket) return { status: "failed", error: { code: 64102, text: `Unable to connect to websocket at ${url}` } };
  const say = (message: object) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
  const inner = new AbortController();
  const living = AbortSignal.any([signal, inner.signal]);
  const mouth = createMouth(sandbox, leg, living);
  let language = noun.attributes.transcriptionLanguage ?? noun.attributes.language ?? "en-US";
  socket.addEventListener("close", () =>
    ended.resolve({ status: "failed", error: { code: 64105, text: "WebSocket ended" } }),
  );
  socket.addEventListener("message", ({ data }) => {
    const message = outgoing.safeParse(parsed(data));
    if (!message.success) {
      warn(sandbox, leg, 64107, "Invalid message received", url);
      return say({ type: "error", description: `Invalid message received: ${String(data).slice(0, 200)}` });
    }
    const given = message.data;
    if (given.type === "text")
      mouth.add(given.token, given.last, isOpen(given.interruptible ?? noun.attributes.interruptible));
    else if (given.type === "play") play(sandbox, leg, "played", given.source);
    else if (given.type === "sendDigits") play(sandbox, leg, "played", given.digits);
    else if (given.type === "language") language = given.transcriptionLanguage ?? language;
    else ended.resolve({ status: "ended", handoffData: given.handoffData });
    return undefined;
  });
  say(setup(noun, performing, sessionId));
  if (noun.attributes.welcomeGreeting) {
    mouth.add(
      noun.attributes.welcomeGreeting,
      true,
      isOpen(noun.attributes.welcomeGreetingInterruptible ?? noun.attributes.interruptible),
    );
  }
  const hearing = hear(noun, performing, living, mouth, say, () => language);
  const gone = new Promise<Ending>((over) => signal.addEventListener("abort", () => over({ status: "completed" })));
  const ending = await Promise.race([ended.promise, gone]);
  inner.abort(new Interrupted(null));
  await hearing;
  socket.close();
  return ending;
}

function opened(url: string, headers: Record<string, string>): Promise<WebSocket | null> {
  return new Promise((settle) => {
    if (!/^wss?:$/.test(URL.parse(url)?.protocol ?? "")) return settle(null);
    const socket = new WebSocket(url, { headers });
    socket.addEventListener("open", () => settle(socket));
    socket.addEventListener("error", () => settle(null));
  });
}

function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
}

/** "any", "speech" and true let speech interrupt; "none", "dtmf" and false do not. */
function isOpen(interruptible: boolean | string | undefined): boolean {
  return !["none", "dtmf", "false"].includes(String(interruptible ?? "any"));
}

function setup(noun: Verb, { leg }: Performing, sessionId: string) {
  const parameters = noun.children.filter(({ name }) => name === "Parameter");
  const given = parameters.map(({ attributes }) => [attributes.name ?? "", attributes.value ?? ""]);
  return {
    ...{
      type: "setup",
      sessionId,
      accountSid: leg.account.sid,
      callSid: leg.sid,
      parentCallSid: leg.parent?.sid ?? "",
    },
    ...{ from: leg.from, to: leg.to, forwardedFrom: leg.forwardedFrom ?? "", callerName: leg.callerName ?? "" },
    ...{ callType: leg.from.startsWith("client:") ? "CLIENT" : "PSTN", direction: leg.direction.replace(/-.*/, "") },
    ...{ callStatus: leg.status.toUpperCase(), customParameters: Object.fromEntries(given) },
  };
}

/** What the caller says and presses, as prompts, keys and interruptions. */
async function hear(
  noun: Verb,
  { sandbox, leg }: Performing,
  signal: AbortSignal,
  mouth: Mouth,
  say: (message: object) => unknown,
  language: () => string,
): Promise<void> {
  const { dtmfDetection, partialPrompts } = noun.attributes;
  const take = (input: Input): undefined => {
    if (input.kind === "digit" && dtmfDetection === "true") say({ type: "dtmf", digit: input.digit });
    if (input.kind !== "speech") return;
    const cut = mouth.interrupt();
    if (cut) say({ type: "interrupt", utteranceUntilInterrupt: cut.spoken, durationUntilInterruptMs: cut.ms });
    if (
      !cut &&
      mouth.isBusy() &&
      noun.attributes.reportInputDuringAgentSpeech !== "speech" &&
      noun.attributes.reportInputDuringAgentSpeech !== "any"
    )
      return;
    if (!input.isLast && partialPrompts !== "true") return;
    say({ type: "prompt", voicePrompt: input.text, lang: language(), last: input.isLast });
  };
  await listen(sandbox, leg, Infinity, signal, take).catch(() => null);
}
