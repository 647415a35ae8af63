import { describe, expect, test } from "@jest/globals";
import { listConversations } from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import {
  archiveField,
  createField,
  type Field,
  listFields,
  restoreField,
  setConversationFields,
  setCustomerFields,
  updateField,
  valuesOf,
} from "../../../src/domain/fields/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

const db = await testDatabase();
const options = [
  { value: "gold", label: "Gold" },
  { value: "blue", label: "Blue" },
];

async function aShop() {
  const system = await aWorkspace(db);
  const { id: connectionId } = await aConnection(system);
  await receive(db, [aMessage({ workspaceId: system.workspaceId, connectionId })]);
  const lead = await aMember(system, "lead");
  const [row] = await listConversations(lead, { folder: "open", limit: 1 });
  const { id: conversationId, customerId } = row!;
  const set = (values: Record<string, unknown>, seen?: Record<string, unknown>, ctx: Context = lead) =>
    setConversationFields(ctx, { conversationId, values, ...(seen && { seen }) });
  const values = () => valuesOf(lead, { entity: "conversation", entityId: conversationId });
  return { system, lead, conversationId, customerId, set, values };
}

const define = (ctx: Context, type: Field["type"], key = type as string, entity: Field["entity"] = "conversation") =>
  createField(ctx, { entity, key, label: key, type, options: type.includes("select") ? options : [] });
const changesIn = async (ctx: Context) =>
  (await listEvents(ctx, { after: 0, limit: 500 })).events.filter(({ name }) => name.endsWith(".field_changed"));

describe("a definition", () => {
  test("has a key of its own, also when several make it at once; another entity may have the same", async () => {
    const { lead } = await aShop();
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => define(lead, "text", "plan")));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(define(lead, "number", "plan")).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "key_taken", key: "plan" },
    });
    await define(lead, "text", "plan", "customer");
  });

  test.each([
    ["a key with capitals", { key: "Plan" }],
    ["a key that is too long", { key: "x".repeat(51) }],
    ["no label", { label: "  " }],
    ["NUL in the label", { label: "a\0" }],
    ["options that do not belong", { options }],
    ["a select without options", { type: "select" as const }],
    ["an option twice", { type: "select" as const, options: [options[0]!, options[0]!] }],
    ["an option with a bad value", { type: "select" as const, options: [{ value: "<b>", label: "B" }] }],
    ["too many options", { type: "select" as const, options: manyOptions(201) }],
  ])("with %s is refused", async (_, changes) => {
    const { lead } = await aShop();
    const wanted = { entity: "customer", key: "plan", label: "Plan", type: "text", options: [], ...changes } as const;
    await expect(createField(lead, wanted)).rejects.toMatchObject({ code: "invalid_input" });
    expect(await listFields(lead, { archived: false })).toEqual([]);
  });

  test("is one of at most 100 for each entity", async () => {
    const { lead } = await aShop();
    for (let n = 0; n < 99; n++) await define(lead, "text", `k${n}`);
    const outcomes = await Promise.allSettled(["a", "b"].map((key) => define(lead, "text", key)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(define(lead, "text", "c")).rejects.toMatchObject({ details: { reason: "too_many_fields" } });
    await define(lead, "text", "c", "customer");
  });

  test("is made and changed by leads only", async () => {
    const { system, lead } = await aShop();
    const agent = await aMember(system);
    await expect(define(agent, "text")).rejects.toMatchObject({ code: "forbidden" });
    const { id: fieldId } = await define(lead, "text");
    await expect(updateField(agent, { fieldId, label: "B" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(archiveField(agent, { fieldId })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a value", () => {
  test("of every type comes back as it was set, and setting it again announces nothing", async () => {
    const { lead, set, values } = await aShop();
    for (const type of ["text", "number", "boolean", "date", "select", "multi_select"] as const)
      await define(lead, type);
    const all = {
      text: "<script>alert(1)</script> Ærlig “ok” 🕯️",
      number: -12.5,
      boolean: false,
      date: "2024-02-29",
      select: "gold",
      multi_select: ["gold", "blue"],
    };
    await set(all);
    expect(await values()).toEqual(all);
    await set(all);
    await set({ text: ` ${all.text} `, multi_select: ["gold", "blue", "gold"] });
    expect(await changesIn(lead)).toHaveLength(6);
    await set({ text: "", number: null, boolean: null, date: null, multi_select: [] });
    expect(await values()).toEqual({ select: "gold" });
    expect(await changesIn(lead)).toHaveLength(11);
  });

  test.each<[Field["type"], unknown[]]>([
    ["text", [1, true, ["a"], { a: 1 }, "x".repeat(501), "a\0b", "\ud800"]],
    ["number", ["1", true, [1], Number.NaN, Number.POSITIVE_INFINITY, 1e300, -1e300]],
    ["boolean", ["true", 1, 0, [true]]],
    ["date", ["2026-02-30", "2026-13-01", "01.02.2026", "2026-1-1", "0000-01-01", "today", 20260101]],
    ["select", ["silver", "Gold", ["gold"], true]],
    ["multi_select", ["gold", ["silver"], [["gold"]], [null], [1]]],
  ])("that is no %s is refused, and nothing of the change is kept", async (type, wrong) => {
    const { lead, set, values } = await aShop();
    await define(lead, type, "wanted");
    await define(lead, "text", "other");
    for (const value of wrong) {
      await expect(set({ other: "kept?", wanted: value })).rejects.toMatchObject({
        code: "invalid_input",
        details: { field: "wanted" },
      });
    }
    expect(await values()).toEqual({});
    expect(await changesIn(lead)).toEqual([]);
  });

  test.each(["unknown", "__proto__", "constructor", "", "x".repeat(1000)])(
    "of no field, %p, is refused",
    async (key) => {
      const { lead, set } = await aShop();
      const values = Object.fromEntries([[key, "x"]]);
      await expect(set(values)).rejects.toMatchObject({ code: "invalid_input" });
      await define(lead, "text", "constructor");
      await set({ constructor: "fine" });
    },
  );

  test("of an archived field stays, can be emptied, and is set again once the field is restored", async () => {
    const { lead, set, values } = await aShop();
    const { id: fieldId } = await define(lead, "text", "note");
    await set({ note: "old" });
    await archiveField(lead, { fieldId });
    await archiveField(lead, { fieldId });
    await expect(set({ note: "new" })).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "archived", field: "note" },
    });
    await set({ note: "old" });
    expect(await values()).toEqual({ note: "old" });
    await set({ note: null });
    expect(await values()).toEqual({});
    await restoreField(lead, { fieldId });
    await set({ note: "new" });
  });

  test("of an archived option stays and keeps its label, but is chosen by nobody more", async () => {
    const { lead, set, values } = await aShop();
    const { id: fieldId } = await define(lead, "multi_select", "plan");
    await set({ plan: ["gold"] });
    const changed = await updateField(lead, { fieldId, options: [options[1]!] });
    expect(changed.options).toEqual([
      { value: "blue", label: "Blue", archived: false },
      { value: "gold", label: "Gold", archived: true },
    ]);
    await set({ plan: ["gold", "blue"] });
    await set({ plan: ["blue"] });
    await expect(set({ plan: ["gold"] })).rejects.toMatchObject({ code: "invalid_input" });
    expect(await values()).toEqual({ plan: ["blue"] });
    await updateField(lead, { fieldId, options });
    await set({ plan: ["gold"] });
  });

  test("of a customer is hers in every conversation, and of no other workspace's", async () => {
    const [mine, theirs] = [await aShop(), await aShop()];
    await define(mine.lead, "number", "size", "customer");
    await setCustomerFields(mine.lead, { customerId: mine.customerId, values: { size: 3 } });
    expect(await valuesOf(mine.lead, { entity: "customer", entityId: mine.customerId })).toEqual({ size: 3 });
    expect(await changesIn(mine.lead)).toMatchObject([
      { name: "customer.field_changed", data: { customerId: mine.customerId } },
    ]);
    const across = { customerId: theirs.customerId, values: { size: 3 } };
    await expect(setCustomerFields(mine.lead, across)).rejects.toMatchObject({ code: "not_found" });
    await expect(mine.set({ size: 3 })).rejects.toMatchObject({ code: "invalid_input" });
    const observer = await aMember(mine.system, "observer");
    const setting = { customerId: mine.customerId, values: { size: 4 } };
    await expect(setCustomerFields(observer, setting)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("two people at once", () => {
  test("on different fields both keep what they set", async () => {
    const { system, lead, set, values } = await aShop();
    const keys = Array.from({ length: 8 }, (_, n) => `k${n}`);
    for (const key of keys) await define(lead, "text", key);
    const people = await Promise.all(keys.map(() => aMember(system)));
    await Promise.all(keys.map((key, n) => set({ [key]: key }, {}, people[n])));
    expect(await values()).toEqual(Object.fromEntries(keys.map((key) => [key, key])));
  });

  test("on one field: the later one stays, each change is announced", async () => {
    const { lead, set, values } = await aShop();
    await define(lead, "number", "n");
    await Promise.all([1, 2, 3, 4].map((n) => set({ n })));
    expect([1, 2, 3, 4]).toContain((await values()).n);
    expect(await changesIn(lead)).toHaveLength(4);
  });

  test("on one field, having said what they saw: one wins, and the other hears what it is now", async () => {
    const { lead, set, values } = await aShop();
    await define(lead, "number", "n");
    await set({ n: 0 });
    const outcomes = await Promise.allSettled([1, 2, 3].map((n) => set({ n }, { n: 0 })));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { n } = await values();
    const refusal = { code: "conflict", details: { reason: "changed_meanwhile", fields: { n } } };
    for (const outcome of outcomes) if (outcome.status === "rejected") expect(outcome.reason).toMatchObject(refusal);
    await expect(set({ n: 9 }, { n: null })).rejects.toMatchObject(refusal);
    await set({ n: 9 }, { n });
  });
});

function manyOptions(count: number) {
  return Array.from({ length: count }, (_, n) => ({ value: `v${n}`, label: "V" }));
}
