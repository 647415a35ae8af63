import { and, asc, eq, ilike, or } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { products, productVariants } from "./tables.ts";

/** Whoever looks for more types more. */
export const mostVariants = 25;

interface FoundVariant {
  connectionId: string;
  /** The shop's own id: what a draft or an edit names. */
  externalId: string;
  product: string;
  /** The shop's own id of the product. */
  productId: string;
  title: string;
  sku: string | null;
  priceMinor: number;
  currency: string;
  available: boolean;
  imageUrl: string | null;
}

/** What a shop sells now, or all of them, by words of its name or by its number. */
export async function findVariants(
  ctx: Context,
  { connectionId, query }: { connectionId?: string | undefined; query: string },
): Promise<FoundVariant[]> {
  allow(ctx, "orders:read");
  const like = `%${query
    .trim()
    .replaceAll(/[\\%_]/g, "\\$&")
    .replaceAll(/\s+/g, "%")}%`;
  return read(ctx, (q) =>
    q
      .select({
        connectionId: productVariants.connectionId,
        externalId: productVariants.externalId,
        product: products.title,
        productId: products.externalId,
        title: productVariants.title,
        sku: productVariants.sku,
        priceMinor: productVariants.priceMinor,
        currency: products.currency,
        available: productVariants.available,
        imageUrl: productVariants.imageUrl,
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
          or(ilike(products.title, like), ilike(productVariants.title, like), ilike(productVariants.sku, like)),
        ),
      )
      .orderBy(asc(products.title), asc(productVariants.place), asc(productVariants.id))
      .limit(mostVariants),
  );
}
