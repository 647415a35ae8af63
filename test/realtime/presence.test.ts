import { describe, expect, test } from "@jest/globals";
import { testDatabase } from "../support/database.ts";
import { aPersonAt, spawnWebProcess, startWebProcess } from "../support/realtime.ts";
import { type Listener, listen } from "../support/realtime-client.ts";
import { testRedisUrl } from "../support/redis.ts";
import { until } from "../support/until.ts";
import { aWorld } from "../support/world.ts";

const ttlMs = 1500;
const db = await testDatabase();
const alone = await startWebProcess();
const forgetful = await startWebProcess({ presenceTtlMs: ttlMs });
const redisUrl = testRedisUrl();
const nodes = [await startWebProcess({ redisUrl }), await startWebProcess({ redisUrl })] as const;

interface Colleague extends Listener {
  memberId: string;
  cookie: string;
}

/** Two people of one shop, each at a process, and a conversation. */
async function twoPeople(here: { url: string }, there = here) {
  const { ctx, ids } = await aWorld(db);
  const enter = async ({ url }: { url: string }): Promise<Colleague> => {
    const person = await aPersonAt(url, ctx);
    return { ...person, ...(await listen(url, person)) };
  };
  return { one: await enter(here), other: await enter(there), conversationId: ids.conversationId };
}

/** Waits until the listener sees exactly these people there. */
async function sees(who: Listener, conversationId: string, expected: [Colleague, "looks" | "types"][]) {
  const wanted = expected.map(([{ memberId }, how]) => `${memberId} ${how}`).sort();
  const seen = () => who.viewers(conversationId)?.map((one) => `${one.memberId} ${one.typing ? "types" : "looks"}`);
  await until(() => JSON.stringify(seen()?.sort()) === JSON.stringify(wanted), { what: `presence ${wanted}` });
}

describe("colleagues see", () => {
  test("who looks at a conversation, who types, who stops and who leaves", async () => {
    const { one, other, conversationId } = await twoPeople(alone);
    await one.say("conversation.view", { conversationId });
    await sees(other, conversationId, [[one, "looks"]]);
    await other.say("conversation.view", { conversationId });
    await one.say("conversation.typing", { conversationId, typing: true });
    await sees(other, conversationId, [
      [one, "types"],
      [other, "looks"],
    ]);
    await one.say("conversation.typing", { conversationId, typing: false });
    await sees(other, conversationId, [
      [one, "looks"],
      [other, "looks"],
    ]);
    await one.say("conversation.leave", { conversationId });
    await sees(other, conversationId, [[other, "looks"]]);
  });

  test("that someone closed the window", async () => {
    const { one, other, conversationId } = await twoPeople(alone);
    await one.say("conversation.view", { conversationId });
    await sees(other, conversationId, [[one, "looks"]]);
    one.socket.disconnect();
    await sees(other, conversationId, []);
  });

  test("a person with two windows once, until the last is closed", async () => {
    const { one, other, conversationId } = await twoPeople(alone);
    const second = await listen(alone.url, one);
    await one.say("conversation.typing", { conversationId, typing: true });
    await second.say("conversation.view", { conversationId });
    await sees(other, conversationId, [[one, "types"]]);
    one.socket.disconnect();
    await sees(other, conversationId, [[one, "looks"]]);
    second.socket.disconnect();
    await sees(other, conversationId, []);
  });

  test("what goes on already when they come", async () => {
    const { one, other, conversationId } = await twoPeople(alone);
    await one.say("conversation.typing", { conversationId, typing: true });
    await sees(other, conversationId, [[one, "types"]]);
    const late = await listen(alone.url, other);
    await sees(late, conversationId, [[one, "types"]]);
  });

  test("nothing of other workspaces", async () => {
    const { one, other, conversationId } = await twoPeople(alone);
    const stranger = (await twoPeople(alone)).one;
    await one.say("conversation.view", { conversationId });
    await sees(other, conversationId, [[one, "looks"]]);
    expect(stranger.presences).toEqual([]);
  });
});

describe("what is not said again ends by itself:", () => {
  test("looking, at the latest a tenth later than its time", async () => {
    const { one, other, conversationId } = await twoPeople(forgetful);
    await one.say("conversation.view", { conversationId });
    const since = Date.now();
    await sees(other, conversationId, [[one, "looks"]]);
    await sees(other, conversationId, []);
    expect(Date.now() - since).toBeGreaterThan(ttlMs * 0.9);
    expect(Date.now() - since).toBeLessThan(ttlMs * 2);
  });

  test("typing, although the person goes on looking", async () => {
    const { one, other, conversationId } = await twoPeople(forgetful);
    await one.say("conversation.typing", { conversationId, typing: true });
    const renew = setInterval(() => void one.say("conversation.view", { conversationId }), ttlMs / 5);
    try {
      await one.say("conversation.view", { conversationId });
      await sees(other, conversationId, [[one, "types"]]);
      await sees(other, conversationId, [[one, "looks"]]);
      await until(() => other.presences.length > 0 && one.socket.connected);
      expect(other.presences.map(({ viewers }) => viewers.map(({ typing }) => typing))).toEqual([[true], [false]]);
    } finally {
      clearInterval(renew);
    }
  });
});

test("many changes at once are shown as few", async () => {
  const { one, other, conversationId } = await twoPeople(alone);
  const say = (typing: boolean) => one.say("conversation.typing", { conversationId, typing });
  await say(true);
  await Promise.all([false, true, false, true, false, true].map(say));
  await sees(other, conversationId, [[one, "types"]]);
  expect(other.presences.length).toBeLessThanOrEqual(3);
});

describe("two processes with Redis between them", () => {
  test("show the same", async () => {
    const { one, other, conversationId } = await twoPeople(...nodes);
    await one.say("conversation.view", { conversationId });
    await other.say("conversation.typing", { conversationId, typing: true });
    for (const who of [one, other]) {
      await sees(who, conversationId, [
        [one, "looks"],
        [other, "types"],
      ]);
    }
    one.socket.disconnect();
    await sees(other, conversationId, [[other, "types"]]);
  });

  test("forget who was at a process that was killed", async () => {
    const dying = await spawnWebProcess({ redisUrl });
    const living = await startWebProcess({ redisUrl, presenceTtlMs: ttlMs });
    const { one, other, conversationId } = await twoPeople(dying, living);
    await one.say("conversation.view", { conversationId });
    await sees(other, conversationId, [[one, "looks"]]);
    await dying.kill();
    await sees(other, conversationId, []);
  });
});
