import { describe, expect, test } from "@jest/globals";
import { type ActionChoice, choicesOf, narrow } from "../../../web/agent/src/bulk/action-choices.ts";
import { everything, extend, nothing, toggle, visible } from "../../../web/agent/src/bulk/selection.ts";
import { wholeList } from "../../../web/agent/src/bulk/whole-list.ts";

const rows = ["a", "b", "c", "d", "e"];
const chosen = (selection: typeof nothing, shown = rows) => visible(selection, shown).join("");

describe("choosing rows", () => {
  test("one by one, and out again", () => {
    const two = toggle(toggle(nothing, "b", rows), "d", rows);
    expect([chosen(two), chosen(toggle(two, "b", rows))]).toEqual(["bd", "d"]);
  });

  test("a stretch, upwards and downwards, beside what is chosen already", () => {
    const one = toggle(toggle(nothing, "a", rows), "d", rows);
    expect([chosen(extend(one, "c", rows)), chosen(extend(one, "e", rows))]).toEqual(["acd", "ade"]);
    expect(chosen(extend(extend(one, "c", rows), "b", rows))).toBe("abcd");
  });

  test("a row that leaves the list is not acted upon, and a stretch from where it was begins anew", () => {
    const two = toggle(toggle(nothing, "b", rows), "d", rows);
    const left = ["a", "b", "c", "e"];
    expect([chosen(two, left), chosen(extend(two, "c", left), left)]).toEqual(["b", "bc"]);
  });

  test("everything is by name while it is loaded, and what the list asks for otherwise; without one it is the rest", () => {
    expect([everything(rows, true).all, everything(rows, false).all]).toEqual([false, true]);
    expect(
      everything(
        Array.from({ length: 1001 }, (_, n) => String(n)),
        true,
      ).all,
    ).toBe(true);
    const others = toggle(everything(rows, false), "c", rows);
    expect([others.all, chosen(others)]).toEqual([false, "abde"]);
  });
});

test("a whole list is asked for as the list itself is", () => {
  const viewId = "01970000-0000-7000-8000-000000000000";
  expect(wholeList(`view-${viewId}`, [])).toEqual({ viewId });
  const open = { field: "folder", operator: "is", value: "open" };
  expect(wholeList("spam", [])).toEqual({ filter: { and: [{ ...open, value: "spam" }] } });
  expect(wholeList("mine", [])).toEqual({
    filter: { and: [open, { field: "assignee", operator: "is", value: "me" }] },
  });
  expect(wholeList("unassigned", [])).toEqual({
    filter: { and: [open, { field: "assignee", operator: "is_not_set" }] },
  });
  expect(wholeList("teams", ["t1"])).toEqual({
    filter: { and: [open, { field: "team", operator: "any_of", value: ["t1"] }] },
  });
});

test("actions are found by any words of theirs in any order, those of the open group first", () => {
  const choices = choicesOf({
    selfId: "1",
    members: [
      { id: "1", name: "Ada Holm", role: "owner" },
      { id: "2", name: "Zoë Lund", role: "agent" },
      { id: "3", name: "Olga Vik", role: "observer" },
    ],
    teams: [{ id: "t", name: "Returns" }],
    tags: [{ id: "g", name: "Refund" }],
    fields: [],
    times: [],
    statuses: [],
  });
  const labels = (found: readonly ActionChoice[]) => found.map(({ label }) => label);
  expect(labels(narrow(choices, "assign", ""))).toEqual([
    "Assign to me",
    "Assign to Zoë Lund",
    "Move to the team Returns",
    "Assign to nobody",
    "Take out of the team",
  ]);
  expect(labels(narrow(choices, "assign", "zoe assign"))).toEqual(["Assign to Zoë Lund"]);
  expect(labels(narrow(choices, "assign", "ref"))).toEqual(["Tag Refund", "Take off Refund"]);
  expect(labels(narrow(choices, "tag", "t"))[0]).toBe("Tag Refund");
});
