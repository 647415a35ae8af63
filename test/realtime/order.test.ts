import { describe, expect, test } from "@jest/globals";
import { headSeq, listEvents } from "../../src/domain/events/index.ts";
import { follow } from "../../web/agent/src/realtime/follow.ts";
import { anApiKey } from "../support/api.ts";
import { testDatabase } from "../support/database.ts";
import { aConnection, aMessage, aWorkspace, receive } from "../support/factories.ts";
import { happen, startWebProcess } from "../support/realtime.ts";
import { aSocket, heardUpTo, listen } from "../support/realtime-client.ts";
import { until } from "../support/until.ts";

const heartbeatMs = 200;
const db = await testDatabase();
const { url, db: itsDatabase } = await startWebProcess({ heartbeatMs });

const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe("events are pushed", () => {
  test("in order, once and without gaps, whoever wrote them and however many at once", async () => {
    const ctx = await aWorkspace(db);
    const at = { workspaceId: ctx.workspaceId, connectionId: (await aConnection(ctx)).id };
    const key = await anApiKey(ctx, ["events:read"]);
    const [one, other] = [await listen(url, key), await listen(url, key)];
    const here = { ...ctx, db: itsDatabase };
    await Promise.all(
      from(1, 80).flatMap((n) => [happen(here), happen(ctx), receive(db, [aMessage(at, { threadKey: `t${n % 7}` })])]),
    );
    const head = await headSeq(ctx);
    expect(await heardUpTo(one, head)).toEqual(from(one.readySeq + 1, head));
    expect(await heardUpTo(other, head)).toEqual(from(other.readySeq + 1, head));
    const { events } = await listEvents(ctx, { after: one.readySeq, limit: 1000 });
    expect(one.events).toEqual(events.map(({ seq, name, data }) => ({ seq, name, data })));
  });

  test("all of them after a burst that takes many rounds, while another workspace is served as well", async () => {
    const [loud, quiet] = [await aWorkspace(db), await aWorkspace(db)];
    const [loudOne, quietOne] = [
      await listen(url, await anApiKey(loud, ["events:read"])),
      await listen(url, await anApiKey(quiet, ["events:read"])),
    ];
    await happen(loud, 2600);
    await happen(quiet);
    await heardUpTo(quietOne, quietOne.readySeq + 1);
    expect(await heardUpTo(loudOne, loudOne.readySeq + 2600)).toEqual(
      from(loudOne.readySeq + 1, loudOne.readySeq + 2600),
    );
  });

  test("at once after a commit of the same process, however many: nothing waits for the next look", async () => {
    const unhurried = await startWebProcess({ followEveryMs: 3_600_000 });
    const ctx = { ...(await aWorkspace(db)), db: unhurried.db };
    const one = await listen(unhurried.url, await anApiKey(ctx, ["events:read"]));
    await happen(ctx, 1200);
    expect(await heardUpTo(one, one.readySeq + 1200)).toEqual(from(one.readySeq + 1, one.readySeq + 1200));
  });

  test("from where the log stood when the first socket came, to each from where it was told", async () => {
    const ctx = await aWorkspace(db);
    const key = await anApiKey(ctx, ["events:read"]);
    await happen(ctx, 3);
    const first = await listen(url, key);
    expect(first.readySeq).toBe(await headSeq(ctx));
    await happen(ctx, 2);
    await heardUpTo(first, first.readySeq + 2);
    const second = await listen(url, key);
    expect(second.readySeq).toBe(first.readySeq + 2);
    expect(second.events).toEqual([]);
  });

  test("again after everyone had left for a while", async () => {
    const ctx = await aWorkspace(db);
    const key = await anApiKey(ctx, ["events:read"]);
    const gone = await listen(url, key);
    gone.socket.disconnect();
    await happen(ctx, 4);
    const back = await listen(url, key);
    await happen(ctx);
    const head = await headSeq(ctx);
    const told = await heardUpTo(back, head);
    expect(told).toEqual(from(back.readySeq + 1, head));
  });

  test("also after the database has cut every connection", async () => {
    const ctx = await aWorkspace(db);
    const one = await listen(url, await anApiKey(ctx, ["events:read"]));
    await itsDatabase.system.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and usename = current_user and pid <> pg_backend_pid()`;
    await until(() => happen(ctx, 3).then(() => true));
    expect(await heardUpTo(one, one.readySeq + 3)).toEqual(from(one.readySeq + 1, one.readySeq + 3));
  });
});

describe("a push that got lost", () => {
  test("is noticed with the next heartbeat, although nothing else happens", async () => {
    const ctx = await aWorkspace(db);
    const { token } = await anApiKey(ctx, ["events:read"]);
    const socket = aSocket(url, { token });
    const shown: number[] = [];
    const follower = follow({
      ask: async (after) => {
        const answer = await fetch(`${url}/v1/events?after=${after}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        return answer.json();
      },
      show: (events) => shown.push(...events.map(({ seq }) => seq)),
      reread: () => {},
      retryAfterMs: () => 50,
    });
    socket.on("heartbeat", ({ seq }) => follower.heard(seq));
    const ready = new Promise<number>((done) => socket.once("ready", ({ seq }) => done(seq)));
    const lost = new Promise((done) => socket.once("event", done));
    socket.connect();
    const start = await ready;
    follower.connected(start);
    await happen(ctx);
    await lost;
    const since = Date.now();
    await until(() => shown.length > 0, { what: "the lost event to be asked for" });
    expect(shown).toEqual([start + 1]);
    expect(Date.now() - since).toBeLessThan(heartbeatMs + 1000);
    follower.stop();
  });

  test("the heartbeat comes also where nothing ever happened since", async () => {
    const ctx = await aWorkspace(db);
    const one = await listen(url, await anApiKey(ctx, ["events:read"]));
    await until(() => one.heartbeats.length >= 3, { what: "three heartbeats" });
    expect(new Set(one.heartbeats)).toEqual(new Set([one.readySeq]));
  });
});
