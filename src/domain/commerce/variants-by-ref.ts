import { and, eq, inArray, sql } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { products, productVariants } from "./tables.ts";

interface SoldVariant {
  connectionId: string;
  externalId: string;
  available: boolean;
  /** Null: the shop does not count it. */
  inventory: number | null;
  product: string;
  variant: string;
}

/** Variants that a shop sells now (or any, where none is named), by the end of their own id: "44012345" of "gid://shopify/ProductVariant/44012345". */
export async function variantsByRef(
  ctx: Context,
  { connectionId, refs }: { connectionId?: string; refs: readonly string[] },
): Promise<Map<string, SoldVariant>> {
  allow(ctx, "orders:read");
  if (refs.length === 0) return new Map();
  const end = sql<string>`regexp_replace(${productVariants.externalId}, '^.*/', '')`;
  const { connectionId: shop, externalId, available, inventory } = productVariants;
  const rows = await read(ctx, (q) =>
    q
      .select({
        ...{ ref: end, connectionId: shop, externalId, available, inventory },
        ...{ product: products.title, variant: productVariants.title },
      })
      .from(productVariants)
      .innerJoin(
        products,
        and(eq(products.workspaceId, productVariants.workspaceId), eq(products.id, productVariants.productId)),
      )
      .where(
        and(
          eq(productVariants.workspaceId, ctx.workspaceId),
          connectionId === undefined ? undefined : eq(productVariants.connectionId, connectionId),
          eq(products.status, "active"),
          inArray(end, [...refs]),
        ),
      ),
  );
  return new Map(rows.map(({ ref, ...variant }) => [ref, variant]));
}
