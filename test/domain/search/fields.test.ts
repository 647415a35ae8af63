import { beforeAll, expect, test } from "@jest/globals";
import {
  addNote,
  assignConversation,
  closeConversation,
  listConversations,
  markSpam,
} from "../../../src/domain/conversations/index.ts";
import { createTag, tagConversation } from "../../../src/domain/tags/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { aMember } from "../../support/factories.ts";
import { aShop, type Shop } from "./shop.ts";

let shop: Shop;
let ada: Context;
const ids: Record<string, string> = {};
beforeAll(async () => {
  shop = await aShop();
  ada = await aMember(shop.ctx, "agent", "Ada Holm");
  await aMember(shop.ctx, "agent", "Bo Lund");
  await shop.mail(
    { subject: "new", text: "A candle", sentAt: new Date("2026-11-20T10:00:00Z") },
    { subject: "old", text: "A candle", sentAt: new Date("2024-02-29T10:00:00Z") },
    { subject: "closed", text: "A candle", sentAt: new Date("2026-10-31T23:59:00Z") },
    { subject: "spam", text: "A cheap candle", sentAt: new Date("2026-11-01T00:00:00Z") },
  );
  for (const row of await listConversations(shop.ctx, { folder: "open", limit: 10 })) ids[row.subject] = row.id;
  const of = (subject: string) => ({ conversationId: ids[subject]! });
  await closeConversation(ada, of("closed"));
  await markSpam(ada, { ...of("spam"), spam: true });
  await assignConversation(ada, { ...of("new"), memberId: ada.actor.type === "member" ? ada.actor.id : null });
  const { id: tagId } = await createTag(shop.ctx, { name: "Éclair", color: "red" });
  await tagConversation(shop.ctx, { ...of("old"), tagId });
  await addNote(ada, { ...of("old"), body: "He is a wax enthusiast" });
  await shop.index();
});

test.each([
  ["candle status:closed", ["closed"]],
  ["status:closed", ["closed"]],
  ["is:open assignee:me", ["new"]],
  ["assignee:ada candle", ["new"]],
  ['assignee:"Ada Holm"', ["new"]],
  ["candle assignee:none is:open", ["old"]],
  ["is:unassigned is:open", ["old"]],
  ["tag:eclair", ["old"]],
  ["tag:Éclair candle", ["old"]],
  ["-tag:eclair is:open", ["new"]],
  ["candle before:2025", ["old"]],
  ["candle before:2026-11-01", ["closed", "old"]],
  ["candle after:2026-11", ["new"]],
  ["after:2024-02-29 before:2024-03 candle", ["old"]],
  ["candle after:2026-11-20T09:00Z", ["new"]],
  ["is:spam", ["spam"]],
  ["is:spam cheap", ["spam"]],
  ["cheap", []],
  ["is:note", ["old"]],
  ["is:note wax", ["old"]],
  ["is:reply wax", []],
  ["channel:email priority:normal status:closed", ["closed"]],
  ["channel:sms", []],
  ["has:attachment", []],
])("%s", async (query, subjects) => {
  expect(await shop.names(query, { type: "conversation", as: ada })).toEqual(subjects);
});

test.each([
  ["status:opne", 0, 11, "status: is one of open, waiting, closed"],
  ["candle frm:mia", 7, 7, "There is no field frm:"],
  ["candle before:yesterday", 7, 16, "before: takes a date"],
  ["before:2026-02-30", 0, 17, "before: takes a date"],
  ["tag:nothing", 0, 11, "There is no tag “nothing”"],
  ["assignee:nobody", 0, 15, "There is no colleague “nobody”"],
  ["team:nobody", 0, 11, "There is no team “nobody”"],
  ['a "b', 2, 2, "A quote is opened and not closed"],
  ["from: mia", 0, 5, "from: needs a value directly after the colon"],
  ["-before:2026", 0, 12, "-before: says nothing"],
  ["-candle", 0, 7, "Say also what to look for"],
])("%s is refused, and the place is named", async (query, position, length, message) => {
  await expect(shop.find(query, { as: ada })).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining(message),
    details: { reason: "query", position, length },
  });
});

test.each(["Re: candle", "https://shop.example/candle", "10:30", "Fwd: a candle", "candle:"])(
  "what only looks like a field is text: %s",
  async (query) => {
    await expect(shop.find(query)).resolves.toBeDefined();
  },
);

test("a conversation that changed a moment ago is found by what it is now", async () => {
  await shop.mail({ subject: "quick", text: "A quick question", sentAt: new Date("2026-11-21T10:00:00Z") });
  const [hit] = await shop.find("quick is:open");
  await closeConversation(ada, { conversationId: hit!.id });
  expect(await shop.names("quick is:open")).toEqual([]);
  expect(await shop.names("quick is:closed")).toEqual(["quick"]);
});
