import { allow } from "../access/index.ts";
import type { Context } from "../workspaces/index.ts";
import { previewErasure } from "./erase-customer.ts";
import { findErasure, type Holdings } from "./queries.ts";
import type { ErasureRow } from "./tables.ts";

/**
 * How far the erasure of a customer is, also when she is gone; before anybody asked for one, what it would take.
 * @throws NotFound for an unknown customer, also when she is another workspace's.
 */
export async function getErasure(
  ctx: Context,
  { customerId }: { customerId: string },
): Promise<{ erasure: ErasureRow } | { found: Holdings }> {
  allow(ctx, "customers:erase");
  const erasure = await findErasure(ctx, customerId);
  return erasure ? { erasure } : { found: await previewErasure(ctx, { customerId }) };
}
