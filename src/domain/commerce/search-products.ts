import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { products, productVariants } from "./tables.ts";

const mostWords = 6;
const mostFound = 12;

interface OfferedVariant {
  connectionId: string;
  externalId: string;
  product: string;
  /** The shop's own id of the product. */
  productId: string;
  variant: string;
  priceMinor: number;
  currency: string;
  available: boolean;
  /** Null: the shop does not count it. */
  inventory: number | null;
  /** The product's page. */
  url: string | null;
}

/**
 * What the shops sell now that has every one of these words in its name, variant, kind, maker, tags, number or
 * description. What can be bought comes first.
 */
export async function searchProducts(ctx: Context, query: string): Promise<OfferedVariant[]> {
  allow(ctx, "orders:read");
  const words = query.trim().split(/\s+/).filter(Boolean).slice(0, mostWords);
  const { connectionId, externalId, priceMinor, available, inventory, title: variant } = productVariants;
  const { title: product, externalId: productId, currency, url } = products;
  return read(ctx, (q) =>
    q
      .select({
        connectionId,
        externalId,
        product,
        productId,
        variant,
        priceMinor,
        currency,
        available,
        inventory,
        url,
      })
      .from(productVariants)
      .innerJoin(
        products,
        and(eq(products.workspaceId, productVariants.workspaceId), eq(products.id, productVariants.productId)),
      )
      .where(and(eq(productVariants.workspaceId, ctx.workspaceId), eq(products.status, "active"), ...words.map(says)))
      .orderBy(desc(available), asc(product), asc(productVariants.place), asc(productVariants.id))
      .limit(mostFound),
  );
}

function says(word: string): SQL {
  const like = `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return sql`concat_ws(' ', ${products.title}, ${productVariants.title}, ${productVariants.sku}, ${products.productType},
    ${products.vendor}, array_to_string(${products.tags}, ' '), ${products.description}) ilike ${like}`;
}
