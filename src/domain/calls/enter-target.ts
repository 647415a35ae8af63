import { now } from "../../platform/clock.ts";
import type { TxContext } from "../events/index.ts";
import { findTeams } from "../teams/index.ts";
import { changeState } from "./change-state.ts";
import type { LineSettings, Target } from "./line-settings.ts";
import { dialLeg } from "./open-call.ts";
import { whoIsThere } from "./queries.ts";
import { mayCallOutside, takeOutside } from "./refuse-outside.ts";
import { requestHandOut } from "./request-work.ts";
import type { Step } from "./steps.ts";
import type { CallRow } from "./tables.ts";

export interface Entered {
  call: CallRow;
  /** Said once, on the way. */
  say: string[];
  /** The menu she is in, and no other: how often she was asked stands in the question. */
  menu?: string;
  hangsUp?: boolean;
}

/**
 * Sends a call whose row the caller holds to where its line says. Nobody waits for a team in which nobody is there, or
 * that is gone: the call goes where those go who waited too long, and then to leave a message.
 */
export async function enterTarget(
  tx: TxContext,
  call: CallRow,
  settings: LineSettings,
  target: Target,
): Promise<Entered> {
  if (target.to === "menu") {
    return { call: await changeState(tx, call, "menu", {}), say: [], menu: target.menu };
  }
  if (target.to === "hang_up") return { call, say: target.say === "" ? [] : [target.say], hangsUp: true };
  if (target.to === "assistant") {
    const assistantAt = call.assistantAt ?? now();
    return { call: await changeState(tx, call, "assistant", { assistantAt, queuedAt: null }), say: [] };
  }
  if (target.to === "voicemail") return { call: await toVoicemail(tx, call), say: [] };
  if (target.to === "number") return forward(tx, call, settings, target.number);
  const teamId = target.teamId;
  const isGone = teamId !== null && (await findTeams(tx, [teamId])).length === 0;
  if (isGone || (await whoIsThere(tx, teamId)).length === 0) return overflow(tx, call, settings);
  return { call: await wait(tx, call, settings, { teamId, memberId: null }), say: [] };
}

/** From the queue on: where the line says once, then to leave a message. */
export async function overflow(tx: TxContext, call: CallRow, settings: LineSettings): Promise<Entered> {
  if (call.hasOverflowed) return { call: await toVoicemail(tx, call), say: [] };
  return enterTarget(tx, { ...call, hasOverflowed: true }, settings, settings.queue.overflow);
}

/** Into the queue, at the place of when it began to wait. */
export async function wait(
  tx: TxContext,
  call: CallRow,
  settings: LineSettings,
  whose: Pick<CallRow, "teamId" | "memberId">,
): Promise<CallRow> {
  const { overflowSeconds, maxWaitSeconds } = settings.queue;
  const seconds = call.hasOverflowed ? maxWaitSeconds : Math.min(overflowSeconds ?? maxWaitSeconds, maxWaitSeconds);
  const overflowAt = new Date(now().getTime() + seconds * 1000);
  const queuedAt = call.queuedAt ?? now();
  const { hasOverflowed } = call;
  const after = await changeState(tx, call, "waiting", { ...whose, queuedAt, overflowAt, hasOverflowed });
  tx.enqueue({ queue: "calls", name: "overflow", payload: { callId: call.id }, runAt: overflowAt });
  requestHandOut(tx);
  return after;
}

function toVoicemail(tx: TxContext, call: CallRow): Promise<CallRow> {
  const reason = call.reason ?? "nobody_came";
  return changeState(tx, call, "voicemail", { queuedAt: null, overflowAt: null, reason });
}

/** To an outside number: it waits for that one alone, as for a team; one that may not be called does not answer. */
async function forward(tx: TxContext, call: CallRow, settings: LineSettings, number: string): Promise<Entered> {
  if (!(await mayCallOutside(tx, { line: call, settings, number }, takeOutside))) return overflow(tx, call, settings);
  const after = await wait(tx, call, settings, { teamId: null, memberId: null });
  await dialLeg(tx, { callId: call.id, role: "guest", number, purpose: "ring" });
  return { call: after, say: [] };
}

/** What the customer's own leg is to do now, by what her call is in. */
export function stepsFor(entered: Entered, settings: LineSettings, tries = 0): Step[] {
  const { call, say, hangsUp } = entered;
  const menu = entered.menu ?? (settings.first.to === "menu" ? settings.first.menu : undefined);
  const { language, voice } = settings;
  const callId = call.id;
  const spoken = say.filter((text) => text !== "").map((text): Step => ({ do: "say", text, language, voice }));
  if (hangsUp) return [...spoken, { do: "hang_up" }];
  const asked = menu === undefined ? undefined : settings.menus[menu];
  const steps: Record<CallRow["state"], () => Step[]> = {
    menu: () => (asked && menu !== undefined ? [ask(callId, menu, asked, tries, settings)] : [{ do: "hang_up" }]),
    waiting: () => [{ do: "wait", callId, waiting: { at: "waiting", callId }, next: { at: "left", callId } }],
    callback: () => [{ do: "hang_up" }],
    dialling: () => [...transcribed(call, settings), join(call)],
    connected: () => [...announced(call, settings), ...transcribed(call, settings), join(call)],
    assistant: () => [assist(call, settings)],
    voicemail: () => leaveMessage(call, settings),
    ended: () => [{ do: "hang_up" }],
  };
  // What she hears while nobody talks with her is nothing that the shop said.
  const isOut = call.isRecorded && call.answeredAt !== null && call.state !== "connected";
  const stopped: Step[] = isOut ? [{ do: "transcribe", callId, language: null }] : [];
  return [...stopped, ...spoken, ...steps[call.state]()];
}

/** What is recorded is written down too, on the customer's own leg. */
export function transcribed({ id: callId, isRecorded }: CallRow, { language }: LineSettings): Step[] {
  return isRecorded ? [{ do: "transcribe", callId, language }] : [];
}

function ask(
  callId: string,
  name: string,
  menu: LineSettings["menus"][string],
  tries: number,
  { language, voice }: LineSettings,
): Step {
  const words = menu.options.flatMap((option) => option.words);
  const digits = Math.max(...menu.options.map((option) => option.digits.length));
  return { do: "ask", say: menu.say, language, voice, digits, words, next: { at: "menu", callId, menu: name, tries } };
}

/** She hears that it is recorded before it is. */
function announced(call: CallRow, { consentAnnouncement, language, voice }: LineSettings): Step[] {
  return call.isRecorded ? [{ do: "say", text: consentAnnouncement, language, voice }] : [];
}

function leaveMessage({ id: callId }: CallRow, { voicemail, language, voice }: LineSettings): Step[] {
  const asked: Step[] = voicemail.say === "" ? [] : [{ do: "say", text: voicemail.say, language, voice }];
  const next = { at: "recorded", callId } as const;
  const { maxSeconds } = voicemail;
  return [...asked, { do: "record", callId, language, maxSeconds, next }, { do: "hang_up" }];
}

function assist({ id: callId, externalId }: CallRow, { language, assistant }: LineSettings): Step {
  const next = { at: "assistant", callId } as const;
  const { languages } = assistant;
  return { do: "assistant", callId, externalId: externalId ?? "", language, languages, next };
}

function join({ id: callId, isRecorded }: CallRow): Step {
  return { do: "join", callId, endsRoom: true, isRecorded, next: { at: "room", callId } };
}
