import { z } from "zod";
import { listCurrencies } from "../../../domain/commerce/index.ts";
import {
  type FieldDefinition,
  mayAskForOrders,
  openFields,
  operatorsOf,
  presence,
} from "../../../domain/filters/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";

const fieldShape = z
  .object({
    name: z.string(),
    label: z.string(),
    kind: z.enum(["choice", "reference", "moment", "day", "number", "money", "text", "boolean"]),
    group: z
      .enum(["conversation", "customer", "orders"])
      .describe("What it is about. `orders`: what shops know of the customer; needs `orders:read`."),
    operators: z.array(
      z.object({ name: z.string(), takes: z.enum(["nothing", "one", "list"]).describe("What stands in `value`.") }),
    ),
    choices: z.array(z.object({ value: z.string(), label: z.string() })).describe("The words of a choice."),
    refers: z
      .enum(["member", "team", "tag", "customer", "connection"])
      .nullable()
      .describe("Of a reference: what its ids name. A member may also be `me`."),
    currencies: z
      .array(z.string())
      .describe("Of money: what the workspace's shops count in. A value is `{minor, currency}`, in its smallest unit."),
    archived: z.boolean(),
  })
  .meta({ id: "FilterField" });

export const listFilterFields = endpoint({
  method: "get",
  path: "/v1/filter-fields",
  scope: "conversations:read",
  summary: "List what conversations can be filtered by",
  description:
    "With what every workspace has, and its own custom fields. What is about orders is there for who may read them " +
    "(`orders:read`); a filter that asks for it is refused with 403 to others, and a view that does is not there for them.",
  tag: "Views",
  input: z.object({}),
  output: listOf(fieldShape),
  run: async (ctx) => {
    const mayAsk = mayAskForOrders(ctx);
    const currencies = mayAsk ? await listCurrencies(ctx) : [];
    const fields = [...(await openFields(ctx)).values()].filter(({ group }) => mayAsk || group !== "orders");
    return wholeList(fields, (field) => show(field, currencies));
  },
});

function show(field: FieldDefinition, known: readonly string[]): z.input<typeof fieldShape> {
  const { name, label, kind, group = "conversation", choices = [], refers = null, archived = false, optional } = field;
  const asking = Object.entries(operatorsOf(field)).map(([operator, { list }]) => ({
    name: operator,
    takes: list ? ("list" as const) : ("one" as const),
  }));
  const ofPresence = optional ? Object.keys(presence).map((one) => ({ name: one, takes: "nothing" as const })) : [];
  const currencies = kind === "money" ? [...known] : [];
  const operators = [...asking, ...ofPresence];
  return { name, label, kind, group, operators, choices: [...choices], refers, currencies, archived };
}
