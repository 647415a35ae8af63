import { beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "drizzle-orm";
import {
  closeConversation,
  latestCorrespondence,
  listConversations,
  markSent,
  reopenConversation,
  reply,
} from "../../../src/domain/conversations/index.ts";
import { inTransaction } from "../../../src/domain/events/index.ts";
import { createArticle, publishArticle } from "../../../src/domain/knowledge/index.ts";
import {
  approveSuggestion,
  collectSuggestions,
  listSuggestions,
  rejectSuggestion,
} from "../../../src/domain/suggestions/index.ts";
import { isGeneral, scrub } from "../../../src/domain/suggestions/scrub.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

describe("what is taken out of a message", () => {
  const names = ["Mia Berg", "Ada Holm"];

  test("greeting, farewell, names, addresses and numbers, and what was quoted", () => {
    const said = [
      "Hi Mia,",
      "",
      "Thanks for asking! Write to help@shop.example or call +46 70 123 45 67, and see https://shop.example/care?token=abc.",
      "Berg's candles burn for 40 hours and cost 12.50 EUR; soy wax melts at 50 °C.",
      "> Hi, my order is #1042",
      "",
      "Best regards,",
      "Ada",
    ].join("\r\n");
    expect(scrub(said, { names })).toBe(
      "Thanks for asking! Write to [email] or call [number], and see https://shop.example/care\n" +
        "…'s candles burn for 40 hours and cost 12.50 EUR; soy wax melts at 50 °C.",
    );
  });

  test.each(["Your order #1042 left today", "Track it: JD014600006281230704", "It is no 88231"])(
    "what is said of one order is no knowledge: %s",
    (text) => expect(isGeneral(scrub(text, { names }))).toBe(false),
  );
});

describe("an answer that held", () => {
  let db: Database;
  let ctx: Context;
  let ada: Context;
  beforeAll(async () => {
    db = await testDatabase();
    ctx = await aWorkspace(db);
    ada = await aMember(ctx, "admin");
    const { id: connectionId } = await aConnection(ctx);
    const questions = [
      "Hi, is the wax of your candles vegan?",
      "Hello, can the glass go into the dishwasher?",
      "Do you restore old lanterns of brass?",
      "Which wick should I choose for outside?",
    ];
    const mails = questions.map((text) => aMessage({ workspaceId: ctx.workspaceId, connectionId }, { text }));
    for (const mail of mails) await receive(db, [mail]);
  });

  async function answered(about: string, body: string, days: number): Promise<string> {
    const all = await listConversations(ctx, { folder: "open", limit: 10 });
    const { id: conversationId } = all.find((one) => one.lastMessagePreview.includes(about))!;
    const message = await latestCorrespondence(ctx, conversationId);
    const { id: messageId } = await reply(ada, { conversationId, body, lastSeenMessageId: message!.id });
    await markSent(ctx, { messageId, externalId: messageId, rfcMessageId: null });
    await closeConversation(ada, { conversationId });
    await inTransaction(ctx, (tx) =>
      tx.q.execute(sql`
        update conversations set closed_at = now() - make_interval(days => ${days}::int) where id = ${conversationId}`),
    );
    return conversationId;
  }

  test("is proposed once, without its people, and becomes an article when a person approves it", async () => {
    const vegan = await answered(
      "vegan",
      "Hi Mia,\nall our wax is made of soy and rapeseed, so it is vegan, and the wicks are cotton.",
      8,
    );
    await answered(
      "dishwasher",
      "No, please wash it by hand: the label of the glass does not survive a dishwasher.",
      3,
    );
    await answered(
      "lanterns",
      "For your order #10423 we will do it, it leaves the workshop tomorrow in the morning.",
      8,
    );
    const again = await answered(
      "wick",
      "Take the thick wick outside, since it burns longer where there is a little wind.",
      8,
    );
    await reopenConversation(ada, { conversationId: again });
    expect([await collectSuggestions(ctx), await collectSuggestions(ctx)]).toEqual([1, 0]);
    const [suggestion, ...others] = await listSuggestions(ada, { state: "waiting" });
    expect(others).toEqual([]);
    expect(suggestion).toMatchObject({
      conversationId: vegan,
      question: "Hi, is the wax of your candles vegan?",
      answer: "all our wax is made of soy and rapeseed, so it is vegan, and the wicks are cotton.",
    });
    const { id: suggestionId } = suggestion!;
    const both = await Promise.allSettled([
      approveSuggestion(ada, { suggestionId, title: "Is the wax vegan?" }),
      rejectSuggestion(ada, { suggestionId }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await collectSuggestions(ctx)).toBe(0);
  });

  test("is not proposed where an article speaks of it, and an agent does not decide", async () => {
    await inTransaction(ctx, (tx) => tx.q.execute(sql`delete from reply_suggestions`));
    const body = "Is the wax of your candles vegan? Yes, it is.";
    const wording = { title: "Vegan candles", body, category: null, language: "en", questions: [] };
    const { id: articleId } = await createArticle(ctx, wording);
    await publishArticle(ctx, { articleId });
    expect(await collectSuggestions(ctx)).toBe(0);
    const agent = await aMember(ctx, "agent");
    await expect(rejectSuggestion(agent, { suggestionId: articleId })).rejects.toMatchObject({ code: "forbidden" });
    await expect(rejectSuggestion(ada, { suggestionId: articleId })).rejects.toMatchObject({ code: "not_found" });
  });
});
