import { beforeAll, expect, test } from "@jest/globals";
import { scheduleRun, writeDraft } from "../../src/domain/automation/index.ts";
import { aConversation } from "../ai/turn.ts";
import { aPerson, startApi, type TestApi } from "../support/api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});

const nothing = {
  ...{ tone: "", languages: [], about: "", forbiddenTopics: [], handOverTopics: [], handOverTeamId: null },
  ...{ disclosure: "", procedures: [], modes: [] },
};
const rule = { channel: "email", intent: "order_status", mode: "review", leastConfidence: "high" };

test("guidance is written, looked at, published with what it changes, and taken back", async () => {
  const { system } = await aConversation(api.db);
  const owner = await aPerson(api, system, "owner");
  const save = (content: object, version: number) => owner.put("/v1/guidance", { content, version });
  const { body: empty } = await owner.get("/v1/guidance").expect(200);
  expect(empty).toMatchObject({ content: nothing, version: 0, publishedNumber: null, changes: [] });
  expect(empty.intents).toContainEqual({ name: "order_status", meaning: expect.any(String) });
  const { body: saved } = await save({ ...nothing, modes: [rule] }, 0).expect(200);
  const changes = [{ what: "modes email order_status", before: null, after: "review, from high, after 10 minutes" }];
  expect(saved).toMatchObject({ version: 1, changes, content: { modes: [{ ...rule, pauseMinutes: 10 }] } });
  await save({ ...nothing, tone: "Dry." }, 0).expect(409);
  const { body: wrong } = await save({ ...nothing, modes: [{ ...rule, intent: "nonsense" }] }, 1).expect(422);
  expect(wrong.details).toMatchObject({ reason: "guidance_problems", problems: [{ path: "modes.0.intent" }] });
  await save({ ...nothing, modes: [{ ...rule, mode: "yolo" }] }, 1).expect(422);
  const publish = (body: object) => owner.post("/v1/guidance/versions", body);
  expect((await publish({ version: 1 }).expect(201)).body).toMatchObject({ number: 1, changes });
  await save({ ...nothing, tone: "Dry." }, 1).expect(200);
  await publish({ version: 2 }).expect(201);
  expect((await publish({ number: 1 }).expect(201)).body).toMatchObject({ number: 3, copyOf: 1 });
  await publish({}).expect(422);
  await publish({ number: 7 }).expect(404);
  const { body: page } = await owner.get("/v1/guidance/versions?limit=2").expect(200);
  expect(page.data.map(({ number }: { number: number }) => number)).toEqual([3, 2]);
  const { body: rest } = await owner.get(`/v1/guidance/versions?limit=2&cursor=${page.nextCursor}`).expect(200);
  expect(rest.data).toMatchObject([{ number: 1, changes }]);
  expect((await owner.get("/v1/guidance/versions/1").expect(200)).body).toEqual(rest.data[0]);
  const agent = await aPerson(api, system, "agent");
  await agent.get("/v1/guidance").expect(403);
});

test("whoever answers customers may hold an answer that is to be sent by itself", async () => {
  const { system, conversationId, lastMessageId } = await aConversation(api.db);
  const agent = await aPerson(api, system, "agent");
  await agent.put(`/v1/conversations/${conversationId}/draft/hold`, {}).expect(404);
  const run = await scheduleRun(system, { conversationId, delayMs: 0, again: true });
  const sending = { mode: "review", pauseMinutes: 5 } as const;
  const written = { conversationId, runId: run!.id, body: "Hello", sources: [], sending };
  await writeDraft(system, { ...written, lastSeenMessageId: await lastMessageId() });
  const draft = `/v1/conversations/${conversationId}/draft`;
  expect((await agent.get(draft).expect(200)).body).toMatchObject({ mode: "review", sendsAt: expect.any(String) });
  const held = await agent.put(`${draft}/hold`, {}).expect(200);
  expect(held.body).toMatchObject({ mode: "review", sendsAt: null });
  expect((await agent.put(`${draft}/hold`, {}).expect(200)).body).toEqual(held.body);
});
