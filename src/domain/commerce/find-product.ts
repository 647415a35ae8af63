import { and, eq } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Product, products } from "./tables.ts";

/** By the shop's own id; null: no shop here has it. */
export async function findProduct(ctx: Context, wanted: string): Promise<Pick<Product, "externalId" | "title"> | null> {
  allow(ctx, "orders:read");
  const { externalId, title } = products;
  const [row] = await read(ctx, (q) =>
    q
      .select({ externalId, title })
      .from(products)
      .where(and(eq(products.workspaceId, ctx.workspaceId), eq(externalId, wanted)))
      .limit(1),
  );
  return row ?? null;
}
