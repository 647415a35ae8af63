import { and, eq } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import type { TxContext } from "../events/index.ts";
import { products, productVariants } from "./tables.ts";

/**
 * A variant that a shop sells, as it is there until the transaction ends: whoever writes it waits. By the shop's own id.
 * @throws NotFound
 */
export async function holdVariant(
  tx: TxContext,
  { connectionId, variantId }: { connectionId: string; variantId: string },
): Promise<{ product: string; variant: string; available: boolean }> {
  allow(tx, "orders:read");
  const [row] = await tx.q
    .select({ product: products.title, variant: productVariants.title, available: productVariants.available })
    .from(productVariants)
    .innerJoin(
      products,
      and(eq(products.workspaceId, productVariants.workspaceId), eq(products.id, productVariants.productId)),
    )
    .where(
      and(
        eq(productVariants.workspaceId, tx.workspaceId),
        eq(productVariants.connectionId, connectionId),
        eq(productVariants.externalId, variantId),
        eq(products.status, "active"),
      ),
    )
    .for("share", { of: productVariants });
  if (!row) throw new NotFound("Variant", variantId);
  return row;
}
