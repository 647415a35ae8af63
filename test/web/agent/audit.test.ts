import { expect, test } from "@jest/globals";
import type { AuditEntry } from "../../../web/agent/src/api/types.ts";
import { readFilters, toQuery, toSearch } from "../../../web/agent/src/audit/filters.ts";
import { changeText, sentenceOf, whyText } from "../../../web/agent/src/audit/sentence.ts";

const [adaId, benId] = ["0197aaaa-0000-7000-8000-00000000000a", "0197aaaa-0000-7000-8000-00000000000b"];
const conversation = { type: "conversation", id: "0197aaaa-0000-7000-8000-0000000000cc", name: "Where is it?" };

function entry(given: Partial<AuditEntry>): AuditEntry {
  const actor = { type: "member", id: adaId, name: "Ada" };
  const empty = { seq: 7, id: adaId, at: "2026-03-01T10:00:00Z", changes: [], cause: null, reason: null, sealed: true };
  return { ...empty, name: "conversation.closed", actor, subjects: [conversation], ...given };
}

const said = (given: Partial<AuditEntry>) =>
  sentenceOf(entry(given))
    .map(({ text }) => text)
    .join("");
const toBen = { field: "assignee", from: null, to: benId, fromName: null, toName: "Ben" };

test.each<[string, Partial<AuditEntry>]>([
  ["Ada closed “Where is it?”", {}],
  ["Ada assigned “Where is it?” to Ben", { name: "conversation.assigned", changes: [toBen] }],
  [
    "Ada assigned “Where is it?” to a former member",
    { name: "conversation.assigned", changes: [{ ...toBen, toName: null }] },
  ],
  [
    "Ada took “Where is it?” over from Ben",
    { name: "conversation.assigned", changes: [{ ...toBen, from: benId, fromName: "Ben", to: adaId, toName: "Ada" }] },
  ],
  [
    "Ada took Ben off “Where is it?”",
    { name: "conversation.assigned", changes: [{ ...toBen, from: benId, fromName: "Ben", to: null, toName: null }] },
  ],
  [
    "Ada gave “Where is it?” back",
    { name: "conversation.assigned", changes: [{ ...toBen, from: adaId, fromName: "Ada", to: null, toName: null }] },
  ],
  ["Ada assigned “Where is it?”", { name: "conversation.assigned" }],
  [
    "The AI agent drafted an answer in “Where is it?”",
    { name: "draft.written", actor: { type: "ai", id: "1", name: null } },
  ],
  [
    "A former member closed conversation 0000cc",
    { actor: { type: "member", id: "1", name: null }, subjects: [{ ...conversation, name: null }] },
  ],
  [
    "Parley looked a customer up in the shop",
    { name: "customer.looked_up", actor: { type: "system", id: null, name: "enrich" }, subjects: [] },
  ],
  [
    "Ada split off some thing -thing",
    { name: "some_thing.split_off", subjects: [{ type: "some_thing", id: "the-x-thing", name: null }] },
  ],
  [
    "API key (revoked) opened “Where is it?” for a customer",
    { name: "conversation.opened", actor: { type: "app", id: "1", name: null } },
  ],
])("%s", (sentence, given) => {
  expect(said(given)).toBe(sentence);
});

test("a customer's subject is a name, never markup or a template", () => {
  const subjects = [{ ...conversation, name: "{to} <b>x</b>" }];
  expect(sentenceOf(entry({ subjects })).at(-1)).toEqual({
    kind: "conversation",
    id: conversation.id,
    text: "“{to} <b>x</b>”",
  });
});

test("before, after and why are said in words", () => {
  const closed = { field: "status", from: "open", to: "closed", fromName: null, toName: null };
  expect(changeText(entry({ changes: [closed] }))).toBe("status: open → closed");
  expect(changeText(entry({ changes: [{ ...closed, field: "scopes", from: null }] }))).toBe("scopes: closed");
  const cause = { type: "event", id: "1", seq: 3, name: "message.received" };
  expect(whyText(entry({ cause }))).toBe("follows from “message received”, entry 3");
  expect(whyText(entry({ cause: { ...cause, type: "request", id: "trace-7" } }))).toBe("by request trace-7");
  expect(whyText(entry({ cause, reason: "duplicate" }))).toBe("duplicate");
});

test("filters in the address survive the way there and back; nonsense is left out", () => {
  const filters = { who: `member:${adaId}`, what: "message", since: "2026-03-01", until: "2026-03-01", about: adaId };
  expect(readFilters(new URLSearchParams(toSearch(filters)))).toEqual(filters);
  const { from, to, ...rest } = toQuery(filters);
  expect(rest).toEqual({ actorType: "member", actorId: adaId, event: "message", subjectId: adaId });
  expect(Date.parse(to!) - Date.parse(from!)).toBe(24 * 60 * 60 * 1000);
  expect(toQuery({ who: "nobody:x", since: "soon", until: "" })).toEqual({});
});
