import { createHash, randomUUID } from "node:crypto";
import { get } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { sealEvents } from "../../src/domain/audit/index.ts";
import { assignConversation, closeConversation, reopenConversation } from "../../src/domain/conversations/index.ts";
import { listEvents } from "../../src/domain/events/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { append } from "../domain/audit/eventful.ts";
import { anApiKey, aPerson, aProgram, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { freshDatabase } from "../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../support/factories.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ db: await freshDatabase() });
});

interface Entry {
  seq: number;
  name: string;
  [field: string]: unknown;
}

/** A shop in which Ada opened, Ben got, and somebody closed a conversation. */
async function aStory(subject = "Where is my order?", customer = "Mia Berg") {
  const ctx = await aWorkspace(api.db);
  const mail = aMessage({ workspaceId: ctx.workspaceId, connectionId: (await aConnection(ctx)).id }, { subject });
  await receive(api.db, [{ ...mail, customer: { ...mail.customer, name: customer } }]);
  const { events } = await listEvents(ctx, { after: 0, limit: 100 });
  const conversationId = String(events.find(({ name }) => name === "conversation.opened")!.data.conversationId);
  const ada = await aMember(ctx, "owner", "Ada Holm");
  const ben = await aMember(ctx, "agent", "Ben Lund");
  await assignConversation(ada, { conversationId, memberId: memberOf(ben) });
  await closeConversation(ben, { conversationId });
  const cause = { type: "event" as const, id: events[0]!.id, depth: 1 };
  await reopenConversation({ ...ctx, actor: { type: "ai", id: randomUUID() }, cause }, { conversationId });
  return { ctx, conversationId, ada, ben, first: events[0]!, owner: await aPerson(api, ctx, "owner") };
}

const memberOf = ({ actor }: Context): string => (actor.type === "member" ? actor.id : "");

async function entriesOf(person: LoggedIn, query: Record<string, string | number>): Promise<Entry[]> {
  const { body } = await person
    .get("/v1/audit")
    .query({ limit: 100, ...query })
    .expect(200);
  return body.data;
}

/** All pages, as a client reads them. */
async function readAll(person: LoggedIn, query: Record<string, string | number>) {
  const entries: Entry[] = [];
  let pages = 0;
  for (let cursor: string | null | undefined; cursor !== null; pages++) {
    const { body } = await person
      .get("/v1/audit")
      .query({ ...query, ...(cursor && { cursor }) })
      .expect(200);
    entries.push(...body.data);
    cursor = body.nextCursor;
  }
  return { entries, pages };
}

describe("GET /v1/audit", () => {
  test("says who did what to what, before and after, and why", async () => {
    const { conversationId, ada, ben, first, owner } = await aStory();
    const [reopened, closed, assigned] = await entriesOf(owner, { subjectId: conversationId });
    const subjects = [{ type: "conversation", id: conversationId, name: "Where is my order?" }];
    expect(assigned).toMatchObject({
      name: "conversation.assigned",
      actor: { type: "member", id: memberOf(ada), name: "Ada Holm" },
      subjects,
      changes: [{ field: "assignee", from: null, to: memberOf(ben), fromName: null, toName: "Ben Lund" }],
      reason: null,
      sealed: false,
    });
    expect(closed).toMatchObject({ actor: { name: "Ben Lund" }, subjects });
    expect(closed).toMatchObject({ changes: [{ field: "status", from: "open", to: "closed" }] });
    expect(reopened).toMatchObject({ actor: { type: "ai", name: "AI agent" } });
    expect(reopened).toMatchObject({ cause: { type: "event", id: first.id, seq: 1, name: first.name } });
    expect(await entriesOf(owner, { event: "member" })).toContainEqual(
      expect.objectContaining({ changes: [expect.objectContaining({ field: "role", from: null, to: "agent" })] }),
    );
    await sealEvents(api.db);
    expect((await entriesOf(owner, {})).every(({ sealed }) => sealed === true)).toBe(true);
  });

  test("what a person does by the API is caused by her request, and what a key does is the key's", async () => {
    const { ctx, conversationId, owner } = await aStory();
    await owner.post(`/v1/conversations/${conversationId}/closure`).set("x-request-id", "trace-7").expect(200);
    const { token, apiKey } = await anApiKey(ctx, ["conversations:write"]);
    await api
      .send("delete", `/v1/conversations/${conversationId}/closure`)
      .set("authorization", `Bearer ${token}`)
      .expect(200);
    const [byKey] = await entriesOf(owner, { actorType: "app" });
    expect(byKey).toMatchObject({ name: "conversation.reopened", actor: { type: "app", id: apiKey.id, name: "Test" } });
    const [created, byPerson] = await entriesOf(owner, { actorType: "member" });
    expect(created).toMatchObject({ changes: [{ field: "scopes", from: null, to: "conversations:write" }] });
    expect(byPerson).toMatchObject({ actor: { id: owner.memberId }, cause: { type: "request", id: "trace-7" } });
  });

  test("filters by actor, event, noun, object and time", async () => {
    const { conversationId, ada, ben, owner } = await aStory();
    const names = async (query: Record<string, string>) => (await entriesOf(owner, query)).map(({ name }) => name);
    // Who is given a conversation follows it from then on.
    const given = ["conversation.assigned", "conversation.followed"];
    expect(await names({ actorId: memberOf(ada) })).toEqual(given);
    expect(await names({ actorType: "ai" })).toEqual(["conversation.reopened"]);
    expect(await names({ event: "conversation.closed" })).toEqual(["conversation.closed"]);
    expect(await names({ event: "conversation", subjectId: conversationId })).toHaveLength(5);
    expect(await names({ event: "conv" })).toEqual([]);
    expect(await names({ subjectId: memberOf(ben) })).toEqual([...given, "member.joined"]);
    expect(await names({ subjectId: randomUUID() })).toEqual([]);
    const hence = (ms: number) => new Date(Date.now() + ms).toISOString();
    expect(await names({ from: hence(60_000) })).toEqual([]);
    expect(await names({ to: hence(-60_000) })).toEqual([]);
    expect(await names({ from: hence(-60_000), to: hence(60_000), event: "conversation.closed" })).toHaveLength(1);
  });

  test("pages newest first, without gap or repetition while the log grows", async () => {
    const { ctx, owner } = await aStory();
    await append(ctx, 60);
    const before = await readAll(owner, { limit: 7 });
    const { body } = await owner.get("/v1/audit").query({ limit: 7 }).expect(200);
    await append(ctx, 20);
    const { body: next } = await owner.get("/v1/audit").query({ limit: 7, cursor: body.nextCursor }).expect(200);
    const seqs = before.entries.map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from(seqs, (_, n) => seqs.length - n));
    expect([...body.data, ...next.data].map(({ seq }: Entry) => seq)).toEqual(seqs.slice(0, 14));
    await owner.get("/v1/audit").query({ limit: 7, cursor: body.nextCursor, event: "message" }).expect(422);
  });

  test("finds something rare far back, looking at a part of the log a page", async () => {
    const { ctx, ada, owner } = await aStory();
    await append(ctx, 25_000);
    const { entries, pages } = await readAll(owner, { actorId: memberOf(ada) });
    expect(entries.map(({ name }) => name)).toEqual(["conversation.assigned", "conversation.followed"]);
    expect(pages).toBe(3);
    const to = new Date(Date.now() - 10 * 60_000).toISOString();
    expect((await readAll(owner, { to })).pages).toBe(1);
  });

  test("old events that carry no change are readable", async () => {
    const { ctx, owner } = await aStory();
    const data = { conversationId: randomUUID() };
    await append(ctx, 1, () => ({ name: "conversation.assigned", data }));
    const [entry] = await entriesOf(owner, { subjectId: data.conversationId });
    expect(entry).toMatchObject({ changes: [], subjects: [{ type: "conversation", name: null }] });
  });

  test("shows a program no names that its scopes do not open", async () => {
    const { ctx, conversationId } = await aStory();
    const program = await aProgram(api, ctx, ["audit:read"]);
    const { text } = await program.get("/v1/audit").query({ limit: 100 }).expect(200);
    expect(text).not.toMatch(/Where is my order|Mia Berg/);
    expect(text).toContain("Ada Holm");
    expect(text).toContain(conversationId);
    const exported = await program.get("/v1/audit/export").expect(200);
    expect(exported.text).not.toMatch(/Where is my order|Mia Berg/);
  });

  test("is for owners and admins", async () => {
    const { ctx } = await aStory();
    for (const role of ["lead", "agent", "observer"] as const) {
      const person = await aPerson(api, ctx, role);
      await person.get("/v1/audit").expect(403);
      await person.get("/v1/audit/export").expect(403);
    }
    await (await aPerson(api, ctx, "admin")).get("/v1/audit").expect(200);
  });
});

describe("GET /v1/audit/export", () => {
  test("as CSV holds what the list shows, and nothing that a spreadsheet would run", async () => {
    const formula = '=HYPERLINK("http://evil.example","hi")';
    const { owner, ctx } = await aStory(`${formula}\r\n=1+1, "quoted"`, "@SUM(1+1)");
    await aMember(ctx, "agent", formula);
    const mallory = await aMember(ctx, "owner", "\t-2+3+cmd|' /C calc'!A0");
    await append(mallory, 1);
    const { text, headers } = await owner.get("/v1/audit/export?format=csv").expect(200);
    expect(headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(headers["content-disposition"]).toBe('attachment; filename="audit.csv"');
    const [header, ...rows] = parseCsv(text);
    expect(header).toEqual(
      "seq,at,event,actorType,actorId,actor,subjects,changes,causeType,causeId,reason,sealed".split(","),
    );
    expect(rows.map(([seq]) => Number(seq))).toEqual((await entriesOf(owner, {})).map(({ seq }) => seq).toReversed());
    expect(rows.flat().filter((cell) => /^\s*[=+\-@]/.test(cell))).toEqual([]);
    expect(rows.flat()).toContain("'\t-2+3+cmd|' /C calc'!A0");
    expect(rows.flat().some((cell) => cell.includes(`${formula}\r\n=1+1, "quoted"`) || cell.includes(formula))).toBe(
      true,
    );
  });

  test("as JSON lines can be verified by anybody who has SHA-256", async () => {
    const { ctx, owner } = await aStory();
    await append(ctx, 1300);
    await sealEvents(api.db);
    await append(ctx, 3);
    const answer = await fetch(`${api.url}/v1/audit/export?format=jsonl`, { headers: { cookie: owner.cookie } });
    expect(answer.headers.get("content-type")).toBe("application/jsonl; charset=utf-8");
    const lines = (await answer.text()).trimEnd().split("\n");
    const events = lines.filter((line) => "seq" in JSON.parse(line));
    const seals = lines.slice(events.length).map((line) => JSON.parse(line));
    expect(seals.length).toBeGreaterThan(2);
    let previous = "0".repeat(64);
    for (const { hash, ...header } of seals) {
      expect(header.previousHash).toBe(previous);
      const covered = events.slice(header.fromSeq - 1, header.toSeq);
      const hashed = [JSON.stringify(header), ...covered].map((line) => `${line}\n`).join("");
      expect(createHash("sha256").update(hashed).digest("hex")).toBe(hash);
      previous = hash;
    }
    expect(events.length - seals.at(-1).toSeq).toBe(3);
  });

  test("takes the filters of the list", async () => {
    const { ada, owner } = await aStory();
    const { text } = await owner
      .get("/v1/audit/export")
      .query({ actorId: memberOf(ada) })
      .expect(200);
    expect(parseCsv(text).map(([, , event]) => event)).toEqual([
      "event",
      "conversation.followed",
      "conversation.assigned",
    ]);
    await owner.get("/v1/audit/export?format=xlsx").expect(422);
    await owner.get("/v1/audit/export?cursor=x").expect(422);
  });

  test("of 20,000 events keeps the memory flat, and a reader who leaves half-way harms nothing", async () => {
    const { ctx, owner } = await aStory();
    await append(ctx, 20_000);
    const path = `${api.url}/v1/audit/export?format=jsonl`;
    await drain(path, owner.cookie);
    const before = await leastHeld();
    const { bytes, peak } = await drain(path, owner.cookie);
    expect(bytes).toBeGreaterThan(6_000_000);
    expect(peak - before).toBeLessThan(6_000_000);
    await Promise.all(Array.from({ length: 5 }, () => drain(path, owner.cookie, 200)));
    await owner.get("/v1/audit").expect(200);
  });
});

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Bytes that are held, not waiting to be collected. */
function retained(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** When collecting again frees no more. */
async function leastHeld(): Promise<number> {
  for (let last = retained(); ; ) {
    await new Promise(setImmediate);
    const now = retained();
    if (now > last - 100_000) return now;
    last = now;
  }
}

/** Reads an answer piece by piece and keeps nothing of it; hangs up after `enough` bytes. */
async function drain(url: string, cookie: string, enough = Number.POSITIVE_INFINITY) {
  let [bytes, looks, peak] = [0, 0, 0];
  await new Promise<void>((done, failed) => {
    const request = get(url, { headers: { cookie } }, (answer) => {
      answer.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > looks * 500_000) {
          looks++;
          peak = Math.max(peak, retained());
        }
        if (bytes > enough) request.destroy();
      });
      answer.once("close", done);
    });
    request.once("error", (error) => (bytes > enough ? done() : failed(error)));
  });
  return { bytes, peak };
}

/** RFC 4180, as a spreadsheet reads it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (const line of text.trimEnd().match(/(?:"(?:[^"]|"")*"|[^"\r\n])+/g) ?? []) {
    const cells = line.match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^",]*)(?=,|$)/g) ?? [];
    rows.push(cells.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)));
  }
  return rows;
}
