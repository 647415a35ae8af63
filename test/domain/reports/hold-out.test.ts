import { expect, test } from "@jest/globals";
import { eq } from "drizzle-orm";
import { listMessages } from "../../../src/domain/conversations/index.ts";
import { inTransaction } from "../../../src/domain/events/index.ts";
import { getHoldOut, heldOutMessage, isHeldOut, setHoldOut } from "../../../src/domain/hold-outs/index.ts";
import { isDrawn } from "../../../src/domain/hold-outs/rules.ts";
import { holdOuts } from "../../../src/domain/hold-outs/tables.ts";
import { type Arm, compare, noArm } from "../../../src/domain/reports/compare.ts";
import { getAiReport } from "../../../src/domain/reports/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { says, startScriptedModel } from "../../ai/scripted-model.ts";
import { aConversation, guide, sendsAll } from "../../ai/turn.ts";
import { testDatabase } from "../../support/database.ts";
import { aShopOfQuestions, atMinute, daysFromNow } from "./questions.ts";

const db = await testDatabase();

/** A salt with which the draw falls so. */
function saltFor(conversationId: string, heldOut: boolean): string {
  for (let n = 0; ; n++) if (isDrawn(String(n), conversationId, 50) === heldOut) return String(n);
}

/** Half of the conversations take part, those that are there already too, and this one as said. */
async function fix(system: Context, conversationId: string, heldOut: boolean): Promise<void> {
  await setHoldOut(system, { percent: 50 });
  const fixed = { salt: saltFor(conversationId, heldOut), since: new Date(0) };
  await inTransaction(system, (tx) =>
    tx.q.update(holdOuts).set(fixed).where(eq(holdOuts.workspaceId, system.workspaceId)),
  );
}

test("where the draw fell so the AI sends nothing by itself, not even that people take over; its draft says why", async () => {
  const model = await startScriptedModel();
  model.script = [says("Your order is on its way.")];
  const one = await aConversation(db);
  await guide(one.system, { modes: [sendsAll] });
  await fix(one.system, one.conversationId, true);
  expect(await one.turn(model.agent())).toMatchObject({ status: "drafted", mode: "draft" });
  expect(await one.draft()).toMatchObject({ mode: "draft", sendsAt: null, heldBecause: heldOutMessage });
  expect(model.asked.flatMap(({ tools }) => tools.map(({ name }) => name))).not.toContain("send_code");
  await setHoldOut(one.system, { percent: 0 });
  await one.write({ text: "I want to speak to a person!" });
  expect(await one.turn(model.agent())).toMatchObject({ status: "handed_over" });
  const said = await listMessages(one.agent, { conversationId: one.conversationId, limit: 50 });
  expect(said.filter(({ kind }) => kind === "reply")).toEqual([]);
});

test("where it fell otherwise, and where there was no draw, the AI answers", async () => {
  const model = await startScriptedModel();
  model.script = [says("Your order is on its way.")];
  const other = await aConversation(db);
  await guide(other.system, { modes: [sendsAll] });
  await fix(other.system, other.conversationId, false);
  expect(await other.turn(model.agent())).toMatchObject({ status: "sent" });
  const older = await aConversation(db);
  await guide(older.system, { modes: [sendsAll] });
  await setHoldOut(older.system, { percent: 50 });
  expect(await older.turn(model.agent())).toMatchObject({ status: "sent" });
  expect(await isHeldOut(older.system, older.conversationId)).toBe(false);
});

test("the setting is the shop's, says what changed once, and keeps its beginning while it is on", async () => {
  const { system, agent, events } = await aConversation(db);
  expect(await getHoldOut(system)).toEqual({ percent: 0, since: null });
  const first = await setHoldOut(system, { percent: 10 });
  expect(await setHoldOut(system, { percent: 20 })).toMatchObject({ percent: 20, since: first.since });
  await setHoldOut(system, { percent: 20 });
  expect((await events()).filter((name) => name === "hold_out.changed")).toHaveLength(2);
  await expect(setHoldOut(agent, { percent: 0 })).rejects.toMatchObject({ code: "forbidden" });
});

test("the report sets those the AI may answer against those it was kept out of", async () => {
  const shop = await aShopOfQuestions(db);
  const out = shop.question("out");
  await out.asks(-240);
  await fix(shop.system, (await out.find()).id, true);
  await out.byAi(-239); // A draft: the draw fell so.
  await out.byPerson(-120);
  const answered = shop.question("answered");
  await answered.asks(-240);
  await fix(shop.system, (await answered.find()).id, false);
  await answered.byAi(-180);
  const period = { from: daysFromNow(-2), to: daysFromNow(1), windowDays: 7, orderDays: 7 };
  const { holdOut } = await atMinute(9 * 1440, () => getAiReport(shop.system, period));
  expect(holdOut.heldOut).toMatchObject({ settled: { count: 1, of: 1 }, medianHours: 2, meanHours: 2 });
  expect(holdOut.answered).toMatchObject({ settled: { count: 1, of: 1 }, medianHours: 1 });
  expect(holdOut.hours).toMatchObject({ difference: -1, verdict: "too_few" });
});

test("a draw takes as many as it says, the same ones every time", () => {
  const ids = Array.from({ length: 4000 }, (_, n) => `conversation ${n}`);
  const drawn = ids.filter((id) => isDrawn("salt", id, 20));
  expect(drawn.length).toBeGreaterThan(700);
  expect(drawn.length).toBeLessThan(900);
  expect(ids.filter((id) => isDrawn("salt", id, 20))).toEqual(drawn);
  expect(ids.filter((id) => isDrawn("another", id, 20))).not.toEqual(drawn);
  expect(ids.filter((id) => isDrawn("salt", id, 0))).toEqual([]);
});

test("a difference is told with its range, and not at all from few", () => {
  const arm = (more: Partial<Arm>): Arm => ({ ...noArm, ...more });
  // Newcombe (1998), table II, example (a), method 10: 56/70 against 48/80.
  const { settled } = compare(arm({ over: 70, settled: 56 }), arm({ over: 80, settled: 48 }));
  expect(settled.difference).toBeCloseTo(0.2, 6);
  expect([settled.low, settled.high].map((one) => one?.toFixed(4))).toEqual(["0.0524", "0.3339"]);
  expect(settled.verdict).toBe("more");
  expect(compare(arm({ over: 29, settled: 29 }), arm({ over: 400, settled: 1 })).settled.verdict).toBe("too_few");
  expect(compare(arm({ over: 50, settled: 25 }), arm({ over: 50, settled: 25 })).settled.verdict).toBe("none_seen");
  expect(compare(noArm, noArm).settled).toEqual({ difference: null, low: null, high: null, verdict: "too_few" });
  const hours = (mean: number) => arm({ over: 100, settled: 100, meanHours: mean, medianHours: 1, varianceHours: 4 });
  expect(compare(hours(2), hours(3)).hours).toMatchObject({ difference: -1, verdict: "less" });
});
