import { describe, expect, test } from "@jest/globals";
import { type Following, follow } from "../../../web/agent/src/realtime/follow.ts";
import type { LiveEvent } from "../../../web/agent/src/realtime/sequence.ts";
import { until } from "../../support/until.ts";

const event = (seq: number): LiveEvent => ({ seq, name: "message.received", data: {} });

/** A database of events 1 … head, and a screen that follows it. */
function screen(ask?: Following["ask"]) {
  const database = { head: 0 };
  const seen = { shown: [] as number[], reread: 0, asked: [] as number[] };
  const page = (after: number) => {
    const rest = Array.from({ length: database.head - after }, (_, index) => event(after + 1 + index));
    return { data: rest.slice(0, 3), head: database.head };
  };
  const follower = follow({
    ask: async (after) => {
      seen.asked.push(after);
      return ask ? ask(after) : page(after);
    },
    show: (events) => seen.shown.push(...events.map(({ seq }) => seq)),
    reread: () => {
      seen.reread += 1;
    },
    retryAfterMs: () => 1,
  });
  return { database, seen, page, follower };
}

describe("following the events", () => {
  test("a gap of several pages is filled in order", async () => {
    const { database, seen, follower } = screen();
    follower.connected(0);
    database.head = 8;
    follower.pushed(event(8));
    await until(() => seen.shown.length === 8);
    expect(seen.shown).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(seen.asked).toEqual([0, 3, 6]);
  });

  test("while one page is on its way no second one is asked for", async () => {
    const { database, seen, follower } = screen();
    follower.connected(0);
    database.head = 2;
    follower.heard(2);
    follower.heard(2);
    follower.pushed(event(2));
    await until(() => seen.shown.length === 2);
    expect(seen.asked).toEqual([0]);
  });

  test("a failed question is asked again until it is answered", async () => {
    let failures = 3;
    const { database, seen, page, follower } = screen(async (after) => {
      if (failures-- > 0) throw new Error("offline");
      return page(after);
    });
    follower.connected(0);
    database.head = 1;
    follower.heard(1);
    await until(() => seen.shown.length === 1);
    expect(seen.asked).toEqual([0, 0, 0, 0]);
  });

  test("nothing is shown after it was stopped", async () => {
    const { database, seen, follower } = screen();
    follower.connected(0);
    database.head = 1;
    follower.heard(1);
    follower.stop();
    follower.pushed(event(1));
    await until(() => seen.asked.length === 1);
    await Promise.resolve();
    expect(seen.shown).toEqual([]);
  });
});
