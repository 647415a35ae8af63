import { z } from "zod";
import type { Connection } from "../../contract.ts";
import type { Money } from "../../contract-actions.ts";
import { shopCurrencyDocument } from "../documents-goodwill-actions.ts";
import type { Amounts } from "./amounts.ts";
import { ask } from "./ask.ts";
import type { Refusal } from "./refused.ts";

/** Nothing, in the shop's currency. */
export async function shopMoney(shop: Connection): Promise<Amounts> {
  const answer = z.object({ shop: z.object({ currencyCode: z.string() }) });
  const nothing = { minor: 0, currency: (await ask(shop, shopCurrencyDocument, {}, answer)).shop.currencyCode };
  return { shop: nothing, customer: nothing };
}

/** Goodwill is given in the shop's currency: what it costs is then known without a rate of anybody's. */
export function goodwillRefusal(amount: Money, currency: string): Refusal | null {
  if (amount.currency !== currency) return { code: "wrong_currency", message: `The shop gives it in ${currency}` };
  return amount.minor > 0 ? null : { code: "invalid_amount", message: "The amount is more than nothing" };
}
