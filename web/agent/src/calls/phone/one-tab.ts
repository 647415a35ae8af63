import type { Command, PhoneState } from "./softphone.ts";

/** What tabs of one browser say to each other about the one phone they share. */
type Said =
  | { kind: "state"; state: PhoneState }
  | { kind: "command"; id: string; command: Command }
  | { kind: "done"; id: string; problem: string | null }
  | { kind: "who" };

const answerWithinMs = 5_000;

export interface Shared {
  tell(state: PhoneState): void;
  ask(command: Command): Promise<void>;
  close(): void;
}

/**
 * One tab of a browser holds the phone, so that a call rings once and its sound is in one place; the others show the
 * same and pass on what is pressed. Whoever closes the tab hands it to the next.
 *
 * @param hold runs in the tab that has the phone, and again nowhere until that tab is gone.
 */
export function shareAmongTabs(
  memberId: string,
  {
    hold,
    obey,
    show,
  }: { hold: () => () => void; obey: (command: Command) => Promise<void>; show: (state: PhoneState) => void },
): Shared {
  const channel = new BroadcastChannel(`parley-phone-${memberId}`);
  const waiting = new Map<string, { done: () => void; failed: (error: Error) => void }>();
  const over = new AbortController();
  let last: PhoneState | null = null;
  let letGo: (() => void) | null = null;
  const say = (said: Said) => channel.postMessage(said);
  channel.onmessage = ({ data: said }: MessageEvent<Said>) => {
    if (said.kind === "state" && !letGo) show(said.state);
    if (said.kind === "who" && letGo && last) say({ kind: "state", state: last });
    if (said.kind === "command" && letGo) {
      obey(said.command).then(
        () => say({ kind: "done", id: said.id, problem: null }),
        (error: unknown) => say({ kind: "done", id: said.id, problem: wordsOf(error) }),
      );
    }
    if (said.kind === "done") {
      const asked = waiting.get(said.id);
      if (said.problem === null) asked?.done();
      else asked?.failed(new Error(said.problem));
    }
  };
  const own = () => {
    letGo = hold();
    return new Promise<void>((released) => over.signal.addEventListener("abort", () => released()));
  };
  // Only in secure contexts; elsewhere each tab has a phone of its own.
  if (!navigator.locks) void own();
  else void navigator.locks.request(`parley-phone-${memberId}`, { signal: over.signal }, own).catch(() => undefined);
  say({ kind: "who" });
  return {
    tell(state) {
      last = state;
      show(state);
      say({ kind: "state", state });
    },
    async ask(command) {
      if (letGo) return obey(command);
      const id = crypto.randomUUID();
      await new Promise<void>((done, failed) => {
        waiting.set(id, { done, failed });
        setTimeout(() => failed(new Error("The tab that has your phone does not answer: close it.")), answerWithinMs);
        say({ kind: "command", id, command });
      }).finally(() => waiting.delete(id));
    },
    close() {
      over.abort();
      letGo?.();
      channel.close();
    },
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
