import { z } from "zod";
import { variantsByRef } from "../../../domain/commerce/index.ts";
import { getConnection } from "../../../domain/connections/index.ts";
import { builtIn } from "../../../domain/tool-switches/index.ts";
import { readVariants, variantsNamed } from "../proposals/variants-named.ts";
import { defineTool, refusal } from "../tool.ts";

export const cartLink = defineTool({
  ...builtIn("cart_link"),
  description:
    "A link that opens the shop's own checkout with these variants in the cart. Variants as search_products shows them, with quantities: “v44012345:1, v44012399:2”.",
  input: z.strictObject({ variants: z.string() }),
  may: ["connections:read"],
  async run({ ctx, evidence }, { variants }) {
    const refs = readVariants(variants).map(({ ref }) => ref);
    const found = await variantsByRef(ctx, { refs });
    const [first] = found.values();
    if (!first) throw refusal("bad_variants", "Name variants as search_products shows them: “v44012345:1”");
    const lines = await variantsNamed({ ctx }, first.connectionId, variants);
    const { account } = await getConnection(ctx, first.connectionId);
    const cart = lines.map(({ variantId, quantity }) => `${variantId.split("/").at(-1)}:${quantity}`).join(",");
    const link = `https://${account}/cart/${cart}`;
    evidence.facts.push(link);
    return { link };
  },
});
