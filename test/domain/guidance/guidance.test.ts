import { expect, test } from "@jest/globals";
import { listEvents } from "../../../src/domain/events/index.ts";
import {
  changesBetween,
  getWorkingCopy,
  guidanceContent,
  listGuidanceVersions,
  modeFor,
  noGuidance,
  publishedGuidance,
  publishGuidance,
  saveGuidance,
} from "../../../src/domain/guidance/index.ts";
import { testDatabase } from "../../support/database.ts";
import { aMember, aWorkspace } from "../../support/factories.ts";

const db = await testDatabase();
const rule = { channel: "any", intent: "any", mode: "auto", leastConfidence: "high", pauseMinutes: 10 } as const;
const with_ = (overrides: Partial<typeof noGuidance>) => guidanceContent.parse({ ...noGuidance, ...overrides });

test("nothing goes by the working copy until it is published, and an older version is published anew", async () => {
  const ctx = await aWorkspace(db);
  expect(await publishedGuidance(ctx)).toEqual({ versionId: null, content: noGuidance });
  await saveGuidance(ctx, { content: with_({ tone: "Dry." }), version: 0 });
  expect(await publishedGuidance(ctx)).toMatchObject({ versionId: null });
  const first = await publishGuidance(ctx, { version: 1 });
  expect(first).toMatchObject({ number: 1, copyOf: null });
  expect(await publishGuidance(ctx, { version: 1 })).toEqual(first);
  await saveGuidance(ctx, { content: with_({ tone: "Sweet." }), version: 1 });
  await publishGuidance(ctx, { version: 2 });
  const third = await publishGuidance(ctx, { number: 1 });
  expect(third).toMatchObject({ number: 3, copyOf: 1, content: { tone: "Dry." } });
  expect(await publishedGuidance(ctx)).toMatchObject({ versionId: third.id, content: { tone: "Dry." } });
  expect(await getWorkingCopy(ctx)).toMatchObject({ version: 3, content: { tone: "Dry." } });
  expect((await listGuidanceVersions(ctx, { limit: 10 })).map(({ number }) => number)).toEqual([3, 2, 1]);
  expect((await listGuidanceVersions(ctx, { limit: 10, before: 2 })).map(({ number }) => number)).toEqual([1]);
  await expect(publishGuidance(ctx, { number: 9 })).rejects.toMatchObject({ code: "not_found" });
  const owner = await aMember(ctx, "owner");
  const names = (await listEvents(owner, { after: 0, limit: 100 })).events.map(({ name }) => name);
  expect(names.filter((name) => name === "guidance.published")).toHaveLength(3);
});

test("of two who change it at once the second is told, and only who manages settings may", async () => {
  const ctx = await aWorkspace(db);
  const both = await Promise.allSettled(
    ["A", "B"].map((tone) => saveGuidance(ctx, { content: with_({ tone }), version: 0 })),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const refused = { code: "conflict", details: { reason: "changed_meanwhile", version: 1 } };
  await expect(saveGuidance(ctx, { content: with_({ tone: "C" }), version: 0 })).rejects.toMatchObject(refused);
  await expect(publishGuidance(ctx, { version: 0 })).rejects.toMatchObject(refused);
  const agent = await aMember(ctx, "agent");
  for (const work of [
    () => getWorkingCopy(agent),
    () => saveGuidance(agent, { content: noGuidance, version: 1 }),
    () => publishGuidance(agent, { version: 1 }),
    () => listGuidanceVersions(agent, { limit: 1 }),
  ]) {
    await expect(work()).rejects.toMatchObject({ code: "forbidden" });
  }
});

test.each([
  [{ modes: [{ ...rule, intent: "order_stauts" }] }, "modes.0.intent", /no intent "order_stauts"/],
  [{ modes: [rule, { ...rule, mode: "draft" as const }] }, "modes.1", /modes\.0 is about the same/],
  [{ forbiddenTopics: ["Politics"], handOverTopics: ["politics"] }, "handOverTopics.0", /forbidden as well/],
  [
    { procedures: Array.from({ length: 60 }, (_, n) => procedure(`p_${n}`, "x".repeat(490))) },
    "",
    /at most 30000 can be followed/,
  ],
  [{ procedures: [procedure("refund", "a"), procedure("refund", "b")] }, "procedures.1", /the same intent and case/],
])("what cannot be followed is refused where it stands: %#", async (overrides, path, message) => {
  const ctx = await aWorkspace(db);
  await expect(saveGuidance(ctx, { content: with_(overrides), version: 0 })).rejects.toMatchObject({
    code: "invalid_input",
    details: { reason: "guidance_problems", problems: [{ path, message: expect.stringMatching(message) }] },
  });
});

test("a procedure's own intent may have a mode, and a team of another workspace no queue", async () => {
  const ctx = await aWorkspace(db);
  const content = with_({ procedures: [procedure("gift_wrap", "a")], modes: [{ ...rule, intent: "gift_wrap" }] });
  await expect(saveGuidance(ctx, { content, version: 0 })).resolves.toMatchObject({ version: 1 });
  const handOverTeamId = crypto.randomUUID();
  await expect(saveGuidance(ctx, { content: with_({ handOverTeamId }), version: 1 })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("the rule that says most counts, whatever their order, and below its confidence a person sends", () => {
  const modes = [
    { ...rule, mode: "review" as const },
    { ...rule, channel: "sms" as const },
    { ...rule, intent: "refund", mode: "draft" as const },
    { ...rule, channel: "sms" as const, intent: "refund", leastConfidence: "low" as const },
  ];
  const chosen = (channel: string, intent: string, confidence: "low" | "high") =>
    [modes, modes.toReversed()].map((some) => modeFor({ modes: some }, { channel, intent, confidence }).mode);
  expect(chosen("email", "thanks", "high")).toEqual(["review", "review"]);
  expect(chosen("email", "thanks", "low")).toEqual(["draft", "draft"]);
  expect(chosen("sms", "thanks", "high")).toEqual(["auto", "auto"]);
  expect(chosen("email", "refund", "high")).toEqual(["draft", "draft"]);
  expect(chosen("sms", "refund", "low")).toEqual(["auto", "auto"]);
  expect(modeFor({ modes: [] }, { channel: "sms", intent: "refund", confidence: "high" }).mode).toBe("draft");
});

test("what changed is told piece by piece", () => {
  const before = with_({ tone: "Dry.", forbiddenTopics: ["politics"], procedures: [procedure("refund", "Ask why")] });
  const after = with_({ tone: "Sweet.", procedures: [procedure("refund", "Ask when")], modes: [rule] });
  expect(changesBetween(before, after)).toEqual([
    { what: "tone", before: "Dry.", after: "Sweet." },
    { what: "forbiddenTopics politics", before: "politics", after: null },
    { what: "procedures refund", before: "1. Ask why", after: "1. Ask when" },
    { what: "modes any any", before: null, after: "auto, from high" },
  ]);
});

function procedure(intent: string, step: string) {
  // biome-ignore lint/suspicious/noThenProperty: a word of the guidance.
  return { intent, when: "", steps: [step], then: "" };
}
