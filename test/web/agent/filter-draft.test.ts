import { describe, expect, test } from "@jest/globals";
import type { Filter, FilterField } from "../../../web/agent/src/api/types.ts";
import {
  type DraftCondition,
  emptyGroup,
  isIncomplete,
  newCondition,
  problemsByKey,
  replaceItem,
  toDraft,
  toFilter,
  withOperator,
} from "../../../web/agent/src/views/filter-draft.ts";

const open: Filter = { field: "status", operator: "is", value: "open" };
const tagged: Filter = { field: "tag", operator: "is_set" };
const status: FilterField = {
  ...{
    name: "status",
    label: "Status",
    kind: "choice",
    choices: [],
    refers: null,
    group: "conversation",
    currencies: [],
    archived: false,
  },
  operators: [
    { name: "is", takes: "one" },
    { name: "any_of", takes: "list" },
    { name: "is_set", takes: "nothing" },
  ],
};
const fields = new Map([["status", status]]);

test.each<[string, Filter]>([
  ["all of", { and: [open, tagged] }],
  ["any of", { or: [open, { and: [tagged] }] }],
  ["none of", { and: [{ not: { or: [open, tagged] } }] }],
  ["nothing", { and: [] }],
])("a kept filter comes out of the builder as it went in: %s", (_, filter) => {
  expect(toFilter(toDraft(filter)).filter).toEqual(filter);
});

test("a negated condition becomes a group of none, and a bare one a group of all", () => {
  expect(toFilter(toDraft({ not: open })).filter).toEqual({ not: { or: [open] } });
  expect(toFilter(toDraft(open)).filter).toEqual({ and: [open] });
});

test("what the server found wrong is shown at the item it is about, and at the whole when it is about no item", () => {
  const draft = toDraft({ and: [open, { not: { or: [tagged] } }] });
  const { keyAt } = toFilter(draft);
  const inner = draft.items[1]!;
  const deepest = inner.type === "group" ? inner.items[0]!.key : "";
  const said = problemsByKey(
    [
      { path: "and.0.value", message: "A" },
      { path: "and.1.not.or.0.field", message: "B" },
      { path: "", message: "C" },
    ],
    keyAt,
  );
  expect(Object.fromEntries(said)).toEqual({ [draft.items[0]!.key]: "A", [deepest]: "B", [draft.key]: "C" });
});

describe("a condition", () => {
  const condition: DraftCondition = newCondition(status);
  test("keeps its value from one to many and back, and drops it where there is none", () => {
    const chosen = { ...condition, operator: "is", value: "open" };
    const list = withOperator(chosen, status, "any_of");
    expect(list.value).toEqual(["open"]);
    expect(withOperator(list, status, "is").value).toBe("open");
    expect(withOperator(list, status, "is_set").value).toBeUndefined();
  });

  test("without a value is not asked for yet", () => {
    const group = { ...emptyGroup(), items: [condition] };
    expect(isIncomplete(group, fields)).toBe(true);
    expect(isIncomplete(replaceItem(group, condition.key, { ...condition, value: ["open"] }), fields)).toBe(false);
    expect(isIncomplete(replaceItem(group, condition.key, null), fields)).toBe(false);
  });
});
