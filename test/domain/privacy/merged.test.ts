import { beforeEach, expect, test } from "@jest/globals";
import { addNote, getConversation, listConversations } from "../../../src/domain/conversations/index.ts";
import {
  mergeConversation,
  moveMessage,
  splitConversation,
  undoCorrection,
} from "../../../src/domain/corrections/index.ts";
import { eraseCustomer } from "../../../src/domain/privacy/index.ts";
import { freshDatabase } from "../../support/database.ts";
import { dump, placesOf } from "../../support/dump.ts";
import { aMailbox, mia, stateOf, tick, tom } from "../corrections/threads.ts";
import { runErasures } from "./erasing.ts";

// One for each: every row of it is read.
let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  db = await freshDatabase();
});

/** Mia and Tom write of one matter, and somebody puts it together. */
async function bothWrote() {
  const box = await aMailbox(db);
  const { letter, answer, come, conversationOf } = box;
  await come(letter("mias", "mia 1"), letter("toms", "tom 1", { who: tom }), answer("mias", "to mia"));
  await come(letter("mias", "mia 2"));
  const [mias, toms] = [await conversationOf("mias"), await conversationOf("toms")];
  const { customerId } = await getConversation(box.ctx, mias);
  const erase = async () => {
    await eraseCustomer(box.ctx, { customerId, reason: "person_asked" });
    await runErasures(db);
  };
  return { ...box, mias, toms, erase };
}

const hers = ["mia 1", "mia 2", "to mia", mia.name, "mias"];

test("merged into another's conversation, what was hers goes, answers too, and the other's is as it was before", async () => {
  const { ctx, agent, mias, toms, erase, texts } = await bothWrote();
  await addNote(agent, { conversationId: toms, body: "of Tom" });
  const { messages, lastMessage, ...before } = await stateOf(ctx, toms);
  await mergeConversation(agent, { conversationId: mias, intoConversationId: toms });
  expect(await texts(toms)).toHaveLength(5);
  await erase();
  expect(await texts(toms)).toEqual(["tom 1", "of Tom"]);
  expect(await stateOf(ctx, toms)).toMatchObject({ ...before, messages });
  const left = (await dump(db)).filter(({ table }) => table !== "connections");
  expect(placesOf(left, hers)).toEqual([]);
});

test("another's conversation that was merged into hers comes back whole", async () => {
  const { ctx, agent, mias, toms, erase, texts } = await bothWrote();
  const { messages } = await stateOf(ctx, toms);
  await mergeConversation(agent, { conversationId: toms, intoConversationId: mias });
  await tick();
  const { id } = await addNote(agent, { conversationId: mias, body: "about both" });
  await splitConversation(agent, { conversationId: mias, messageIds: [id] });
  await erase();
  expect(await texts(toms)).toEqual(["tom 1"]);
  expect(await stateOf(ctx, toms)).toMatchObject({ status: "open", mergedIntoId: null, messages });
  expect(placesOf(await dump(db), hers)).toEqual([]);
});

test("what was split off hers and moved on to others stands there for itself, and can be moved again", async () => {
  const { agent, ctx, letter, come, conversationOf, messageOf, mias, toms, erase, texts } = await bothWrote();
  const cites = ["<mia-1@mail.example>"];
  await come(letter("mias", "to Tom too", { cc: [tom] }), letter("mias", "tom joins", { who: tom, cites }));
  await come(letter("third", "third 1", { who: tom }));
  const { id: messageId, conversationId } = await messageOf("tom joins");
  expect(conversationId).toBe(mias);
  const { id: moved } = await moveMessage(agent, { messageId, conversationId: toms });
  await erase();
  expect(await texts(toms)).toEqual(["tom 1", "tom joins"]);
  await expect(undoCorrection(agent, { correctionId: moved })).rejects.toMatchObject({ code: "not_found" });
  const third = await conversationOf("third");
  const again = await moveMessage(agent, { messageId, conversationId: third });
  expect(await texts(third)).toEqual(["tom joins", "third 1"]);
  await undoCorrection(agent, { correctionId: again.id });
  expect(await texts(toms)).toEqual(["tom 1", "tom joins"]);
  expect((await listConversations(ctx, { folder: "open", limit: 10 })).map(({ id }) => id).sort()).toEqual(
    [toms, third].sort(),
  );
});
