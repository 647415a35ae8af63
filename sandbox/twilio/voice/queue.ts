import type { Sandbox } from "../../sandbox.ts";
import { newSid } from "../sid.ts";
import type { Account } from "../state.ts";
import type { Verb } from "../twiml.ts";
import { actionOf, address, tellAction } from "./action.ts";
import { pair, part } from "./dial.ts";
import { hangUp } from "./legs.ts";
import { listen, play } from "./listen.ts";
import { load, type Outcome, type Performing, performAll } from "./run.ts";
import { Interrupted, isOver, type Queue, type QueueExit, type QueueMember } from "./state.ts";
import { perform } from "./verbs.ts";
import { waitWith } from "./wait.ts";

const usualMaxSize = 100;

export function queueNamed({ twilio }: Sandbox, account: Account, name: string): Queue {
  const known = [...account.voice.queues.values()].find((each) => each.name === name);
  if (known) return known;
  const at = twilio.schedule.now();
  const queue: Queue = {
    sid: newSid("QU"),
    name,
    maxSize: usualMaxSize,
    createdAt: at,
    updatedAt: at,
    members: [],
    waited: [],
  };
  account.voice.queues.set(queue.sid, queue);
  return queue;
}

/** Whole seconds. */
export function waitedSeconds(sandbox: Sandbox, { enqueuedAt }: QueueMember): number {
  return Math.floor((sandbox.twilio.schedule.now().getTime() - enqueuedAt.getTime()) / 1000);
}

export function averageWait({ waited }: Queue): number {
  return waited.length === 0 ? 0 : Math.round(waited.reduce((sum, each) => sum + each, 0) / waited.length);
}

/** Source: https://www.twilio.com/docs/voice/twiml/enqueue */
export async function enqueue(verb: Verb, performing: Performing): Promise<Outcome> {
  const { sandbox, leg, document, signal } = performing;
  const queue = queueNamed(sandbox, leg.account, verb.text.trim());
  const most = Number(verb.attributes.maxQueueSize ?? queue.maxSize);
  const onward = (fields: Record<string, string>) => actionOf(verb, document, fields) ?? undefined;
  if (queue.members.length >= Math.min(most, queue.maxSize)) return onward({ QueueResult: "queue-full" });
  const exit = Promise.withResolvers<QueueExit>();
  const member: QueueMember = { leg, enqueuedAt: sandbox.twilio.schedule.now(), leave: exit.resolve };
  queue.members.push(member);
  const seconds = () => String(waitedSeconds(sandbox, member));
  const fields = (result: string) => ({ QueueResult: result, QueueSid: queue.sid, QueueTime: seconds() });
  const inner = new AbortController();
  const waiting = AbortSignal.any([signal, inner.signal]);
  try {
    const left = await Promise.race([exit.promise, waits(verb, performing, queue, member, waiting), aborted(signal)]);
    leave(sandbox, queue, member);
    inner.abort(new Interrupted(null));
    if (left === "hangup") return "hangup";
    if (left.result === "bridged") return onward(await bridgedFields(performing, left, fields("bridged")));
    if (left.to) {
      tellAction(verb, performing, fields("redirected"));
      return left.to;
    }
    return onward(fields("leave"));
  } catch (error) {
    const isMoved = error instanceof Interrupted && error.to !== null;
    if (queue.members.includes(member)) tellAction(verb, performing, fields(isMoved ? "redirected" : "hangup"));
    throw error;
  } finally {
    leave(sandbox, queue, member);
    inner.abort(new Interrupted(null));
  }
}

function leave(sandbox: Sandbox, queue: Queue, member: QueueMember): void {
  if (!queue.members.includes(member)) return;
  queue.members = queue.members.filter((each) => each !== member);
  queue.waited.push(waitedSeconds(sandbox, member));
  member.leg.queueSeconds += waitedSeconds(sandbox, member);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => {
    if (signal.aborted) fail(signal.reason);
    signal.addEventListener("abort", () => fail(signal.reason));
  });
}

async function waits(
  verb: Verb,
  { sandbox, leg, document }: Performing,
  queue: Queue,
  member: QueueMember,
  signal: AbortSignal,
): Promise<QueueExit | "hangup"> {
  const waitUrl = address(verb, "waitUrl", document);
  if (!waitUrl) play(sandbox, leg, "music", "");
  const fields = () => ({
    ...{
      QueueSid: queue.sid,
      QueueTime: String(waitedSeconds(sandbox, member)),
      AvgQueueTime: String(averageWait(queue)),
    },
    ...{ QueuePosition: String(queue.members.indexOf(member) + 1), CurrentQueueSize: String(queue.members.length) },
  });
  const isIn = () => queue.members.includes(member);
  const how = waitUrl
    ? await waitWith(sandbox, leg, waitUrl, fields, signal, isIn, verb.attributes.waitUrlMethod).catch(() => null)
    : null;
  if (how === "hangup") return "hangup";
  return how === "leave" ? { result: "leave" } : new Promise(() => {});
}

async function bridgedFields(
  { sandbox, leg, signal }: Performing,
  exit: Extract<QueueExit, { result: "bridged" }>,
  fields: Record<string, string>,
) {
  const { agent, url, done } = exit;
  try {
    const document = url && (await load(sandbox, leg, url));
    signal.throwIfAborted();
    if (document) await performAll(document.verbs, { sandbox, leg, document, signal }, perform);
    pair(leg, agent);
    await Promise.race([agent.ended, aborted(signal)]);
    return fields;
  } finally {
    part(leg, agent);
    done();
  }
}

/** Takes the first of a queue, or waits for one until the timeout. */
export async function dialQueue(
  verb: Verb,
  noun: Verb,
  { sandbox, leg, document, signal }: Performing,
): Promise<Outcome> {
  const queue = queueNamed(sandbox, leg.account, noun.text.trim());
  const [first] = queue.members;
  const onward = (fields: Record<string, string>) => actionOf(verb, document, fields) ?? undefined;
  if (!first) {
    await listen(sandbox, null, 0, signal, () => undefined);
    return onward({ DialCallStatus: "no-answer" });
  }
  const over = Promise.withResolvers<void>();
  const url = address(noun, "url", document);
  const since = sandbox.twilio.schedule.now();
  first.leave({
    result: "bridged",
    agent: leg,
    url: url ? { url, method: noun.attributes.method } : null,
    done: over.resolve,
  });
  await Promise.race([over.promise, aborted(signal)]);
  if (isOver(leg)) hangUp(sandbox, leg);
  const seconds = Math.ceil((sandbox.twilio.schedule.now().getTime() - since.getTime()) / 1000);
  return onward({
    DialCallStatus: "completed",
    DialCallSid: first.leg.sid,
    DialCallDuration: String(seconds),
    QueueSid: queue.sid,
  });
}
