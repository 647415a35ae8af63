import { beforeAll, describe, expect, test } from "@jest/globals";
import { sealEvents, verifyChain } from "../../../src/domain/audit/index.ts";
import { recordDeliveries } from "../../../src/domain/connections/index.ts";
import { listConversations } from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import { classification, columnsIn } from "../../../src/domain/privacy/index.ts";
import { followLog } from "../../../src/domain/search/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { openLog } from "../../../src/platform/log.ts";
import { aPerson, type LoggedIn, startApi, type TestApi } from "../../support/api.ts";
import { type Canaries, fieldsForCanaries, plantCanaries } from "../../support/canaries.ts";
import { freshDatabase } from "../../support/database.ts";
import { type Dump, dump, placesOf } from "../../support/dump.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { fingerprint } from "../../support/world.ts";
import { runErasures } from "./erasing.ts";

let db: Awaited<ReturnType<typeof freshDatabase>>;
let ctx: Context;
let connectionId: string;
let api: TestApi;
let owner: LoggedIn;
let mia: Canaries;
let ida: Canaries;
let before: Dump;
let after: Dump;
const lines: string[] = [];
const log = openLog("trace", "test", { write: (line: string) => void lines.push(line) });

const path = () => `/v1/customers/${mia.customerId}/erasure`;

beforeAll(async () => {
  db = await freshDatabase();
  ctx = await aWorkspace(db);
  ({ id: connectionId } = await aConnection(ctx));
  api = await startApi({ db, log });
  owner = await aPerson(api, ctx, "owner");
  await fieldsForCanaries(ctx);
  const member = await aMember(ctx);
  mia = await plantCanaries({ ctx, member, connectionId }, 1);
  ida = await plantCanaries({ ctx, member, connectionId }, 2);
  while (await followLog(db));
  before = await dump(db);
}, 60_000);

/** Columns that hold something of a customer, and cannot hold a word that is found again. */
const withoutCanary: Record<string, string> = {
  "erasures.sought_sealed": "sealed while she is looked for, and null in the end",
  "privacy_requests.sought_sealed": "sealed until she is erased",
  "search_documents.keys": "hashes, on the row of the words",
  "search_documents.at": "a moment, on the row of the words",
  "search_words.grams": "hashes, on the row of the word",
  "conversation_field_values.boolean": "true or false",
  "customer_field_values.boolean": "true or false",
};

test("every column that holds something of a customer got a canary, in that column", () => {
  const columns = Object.entries(classification).flatMap(([table, classes]) =>
    columnsIn(classes, "customer").map((column) => `${table}.${column}`),
  );
  const missing = columns.filter((column) => !mia.planted.has(column) && !(column in withoutCanary));
  expect({ "plant a canary in test/support/canaries.ts for": missing }).toEqual({
    "plant a canary in test/support/canaries.ts for": [],
  });
  for (const person of [mia, ida]) {
    const absent = [...person.planted].filter(([column, word]) => !placesOf(before, [word]).includes(column));
    expect(absent).toEqual([]);
  }
});

test("the code of a gift is told to who may give one, not to who only looks", async () => {
  const code = mia.planted.get("actions.result")!;
  const [agent, observer] = [await aPerson(api, ctx, "agent"), await aPerson(api, ctx, "observer")];
  expect((await agent.get("/v1/actions?limit=100").expect(200)).text).toContain(code);
  expect((await observer.get("/v1/actions?limit=100").expect(200)).text).not.toContain(code);
});

test("a dry run tells what would go and changes nothing", async () => {
  const untouched = await fingerprint(ctx);
  const { body } = await owner.post(path(), { reason: "person_asked", dryRun: true }).expect(202);
  const found = { conversations: 2, messages: 5, files: 1, orders: 1, identities: 1 };
  expect(body).toMatchObject({ state: "preview", found, erased: null, requestedBy: null });
  expect(await fingerprint(ctx)).toEqual(untouched);
  expect((await owner.get(path()).expect(200)).body).toEqual({ ...body, reason: null });
});

describe("a person who was erased", () => {
  beforeAll(async () => {
    await sealEvents(db);
    const { body } = await owner.post(path(), { reason: "person_asked" }).expect(202);
    expect(body).toMatchObject({ state: "running", requestedBy: { type: "member", id: owner.memberId } });
    await runErasures(db, log);
    while (await followLog(db));
    after = await dump(db);
  }, 60_000);

  test("stands in no table any more: no word, number or date of hers", () => {
    expect(placesOf(after, [mia.mark, ...mia.planted.values()])).toEqual([]);
  });

  test("took nothing of anybody else with her", () => {
    const gone = [...ida.planted].filter(([column, word]) => !placesOf(after, [word]).includes(column));
    expect(gone).toEqual([]);
  });

  test("has no files any more, and others have theirs", async () => {
    const read = (fileId: string) => db.files.read({ workspaceId: ctx.workspaceId, fileId });
    for (const fileId of mia.fileIds) expect(await read(fileId)).toBeNull();
    for (const fileId of ida.fileIds) expect((await read(fileId))?.sizeBytes).toBe(ida.mark.length);
  });

  test("is waited for by no work: a reply of hers that was to go out later is called off", () => {
    const waiting = (rows: Dump) =>
      rows.filter(
        ({ table, column, text }) => `${table}.${column}` === "jobs.payload" && text.includes("scheduledReply"),
      );
    expect([waiting(before).length, waiting(after).length]).toEqual([2, 1]);
  });

  test("stands in no line of the log", () => {
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => [mia, ida].some(({ mark }) => line.includes(mark)))).toEqual([]);
  });

  test("is told of as erased: by whom, why, and how much", async () => {
    const { body } = await owner.get(path()).expect(200);
    expect(body).toMatchObject({
      ...{ state: "done", reason: "person_asked", requestedBy: { type: "member", id: owner.memberId } },
      erased: { conversations: 2, messages: 5, files: 2 },
    });
    const { events } = await listEvents(ctx, { after: 0, limit: 1000 });
    expect(events.findLast(({ name }) => name === "customer.erased")).toMatchObject({
      data: { customerId: mia.customerId, reason: "person_asked" },
      actor: { type: "member", id: owner.memberId },
    });
  });

  test("is gone for everybody who asks for her, and asking to erase her again returns the same erasure", async () => {
    await owner.get(`/v1/customers/${mia.customerId}`).expect(404);
    await owner.get(`/v1/conversations/${mia.conversationId}`).expect(404);
    const { body } = await owner.post(path(), { reason: "test_data" }).expect(202);
    expect(body).toMatchObject({ state: "done", reason: "person_asked" });
    expect(await runErasures(db)).toBe(0);
  });

  test("leaves the log of events whole: its hash chain still verifies", async () => {
    await sealEvents(db);
    expect(await verifyChain(ctx)).toMatchObject({ fault: null, unsealed: 0 });
  });

  test("does not come back with the next sync: her mail is known to have been here", async () => {
    const seen = { workspaceId: ctx.workspaceId, connectionId, externalId: mia.externalId, orderingKey: "thread" };
    expect(await recordDeliveries(db, [{ ...seen, payload: { raw: "again" } }])).toMatchObject({ count: 0 });
  });

  test("who writes again is a new customer, of whom nothing is known", async () => {
    const { address, planted } = mia;
    const thread = planted.get("conversations.thread_key")!;
    const rfc = `<${planted.get("messages.rfc_message_id")}@mail.example>`;
    const customer = { kind: "email", value: address, name: "Mia" } as const;
    const at = { workspaceId: ctx.workspaceId, connectionId };
    await receive(db, [aMessage(at, { customer, threadKey: thread, cites: [rfc], subject: "Hello again" })]);
    const [conversation] = await listConversations(ctx, { folder: "open", limit: 1 });
    expect(conversation).toMatchObject({ subject: "Hello again", messageCount: 1, customerName: "Mia" });
    const { customerId } = conversation!;
    expect(customerId).not.toBe(mia.customerId);
    const { body } = await owner.get(`/v1/customers/${customerId}`).expect(200);
    expect(body).toMatchObject({ identities: [{ kind: "email", value: address }], fields: {}, lookup: { at: null } });
  });
});

test("events name ids and words of closed lists only, so that nothing is to be erased in them", async () => {
  const { events } = await listEvents(ctx, { after: 0, limit: 1000 });
  const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
  const words = /^[a-z_]+([:.][a-z_]+)?( [a-z_]+(:[a-z_]+)?)*$/;
  const strange = events.flatMap(({ data, actor, cause }) =>
    leaves([data, actor, cause]).filter((leaf) => typeof leaf === "string" && !uuid.test(leaf) && !words.test(leaf)),
  );
  expect(events.length).toBeGreaterThan(20);
  expect(strange).toEqual([]);
});

function leaves(value: unknown): unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [value];
}
