import type { Calls } from "./calls.ts";
import type { Fault, Faults } from "./faults.ts";
import type { WoundClock } from "./wound-clock.ts";

export interface OutgoingRequest {
  url: string;
  /** What a fault's `path` is compared with, and what the calls are counted under. */
  label: string;
  /** Made anew for each attempt: a token's time is its own. */
  headers: () => Record<string, string>;
  body: string;
  /** How often at most; default 8. */
  attempts?: number;
  /** Hears what became of each try. */
  onAttempt?: (accepted: boolean) => void;
  /** The same event again as another delivery, for a fault's `twin`. */
  twin?: () => OutgoingRequest;
}

/** Sends pushes and webhooks until they are accepted, as providers do: at least once, in no promised order. */
export interface Outgoing {
  send(target: "push" | "webhook", request: OutgoingRequest): void;
  /** How many are not yet accepted or given up, those kept back included. */
  waiting(): number;
  /** Gives up all that is waiting. */
  stop(): Promise<void>;
}

const maxAttempts = 8;
const answerTimeoutMs = 5_000;
const longestKeptBackMs = 2_000;

export function createOutgoing(
  { faults, calls, clock }: { faults: Faults; calls: Calls; clock: WoundClock },
  retryDelayMs: number,
): Outgoing {
  let stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const keptBack = new Map<string, () => void>();

  function send(target: "push" | "webhook", request: OutgoingRequest): void {
    const fault = faults.take(target, request.label);
    if (fault?.drop) {
      calls.count(target, `dropped ${request.label}`);
      return;
    }
    const sending = sendOut(target, request, fault).finally(() => running.delete(sending));
    running.add(sending);
    if (!fault?.reorder) release(target);
  }

  async function sendOut(target: "push" | "webhook", request: OutgoingRequest, fault: Fault | null): Promise<void> {
    const { signal } = stopping;
    if (fault?.delayMs) await clock.wait(fault.delayMs, signal);
    if (fault?.reorder) await untilReleased(target, signal);
    const twins = Array.from({ length: fault?.twin ?? 0 }, () => request.twin?.() ?? request);
    const copies = Array.from({ length: fault?.duplicate ?? 0 }, () => request);
    await Promise.all([request, ...copies, ...twins].map((each) => deliver(target, each, signal)));
  }

  function untilReleased(target: string, signal: AbortSignal): Promise<void> {
    release(target);
    return new Promise((done) => {
      const go = () => {
        clearTimeout(timer);
        done();
      };
      const timer = setTimeout(go, longestKeptBackMs);
      signal.addEventListener("abort", go, { once: true });
      keptBack.set(target, go);
    });
  }

  function release(target: string): void {
    const go = keptBack.get(target);
    keptBack.delete(target);
    if (go) setTimeout(go, retryDelayMs);
  }

  async function deliver(target: string, request: OutgoingRequest, signal: AbortSignal): Promise<void> {
    for (let attempt = 0; attempt < (request.attempts ?? maxAttempts) && !signal.aborted; attempt++) {
      calls.count(target, `sent ${request.label}`);
      const accepted = await isAccepted(request, signal);
      request.onAttempt?.(accepted);
      if (accepted) return calls.count(target, `accepted ${request.label}`);
      await clock.wait(retryDelayMs * 2 ** attempt, signal);
    }
    calls.count(target, `given up ${request.label}`);
  }

  return {
    send,
    waiting: () => running.size,
    async stop() {
      stopping.abort();
      await Promise.all(running);
      stopping = new AbortController();
    },
  };
}

async function isAccepted({ url, headers, body }: OutgoingRequest, stopped: AbortSignal): Promise<boolean> {
  try {
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(answerTimeoutMs)]);
    const answer = await fetch(url, { method: "POST", headers: headers(), body, signal, redirect: "manual" });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
