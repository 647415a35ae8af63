import { now } from "../../platform/clock.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { changeState } from "./change-state.ts";
import { enterTarget, stepsFor } from "./enter-target.ts";
import { leaveAssistant } from "./leave-assistant.ts";
import type { LineSettings } from "./line-settings.ts";
import { waitOf } from "./queries.ts";
import { isCalledBackAlready, mayCallOutside, refuseOutside, takeOutside } from "./refuse-outside.ts";
import { requestHandOut } from "./request-work.ts";
import { findCallRow, lockCall, settingsOf } from "./rows.ts";
import { chooseOption, estimateWait, minutesInWords } from "./rules.ts";
import type { Ask, Question, Step } from "./steps.ts";
import type { CallRow } from "./tables.ts";

const notUnderstood = "Sorry, I did not understand that.";
const callbackKey = "1";
/** Between two words of comfort. */
const silenceSeconds = 20;
const refusedSeconds = 10;

/**
 * Decides what a customer's leg does next, from what she pressed or said and from what her call is in by now, in one
 * transaction. Safe to repeat. A call that is not here (any more) is hung up.
 */
export async function continueCall(ctx: Context, { ask, ...question }: Question & { ask: Ask }): Promise<Step[]> {
  // Nobody is rung for somebody who has gone; that she has is reported as well.
  if (question.isOver) return [{ do: "hang_up" }];
  return inTransaction(ctx, async (tx) => {
    // Who waits asks again and again, and hardly ever decides anything.
    const isAsking = ask.at === "waiting" && question.digits === "";
    const call = ask.callId === undefined ? null : await (isAsking ? findCallRow : lockCall)(tx, ask.callId);
    if (call?.connectionId !== question.connectionId || call.state === "ended") return [{ do: "hang_up" }];
    const settings = await settingsOf(tx, call);
    if (ask.at === "menu") return chosen(tx, call, settings, ask, question);
    if (ask.at === "waiting") return whileWaiting(tx, call, settings, question);
    if (ask.at === "recorded") return goodbye(settings, "Thank you for your message. Goodbye.");
    if (ask.at === "assistant" && call.state === "assistant") {
      return stepsFor(await leaveAssistant(tx, call, settings, question.handoff), settings);
    }
    // Out of the room though the others go on: it was put elsewhere, or everybody has gone.
    if (ask.at === "room" && call.state === "connected") return [{ do: "hang_up" }];
    const steps = stepsFor({ call, say: [] }, settings);
    // The provider's queue let nobody in: not again at once.
    const isRefused = ask.at === "left" && call.state === "waiting";
    return isRefused ? [{ do: "pause", seconds: refusedSeconds }, ...steps] : steps;
  });
}

async function chosen(
  tx: TxContext,
  call: CallRow,
  settings: LineSettings,
  { menu: name = "", tries = 0 }: Ask,
  question: Question,
): Promise<Step[]> {
  const menu = settings.menus[name];
  // It was put elsewhere meanwhile, or the menu is gone from the line's settings.
  if (call.state !== "menu") return stepsFor({ call, say: [] }, settings);
  if (!menu) return stepsFor(await enterTarget(tx, call, settings, settings.first), settings);
  const option = chooseOption(menu, question);
  if (option) return stepsFor(await enterTarget(tx, call, settings, option.target), settings);
  const isSilent = question.digits === "" && question.speech === "";
  const say = isSilent ? [] : [notUnderstood];
  if (tries + 1 < menu.tries) return stepsFor({ call, say, menu: name }, settings, tries + 1);
  const entered = await enterTarget(tx, call, settings, menu.fallback);
  return stepsFor({ ...entered, say: [...say, ...entered.say] }, settings);
}

async function whileWaiting(
  tx: TxContext,
  call: CallRow,
  settings: LineSettings,
  { digits }: Question,
): Promise<Step[]> {
  // Whatever it is in by now, it is told so when it is out of the queue.
  if (call.state !== "waiting") return [{ do: "leave" }];
  const { language, voice, queue } = settings;
  const waitedSeconds = (now().getTime() - (call.queuedAt ?? call.startedAt).getTime()) / 1000;
  const offersAfter = queue.offerCallbackAfterSeconds;
  const isTaken = digits === callbackKey;
  const isOffered =
    offersAfter !== null && waitedSeconds >= offersAfter && (await mayCallBack(tx, call, settings, isTaken));
  if (isOffered && isTaken) {
    await changeState(tx, call, "callback", { callbackAt: now(), overflowAt: null });
    requestHandOut(tx);
    return goodbye(settings, "We will call you back as soon as somebody is free. You keep your place. Goodbye.");
  }
  const { position, people, talkSeconds } = await waitOf(tx, call);
  const estimate = minutesInWords(estimateWait({ position, people, talkSeconds }));
  const place = `You are number ${position} in the queue. The wait is about ${estimate}.`;
  if (!isOffered)
    return [
      { do: "say", text: place, language, voice },
      { do: "pause", seconds: silenceSeconds },
    ];
  const say = `${place} To be called back and keep your place, press ${callbackKey}.`;
  const next = { at: "waiting", callId: call.id } as const;
  return [
    { do: "ask", say, language, voice, digits: 1, words: [], next },
    { do: "pause", seconds: silenceSeconds },
  ];
}

/** A number shown can be forged: it is called back only where the line may call, and once, however often it calls. */
async function mayCallBack(tx: TxContext, call: CallRow, settings: LineSettings, isTaken: boolean): Promise<boolean> {
  const { otherNumber: number } = call;
  if (number === null || (await isCalledBackAlready(tx, call))) return false;
  return mayCallOutside(tx, { line: call, settings, number }, isTaken ? takeOutside : refuseOutside);
}

function goodbye({ language, voice }: LineSettings, text: string): Step[] {
  return [{ do: "say", text, language, voice }, { do: "hang_up" }];
}
