import {
  connect,
  hear,
  type LiveEvent,
  receive,
  replay,
  type Sequence,
  type Step,
  unknownSequence,
} from "./sequence.ts";

export interface Follower {
  connected(seq: number): void;
  heard(seq: number): void;
  pushed(event: LiveEvent): void;
  stop(): void;
}

export interface Following {
  /** Events after a number, oldest first, with the newest number there is. */
  ask(after: number): Promise<{ data: LiveEvent[]; head: number }>;
  show(events: LiveEvent[]): void;
  reread(): void;
  /** Milliseconds before asking again after the nth failure in a row, from 1. */
  retryAfterMs(failures: number): number;
}

/** Keeps a screen in step with the events: shows each once and in order, and asks for those that were lost. */
export function follow(following: Following): Follower {
  let sequence: Sequence = unknownSequence;
  let asking = false;
  let failures = 0;
  let stopped = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const take = (step: Step): void => {
    if (stopped) return;
    sequence = step.sequence;
    if (step.events.length > 0) following.show(step.events);
    if (step.reread) following.reread();
    if (step.behind) void catchUp();
  };

  const catchUp = async (): Promise<void> => {
    if (asking || stopped || sequence.applied === null) return;
    asking = true;
    clearTimeout(retry);
    const step = await askFrom(sequence.applied);
    asking = false;
    if (!step) return askLater();
    failures = 0;
    // No progress although someone told us of more: asking again at once would only ask in circles.
    const stuck = step.behind && step.events.length === 0;
    take(stuck ? { ...step, behind: false } : step);
    if (stuck) askLater();
  };

  const askFrom = async (after: number): Promise<Step | null> => {
    try {
      const page = await following.ask(after);
      // Read only now: events may have been pushed and shown while the page was on its way.
      return replay(sequence, after, page);
    } catch {
      return null;
    }
  };

  const askLater = (): void => {
    failures += 1;
    if (!stopped) retry = setTimeout(() => void catchUp(), following.retryAfterMs(failures));
  };

  return {
    connected: (seq) => take(connect(sequence, seq)),
    heard: (seq) => take(hear(sequence, seq)),
    pushed: (event) => take(receive(sequence, event)),
    stop() {
      stopped = true;
      clearTimeout(retry);
    },
  };
}
