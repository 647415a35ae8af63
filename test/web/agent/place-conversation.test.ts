import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Conversation, ConversationPage } from "../../../web/agent/src/api/types.ts";
import { placeConversation } from "../../../web/agent/src/inbox/place-conversation.ts";
import { belongs } from "../../../web/agent/src/inbox/tabs.ts";

function conversation(id: string, minute: number, fields: Partial<Conversation> = {}): Conversation {
  const at = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
  return {
    id,
    subject: id,
    channel: "email",
    status: "open",
    ...{ ownStatus: null, firstReplyAt: null, lastInboundAt: null, lastOutboundAt: null },
    ...{ continuesId: null, continuedById: null, mergedIntoId: null },
    snoozedUntil: null,
    priority: "normal",
    folder: "open",
    customer: { id: "c", name: "Mia Berg", email: null },
    assignee: null,
    team: null,
    lastMessage: { id: `${id} ${minute}`, kind: "customer", preview: "", at },
    waitingSince: null,
    messageCount: 1,
    hasDraft: false,
    tagIds: [],
    unread: false,
    createdAt: at,
    ...fields,
  };
}
const page = (nextCursor: string | null, ...data: Conversation[]): ConversationPage => ({ data, nextCursor });
const ids = (pages: readonly ConversationPage[]) => pages.map(({ data }) => data.map(({ id }) => id));

describe("a changed conversation in a list", () => {
  const pages = [page("x", conversation("a", 50), conversation("b", 40)), page("y", conversation("c", 30))];

  test("moves up when something was said in it", () => {
    expect(ids(placeConversation(pages, conversation("c", 60), true))).toEqual([["c", "a", "b"], []]);
  });

  test("leaves the list when it no longer belongs", () => {
    expect(ids(placeConversation(pages, conversation("a", 50, { folder: "closed" }), false))).toEqual([["b"], ["c"]]);
  });

  test("below the last loaded row it waits for its page, unless that is the end of the list", () => {
    expect(ids(placeConversation(pages, conversation("d", 1), true))).toEqual([["a", "b"], ["c"]]);
    expect(ids(placeConversation([page(null, conversation("a", 50))], conversation("d", 1), true))).toEqual([
      ["a", "d"],
    ]);
    expect(ids(placeConversation([page(null)], conversation("d", 1), true))).toEqual([["d"]]);
  });

  test("any sequence of changes leaves the list as the server would sort it", () => {
    const change = fc.record({ id: fc.constantFrom("a", "b", "c", "d", "e"), minute: fc.integer({ min: 0, max: 9 }) });
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const latest = new Map<string, Conversation>();
        let list: ConversationPage[] = [page(null)];
        for (const { id, minute } of changes) {
          latest.set(id, conversation(id, minute));
          list = placeConversation(list, conversation(id, minute), true);
        }
        const sorted = [...latest.values()].sort(
          (x, y) => y.lastMessage.at.localeCompare(x.lastMessage.at) || y.id.localeCompare(x.id),
        );
        expect(ids(list).flat()).toEqual(sorted.map(({ id }) => id));
      }),
    );
  });
});

test("the tabs ask here what they ask of the server", () => {
  const mine = conversation("a", 1, { assignee: { id: "ada", name: "Ada" } });
  const closed = conversation("b", 1, { folder: "closed", assignee: { id: "ada", name: "Ada" } });
  const tabsOf = (row: Conversation, id: string) =>
    (["open", "mine", "unassigned", "teams", "closed"] as const).filter((tab) =>
      belongs(tab, row, { id, teamIds: ["support"] }),
    );
  expect(tabsOf(conversation("c", 1), "ada")).toEqual(["open", "unassigned"]);
  expect(tabsOf(mine, "ada")).toEqual(["open", "mine"]);
  expect(tabsOf(mine, "bo")).toEqual(["open"]);
  expect(tabsOf(closed, "ada")).toEqual(["closed"]);
  expect(tabsOf({ ...mine, team: { id: "support", name: "" } }, "bo")).toEqual(["open", "teams"]);
  expect(tabsOf({ ...mine, team: { id: "returns", name: "" } }, "bo")).toEqual(["open"]);
});
