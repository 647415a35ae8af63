import { z } from "zod";
import { listActions } from "../../../domain/actions/index.ts";
import { variantsByRef } from "../../../domain/commerce/index.ts";
import { getConnection } from "../../../domain/connections/index.ts";
import { builtIn } from "../../../domain/tool-switches/index.ts";
import { readVariants, variantsNamed } from "../proposals/variants-named.ts";
import { defineTool, type Grant, refusal } from "../tool.ts";

export const cartLink = defineTool({
  ...builtIn("cart_link"),
  description:
    "A link that opens the shop's own checkout with these variants in the cart. Variants as search_products shows them, with quantities: “v44012345:1, v44012399:2”. With the `code` of a discount that was made for her in this conversation it is taken off there; empty: none.",
  input: z.strictObject({ variants: z.string(), code: z.string() }),
  may: ["connections:read", "actions:read"],
  async run(grant, { variants, code }) {
    const { ctx, evidence } = grant;
    const refs = readVariants(variants).map(({ ref }) => ref);
    const found = await variantsByRef(ctx, { refs });
    const [first] = found.values();
    if (!first) throw refusal("bad_variants", "Name variants as search_products shows them: “v44012345:1”");
    const lines = await variantsNamed({ ctx }, first.connectionId, variants);
    const { account } = await getConnection(ctx, first.connectionId);
    const cart = lines.map(({ variantId, quantity }) => `${variantId.split("/").at(-1)}:${quantity}`).join(",");
    const discount = code.trim() === "" ? "" : await discountIn(grant, first.connectionId, code.trim());
    const link = `https://${account}/cart/${cart}${discount}`;
    evidence.facts.push(link);
    return { link };
  },
});

/** Only a code that the ledger made for this customer here: not one that somebody has guessed, or read on a website. */
async function discountIn({ ctx, conversationId, customerId }: Grant, connectionId: string, code: string) {
  const done = await listActions(ctx, { conversationId, states: ["done"], limit: 50 });
  const hers = done.filter((one) => one.kind === "discount_code.create" && one.customerId === customerId);
  if (!hers.some((one) => one.connectionId === connectionId && one.result?.shown.code === code)) {
    throw refusal("no_such_code", "No such code was made for this customer here");
  }
  return `?discount=${encodeURIComponent(code)}`;
}
