import type { Sandbox } from "../../sandbox.ts";
import type { Verb } from "../twiml.ts";
import { connect } from "./connect.ts";
import { dial } from "./dial.ts";
import { gather } from "./gather.ts";
import { advance, hangUp } from "./legs.ts";
import { play, sleep, spokenMs } from "./listen.ts";
import { enqueue } from "./queue.ts";
import { record } from "./record.ts";
import { type Outcome, type Perform, type Performing, start as startRun } from "./run.ts";
import { startScribes, stopScribes } from "./scribes.ts";
import type { Leg, Source } from "./state.ts";

const playedMs = 3_000;
const mostLoops = 1000;

/** Begins to carry out TwiML on a leg. */
export function start(sandbox: Sandbox, leg: Leg, source: Source): void {
  startRun(sandbox, leg, source, perform);
}

/** Carries out one verb. The first that is not <Reject> answers the call, but for a <Dial> that waits for its own. */
export const perform: Perform = async (verb, performing) => {
  const { sandbox, leg } = performing;
  const act = verbs[verb.name];
  if (!act) return undefined;
  const waits = verb.name === "Dial" && verb.attributes.answerOnBridge === "true";
  if (verb.name !== "Reject" && !waits && leg.status !== "in-progress") advance(sandbox, leg, "in-progress");
  return act(verb, performing);
};

const verbs: Record<string, Perform> = {
  ...{ Say: say, Play: playSound, Pause: pause, Gather: gather, Record: record, Dial: dial, Enqueue: enqueue },
  ...{ Start: startScribes, Stop: stopScribes },
  ...{ Connect: connect, Redirect: redirect, Reject: reject, Hangup: async () => "hangup" },
};

/** What is said or played, as the nested verbs of <Gather> and waiting documents are too. */
export async function say(verb: Verb, { sandbox, leg, signal }: Performing): Promise<Outcome> {
  for (let time = 0; time < loops(verb); time++) {
    play(sandbox, leg, "said", verb.text.trim());
    await sleep(sandbox, spokenMs(verb.text.trim()), signal);
  }
  return undefined;
}

export async function playSound(verb: Verb, { sandbox, leg, signal }: Performing): Promise<Outcome> {
  for (let time = 0; time < loops(verb); time++) {
    play(sandbox, leg, "played", verb.attributes.digits ?? verb.text.trim());
    await sleep(sandbox, playedMs, signal);
  }
  return undefined;
}

export async function pause(verb: Verb, { sandbox, signal }: Performing): Promise<Outcome> {
  await sleep(sandbox, Number(verb.attributes.length ?? 1) * 1000, signal);
  return undefined;
}

/** `loop="0"` is for ever. */
function loops({ attributes }: Verb): number {
  const given = Number(attributes.loop ?? 1);
  return given === 0 ? mostLoops : given;
}

async function redirect(verb: Verb, { document }: Performing): Promise<Outcome> {
  const url = new URL(verb.text.trim(), document.url).href;
  return { url, method: verb.attributes.method };
}

async function reject(verb: Verb, { sandbox, leg }: Performing): Promise<Outcome> {
  hangUp(sandbox, leg, verb.attributes.reason === "busy" ? "busy" : "no-answer");
  return "hangup";
}
