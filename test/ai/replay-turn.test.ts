import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "@jest/globals";
import { sql } from "drizzle-orm";
import { replayTurn } from "../../src/ai/index.ts";
import { closeConversation } from "../../src/domain/conversations/index.ts";
import { inTransaction } from "../../src/domain/events/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { testDatabase, testUrls } from "../support/database.ts";
import { ends, startScriptedModel, uses } from "./scripted-model.ts";
import { aConversation, anOrder, guide, sendsAll } from "./turn.ts";

const db = await testDatabase();

const good = ends({ outcome: "reply", reply: "Your order #1042 is on its way.", intent: "order_status" });

async function replayAll({ workspaceId }: Context): Promise<{ code: number; said: string }> {
  const { appUrl, systemUrl } = await testUrls();
  const env = { ...process.env, DATABASE_URL: appUrl, DATABASE_SYSTEM_URL: systemUrl };
  const child = spawn(process.execPath, ["scripts/replay-turns.ts", "--workspace", workspaceId], { env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
  const [code] = await once(child, "close");
  return { code: Number(code), said };
}

test("a turn is gone over by its trace alone: whatever changed since, nothing is asked, written or sent", async () => {
  const { system, turn, steps, giveOrders, events, runs, ...shop } = await aConversation(db);
  await guide(system, { modes: [sendsAll] });
  const model = await startScriptedModel();
  model.script = [
    uses(["find_orders", {}]),
    ends({ outcome: "reply", reply: "Your order #1042 is here, and $999 are yours.", intent: "order_status" }),
    good,
  ];
  const run = await turn(model.agent());
  expect(run.status).toBe("sent");
  await guide(system, { forbiddenTopics: ["orders"] });
  await shop.write({ text: "I want to speak to a human!" });
  await giveOrders([anOrder({ externalId: "9", name: "#7" })]);
  await closeConversation(shop.agent, { conversationId: shop.conversationId });
  const past = [await events(), await steps(run), await runs(), model.asked.length];
  const replay = await replayTurn(system, { runId: run.id });
  expect(replay).toMatchObject({
    before: "reply",
    now: "reply",
    reply: "Your order #1042 is on its way.",
    isSame: true,
  });
  expect(replay.refused).toEqual([expect.stringContaining("999")]);
  expect([await events(), await steps(run), await runs(), model.asked.length]).toEqual(past);
});

test("an answer that would be refused by what the trace holds now is told, and ends the command with 1", async () => {
  const { system, turn } = await aConversation(db);
  const model = await startScriptedModel();
  model.script = [uses(["find_orders", {}]), good, uses(["find_orders", {}]), good];
  const [run, same] = [await turn(model.agent()), await turn(model.agent())];
  // As if what the product makes of a look-up had changed.
  await inTransaction(system, (tx) =>
    tx.q.execute(sql`update run_steps set response = '{"orders":[]}' where run_id = ${run.id} and kind = 'tool'`),
  );
  const { code, said } = await replayAll(system);
  expect([code, said]).toEqual([1, expect.stringContaining(`✗ ${run.id}: reply then, failed now`)]);
  expect(said).toContain("refused: ");
  expect(said).toContain("1 come to the same, 1 to something else, 0 cannot");
  expect(said).not.toContain(same.id);
});

test("a turn that people took over before a model was asked is gone over; one whose trace is gone is not", async () => {
  const { system, turn, write } = await aConversation(db, { text: "I want to speak to a human, please!" });
  await guide(system, { modes: [sendsAll] });
  const model = await startScriptedModel();
  model.script = [good];
  const given = await turn(model.agent());
  expect(await replayTurn(system, { runId: given.id })).toMatchObject({
    before: "hand_over",
    now: "hand_over",
    isSame: true,
  });
  await write({ text: "Where is my order #1042?" });
  const answered = await turn(model.agent());
  await inTransaction(system, (tx) =>
    tx.q.execute(sql`update run_steps set kind = 'tool', response = '{"contradictions":[["14 days","30 days"]]}'
      where run_id = ${answered.id}`),
  );
  await expect(replayTurn(system, { runId: answered.id })).rejects.toThrow("Articles contradicted each other");
  await inTransaction(system, (tx) => tx.q.execute(sql`delete from run_steps where run_id = ${answered.id}`));
  await expect(replayTurn(system, { runId: answered.id })).rejects.toMatchObject({
    ...{ code: "conflict", details: { reason: "not_replayable" } },
  });
});
