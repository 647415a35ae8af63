import { expect, test } from "@jest/globals";
import { startSandbox } from "../../sandbox/index.ts";
import { type Agent, defaultLimits } from "../../src/ai/config.ts";
import { openModel } from "../../src/ai/models/open-model.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { testDatabase } from "../support/database.ts";
import { aConversation } from "./turn.ts";

const db = await testDatabase();
const sandbox = await startSandbox();
closeAtEnd(() => sandbox.stop());
const baseUrl = `${sandbox.url}/openai/v1`;
const prices = { input: 1, output: 1 };
const agent: Agent = {
  models: [openModel({ provider: "openai", apiKey: "sandbox", baseUrl, model: "sandbox", prices })],
  debounceMs: 0,
  limits: { ...defaultLimits, retryDelayMs: 5 },
};

test.each([
  ["Hi, where is my order?", /#1042.*in transit.*https:\/\/tracking\.postnord\.example/s],
  ["Where is order #1042?", /#1042.*in transit/s],
  ["Where is order #5555?", /could not find an order/],
  ["The candle is broken, I want my money back!", /colleague/],
  ["Can you cancel my order?", /#1042/],
  ["What is your favourite colour?", /colleague/],
])("the demo's rule-based model drafts an answer to: %s", async (text, expected) => {
  const conversation = await aConversation(db, { text });
  const run = await conversation.turn(agent);
  expect(run).toMatchObject({ status: "drafted", reason: null });
  const draft = await conversation.draft();
  expect(draft.body).toMatch(expected);
  expect(draft.body).toContain("Mia");
  expect(draft.sources.some((source) => source.kind === "message")).toBe(true);
});

test("an order spoken of in the demo's draft is named as its source", async () => {
  const conversation = await aConversation(db);
  await conversation.turn(agent);
  expect((await conversation.draft()).sources).toContainEqual(
    expect.objectContaining({ kind: "order", label: "#1042" }),
  );
});
