import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { canonicalJson } from "../../../src/domain/audit/chain.ts";
import { sealEvents, verifyChain, walkSeals } from "../../../src/domain/audit/index.ts";
import { inTransaction } from "../../../src/domain/events/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { freshDatabase } from "../../support/database.ts";
import { aWorkspace } from "../../support/factories.ts";
import { append, intruder } from "./eventful.ts";

const db = await freshDatabase();
const root = intruder(db.urls);

async function sealedWorkspace(count = 1200): Promise<Context> {
  const ctx = await aWorkspace(db);
  await append(ctx, count);
  await sealEvents(db);
  return ctx;
}

async function sealsOf(ctx: Context) {
  const seals = [];
  for await (const page of await walkSeals(ctx)) seals.push(...page);
  return seals;
}

describe("an untouched log", () => {
  test("is intact, and what is not sealed yet is counted", async () => {
    const ctx = await sealedWorkspace();
    await append(ctx, 7);
    const report = await verifyChain(ctx);
    expect(report).toMatchObject({ events: 1207, seals: 3, unsealed: 7, fault: null });
    expect(report.head).toMatch(/^[\da-f]{64}$/);
  });

  test("stays intact when it grows, and sealing again adds nothing", async () => {
    const ctx = await sealedWorkspace(3);
    await append(ctx, 2);
    expect(await sealEvents(db)).toBe(2);
    expect(await sealEvents(db)).toBe(0);
    expect((await sealsOf(ctx)).map(({ fromSeq, toSeq }) => [fromSeq, toSeq])).toEqual([
      [1, 3],
      [4, 5],
    ]);
    expect(await verifyChain(ctx)).toMatchObject({ events: 5, seals: 2, unsealed: 0, fault: null });
  });

  test("of a workspace in which nothing happened is intact", async () => {
    expect(await verifyChain(await aWorkspace(db))).toMatchObject({ events: 0, seals: 0, head: null, fault: null });
  });

  test("contains every head it had before", async () => {
    const ctx = await sealedWorkspace(5);
    const knownHash = (await verifyChain(ctx)).head!;
    await append(ctx, 5);
    await sealEvents(db);
    expect((await verifyChain(ctx, { knownHash })).fault).toBeNull();
  });
});

describe("a log that was tampered with by somebody with all rights", () => {
  const at = (ctx: Context) => root`workspace_id = ${ctx.workspaceId}`;
  const second = { fromSeq: 501, toSeq: 1000 };
  const changed = { ...second, reason: "changed after they were sealed" };

  test.each([
    ["what happened", (ctx: Context) => root`update events set name = 'x' where ${at(ctx)} and seq = 700`],
    ["to what", (ctx: Context) => root`update events set data = '{}' where ${at(ctx)} and seq = 700`],
    ["who", (ctx: Context) => root`update events set actor = '{"type":"ai"}' where ${at(ctx)} and seq = 700`],
    ["why", (ctx: Context) => root`update events set cause = '{"type":"x"}' where ${at(ctx)} and seq = 700`],
    ["how deep", (ctx: Context) => root`update events set depth = 3 where ${at(ctx)} and seq = 700`],
    ["its id", (ctx: Context) => root`update events set id = gen_random_uuid() where ${at(ctx)} and seq = 700`],
    ["when", (ctx: Context) => root`update events set created_at = 'infinity' where ${at(ctx)} and seq = 700`],
    [
      "when, by a millisecond",
      (ctx: Context) => root`
        update events set created_at = created_at + interval '1 millisecond' where ${at(ctx)} and seq = 700`,
    ],
    [
      "the order",
      async (ctx: Context) => {
        await root`update events set seq = -seq where ${at(ctx)} and seq in (700, 701)`;
        await root`update events set seq = 1401 + seq where ${at(ctx)} and seq in (-700, -701)`;
      },
    ],
  ])("%s was changed: the range is named", async (_, tamper) => {
    const ctx = await sealedWorkspace();
    await tamper(ctx);
    expect(await verifyChain(ctx)).toMatchObject({ events: 500, seals: 1, fault: changed });
  });

  test("an event was deleted, sealed or not: it is named", async () => {
    const ctx = await sealedWorkspace();
    await append(ctx, 5);
    await root`delete from events where ${at(ctx)} and seq = 1203`;
    expect((await verifyChain(ctx)).fault).toMatchObject({ reason: "event 1203 was deleted before it was sealed" });
    await sealEvents(db);
    expect((await verifyChain(ctx)).fault).toMatchObject({ reason: "event 1203 was deleted before it was sealed" });
    await root`delete from events where ${at(ctx)} and seq = 700`;
    expect((await verifyChain(ctx)).fault).toEqual({ ...second, reason: "event 700 was deleted after it was sealed" });
  });

  test("the end of the log was cut off, with its seals or without", async () => {
    const ctx = await sealedWorkspace();
    const knownHash = (await verifyChain(ctx)).head!;
    await root`delete from events where ${at(ctx)} and seq > 1000`;
    expect((await verifyChain(ctx)).fault).toMatchObject({ fromSeq: 1001, toSeq: 1200 });
    await root`update event_counters set last_seq = 1000 where ${at(ctx)}`;
    expect((await verifyChain(ctx)).fault).toMatchObject({ fromSeq: 1001, toSeq: 1200 });
    await root`delete from event_seals where ${at(ctx)} and from_seq > 1000`;
    expect((await verifyChain(ctx)).fault).toBeNull();
    expect((await verifyChain(ctx, { knownHash })).fault).toMatchObject({
      reason: expect.stringContaining("made anew"),
    });
  });

  test("an event was inserted, before the first or behind the last", async () => {
    const ctx = await sealedWorkspace(10);
    const forge = (seq: number) => root`
      insert into events select workspace_id, ${seq}, gen_random_uuid(), name, data, actor from events
      where ${at(ctx)} and seq = 3`;
    await forge(11);
    expect((await verifyChain(ctx)).fault).toMatchObject({ fromSeq: 11, toSeq: 11 });
    await root`delete from events where ${at(ctx)} and seq = 11`;
    await forge(0);
    expect((await verifyChain(ctx)).fault).toMatchObject({ fromSeq: 0, toSeq: 0 });
  });

  test("a seal was deleted, changed, or made anew for changed events", async () => {
    const ctx = await sealedWorkspace();
    const [first, , third] = await sealsOf(ctx);
    await root`update event_seals set sealed_at = sealed_at - interval '1 day' where ${at(ctx)} and from_seq = 1`;
    expect((await verifyChain(ctx)).fault).toMatchObject({ fromSeq: 1, toSeq: 500 });
    await root`update event_seals set sealed_at = ${first!.sealedAt} where ${at(ctx)} and from_seq = 1`;
    await root`delete from event_seals where ${at(ctx)} and from_seq = 501`;
    expect((await verifyChain(ctx)).fault).toEqual({ ...second, reason: "their seal was deleted" });
    await root`update events set name = 'x' where ${at(ctx)} and seq = 700`;
    await root`delete from event_seals where ${at(ctx)} and from_seq = 1001`;
    await sealEvents(db);
    expect((await verifyChain(ctx)).fault).toBeNull();
    expect((await verifyChain(ctx, { knownHash: third!.hash })).fault).not.toBeNull();
  });
});

describe("sealing", () => {
  test("by several processes at once makes one chain", async () => {
    const ctxs = await Promise.all(Array.from({ length: 12 }, () => aWorkspace(db)));
    let appending = true;
    const appended = Promise.all(ctxs.map((ctx) => append(ctx, 1700))).finally(() => {
      appending = false;
    });
    const sealer = async () => {
      while (appending) await sealEvents(db);
    };
    await Promise.all([sealer(), sealer(), sealer()]);
    await appended;
    await Promise.all([sealEvents(db), sealEvents(db), sealEvents(db)]);
    for (const ctx of ctxs) {
      expect(await verifyChain(ctx)).toMatchObject({ events: 1700, unsealed: 0, fault: null });
    }
  });

  test("a backlog of 10,000 events is worked in pieces, and one workspace does not keep another waiting", async () => {
    const [large, small] = [await aWorkspace(db), await aWorkspace(db)];
    await append(large, 10_000);
    await append(small, 3);
    expect(await sealEvents(db, { maxEvents: 2000 })).toBeLessThan(2600);
    expect((await verifyChain(small)).unsealed).toBe(0);
    expect((await verifyChain(large)).unsealed).toBe(8000);
    await sealEvents(db);
    const seals = await sealsOf(large);
    expect(seals).toHaveLength(20);
    expect(Math.max(...seals.map(({ fromSeq, toSeq }) => toSeq - fromSeq + 1))).toBe(500);
    expect(await verifyChain(large)).toMatchObject({ events: 10_000, unsealed: 0, fault: null });
  });

  test("that dies half-way leaves no half seal, and the next run goes on from there", async () => {
    const ctx = await aWorkspace(db);
    await append(ctx, 1200);
    await root`create function die() returns trigger language plpgsql as
      $$ begin if new.from_seq = 501 then raise 'power cut'; end if; return new; end $$`;
    await root`create trigger die after insert on event_seals for each row execute function die()`;
    await expect(sealEvents(db)).rejects.toThrow("power cut");
    await root`drop trigger die on event_seals`;
    expect(await verifyChain(ctx)).toMatchObject({ seals: 1, unsealed: 700, fault: null });
    await sealEvents(db);
    expect(await verifyChain(ctx)).toMatchObject({ seals: 3, unsealed: 0, fault: null });
  });
});

test("the product itself can neither change nor delete events and seals", async () => {
  for (const table of ["events", "event_seals"]) {
    for (const { sql } of [db.app, db.system]) {
      await expect(sql.unsafe(`update ${table} set workspace_id = workspace_id`)).rejects.toThrow("permission denied");
      await expect(sql.unsafe(`delete from ${table}`)).rejects.toThrow("permission denied");
      await expect(sql.unsafe(`truncate ${table}`)).rejects.toThrow("permission denied");
    }
  }
});

test("who may not read the trail may not verify it", async () => {
  const ctx = { ...(await aWorkspace(db)), permissions: new Set(["events:read"]) };
  await expect(verifyChain(ctx)).rejects.toMatchObject({ code: "forbidden" });
  await expect(walkSeals(ctx)).rejects.toMatchObject({ code: "forbidden" });
});

test("every event the product writes can be hashed the same way twice", async () => {
  const ctx = await aWorkspace(db);
  const named = { ...ctx, cause: { type: "request" as const, id: 'trace-"42"\n→ 🙂', depth: 0 } };
  await inTransaction(named, async (tx) =>
    tx.emit({ name: "conversation.assigned", data: { conversationId: ctx.workspaceId, from: null, to: null } }),
  );
  await sealEvents(db);
  expect(await verifyChain(ctx)).toMatchObject({ events: 1, seals: 1, fault: null });
});

test("canonical JSON says the same for the same value, in whatever order, and is JSON", () => {
  const value = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), (object) => {
      const reversed = Object.fromEntries(Object.entries(object).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(object));
      expect(JSON.parse(canonicalJson(object))).toEqual(JSON.parse(JSON.stringify(object)));
    }),
  );
  expect(canonicalJson({ b: [1, { d: null, c: "é" }], a: 1e21 })).toBe('{"a":1e+21,"b":[1,{"c":"é","d":null}]}');
});
