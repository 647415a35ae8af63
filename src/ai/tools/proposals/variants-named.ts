import { variantsByRef } from "../../../domain/commerce/index.ts";
import { type Grant, refusal } from "../tool.ts";

/** What a model calls a variant by: "v44012345". */
export function variantRef(externalId: string): string {
  return `v${externalId.split("/").at(-1)}`;
}

const mostLines = 10;
const mostOfOne = 20;

/** @throws refusal bad_variants. */
export function readVariants(written: string): { ref: string; quantity: number }[] {
  const parts = written.split(",").map((part) => /^\s*v?([\w-]{1,60})\s*(?::\s*(\d{1,3})\s*)?$/.exec(part));
  if (parts.length > mostLines) throw refusal("bad_variants", `Name ${mostLines} variants at most`);
  return parts.map((part) => ({ ref: part?.[1] ?? "", quantity: Number(part?.[2] ?? 1) }));
}

/**
 * Variants of a shop by their names, with quantities: "v44012345:2". They must be sold there now.
 * @throws refusals bad_variants, unavailable.
 */
export async function variantsNamed(
  { ctx }: Pick<Grant, "ctx">,
  connectionId: string,
  written: string,
): Promise<{ variantId: string; quantity: number }[]> {
  const wanted = readVariants(written);
  const found = await variantsByRef(ctx, { connectionId, refs: wanted.map(({ ref }) => ref) });
  return wanted.map(({ ref, quantity }) => {
    const variant = found.get(ref);
    if (!variant) throw refusal("bad_variants", "Name variants as search_products shows them: “v44012345:1”");
    if (quantity < 1 || quantity > mostOfOne) throw refusal("bad_variants", `1 to ${mostOfOne} of one`);
    const isShort = variant.inventory !== null && variant.inventory < quantity;
    if (!variant.available || isShort) {
      throw refusal("unavailable", "The shop does not have so many of it now: look for another");
    }
    return { variantId: variant.externalId, quantity };
  });
}
