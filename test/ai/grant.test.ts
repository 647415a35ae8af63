import { expect, test } from "@jest/globals";
import { z } from "zod";
import { grantFor } from "../../src/ai/grant.ts";
import { tools, toolsFor } from "../../src/ai/tools/index.ts";
import { defineTool, type Grant } from "../../src/ai/tools/tool.ts";
import { voiceTools } from "../../src/ai/voice/tools.ts";
import { grantOf } from "../../src/api/v1/automation/grant-shape.ts";
import { scheduleRun, startRun } from "../../src/domain/automation/index.ts";
import { getConversation } from "../../src/domain/conversations/index.ts";
import { type Assurance, builtInTools, resumeAi, setToolSwitch, stopAi } from "../../src/domain/tool-switches/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { testDatabase } from "../support/database.ts";
import { says, startScriptedModel, uses } from "./scripted-model.ts";
import { aConversation } from "./turn.ts";

const db = await testDatabase();

/** A run of a conversation as a turn would begin it, with what it may do. */
async function aTurn(first: Parameters<typeof aConversation>[1] = {}) {
  const conversation = await aConversation(db, first);
  const { system, conversationId } = conversation;
  const begin = async () => {
    const run = await scheduleRun(system, { conversationId, delayMs: 0, again: true });
    return (await startRun(system, { runId: run!.id, model: null }))!;
  };
  const grant = async (): Promise<Grant> => {
    const run = await begin();
    const permissions = new Set(["conversations:read", "customers:read", "orders:read", "knowledge:read"]);
    const ctx: Context = { ...system, actor: { type: "ai", id: run.id }, permissions };
    return grantFor(ctx, run, await getConversation(ctx, conversationId));
  };
  return { ...conversation, grant };
}

const codeOf = ({ output }: { output: unknown }) => (output as { code?: string }).code ?? null;
const byName = (name: string) => tools.find((tool) => tool.name === name)!;

test("a grant is as sure as the least certain message it answers", async () => {
  const turn = await aTurn();
  expect(await turn.grant()).toMatchObject({ assurance: "verified", customerId: turn.customerId });
  await turn.write({ senderVerified: null });
  expect((await turn.grant()).assurance).toBe("claimed");
  await turn.write({ senderVerified: true });
  expect((await turn.grant()).assurance).toBe("claimed");
  await turn.write({ from: { address: "someone@else.example", name: "Mia Berg" } });
  expect((await turn.grant()).assurance).toBe("anonymous");
});

test("who only claims to be the customer learns how far an order is, of five an hour; who has proved it sees all", async () => {
  const turn = await aTurn({ senderVerified: null });
  const grant = await turn.grant();
  expect(codeOf(await byName("find_orders").call(grant, "{}"))).toBe("needs_verified");
  const order = await byName("get_order").call(grant, '{"orderName":"1042"}');
  expect(JSON.stringify(order.output)).toContain('"fulfillmentStatus"');
  expect(JSON.stringify(order.output)).not.toMatch(/69\.80|Candle|00373400|total/i);
  expect(codeOf(await byName("get_order").call(grant, '{"orderName":"#9999"}'))).toBe("no_such_order");
  const model = await startScriptedModel();
  model.script = [
    uses(...[1, 2, 3, 4, 5, 6].map((n): [string, object] => ["get_order", { orderName: `#${n}` }])),
    says("A colleague will look."),
  ];
  const run = await turn.turn(model.agent());
  const codes = (await turn.steps(run))
    .filter(({ kind }) => kind === "tool")
    .map(({ response }) => codeOf({ output: response }));
  expect(codes).toEqual([...Array(5).fill("no_such_order"), "too_many_tries"]);
  // Whoever looks at the turn reads that it was not sure who wrote, and what that kept from it.
  const { assurance, tools: granted } = grantOf(await turn.steps(run))!;
  const isAllowed = (name: string) => granted.find((tool) => tool.name === name)?.isAllowed;
  expect([assurance, isAllowed("get_order"), isAllowed("find_orders")]).toEqual(["claimed", true, false]);
  expect(codeOf(await byName("find_orders").call({ ...grant, assurance: "verified" }, "{}"))).toBeNull();
});

test("what is not allowed is refused in one place, with a code, and switches count at once", async () => {
  const { agent, system, grant: begin } = await aTurn();
  const grant = await begin();
  const owner: Context = { ...agent, permissions: "all" };
  const refuses = async (changed: Partial<Grant> = {}, argumentsJson = "{}") =>
    codeOf(await byName("find_orders").call({ ...grant, ...changed }, argumentsJson));
  expect(await refuses()).toBeNull();
  expect(await refuses({}, '{"customerId":"x"}')).toBe("bad_arguments");
  expect(await refuses({ expiresAt: new Date() })).toBe("expired");
  for (const assurance of ["anonymous", "claimed"] as const)
    expect(await refuses({ assurance })).toBe("needs_verified");
  await setToolSwitch(owner, { tool: "find_orders", isOn: false, needs: null });
  expect(await refuses()).toBe("switched_off");
  expect((await toolsFor(system, grant)).map(({ name }) => name)).not.toContain("find_orders");
  await setToolSwitch(owner, { tool: "find_orders", isOn: true, needs: null });
  await stopAi(owner, { reason: "" });
  expect(await refuses()).toBe("ai_stopped");
  expect(await toolsFor(system, grant)).toEqual([]);
  await resumeAi(owner);
  expect(await refuses()).toBeNull();
});

test("a workspace may ask for more than a tool needs, and never for less than its floor", async () => {
  const { agent, grant: begin } = await aTurn({ senderVerified: null });
  const owner: Context = { ...agent, permissions: "all" };
  const grant = await begin();
  const set = (tool: string, needs: Assurance) => setToolSwitch(owner, { tool, isOn: true, needs });
  await set("get_order", "verified");
  expect((await toolsFor(grant.ctx, grant)).find(({ name }) => name === "get_order")?.needs).toBe("verified");
  expect(codeOf(await byName("get_order").call(grant, '{"orderName":"1042"}'))).toBe("needs_verified");
  await expect(set("find_orders", "claimed")).rejects.toMatchObject({ details: { reason: "below_floor" } });
  await expect(set("rm_rf", "claimed")).rejects.toMatchObject({ code: "not_found" });
  await expect(setToolSwitch(agent, { tool: "get_order", isOn: false, needs: null })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("what a tool may do besides reading is what it declares, and a turn changes only so much", async () => {
  const { grant: begin } = await aTurn();
  const grant = await begin();
  const seen: unknown[] = [];
  const tag = defineTool({
    ...{ name: "tag", description: "", kind: "write", needs: "anonymous", input: z.strictObject({}) },
    may: ["tags:manage"],
    run: async ({ ctx }) => ({ n: seen.push(ctx.permissions !== "all" && ctx.permissions.has("tags:manage")) }),
  });
  const codes = [];
  for (let n = 0; n < 8; n++) codes.push(codeOf(await tag.call(grant, "{}")));
  expect(codes).toEqual([...Array(6).fill(null), "too_many_changes", "too_many_changes"]);
  expect(seen).toEqual(Array(6).fill(true));
  expect(grant.ctx.permissions).not.toContain("tags:manage");
});

test("a stopped AI asks no model, also in the middle of a turn, and its run says why", async () => {
  const turn = await aTurn();
  const owner: Context = { ...turn.agent, permissions: "all" };
  const model = await startScriptedModel();
  model.script = [
    { ...uses(["find_orders", {}]), meanwhile: () => stopAi(owner, { reason: "wrong prices" }) },
    says("Hi"),
  ];
  const stopped = { status: "skipped", reason: "The AI was stopped: wrong prices" };
  expect(await turn.turn(model.agent())).toMatchObject(stopped);
  expect(model.asked).toHaveLength(1);
  expect(await turn.turn(model.agent())).toMatchObject(stopped);
  expect(model.asked).toHaveLength(1);
});

test("every tool of the product is one that can be switched", () => {
  const options = { findOrder: async () => null, languages: ["en-US"], speak: () => undefined };
  const [orderStatus] = voiceTools(options);
  const names = [...tools, orderStatus!].map(({ name }) => name);
  expect([...names, "send_code", "tell_when_back"].toSorted()).toEqual(Object.keys(builtInTools).toSorted());
});
