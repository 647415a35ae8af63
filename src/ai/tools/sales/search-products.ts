import { z } from "zod";
import { searchProducts as search } from "../../../domain/commerce/index.ts";
import { builtIn } from "../../../domain/tool-switches/index.ts";
import { fractionDigits } from "../../../platform/currency.ts";
import { money } from "../describe-order.ts";
import { variantRef } from "../proposals/variants-named.ts";
import { defineTool } from "../tool.ts";
import { notesOn } from "./notes-on.ts";

/** Fewer than these are told as they are; how many a shop has beyond that is nobody's business. */
const fewLeft = 5;

export const searchProducts = defineTool({
  ...builtIn("search_products"),
  description:
    "What the shop sells, by a few words that all must fit (“candle cedar”), with price and stock as the shop says now. `maxPrice` in the shop's currency, 0 for any. Recommend only what is available here, at these prices. `notes` is what the shop says of it; name their ids as sources.",
  input: z.strictObject({ query: z.string(), maxPrice: z.number() }),
  async run({ ctx, evidence }, { query, maxPrice }) {
    const found = await search(ctx, query.slice(0, 200));
    const fitting = found.filter(
      ({ priceMinor, currency }) => !(maxPrice > 0) || priceMinor <= maxPrice * 10 ** fractionDigits(currency),
    );
    const notes = await notesOn(ctx, evidence, fitting);
    const products = fitting.map(
      ({ externalId, product, productId, variant, priceMinor, currency, available, inventory, url }) => ({
        variant: variantRef(externalId),
        name: product.slice(0, 120),
        option: variant.slice(0, 80),
        price: money(priceMinor, currency),
        available,
        left: available && inventory !== null && inventory > 0 && inventory < fewLeft ? inventory : null,
        url,
        notes: notes.get(productId) ?? [],
      }),
    );
    if (products.length > 0) evidence.facts.push(JSON.stringify(products));
    return { products };
  },
});
