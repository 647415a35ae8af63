import type { Sandbox } from "../../sandbox.ts";
import { farEnd } from "./legs.ts";
import { writeDown } from "./scribes.ts";
import { type Heard, type Input, isOver, type Leg } from "./state.ts";

const msPerCharacter = 60;

/** How long it takes to say something. */
export function spokenMs(text: string): number {
  return text.length * msPerCharacter;
}

/** Lets time pass. @throws what `signal` was aborted with. */
export async function sleep(sandbox: Sandbox, ms: number, signal: AbortSignal): Promise<void> {
  await listen(sandbox, null, ms, signal, () => undefined);
}

/**
 * Waits until `take` makes something of an input, at most `ms`. @returns null when the time is over.
 * @throws what `signal` was aborted with.
 */
export function listen<T>(
  sandbox: Sandbox,
  leg: Leg | null,
  ms: number,
  signal: AbortSignal,
  take: (input: Input) => T | undefined,
): Promise<T | null> {
  return new Promise((settle, fail) => {
    const cancel = ms === Infinity ? () => {} : sandbox.twilio.schedule.later(ms, () => done(() => settle(null)));
    const onAbort = () => done(() => fail(signal.reason));
    const hear = (input: Input) => {
      const made = take(input);
      if (made !== undefined) done(() => settle(made));
    };
    const done = (act: () => void) => {
      cancel();
      leg?.listeners.delete(hear);
      signal.removeEventListener("abort", onAbort);
      act();
    };
    leg?.listeners.add(hear);
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
  });
}

/** Lets the far end hear something. */
export function play(sandbox: Sandbox, leg: Leg, kind: Heard["kind"], text: string): void {
  const { schedule, listeners } = sandbox.twilio;
  leg.heard.push({ at: schedule.now(), kind, text });
  writeDown(sandbox, leg, kind, text);
  for (const listener of listeners) listener(farEnd(leg));
}

/** The person at the far end does something; of what is said, those on the line with them hear it. */
export function act(sandbox: Sandbox, leg: Leg, input: Input): void {
  if (isOver(leg)) return;
  if (input.kind === "speech" && input.isLast) {
    play(sandbox, leg, "spoke", input.text);
    for (const other of leg.audience()) play(sandbox, other, "voice", input.text);
    for (const recording of leg.account.voice.recordings.values()) {
      const isOn = recording.leg === leg || leg.audience().includes(recording.leg ?? leg);
      if (recording.status === "in-progress" && isOn) recording.words.push(input.text);
    }
  }
  for (const listener of [...leg.listeners]) listener(input);
}

/** Keeps what comes in, so that nothing is missed between one input and the next. */
export interface Inbox {
  /** @returns null when nothing came in time. @throws what `signal` was aborted with. */
  next(ms: number, signal: AbortSignal): Promise<Input | null>;
  close(): void;
}

export function openInbox(sandbox: Sandbox, leg: Leg, fits: (input: Input) => boolean): Inbox {
  const kept: Input[] = [];
  const keep = (input: Input) => void (fits(input) && kept.push(input));
  leg.listeners.add(keep);
  return {
    async next(ms, signal) {
      const arrived = kept.length > 0 || (await listen(sandbox, leg, ms, signal, (input) => fits(input) || undefined));
      return arrived ? (kept.shift() ?? null) : null;
    },
    close: () => leg.listeners.delete(keep),
  };
}
