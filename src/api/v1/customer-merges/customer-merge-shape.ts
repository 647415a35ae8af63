import { z } from "zod";
import { type CustomerMerge, explainSignals, namesOfCustomers } from "../../../domain/customer-merges/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { correctionBy } from "../corrections/correction-shape.ts";

export const signals = z
  .array(z.enum(["same_shop_customer", "shop_email", "shop_phone"]))
  .describe("What speaks for the two being one person.");
const named = z.object({ id: z.uuid(), name: z.string() });

export const customerMergeShape = z
  .object({
    id: z.uuid(),
    from: named,
    to: named.describe("The one that stays."),
    signals,
    text: z.string().describe("The signals, as a person says them; empty when there were none."),
    by: correctionBy,
    at: z.iso.datetime(),
    undone: z.object({ by: correctionBy, at: z.iso.datetime() }).nullable(),
  })
  .meta({ id: "CustomerMerge" });

export async function showCustomerMerges(
  ctx: Context,
  rows: readonly CustomerMerge[],
): Promise<(row: CustomerMerge) => z.input<typeof customerMergeShape>> {
  const names = await namesOfCustomers(
    ctx,
    rows.flatMap((row) => [row.fromCustomerId, row.toCustomerId]),
  );
  const person = (id: string) => ({ id, name: names.get(id) ?? "" });
  return (row) => ({
    id: row.id,
    from: person(row.fromCustomerId),
    to: person(row.toCustomerId),
    signals: row.signals,
    text: explainSignals(row.signals),
    by: row.by,
    at: row.createdAt.toISOString(),
    undone: row.undoneAt && row.undoneBy ? { by: row.undoneBy, at: row.undoneAt.toISOString() } : null,
  });
}

export async function showCustomerMerge(ctx: Context, row: CustomerMerge): Promise<z.input<typeof customerMergeShape>> {
  return (await showCustomerMerges(ctx, [row]))(row);
}
