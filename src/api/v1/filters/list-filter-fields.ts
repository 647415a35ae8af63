import { z } from "zod";
import { type FieldDefinition, openFields, operatorsOf, presence } from "../../../domain/filters/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";

const fieldShape = z
  .object({
    name: z.string(),
    label: z.string(),
    kind: z.enum(["choice", "reference", "moment", "day", "number", "text", "boolean"]),
    operators: z.array(
      z.object({ name: z.string(), takes: z.enum(["nothing", "one", "list"]).describe("What stands in `value`.") }),
    ),
    choices: z.array(z.object({ value: z.string(), label: z.string() })).describe("The words of a choice."),
    refers: z
      .enum(["member", "team", "tag", "customer", "connection"])
      .nullable()
      .describe("Of a reference: what its ids name. A member may also be `me`."),
    archived: z.boolean(),
  })
  .meta({ id: "FilterField" });

export const listFilterFields = endpoint({
  method: "get",
  path: "/v1/filter-fields",
  scope: "conversations:read",
  summary: "List what conversations can be filtered by",
  description: "With what every workspace has, and its own custom fields.",
  tag: "Views",
  input: z.object({}),
  output: listOf(fieldShape),
  run: async (ctx) => wholeList([...(await openFields(ctx)).values()], show),
});

function show(field: FieldDefinition): z.input<typeof fieldShape> {
  const { name, label, kind, choices = [], refers = null, archived = false, optional } = field;
  const asking = Object.entries(operatorsOf(field)).map(([operator, { list }]) => ({
    name: operator,
    takes: list ? ("list" as const) : ("one" as const),
  }));
  const ofPresence = optional ? Object.keys(presence).map((one) => ({ name: one, takes: "nothing" as const })) : [];
  return { name, label, kind, operators: [...asking, ...ofPresence], choices: [...choices], refers, archived };
}
