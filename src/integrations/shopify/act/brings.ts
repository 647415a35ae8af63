import { z } from "zod";
import type { Connection } from "../../contract.ts";
import type { ActionFacts } from "../../contract-actions.ts";
import { variantsDocument } from "../documents-edit-actions.ts";
import { ask } from "./ask.ts";

/** How many of which variant; null: of what is none. */
export interface Moved {
  variantId: string | null;
  quantity: number;
}

const variant = z.object({ id: z.string(), availableForSale: z.boolean(), product: z.object({ id: z.string() }) });
const answer = z.object({ nodes: z.array(z.union([variant, z.unknown()])) });

/** What an edit or exchange brings for what it takes. What is no variant of the shop counts as another product. */
export async function bringsOf(shop: Connection, takes: Moved[], brings: Moved[]): Promise<ActionFacts["brings"]> {
  const asked = [...takes, ...brings].flatMap(({ variantId }) => variantId ?? []);
  if (brings.length === 0) return undefined;
  const ids = [...new Set(asked)];
  const { nodes } = ids.length > 0 ? await ask(shop, variantsDocument, { ids }, answer) : { nodes: [] };
  const known = new Map(
    nodes.flatMap((node) => {
      const read = variant.safeParse(node);
      return read.success ? [[read.data.id, read.data] as const] : [];
    }),
  );
  const left = new Map<string, number>();
  for (const { variantId, quantity } of takes) {
    const product = known.get(variantId ?? "")?.product.id;
    if (product) left.set(product, (left.get(product) ?? 0) + quantity);
  }
  let otherProduct = false;
  for (const { variantId, quantity } of brings) {
    const product = known.get(variantId ?? "")?.product.id ?? "";
    const rest = (left.get(product) ?? 0) - quantity;
    left.set(product, rest);
    otherProduct ||= rest < 0;
  }
  return { otherProduct, unavailable: brings.some(({ variantId }) => isUnavailable(known.get(variantId ?? ""))) };
}

function isUnavailable(found: z.infer<typeof variant> | undefined): boolean {
  return found?.availableForSale === false;
}
