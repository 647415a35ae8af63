import { beforeAll, expect, test } from "@jest/globals";
import request from "supertest";
import { recordConsent } from "../../src/domain/consent/index.ts";
import { closeConversation, listMessages, reopenConversation } from "../../src/domain/conversations/index.ts";
import { listEvents } from "../../src/domain/events/index.ts";
import { planSurvey, sendSurvey, setSurvey, textWithLink } from "../../src/domain/surveys/index.ts";
import { useClock as setClock } from "../../src/platform/clock.ts";
import { aShopOfQuestions } from "../domain/reports/questions.ts";
import { aPerson, startApi, type TestApi } from "../support/api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});

/** A conversation in German that was answered, closed, and whose customer is asked. */
async function anAsked() {
  const shop = await aShopOfQuestions(api.db);
  const { system, agent } = shop;
  await setSurvey(system, { isOn: true, delayMinutes: 0 });
  const mine = shop.question("mine");
  await mine.asks(-60, { text: "Hallo, wo ist meine Bestellung und wann kommt sie? Danke" });
  await mine.byAi(-59);
  await mine.close();
  const { id: conversationId } = await mine.find();
  await sendSurvey(system, { conversationId });
  const [message] = await listMessages(agent, { conversationId, limit: 1 });
  const read = async () => (await textWithLink(system, message!, api.url))!;
  const path = async () => /\/rate\/\S+$/.exec(await read())![0];
  return { ...shop, mine, conversationId, message: message!, path };
}

const page = (path: string) => request(api.url).get(path);
const send = (path: string, form: object) => request(api.url).post(path).type("form").send(form);

test("she is asked once, in her language, and the link stands in no record of ours", async () => {
  const { system, agent, conversationId, message, path } = await anAsked();
  expect(message).toMatchObject({ kind: "reply", automatic: "survey", state: "queued" });
  expect(message.text).toBe("Wie waren wir? Sagen Sie es uns hier: [link]");
  expect(await path()).toMatch(/^\/rate\/[\w-]{64}$/);
  await sendSurvey(system, { conversationId });
  await reopenConversation(agent, { conversationId });
  await closeConversation(agent, { conversationId });
  await sendSurvey(system, { conversationId });
  expect(await listMessages(agent, { conversationId, limit: 50 })).toHaveLength(3);
});

test("what she says is kept once; opening the page keeps nothing, and another link opens nothing", async () => {
  const { agent, system, conversationId, path } = await anAsked();
  const person = await aPerson(api, system, "agent");
  const seen = async () => (await person.get(`/v1/conversations/${conversationId}/survey`).expect(200)).body;
  const link = await path();
  expect((await page(link).expect(200)).text).toContain("Von 1 (schlecht) bis 5 (sehr gut)");
  expect(await seen()).toMatchObject({ answeredBy: "ai", rating: null, ratedAt: null });
  await send(link, { rating: "6" }).expect(422);
  await send(link, {}).expect(422);
  expect((await send(link, { rating: "2", comment: "<b>Zu\u0000 langsam</b>" }).expect(200)).text).toContain("Danke.");
  await send(link, { rating: "5", comment: "doch" }).expect(200);
  expect((await page(link).expect(200)).text).not.toContain("<form");
  expect(await seen()).toMatchObject({ rating: 2, comment: expect.stringContaining("langsam") });
  const changed = `${link.slice(0, -2)}${link.endsWith("AA") ? "BB" : "AA"}`;
  await page(changed).expect(404);
  await page("/rate/nonsense").expect(404);
  await send(changed, { rating: "1" }).expect(404);
  const { events } = await listEvents(agent, { after: 0, limit: 200 });
  expect(events.filter(({ name }) => name === "survey.rated")).toHaveLength(1);
});

test("after thirty days the page says that it is over, and keeps nothing", async () => {
  const { system, conversationId, path } = await anAsked();
  const link = await path();
  const restore = setClock(() => new Date(Date.now() + 31 * 86_400_000));
  try {
    expect((await page(link).expect(200)).text).toContain("Diese Frage ist vorbei.");
    expect((await send(link, { rating: "5" }).expect(200)).text).not.toContain("Danke.");
  } finally {
    restore();
  }
  const person = await aPerson(api, system, "agent");
  const { body } = await person.get(`/v1/conversations/${conversationId}/survey`).expect(200);
  expect(body.rating).toBeNull();
});

test("nobody is asked while it is off, who was not answered, whose conversation is open, or who wants no messages", async () => {
  const shop = await aShopOfQuestions(api.db);
  const { system, agent, question } = shop;
  const asked = async (name: string) => {
    const { id: conversationId } = await question(name).find();
    await sendSurvey(system, { conversationId });
    const all = await listMessages(agent, { conversationId, limit: 50 });
    return all.some(({ automatic }) => automatic === "survey");
  };
  const answered = question("answered");
  await answered.asks(-60);
  await answered.byPerson(-59);
  await answered.close();
  expect(await asked("answered")).toBe(false);
  await planSurvey(system, { conversationId: (await answered.find()).id });
  await setSurvey(system, { isOn: true, delayMinutes: 30 });
  const silent = question("silent");
  await silent.asks(-60);
  await silent.close();
  expect(await asked("silent")).toBe(false);
  const open = question("open");
  await open.asks(-60);
  await open.byPerson(-59);
  expect(await asked("open")).toBe(false);
  const gone = question("gone");
  await gone.asks(-60);
  await gone.byPerson(-59);
  await gone.close();
  const { customerId } = await gone.find();
  const withdrawn = { state: "withdrawn", purpose: "all", how: "agent", evidence: { note: "She said so" } } as const;
  await recordConsent(agent, { customerId, channel: "email", address: "gone@mail.example", ...withdrawn });
  expect(await asked("gone")).toBe(false);
  expect(await asked("answered")).toBe(true);
  const [job] = await api.db.system.sql`
    select 1 from jobs where workspace_id = ${system.workspaceId} and queue = 'surveys'`;
  expect(job).toBeUndefined();
});

test("the settings are the shop's to change, and ratings stand in the report by who had answered", async () => {
  const { system, path } = await anAsked();
  await send(await path(), { rating: "4" }).expect(200);
  const owner = await aPerson(api, system, "owner");
  const on = { isOn: true, delayMinutes: 0 };
  expect((await owner.get("/v1/settings/survey").expect(200)).body).toEqual(on);
  await owner.put("/v1/settings/survey", { isOn: false, delayMinutes: 99_999 }).expect(422);
  expect((await owner.put("/v1/settings/hold-out", { percent: 10 }).expect(200)).body).toMatchObject({ percent: 10 });
  await owner.put("/v1/settings/hold-out", { percent: 51 }).expect(422);
  const days = [-1, 1].map((n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10));
  const { body } = await owner.get(`/v1/reports/ai?from=${days[0]}&to=${days[1]}`).expect(200);
  const rated = { by: "ai", asked: 1, rated: 1, good: 1, average: 4 };
  expect(body.satisfaction).toEqual([{ ...rated, goodShare: expect.objectContaining({ count: 1, of: 1 }) }]);
  await owner.get("/v1/reports/ai?from=2026-01-01&to=2026-12-31").expect(422);
  const agent = await aPerson(api, system, "agent");
  await agent.get("/v1/settings/survey").expect(403);
  await agent.get(`/v1/reports/ai?from=${days[0]}&to=${days[1]}`).expect(403);
});
