import type { Sandbox } from "../../sandbox.ts";
import { play, spokenMs } from "./listen.ts";
import type { Leg } from "./state.ts";

/** The voice that says what comes in pieces; it can be cut short. */
export interface Mouth {
  add(token: string, isLast: boolean, interruptible: boolean): void;
  /** What had been said by now, when something was being said that may be cut short. */
  interrupt(): { spoken: string; ms: number } | null;
  isBusy(): boolean;
}

export function createMouth(sandbox: Sandbox, leg: Leg, signal: AbortSignal): Mouth {
  const { schedule } = sandbox.twilio;
  let [text, startedMs, interruptible, isWhole] = ["", 0, true, false];
  let cancel = () => {};
  const nowMs = () => schedule.now().getTime();
  const isBusy = () => text !== "";
  const finish = (spoken: string) => {
    cancel();
    if (spoken) play(sandbox, leg, "said", spoken);
    text = "";
    leg.hearing = null;
    isWhole = false;
  };
  const plan = () => {
    cancel();
    cancel = schedule.later(Math.max(startedMs + spokenMs(text) - nowMs(), 0), () => isWhole && finish(text));
  };
  signal.addEventListener("abort", () => finish(spokenOf(text, nowMs() - startedMs)));
  return {
    isBusy,
    add(token, isLast, open) {
      if (!isBusy()) startedMs = nowMs();
      text += token;
      leg.hearing = text === "" ? null : { text, sinceMs: startedMs };
      interruptible = open;
      isWhole = isLast;
      if (isLast && text === "") return;
      plan();
    },
    interrupt() {
      if (!isBusy() || !interruptible) return null;
      const ms = nowMs() - startedMs;
      const spoken = spokenOf(text, ms);
      finish(spoken);
      return { spoken, ms };
    },
  };
}

/** Whole words. */
function spokenOf(text: string, ms: number): string {
  if (ms >= spokenMs(text)) return text;
  const cut = text.slice(0, Math.floor((ms / spokenMs(text)) * text.length));
  return cut.replace(/\s*\S*$/, "");
}
