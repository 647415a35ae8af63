import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  connect,
  hear,
  type LiveEvent,
  REPLAY_AT_MOST,
  receive,
  replay,
  type Sequence,
  type Step,
  unknownSequence,
} from "../../../web/agent/src/realtime/sequence.ts";

const event = (seq: number): LiveEvent => ({ seq, name: "message.received", data: {} });
const at = (applied: number, head = applied): Sequence => ({ applied, head });
const numbers = (step: Step) => step.events.map((shown) => shown.seq);

describe("pushed events", () => {
  test("the next event is shown at once", () => {
    const step = receive(at(4), event(5));
    expect(numbers(step)).toEqual([5]);
    expect(step).toMatchObject({ sequence: at(5), behind: false, reread: false });
  });

  test("an event seen before is never shown again", () => {
    expect(receive(at(4), event(4))).toEqual({ sequence: at(4), events: [], behind: false, reread: false });
    expect(numbers(receive(at(4), event(2)))).toEqual([]);
  });

  test("a jump is not shown but asked for", () => {
    const step = receive(at(4), event(7));
    expect(numbers(step)).toEqual([]);
    expect(step).toMatchObject({ sequence: at(4, 7), behind: true });
  });

  test("an event before the first connection is left to the first reading", () => {
    expect(numbers(receive(unknownSequence, event(9)))).toEqual([]);
  });
});

describe("the server's own number", () => {
  test("the first connection starts there and reads again what was read before it", () => {
    expect(connect(unknownSequence, 12)).toEqual({ sequence: at(12), events: [], behind: false, reread: true });
  });

  test("a reconnection that missed events asks for them, one that missed none does not", () => {
    expect(connect(at(12), 15)).toMatchObject({ sequence: at(12, 15), behind: true, reread: false });
    expect(connect(at(12), 12)).toMatchObject({ behind: false, reread: false });
  });

  test("a server that seems behind us is asked, and only the database's answer turns us back", () => {
    expect(connect(at(12), 3)).toMatchObject({ sequence: at(12), behind: true, reread: false });
    expect(replay(at(12), 12, { data: [], head: 12 })).toMatchObject({
      sequence: at(12),
      reread: false,
      behind: false,
    });
    expect(replay(at(12), 12, { data: [], head: 3 })).toMatchObject({ sequence: at(3), reread: true });
  });

  test("a heartbeat ahead of us means a lost push; one at or below is silence", () => {
    expect(hear(at(12), 13)).toMatchObject({ behind: true });
    expect(hear(at(12), 12)).toMatchObject({ behind: false });
    expect(hear(at(12), 11)).toMatchObject({ behind: false });
  });

  test("too far behind, everything is read again instead of replayed", () => {
    const head = 1 + REPLAY_AT_MOST + 1;
    expect(hear(at(1), head)).toEqual({ sequence: at(head), events: [], behind: false, reread: true });
    expect(receive(at(1), event(head))).toMatchObject({ sequence: at(head), reread: true });
  });
});

describe("replayed pages", () => {
  test("a page is shown in order without what is already on screen, and the next one asked for", () => {
    const step = replay(at(4), 4, { data: [event(6), event(4), event(5)], head: 9 });
    expect(numbers(step)).toEqual([5, 6]);
    expect(step).toMatchObject({ sequence: at(6, 9), behind: true });
  });

  test("pushes that overtake a page are neither shown twice nor taken for a new database", () => {
    expect(replay(at(6), 4, { data: [event(5)], head: 5 })).toMatchObject({
      sequence: at(6),
      events: [],
      reread: false,
    });
    expect(replay(at(5), 4, { data: [event(5)], head: 8 })).toMatchObject({
      sequence: at(5, 8),
      behind: true,
      reread: false,
    });
  });

  test("events that are no longer kept lead to reading everything again", () => {
    expect(replay(at(4), 4, { data: [], head: 9 })).toMatchObject({ sequence: at(9), reread: true, behind: false });
  });
});

test("whatever is lost, repeated or shuffled on the way, every event is shown once and in order", () => {
  const pushes = fc.array(fc.record({ seq: fc.integer({ min: 1, max: 40 }), heartbeat: fc.boolean() }), {
    maxLength: 120,
  });
  fc.assert(
    fc.property(pushes, fc.integer({ min: 1, max: 7 }), (arrivals, pageSize) => {
      const shown: number[] = [];
      let sequence = connect(unknownSequence, 0).sequence;
      const take = (step: Step): void => {
        sequence = step.sequence;
        shown.push(...numbers(step));
        expect(step.reread).toBe(false);
        if (!step.behind) return;
        const after = sequence.applied ?? 0;
        const head = Math.max(sequence.head, after);
        const rest = Array.from({ length: head - after }, (_, index) => event(after + 1 + index));
        take(replay(sequence, after, { data: rest.slice(0, pageSize), head }));
      };
      for (const { seq, heartbeat } of arrivals) take(heartbeat ? hear(sequence, seq) : receive(sequence, event(seq)));
      take(hear(sequence, 40));
      expect(shown).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    }),
  );
});
