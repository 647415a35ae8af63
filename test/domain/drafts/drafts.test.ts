import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { addNote, getMessage, reply } from "../../../src/domain/conversations/index.ts";
import { discardDraft, findDrafts, listDraftedUploads, saveDraft } from "../../../src/domain/drafts/index.ts";
import { headSeq } from "../../../src/domain/events/index.ts";
import { keepUpload } from "../../../src/domain/uploads/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aMember, aShopWithMail, type ShopWithMail } from "../../support/factories.ts";
import { bytesOf } from "../../support/written.ts";

let db: Database;
let world: ShopWithMail;
let ada: Context;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  world = await aShopWithMail(db);
  ada = await aMember(world.ctx);
});

const save = (body: string, version = 0, who = ada, kind: "reply" | "note" = "reply") =>
  saveDraft(who, { conversationId: world.ids.conversationId, kind, body, version });
const bodies = async (who = ada) =>
  Object.fromEntries((await findDrafts(who, world.ids.conversationId)).map(({ kind, body }) => [kind, body]));
const lastSeen = () => ({ conversationId: world.ids.conversationId, lastSeenMessageId: world.ids.messageId });

describe("a draft", () => {
  test("is there on every device of its author, and nobody else's", async () => {
    const first = await save("Hi Mia");
    await save("Hi Mia, it is", first.version);
    await save("Ask Bo", 0, ada, "note");
    expect(await bodies()).toEqual({ reply: "Hi Mia, it is", note: "Ask Bo" });
    expect(await bodies(await aMember(world.ctx))).toEqual({});
  });

  test("announces nothing: others neither see it nor are woken by it", async () => {
    const before = await headSeq(world.ctx);
    const { version } = await save("Hi");
    await save("Hi Mia", version);
    expect(await headSeq(world.ctx)).toBe(before);
  });

  test("saved by two windows at once: one text is kept, the other window is told what it is", async () => {
    const { version } = await save("Hi");
    const both = await Promise.allSettled([save("Hi Mia", version), save("Hello", version)]);
    const kept = both.find((one) => one.status === "fulfilled")!;
    const refused = both.find((one) => one.status === "rejected")!;
    expect(refused.reason).toMatchObject({
      code: "conflict",
      details: { reason: "changed_meanwhile", draft: { body: kept.value.body, version: kept.value.version } },
    });
    expect(await bodies()).toEqual({ reply: kept.value.body });
  });

  test("begun by two windows at once: one text is kept, the other window is told", async () => {
    for (let round = 0; round < 5; round++) {
      const both = await Promise.allSettled([save("Hi Mia"), save("Hello")]);
      expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      await discardDraft(ada, { conversationId: world.ids.conversationId, kind: "reply" });
    }
  });

  test("saved again with the same text is the same draft, also when the first answer was lost", async () => {
    const first = await save("Hi");
    const second = await save("Hi Mia", first.version);
    expect(await save("Hi Mia", first.version)).toEqual(second);
    expect(await save("Hi Mia")).toEqual(second);
  });

  test("that was sent is never written over by a window that did not see it", async () => {
    const { version } = await save("Hi");
    await reply(ada, { ...lastSeen(), body: "Hi" });
    expect(await bodies()).toEqual({});
    await expect(save("Hi Mia", version)).rejects.toMatchObject({ details: { draft: null } });
    const next = await save("One thing more");
    expect(next.version).toBeGreaterThan(version);
    await expect(save("Hi Mia", version)).rejects.toMatchObject({ details: { draft: { body: "One thing more" } } });
  });

  test("goes when its own kind is sent, and its author alone sends it", async () => {
    const bo = await aMember(world.ctx);
    await save("Reply");
    await save("Note", 0, ada, "note");
    await save("Bo's", 0, bo);
    await addNote(ada, { conversationId: world.ids.conversationId, body: "Note" });
    expect([await bodies(), await bodies(bo)]).toEqual([{ reply: "Reply" }, { reply: "Bo's" }]);
  });

  test("stays when sending is refused", async () => {
    await save("Hi");
    await reply(world.ctx, { ...lastSeen(), body: "I was faster" });
    await expect(reply(ada, { ...lastSeen(), body: "Hi" })).rejects.toMatchObject({ code: "conflict" });
    expect(await bodies()).toEqual({ reply: "Hi" });
  });

  test("keeps its files, names only those that are there, and gives them to the message", async () => {
    const { id } = await keepUpload(ada, { name: "a.txt", content: bytesOf("x") });
    const { conversationId } = world.ids;
    const gone = world.ids.conversationId;
    const draft = await saveDraft(ada, {
      conversationId,
      kind: "reply",
      body: "",
      attachmentIds: [id, gone],
      version: 0,
    });
    expect(draft.files.map((file) => file.id)).toEqual([id]);
    expect(await listDraftedUploads(world.ctx)).toEqual([id]);
    const message = await reply(ada, { ...lastSeen(), body: "Here", attachmentIds: [id] });
    expect(await getMessage(ada, message.id)).toBeTruthy();
    expect(await listDraftedUploads(world.ctx)).toEqual([]);
  });

  test("is refused to programs, to who may not answer, and in another workspace's conversation", async () => {
    await expect(save("Hi", 0, world.ctx)).rejects.toMatchObject({ code: "forbidden" });
    await expect(save("Hi", 0, await aMember(world.ctx, "observer"))).rejects.toMatchObject({ code: "forbidden" });
    const stranger = await aMember((await aShopWithMail(db)).ctx);
    await expect(save("Hi", 0, stranger)).rejects.toMatchObject({ code: "not_found" });
  });
});
