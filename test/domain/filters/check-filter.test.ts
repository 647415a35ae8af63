import { beforeAll, describe, expect, test } from "@jest/globals";
import { checkFilter, type Fields, type FilterProblem, openFields } from "../../../src/domain/filters/index.ts";
import { AppError } from "../../../src/platform/errors.ts";
import { testDatabase } from "../../support/database.ts";
import { aWorkspace } from "../../support/factories.ts";

let fields: Fields;
beforeAll(async () => {
  fields = await openFields(await aWorkspace(await testDatabase()));
});

function problemsOf(filter: unknown): FilterProblem[] {
  try {
    checkFilter(filter, fields);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error).toMatchObject({ code: "invalid_input", details: { reason: "filter" } });
    return error.details?.problems as FilterProblem[];
  }
}

const open = { field: "status", operator: "is", value: "open" };
const nested = (levels: number): unknown => (levels === 0 ? open : { not: nested(levels - 1) });
const worth = (value: unknown) => ({ field: "customer.lifetime_value", operator: "at_least", value });
const waiting = (value: unknown) => ({ and: [{ field: "waiting_since", operator: "before", value }] });

test("a view with 200 conditions is refused, with the limit named", () => {
  const filter = { or: Array.from({ length: 200 }, () => open) };
  expect(problemsOf(filter)).toEqual([{ path: "", message: "A filter has at most 50 conditions" }]);
  expect(problemsOf({ or: Array.from({ length: 50 }, () => open) })).toEqual([]);
});

test("groups in groups end at five, and nesting without end costs nothing", () => {
  expect(problemsOf(nested(5))).toEqual([]);
  expect(problemsOf(nested(6))).toEqual([
    { path: "not.not.not.not.not.not", message: "Groups stand in each other at most 5 deep" },
  ]);
  let deep: unknown = open;
  for (let n = 0; n < 100_000; n++) deep = { and: [deep] };
  expect(problemsOf(deep)).toHaveLength(1);
});

describe("what is wrong is said with its path", () => {
  test.each<[string, unknown, string, RegExp]>([
    [
      "an unknown field",
      { and: [open, { field: "statuss", operator: "is", value: "x" }] },
      "and.1.field",
      /mean “status”/,
    ],
    ["a field of a prototype", { field: "__proto__", operator: "is" }, "field", /no field “__proto__”/],
    [
      "an unknown operator",
      { field: "status", operator: "like", value: "x" },
      "operator",
      /is, is_not, any_of, none_of$/,
    ],
    ["an operator of a prototype", { field: "status", operator: "constructor" }, "operator", /cannot be asked/],
    ["a word that is none of the choices", { field: "status", operator: "is", value: "opn" }, "value", /open, waiting/],
    ["no value", { field: "status", operator: "is" }, "value", /./],
    ["a value where none belongs", { field: "assignee", operator: "is_set", value: 1 }, "value", /takes no value/],
    ["is_set of what is always set", { field: "status", operator: "is_set" }, "operator", /cannot be asked/],
    ["an empty list", { field: "status", operator: "any_of", value: [] }, "value", /At least one/],
    ["a list of 101", { field: "status", operator: "any_of", value: Array(101).fill("open") }, "value", /At most 100/],
    ["a wrong one in a list", { field: "status", operator: "any_of", value: ["open", "x"] }, "value.1", /no “x”/],
    ["an id that is none", { field: "assignee", operator: "is", value: "you" }, "value", /An id/],
    ["“me” as a tag", { field: "tag", operator: "any_of", value: ["me"] }, "value.0", /An id/],
    ["an amount without a currency", worth(5000), "value", /with its currency/],
    ["an amount in a currency that is none", worth({ minor: 1, currency: "eur" }), "value.currency", /EUR/],
    ["half a cent", worth({ minor: 0.5, currency: "EUR" }), "value.minor", /smallest unit/],
    ["an amount that is not", { field: "customer.lifetime_value", operator: "is", value: 1 }, "operator", /at_least/],
    ["a tag that is nothing", { field: "last_order.tags", operator: "any_of", value: [" "] }, "value.0", /Some text/],
    ["a number as text", { field: "message_count", operator: "is", value: "3" }, "value", /number/],
    ["text with NUL", { field: "subject", operator: "contains", value: "a\0" }, "value", /NUL/],
    [
      "a time zone that does not exist",
      waiting({ day: "2026-03-01", timeZone: "Mars/Base" }),
      "and.0.value.timeZone",
      /Mars/,
    ],
    ["an offset as a time zone", waiting({ day: "2026-03-01", timeZone: "+01:00" }), "and.0.value.timeZone", /Oslo/],
    ["a day that does not exist", waiting({ day: "2026-02-30", timeZone: "UTC" }), "and.0.value.day", /calendar/],
    ["a moment without an offset", waiting({ at: "2026-02-03T10:00:00" }), "and.0.value.at", /offset/],
    ["a moment of no form", waiting("yesterday"), "and.0.value", /A moment is/],
    ["an unknown unit", waiting({ ago: 2, unit: "years" }), "and.0.value.unit", /weeks/],
    ["a negative amount", waiting({ ago: -2, unit: "hours" }), "and.0.value.ago", /./],
    ["something beside a moment", waiting({ ago: 2, unit: "hours", at: 1 }), "and.0.value.at", /./],
    ["a group with two names", { and: [open], or: [open] }, "", /A filter is/],
    ["a group that is no list", { and: open }, "and", /A list/],
    ["text", "status is open", "", /A filter is/],
    ["nothing", undefined, "", /A filter is/],
    ["a list", [open], "", /A filter is/],
    ["something beside a condition", { ...open, sql: "1=1" }, "", /./],
  ])("%s", (_, filter, path, message) => {
    const [first] = problemsOf(filter);
    expect(first?.path).toBe(path);
    expect(first?.message).toMatch(message);
  });
});
