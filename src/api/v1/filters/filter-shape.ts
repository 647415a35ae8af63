import { z } from "zod";
import { bounds } from "../../../domain/filters/index.ts";

const ref = { $ref: "#/components/schemas/Filter" };
const group = (name: "and" | "or") => ({
  type: "object",
  properties: { [name]: { type: "array", items: ref } },
  required: [name],
  additionalProperties: false,
});

/**
 * Read by the domain, which knows the fields of the workspace and says what is wrong where. What is given may be nested
 * for ever, so nothing here goes down into it.
 */
export const filterShape = z
  .unknown()
  .refine((given) => given !== undefined, "A filter is needed")
  .meta({
    id: "Filter",
    description:
      "Conditions joined by groups that stand in each other: `{and: […]}`, `{or: […]}`, `{not: …}`. The fields, with the " +
      "operators and values each takes, are at `GET /v1/filter-fields`. " +
      `At most ${bounds.conditions} conditions, groups ${bounds.depth} deep, lists of ${bounds.values} values. ` +
      "A moment is `{at}`, `{day, timeZone}`, `{ago, unit}`, `{ahead, unit}` or `{startOf, timeZone, plus}`, time zones " +
      "by their IANA names. An amount is `{minor, currency}`, in its smallest unit. A field without a value fits only what is negated: `is_not`, `none_of`, `contains_not`.",
    example: {
      and: [
        { field: "status", operator: "is", value: "open" },
        { field: "waiting_since", operator: "before", value: { ago: 2, unit: "hours" } },
      ],
    },
    anyOf: [
      group("and"),
      group("or"),
      { type: "object", properties: { not: ref }, required: ["not"], additionalProperties: false },
      {
        type: "object",
        properties: { field: { type: "string" }, operator: { type: "string" }, value: {} },
        required: ["field", "operator"],
        additionalProperties: false,
      },
    ],
  });

export const filterProblems =
  "422 with `details.reason` = `filter` for one that cannot be answered; `details.problems` says what is wrong where.";
