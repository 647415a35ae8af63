import { describe, expect, test } from "@jest/globals";
import type { Message, MessagePage } from "../../../web/agent/src/api/types.ts";
import { addMessage, mergeNewest } from "../../../web/agent/src/conversation/merge-newest.ts";

function message(id: string, state: Message["state"] = "received"): Message {
  return {
    id,
    conversationId: "k",
    kind: "reply",
    via: "web",
    author: { type: "member", id: "ada", name: "Ada" },
    from: null,
    to: [],
    cc: [],
    bcc: [],
    mentions: [],
    subject: "",
    text: id,
    hasHtml: false,
    attachments: [],
    state,
    failure: null,
    delivery: null,
    promotional: false,
    sendAt: null,
    canUndo: false,
    notice: null,
    why: { by: "written", as: null, messageId: null, conversationId: null, corrected: null, text: "Written here." },
    at: "2026-01-01T00:00:00.000Z",
  };
}
const page = (nextCursor: string | null, ...data: Message[]): MessagePage => ({ data, nextCursor });
const shape = (pages: readonly MessagePage[]) =>
  pages.map(({ data, nextCursor }) => [data.map(({ id }) => id), nextCursor]);

describe("the newest page, read again", () => {
  const loaded = [page("after 4", message("5"), message("4", "queued")), page("after 2", message("3"), message("2"))];

  test("puts new messages in front and leaves loaded pages alone", () => {
    const merged = mergeNewest(loaded, page("after 5", message("6"), message("5")));
    expect(shape(merged)).toEqual([
      [["6", "5", "4"], "after 4"],
      [["3", "2"], "after 2"],
    ]);
  });

  test("replaces what changed", () => {
    const merged = mergeNewest(loaded, page("after 4", message("5"), message("4", "sent")));
    expect(merged[0]?.data.map(({ state }) => state)).toEqual(["received", "sent"]);
  });

  test("forgets the older pages when messages between may be missing", () => {
    expect(shape(mergeNewest(loaded, page("after 8", message("9"), message("8"))))).toEqual([[["9", "8"], "after 8"]]);
  });
});

test("an accepted message never covers the newer state that came with an event", () => {
  const pages = [page(null, message("5", "sent"))];
  expect(addMessage(pages, message("5", "queued"))).toEqual(pages);
  expect(shape(addMessage(pages, message("6", "queued")))).toEqual([[["6", "5"], null]]);
});
