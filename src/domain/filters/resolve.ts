import { AppError } from "../../platform/errors.ts";
import { type Condition, conditionsOf, type Filter } from "./ast.ts";
import type { Fields } from "./check-filter.ts";
import type { FieldDefinition } from "./fields.ts";
import type { Operator, Scalar } from "./kinds.ts";
import { type MomentValue, resolveMoment } from "./moments.ts";
import type { MoneyValue } from "./values.ts";

/** What the words of a filter depend on: the clock, and who "me" is. Null: nobody, which fits no row. */
export interface Moment {
  now: Date;
  me: string | null;
}

/** @throws AppError("conflict") with `details.reason` "broken_filter". */
function fieldOf(fields: Fields, name: string): FieldDefinition {
  const field = fields.get(name);
  if (field) return field;
  throw new AppError("conflict", `This filter asks for “${name}”, which no longer exists: mend it first`, {
    details: { reason: "broken_filter", field: name },
  });
}

/** The field as a condition asks for it. @throws as `fieldOf`. */
export function askedField(fields: Fields, { field: name, value }: Condition): FieldDefinition {
  const field = fieldOf(fields, name);
  if (!field.inCurrency || value === undefined) return field;
  // Its shape was checked by `checkFilter`.
  return { ...field, ...field.inCurrency((value as MoneyValue).currency) };
}

const nobody = "00000000-0000-0000-0000-000000000000";

/** The values a condition asks for, as they are compared at this moment. */
export function wantedOf(
  { value }: Condition,
  field: FieldDefinition,
  { list }: Pick<Operator, "list">,
  { now, me }: Moment,
): Scalar[] {
  // Their shapes were checked by `checkFilter`.
  return (list ? (value as unknown[]) : [value]).map((one) => {
    if (field.kind === "moment") return resolveMoment(one as MomentValue, now).getTime();
    if (field.kind === "money") return (one as MoneyValue).minor;
    if (field.kind === "reference" && one === "me") return me ?? nobody;
    if (field.keyOf) return field.keyOf(String(one).trim());
    return field.kind === "reference" ? String(one).toLowerCase() : (one as Scalar);
  });
}

/** Whether its answer depends on who asks. */
export function asksForMe(filter: Filter): boolean {
  return conditionsOf(filter).some(({ condition: { field, value } }) => {
    return field === "assignee" && [value].flat().includes("me");
  });
}
