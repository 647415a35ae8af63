import { describe, expect, test } from "@jest/globals";
import type { Permission } from "../../../src/domain/access/index.ts";
import { saveRecords } from "../../../src/domain/commerce/index.ts";
import { closeConversation, getConversation, setPriority } from "../../../src/domain/conversations/index.ts";
import {
  createRule,
  disableRule,
  getRule,
  reorderRules,
  runRules,
  updateRule,
} from "../../../src/domain/rules/index.ts";
import { archiveTag, tagConversation } from "../../../src/domain/tags/index.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember } from "../../support/factories.ts";
import { anOrderRecord } from "../../support/shop-records.ts";
import { eventsOf } from "../bulk/shop.ts";
import { aRuledShop } from "./shop.ts";

const db = await testDatabase();

describe("what rules do", () => {
  test("rules go in their order, each seeing what the ones before it made, and stop ends it", async () => {
    const shop = await aRuledShop(db);
    const [first, second, third] = [await shop.tag("First"), await shop.tag("Second"), await shop.tag("Third")];
    const a = await shop.rule({ name: "A", steps: [{ type: "tag", tagId: first }] });
    const isTagged = { field: "tag", operator: "any_of", value: [first] };
    const b = await shop.rule({
      name: "B",
      filter: isTagged,
      steps: [{ type: "tag", tagId: second }, { type: "stop" }],
    });
    const c = await shop.rule({ name: "C", steps: [{ type: "tag", tagId: third }] });
    const one = await shop.mail();
    await shop.work();
    expect(await shop.tagsOf(one)).toEqual(["First", "Second"]);
    expect((await shop.runs(one)).map(({ ruleName, outcome, stopped }) => [ruleName, outcome, stopped])).toEqual([
      ["A", "applied", false],
      ["B", "applied", true],
    ]);
    await reorderRules(shop.lead, { ruleIds: [c.id, b.id, a.id] });
    const other = await shop.mail();
    await shop.work();
    expect(await shop.tagsOf(other)).toEqual(["First", "Third"]);
    await expect(reorderRules(shop.lead, { ruleIds: [a.id, b.id] })).rejects.toMatchObject({ code: "conflict" });
  });

  test("words are found without case and accents, from the beginning of a word, and not in what is quoted", async () => {
    const shop = await aRuledShop(db);
    const tagId = await shop.tag("Refund");
    await shop.rule({ words: ["Rückerstattung", "money back", "返金"], steps: [{ type: "tag", tagId }] });
    const texts: [string, boolean][] = [
      ["Ich will eine RUCKERSTATTUNGS-Zusage", true],
      ["I want my\n money   BACK!", true],
      ["商品の返金をお願いします", true],
      ["Thanks!\n\nOn Monday Shop wrote:\n> you get your money back", false],
      ["vorrückerstattung", false],
    ];
    const found: boolean[] = [];
    for (const [text] of texts) {
      const id = await shop.mail({ text, subject: "Hello" });
      await shop.work();
      found.push((await shop.tagsOf(id)).length === 1);
    }
    expect(found).toEqual(texts.map(([, wanted]) => wanted));
  });

  test("a workspace without a rule for an event makes no job of it", async () => {
    const shop = await aRuledShop(db);
    const tagId = await shop.tag("Late");
    await shop.mail();
    expect(await shop.work()).toBe(0);
    const rule = await shop.rule({ trigger: "conversation_closed", steps: [{ type: "tag", tagId }] });
    const id = await shop.mail();
    expect(await shop.work()).toBe(0);
    await closeConversation(shop.lead, { conversationId: id });
    expect(await shop.work()).toBe(1);
    await disableRule(shop.lead, { ruleId: rule.id });
    await closeConversation(shop.lead, { conversationId: await shop.mail() });
    expect(await shop.work()).toBe(0);
  });

  test("a rule leaves spam and trash alone, and acts in its own name", async () => {
    const shop = await aRuledShop(db);
    const tagId = await shop.tag("Seen");
    const rule = await shop.rule({
      name: "Mark",
      steps: [
        { type: "tag", tagId },
        { type: "set_priority", priority: "high" },
      ],
    });
    const [hidden, shown] = [await shop.mail(), await shop.mail()];
    await inWorkspaces(
      db.app,
      [shop.system.workspaceId],
      (sql) => sql`
      update conversations set spam_at = now() where id = ${hidden}`,
    );
    await shop.work();
    expect((await shop.runs()).map(({ conversationId }) => conversationId)).toEqual([shown]);
    const tagged = await eventsOf(shop.lead, "conversation.tagged", "conversation.prioritized", "rule.ran");
    expect(tagged.map(({ name, actor }) => [name, actor])).toEqual([
      ["conversation.tagged", { type: "rule", id: rule.id }],
      ["conversation.prioritized", { type: "rule", id: rule.id }],
      ["rule.ran", { type: "rule", id: rule.id }],
    ]);
  });
});

describe("exactly once", () => {
  test("an event that comes again, even twice at the same time, changes nothing", async () => {
    const shop = await aRuledShop(db);
    await shop.rule({ steps: [{ type: "set_priority", priority: "high" }] });
    const conversationId = await shop.mail();
    const [event] = await eventsOf(shop.lead, "message.received");
    const ctx = { ...shop.system, cause: { type: "event" as const, id: event!.id, depth: 1 } };
    const again = () => runRules(ctx, { event: "message.received", conversationId });
    await Promise.all([again(), again(), again()]);
    await setPriority(shop.lead, { conversationId, priority: "low" });
    await again();
    expect((await getConversation(shop.lead, conversationId)).priority).toBe("low");
    expect(await shop.runs()).toHaveLength(1);
    expect(await eventsOf(shop.lead, "rule.ran")).toHaveLength(1);
  });
});

describe("rules that fight", () => {
  test("two rules that undo each other end by themselves, and it is written down why", async () => {
    const shop = await aRuledShop(db);
    await shop.rule({ name: "Open it", trigger: "conversation_closed", steps: [{ type: "reopen" }] });
    await shop.rule({ name: "Close it", trigger: "conversation_reopened", steps: [{ type: "close" }] });
    const conversationId = await shop.mail();
    await closeConversation(shop.lead, { conversationId });
    await shop.work();
    expect((await shop.runs()).map(({ ruleName, outcome, reason }) => [ruleName, outcome, reason])).toEqual([
      ["Open it", "applied", null],
      ["Close it", "applied", null],
      ["Open it", "skipped", "own_cascade"],
    ]);
    expect((await getConversation(shop.lead, conversationId)).status).toBe("closed");
    // What a person does later is a new beginning.
    await closeConversation(shop.lead, { conversationId: await shop.mail() });
    await shop.work();
    expect((await shop.runs()).filter(({ outcome }) => outcome === "applied")).toHaveLength(4);
  });

  test("a chain of rules that set each other off ends after five", async () => {
    const shop = await aRuledShop(db);
    // Each is set off by the change of status that the one before it made.
    let before = await shop.tag("Start");
    const conversationId = await shop.mail();
    await tagConversation(shop.lead, { conversationId, tagId: before });
    for (let n = 1; n <= 8; n++) {
      const tagId = await shop.tag(`Step ${n}`);
      const [has, hasNot] = [[before], [tagId]];
      const filter = {
        and: [
          { field: "tag", operator: "any_of", value: has },
          { field: "tag", operator: "none_of", value: hasNot },
        ],
      };
      const turn = { type: n % 2 === 1 ? ("reopen" as const) : ("close" as const) };
      await shop.rule({
        ...{ name: `Rule ${n}`, trigger: "status_changed", filter },
        steps: [{ type: "tag", tagId }, turn, { type: "stop" }],
      });
      before = tagId;
    }
    await closeConversation(shop.lead, { conversationId });
    await shop.work();
    const last = (await shop.runs()).map(({ ruleName, reason }) => [ruleName, reason]);
    expect(last).toEqual([...[1, 2, 3, 4, 5].map((n) => [`Rule ${n}`, null]), ["Rule 6", "cascade_too_long"]]);
  });
});

describe("what goes wrong is seen", () => {
  test("a step that cannot be done ends its rule, not the others, and after five in a row somebody has to look", async () => {
    const shop = await aRuledShop(db);
    const [gone, kept] = [await shop.tag("Gone"), await shop.tag("Kept")];
    const bad = await shop.rule({
      name: "Bad",
      steps: [{ type: "set_priority", priority: "high" }, { type: "tag", tagId: gone }, { type: "close" }],
    });
    await shop.rule({ name: "Good", steps: [{ type: "tag", tagId: kept }] });
    await archiveTag(shop.lead, { tagId: gone });
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await shop.mail());
    await shop.work();
    const [first] = await shop.runs(ids[0]);
    expect(first).toMatchObject({ ruleName: "Bad", outcome: "failed", reason: "archived" });
    expect(first!.results.map(({ type, outcome }) => [type, outcome])).toEqual([
      ["set_priority", "done"],
      ["tag", "failed"],
      ["close", "not_reached"],
    ]);
    expect(await shop.tagsOf(ids[0]!)).toEqual(["Kept"]);
    expect(await getRule(shop.lead, bad.id)).toMatchObject({
      enabled: true,
      failuresInARow: 5,
      attention: { reason: "archived" },
    });
    expect(await eventsOf(shop.lead, "rule.needed_attention")).toHaveLength(1);
    await updateRule(shop.lead, { ruleId: bad.id, steps: [{ type: "close" }] });
    expect(await getRule(shop.lead, bad.id)).toMatchObject({ failuresInARow: 0, attention: null, version: 2 });
  });

  test("a rule whose field is gone says so instead of being silent", async () => {
    const shop = await aRuledShop(db);
    const rule = await shop.rule({ steps: [{ type: "close" }] });
    await inWorkspaces(
      db.app,
      [shop.system.workspaceId],
      (sql) => sql`
      update rules set filter = '{"field":"fields.gone","operator":"is","value":"x"}'::json where id = ${rule.id}`,
    );
    await shop.mail();
    await shop.work();
    expect(await shop.runs()).toMatchObject([{ outcome: "failed", reason: "broken_filter" }]);
  });
});

describe("who may", () => {
  test("nobody saves a rule that does what she may not do herself", async () => {
    const shop = await aRuledShop(db);
    const agent = await aMember(shop.system, "agent");
    await expect(shop.rule({ steps: [{ type: "close" }] }, agent)).rejects.toMatchObject({ code: "forbidden" });
    const limited = { ...shop.lead, permissions: new Set(["rules:manage", "rules:read"]) };
    await expect(shop.rule({ steps: [{ type: "close" }] }, limited)).rejects.toMatchObject({
      code: "forbidden",
      details: { permission: "conversations:write" },
    });
  });

  test("a rule asks for what shops know of the customer, and is not saved by who may not read it", async () => {
    const shop = await aRuledShop(db);
    const filter = { field: "last_order.fulfillment_status", operator: "is", value: "on_hold" };
    const wording = { trigger: "orders_changed" as const, filter, steps: [{ type: "close" as const }] };
    const permissions = new Set([...(shop.lead.permissions as Set<Permission>)].filter((one) => one !== "orders:read"));
    await expect(shop.rule(wording, { ...shop.lead, permissions })).rejects.toMatchObject({ code: "forbidden" });
    await shop.rule(wording);
    const conversationId = await shop.mail();
    const { id: connectionId } = await aConnection(shop.system, "shopify");
    const ordered = (name: string, fulfillmentStatus: string) => {
      const records = [anOrderRecord({ name, fulfillmentStatus, email: "mia@mail.example" })];
      return saveRecords(shop.system, { connectionId, records });
    };
    await ordered("#1", "unfulfilled");
    await shop.work();
    expect((await getConversation(shop.lead, conversationId)).status).toBe("open");
    await ordered("#2", "on_hold");
    await shop.work();
    expect((await getConversation(shop.lead, conversationId)).status).toBe("closed");
  });

  test("a change that was not seen is refused, and what is wrong with a rule is said", async () => {
    const shop = await aRuledShop(db);
    const { id: ruleId } = await shop.rule({ steps: [{ type: "close" }] });
    await updateRule(shop.lead, { ruleId, name: "Other", version: 1 });
    await expect(updateRule(shop.lead, { ruleId, name: "Third", version: 1 })).rejects.toMatchObject({
      details: { reason: "changed_meanwhile", version: 2 },
    });
    const close = [{ type: "close" as const }];
    const made = (change: object) =>
      createRule(shop.lead, {
        ...{ name: "N", enabled: true, trigger: "message_received", filter: { and: [] }, words: [], steps: close },
        ...change,
      });
    await expect(made({ trigger: "conversation_closed", words: ["x"] })).rejects.toMatchObject({
      details: { field: "words" },
    });
    await expect(made({ steps: [] })).rejects.toMatchObject({ details: { field: "steps" } });
    await expect(made({ filter: { field: "assignee", operator: "is", value: "me" } })).rejects.toMatchObject({
      details: { reason: "filter" },
    });
    await expect(made({ steps: [{ type: "stop" }, ...close] })).rejects.toMatchObject({ details: { field: "steps" } });
  });
});
