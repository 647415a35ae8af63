import { allow } from "../access/index.ts";
import type { Context } from "../workspaces/index.ts";
import { conditionsOf, type Filter } from "./ast.ts";
import { commerceFields } from "./commerce-fields.ts";

const names: ReadonlySet<string> = new Set(commerceFields.map(({ name }) => name));

/** Whether its answer depends on what shops know of the customer. */
export function asksForOrders(filter: Filter): boolean {
  return conditionsOf(filter).some(({ condition }) => names.has(condition.field));
}

/** Whoever may not read orders learns nothing of them by asking which conversations fit, either. */
export function mayAskForOrders({ permissions }: Pick<Context, "permissions">): boolean {
  return permissions === "all" || permissions.has("orders:read");
}

/** @throws AppError("forbidden") for a filter whose answer would tell what the actor may not read. */
export function allowFilter(ctx: Context, filter: Filter): void {
  if (asksForOrders(filter)) allow(ctx, "orders:read");
}
