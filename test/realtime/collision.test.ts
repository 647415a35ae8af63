import { expect, test } from "@jest/globals";
import { closeAtEnd } from "../support/close-at-end.ts";
import { testDatabase } from "../support/database.ts";
import { aPersonAt, spawnWebProcess, startWebProcess } from "../support/realtime.ts";
import { type Listener, listen } from "../support/realtime-client.ts";
import { testRedisUrl } from "../support/redis.ts";
import { until } from "../support/until.ts";
import { aWorld } from "../support/world.ts";

const db = await testDatabase();
const redisUrl = testRedisUrl();
const here = await startWebProcess({ redisUrl });
const there = await spawnWebProcess({ redisUrl });
closeAtEnd(there.kill);
const rounds = 3;

interface Colleague extends Listener {
  memberId: string;
  ask(method: string, path: string, body?: object): Promise<{ status: number; body: Said }>;
}

/** As much of an answer as is looked at here. */
interface Said {
  id?: string;
  assignee?: { id: string } | null;
  details?: { reason: string; assignee?: { id: string }; messages?: { id: string; kind: string; preview: string }[] };
}

/** Two people of one shop with a conversation, each connected to a process of her own. */
async function twoPeople() {
  const { ctx, ids } = await aWorld(db);
  const enter = async ({ url }: { url: string }): Promise<Colleague> => {
    const person = await aPersonAt(url, ctx);
    const headers = { cookie: person.cookie, "x-csrf-token": person.csrfToken, "content-type": "application/json" };
    const at = `${url}/v1/conversations/${ids.conversationId}`;
    const ask: Colleague["ask"] = async (method, path, body) => {
      const answer = await fetch(at + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
      return { status: answer.status, body: (await answer.json()) as Said };
    };
    return { ...person, ...(await listen(url, person)), ask };
  };
  return { people: [await enter(here), await enter(there)] as const, ids };
}

/** Waits until the listener has heard what is meant, and gives how often it did. */
async function heard({ events }: Listener, name: string, data: object): Promise<number> {
  const wanted = Object.entries(data);
  const matches = () =>
    events.filter((event) => event.name === name && wanted.every(([key, value]) => event.data[key] === value)).length;
  await until(() => matches() > 0, { what: `${name} ${JSON.stringify(data)}` });
  return matches();
}

test("two people answering at once: the second is shown the first's answer", async () => {
  const { people, ids } = await twoPeople();
  let lastSeenMessageId = ids.messageId;
  for (let round = 0; round < rounds; round++) {
    const texts = people.map((_, n) => `Answer ${n} of round ${round}`);
    const answers = await Promise.all(
      people.map((who, n) => who.ask("POST", "/replies", { body: texts[n], lastSeenMessageId })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const first = answers.findIndex(({ status }) => status === 201);
    const [sent, refused] = [answers[first]!.body, answers[1 - first]!.body];
    expect(refused.details).toMatchObject({
      reason: "newer_messages",
      messages: [{ id: sent.id, kind: "reply", preview: texts[first] }],
    });
    for (const who of people) expect(await heard(who, "message.queued", { messageId: sent.id })).toBe(1);
    const again = { body: texts[1 - first], lastSeenMessageId: sent.id };
    const second = await people[1 - first]!.ask("POST", "/replies", again);
    expect(second.status).toBe(201);
    for (const who of people) expect(await heard(who, "message.queued", { messageId: second.body.id })).toBe(1);
    lastSeenMessageId = second.body.id!;
  }
});

test("two people taking at once: one wins and both see it", async () => {
  await race("taken", (who) => who.ask("POST", "/claim"));
});

test("two people assigning at once: one wins and both see it", async () => {
  const unowned = { expectedMemberId: null };
  await race("assigned_meanwhile", ({ memberId, ask }) => ask("PUT", "/assignee", { memberId, ...unowned }));
});

/** Both press for themselves, several times over. */
async function race(reason: string, press: (who: Colleague) => ReturnType<Colleague["ask"]>): Promise<void> {
  const { people } = await twoPeople();
  for (let round = 0; round < rounds; round++) {
    await people[0].ask("PUT", "/assignee", { memberId: null });
    const before = people.map(({ events }) => events.length);
    const answers = await Promise.all(people.map(press));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const winner = people[answers.findIndex(({ status }) => status === 200)]!.memberId;
    const lost = answers.find(({ status }) => status === 409)!.body;
    expect(lost.details).toMatchObject({ reason, assignee: { id: winner } });
    for (const [n, who] of people.entries()) {
      const news = () => who.events.slice(before[n]).filter(({ name }) => name === "conversation.assigned");
      await until(() => news().some(({ data }) => data.to === winner));
      expect(news().filter(({ data }) => data.to !== null)).toHaveLength(1);
      expect((await who.ask("GET", "")).body.assignee?.id).toBe(winner);
    }
  }
}
