import { describe, expect, test } from "@jest/globals";
import { getConversation } from "../../../src/domain/conversations/index.ts";
import { testDatabase } from "../../support/database.ts";
import { aRuledShop } from "./shop.ts";

const db = await testDatabase();

describe("replies", () => {
  test("a rule answers a person once an hour, keeps her waiting for a person's answer, and never answers a machine", async () => {
    const shop = await aRuledShop(db);
    const cannedReplyId = await shop.canned("Hi {{customer.first_name|there}}, we have your letter.");
    await shop.rule({ name: "Got it", steps: [{ type: "reply", cannedReplyId }] });
    const threadKey = "thread";
    const id = await shop.mail({ threadKey });
    await shop.work();
    const [sent] = await shop.messagesOf(id);
    expect(sent).toMatchObject({ kind: "reply", via: "rule", automatic: "rule", text: "Hi Mia, we have your letter." });
    expect(sent!.author).toMatchObject({ type: "rule", name: "Got it" });
    expect((await getConversation(shop.lead, id)).waitingSince).not.toBeNull();
    await shop.mail({ threadKey, text: "And?" });
    const machine = await shop.mail({ automatic: "auto-reply", text: "I am away" });
    const forged = await shop.mail({ senderVerified: false });
    await shop.work();
    const ended = new Map((await shop.runs()).map((run) => [run.conversationId, [run.outcome, run.reason]]));
    expect([id, machine, forged].map((one) => ended.get(one))).toEqual([
      ["skipped", "replied_lately"],
      ["skipped", "automatic_message"],
      ["skipped", "unverified_sender"],
    ]);
    expect(await shop.messagesOf(machine)).toHaveLength(1);
    expect(await shop.messagesOf(forged)).toHaveLength(1);
  });

  test("a mail machine that opens a new conversation with each answer is not answered for ever", async () => {
    const shop = await aRuledShop(db);
    const cannedReplyId = await shop.canned("We have your letter.");
    await shop.rule({ steps: [{ type: "reply", cannedReplyId }] });
    for (let n = 0; n < 8; n++) {
      await shop.mail();
      await shop.work();
    }
    const reasons = (await shop.runs()).map(({ reason }) => reason);
    expect(reasons.filter((reason) => reason === null)).toHaveLength(5);
    expect(reasons.filter((reason) => reason === "replied_often")).toHaveLength(3);
  });

  test("what nobody knows is not sent in brackets", async () => {
    const shop = await aRuledShop(db);
    const cannedReplyId = await shop.canned("Your order {{order.name}} is {{order.status}}.");
    await shop.rule({ steps: [{ type: "reply", cannedReplyId }, { type: "close" }] });
    const id = await shop.mail();
    await shop.work();
    expect(await shop.runs()).toMatchObject([
      { outcome: "applied", results: [{ reason: "missing_values" }, { outcome: "done" }] },
    ]);
    expect(await shop.messagesOf(id)).toHaveLength(1);
  });
});
