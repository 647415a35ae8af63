/** Where a client stands in its workspace's numbered events. Pure: no socket, no clock. */
export interface Sequence {
  /** The last event shown on screen; null until the server first said where it stands. */
  applied: number | null;
  /** The newest number anyone told us of. */
  head: number;
}

export interface LiveEvent {
  seq: number;
  name: string;
  data: Record<string, unknown>;
}

export interface Step {
  sequence: Sequence;
  /** To be shown now, in order; never one twice. */
  events: LiveEvent[];
  /** Ask for the events after `sequence.applied`. */
  behind: boolean;
  /** What is on screen cannot be mended by events: read everything again. */
  reread: boolean;
}

/** Further behind than this, reading everything again is cheaper than replaying. */
export const REPLAY_AT_MOST = 500;

export const unknownSequence: Sequence = { applied: null, head: 0 };

/** A pushed event: the next one is shown, an old one ignored, one from further on means that some were lost. */
export function receive(sequence: Sequence, event: LiveEvent): Step {
  const { applied } = sequence;
  const head = Math.max(sequence.head, event.seq);
  if (applied === null || event.seq <= applied) return step({ applied, head });
  if (event.seq === applied + 1) {
    const moved = { applied: event.seq, head };
    return { ...step(moved), events: [event], behind: head > event.seq };
  }
  return tooFar({ applied, head });
}

/**
 * The server's number on connecting. The first one is where we start, and what was read before it may be older,
 * so it is read again. A smaller number than ours is looked into: a slow server, or a new database.
 */
export function connect(sequence: Sequence, seq: number): Step {
  if (sequence.applied === null) return { ...step({ applied: seq, head: Math.max(seq, sequence.head) }), reread: true };
  const heard = hear(sequence, seq);
  return { ...heard, behind: heard.behind || (!heard.reread && seq < sequence.applied) };
}

/** A heartbeat: a number ahead of ours means that a push was lost. */
export function hear(sequence: Sequence, seq: number): Step {
  const { applied } = sequence;
  const head = Math.max(sequence.head, seq);
  if (applied === null || head <= applied) return step({ applied, head });
  return tooFar({ applied, head });
}

/**
 * A page of `GET /v1/events?after=asked`; its head is the database's own and therefore believed.
 * Pushes may have moved us on while the page was on its way.
 */
export function replay(sequence: Sequence, asked: number, page: { data: readonly LiveEvent[]; head: number }): Step {
  const { applied } = sequence;
  if (applied === null) return step(sequence);
  // Below what we asked for: a new database. Empty below the head: those events are no longer kept.
  if (page.head < asked || (page.data.length === 0 && page.head > asked)) {
    return { ...step({ applied: page.head, head: page.head }), reread: true };
  }
  const events = page.data.filter((event) => event.seq > applied).sort((a, b) => a.seq - b.seq);
  const reached = events.at(-1)?.seq ?? applied;
  const moved = { applied: reached, head: Math.max(sequence.head, page.head, reached) };
  return { ...step(moved), events, behind: moved.head > moved.applied };
}

function tooFar(sequence: { applied: number; head: number }): Step {
  if (sequence.head - sequence.applied <= REPLAY_AT_MOST) return { ...step(sequence), behind: true };
  return { ...step({ applied: sequence.head, head: sequence.head }), reread: true };
}

function step(sequence: Sequence): Step {
  return { sequence, events: [], behind: false, reread: false };
}
