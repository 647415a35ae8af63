import type { Sandbox } from "../../sandbox.ts";
import { rfc2822 } from "../dates.ts";
import { notify } from "../hooks.ts";
import { place } from "../places.ts";
import { newSid } from "../sid.ts";
import { type Account, phoneOf } from "../state.ts";
import { type CallStatus, Interrupted, isOver, type Leg, type Manner, type Source } from "./state.ts";

/** @returns a leg that has not rung yet. */
export function newLeg(
  sandbox: Sandbox,
  account: Account,
  given: Pick<Leg, "direction" | "from" | "to"> & Partial<Leg>,
): Leg {
  const at = sandbox.twilio.schedule.now();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const leg: Leg = {
    ...{ sid: newSid("CA"), account, parent: null, callerName: null, forwardedFrom: null, numberSid: null },
    ...{ parameters: {}, status: "queued", answeredBy: null, createdAt: at, updatedAt: at, answeredAt: null },
    ...{
      endedAt: null,
      queueSeconds: 0,
      callback: null,
      sequence: 0,
      run: null,
      listeners: new Set(),
      heard: [],
      hearing: null,
    },
    isDriven: false,
    scribes: new Map(),
    ...{ audience: () => [], ended, end, ...given },
  };
  account.voice.legs.set(leg.sid, leg);
  return leg;
}

/** What every request about a call says. Source: https://www.twilio.com/docs/voice/twiml#request-parameters */
export function callFields(leg: Leg): Record<string, string> {
  const { sid, account, from, to, direction, status, parent, forwardedFrom, callerName, answeredBy } = leg;
  const places = [place("From", from), place("To", to), place("Caller", from), place("Called", to)];
  const isPhone = from.startsWith("+");
  return {
    ...Object.assign({}, ...(isPhone ? places : [])),
    ...leg.parameters,
    ...{ CallSid: sid, AccountSid: account.sid, From: from, To: to, Caller: from, Called: to, Direction: direction },
    ...{ CallStatus: status === "initiated" ? "queued" : status, ApiVersion: "2010-04-01" },
    ...(parent ? { ParentCallSid: parent.sid } : {}),
    ...(forwardedFrom ? { ForwardedFrom: forwardedFrom } : {}),
    ...(callerName ? { CallerName: callerName } : {}),
    ...(answeredBy ? { AnsweredBy: answeredBy } : {}),
    ...(direction === "inbound" && isPhone ? { StirVerstat: "TN-Validation-Passed-A" } : {}),
  };
}

export function durationSeconds({ answeredAt, endedAt }: Leg, at: Date): number {
  return answeredAt ? Math.ceil(((endedAt ?? at).getTime() - answeredAt.getTime()) / 1000) : 0;
}

const eventOf: Partial<Record<CallStatus, string>> = {
  ...{ initiated: "initiated", ringing: "ringing", "in-progress": "answered" },
};

/** Gives a leg its next status and tells whoever asked to be told. */
export function advance(sandbox: Sandbox, leg: Leg, status: CallStatus): void {
  if (isOver(leg)) return;
  const { schedule, listeners } = sandbox.twilio;
  const at = schedule.now();
  leg.status = status;
  leg.updatedAt = at;
  if (status === "in-progress") leg.answeredAt ??= at;
  const event = eventOf[status] ?? "completed";
  if (event === "completed") leg.endedAt = at;
  for (const listener of listeners) listener(farEnd(leg));
  if (!leg.callback?.events.has(event)) return;
  const { url, method } = leg.callback;
  const seconds = durationSeconds(leg, at);
  const isEnd = event === "completed";
  notify(sandbox, {
    ...{ account: leg.account, url, method, label: `call-status ${leg.sid} ${status}` },
    fields: {
      ...{ ...callFields(leg), CallStatus: status, Timestamp: rfc2822(at), SequenceNumber: String(leg.sequence++) },
      CallbackSource: "call-progress-events",
      ...(isEnd ? { CallDuration: String(seconds), Duration: String(Math.ceil(seconds / 60)) } : {}),
    },
  });
}

/** The number or identity of the person: the caller of an inbound leg, the called one of an outbound leg. */
export function farEnd({ direction, from, to }: Leg): string {
  return direction === "inbound" ? from : to;
}

export function hangUp(sandbox: Sandbox, leg: Leg, status: CallStatus = "completed"): void {
  if (isOver(leg)) return;
  advance(sandbox, leg, status);
  leg.end();
  leg.run?.abort(new Interrupted(null));
}

/** Sends a leg elsewhere while it carries something out. */
export function move(leg: Leg, to: Source): void {
  leg.run?.abort(new Interrupted(to));
}

/** Rings the far end. @returns what became of it; "canceled" when `signal` gave up. */
export async function ring(sandbox: Sandbox, leg: Leg, timeoutMs: number, signal: AbortSignal): Promise<CallStatus> {
  const { schedule } = sandbox.twilio;
  advance(sandbox, leg, "initiated");
  const manner = mannerOf(sandbox, leg);
  if (manner === null) return over(sandbox, leg, "no-answer");
  if (manner.does === "fails") return over(sandbox, leg, "failed");
  advance(sandbox, leg, "ringing");
  const by = manner.does === "machine" ? "machine_start" : "human";
  const status = await new Promise<CallStatus>((settle) => {
    const undo: (() => void)[] = [];
    const done = (became: CallStatus) => {
      for (const each of undo) each();
      settle(became);
    };
    const take: Parameters<typeof leg.listeners.add>[0] = (input) => {
      if (input.kind === "answer") {
        leg.answeredBy = input.by;
        done("in-progress");
      } else if (input.kind === "decline") done(input.status);
    };
    const stop = () => done("canceled");
    leg.listeners.add(take);
    signal.addEventListener("abort", stop);
    void leg.ended.then(stop);
    undo.push(
      () => leg.listeners.delete(take),
      () => signal.removeEventListener("abort", stop),
    );
    undo.push(schedule.later(timeoutMs, () => done("no-answer")));
    if (manner.does === "answers" || manner.does === "machine")
      undo.push(schedule.later(manner.afterMs, () => take({ kind: "answer", by })));
    if (manner.does === "declines") undo.push(schedule.later(manner.afterMs, () => done("busy")));
    if (signal.aborted) stop();
  });
  if (status !== "in-progress") return over(sandbox, leg, status);
  advance(sandbox, leg, "in-progress");
  return status;
}

function over(sandbox: Sandbox, leg: Leg, status: CallStatus): CallStatus {
  hangUp(sandbox, leg, status);
  return leg.status;
}

/** null: a softphone that is not there. */
function mannerOf({ twilio }: Sandbox, { to }: Leg): Manner | null {
  const identity = /^client:(.+)$/.exec(to)?.[1];
  if (identity !== undefined) return twilio.clients.get(identity) ?? null;
  return phoneOf(twilio, to).manner;
}
