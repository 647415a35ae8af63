import { findLeftCart } from "../domain/commerce/index.ts";
import type { GuidanceContent } from "../domain/guidance/index.ts";
import { type Occasion, type Over, whyCartOver, whyRequestOver } from "../domain/outreach/index.ts";
import { findAskedFor } from "../domain/stock-requests/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { money } from "./tools/describe-order.ts";

/** How it stands with an occasion now. */
interface Look {
  /** Why there is nothing to write about any more; null: it stands. */
  ended: Over | null;
  /** Since when there is a reason; absent where it is gone. */
  since?: Date;
  /** After that it comes too late; null: it does not. */
  latestAt: Date | null;
  /** The record of it, as the model is shown it: what a shop says is data. */
  shown: Record<string, unknown>;
}

export interface OccasionRules {
  /** It is to sell something, and takes her consent to that. Else she has asked for it herself. */
  isAdvertising: boolean;
  /** What the guidance says of it; null: it is off. */
  setting(outreach: GuidanceContent["outreach"]): { holdOutPercent: number } | null;
  look(ctx: Context, of: { sourceId: string; customerId: string }): Promise<Look>;
  /** What the model is to do, in words of ours. */
  words: string;
}

const manners =
  "At most one question or one offer, short: at most 200 characters as a text, at most 90 words as a mail. No discount, no code, no urgency, nothing about how few are left, nothing she did not put in it herself. If what she wrote before speaks against writing to her now, do not reply, and say why.";

/** A customer who left a cart is never texted later than so long after. */
const cartHoldsMs = 48 * 3_600_000;
const mostLines = 5;

/** What the shop may write about unasked; a new occasion is an entry here. */
export const occasions: Readonly<Record<Occasion, OccasionRules>> = {
  cart: {
    isAdvertising: true,
    setting: ({ cart }) => cart,
    async look(ctx, { sourceId: checkoutId, customerId }) {
      const cart = await findLeftCart(ctx, { checkoutId, customerId });
      const ended = whyCartOver(cart);
      if (!cart) return { ended, latestAt: null, shown: {} };
      const { leftAt, presentmentCurrency: currency } = cart;
      const lines = cart.lines.slice(0, mostLines).map(({ title, variant, quantity, presentmentUnitPriceMinor }) => ({
        ...{ title: title.slice(0, 120), variant: variant?.slice(0, 80) ?? null, quantity },
        unitPrice: money(presentmentUnitPriceMinor, currency),
      }));
      const shown = {
        cart: { leftAt, lines, total: money(cart.presentmentTotalMinor, currency), link: cart.recoveryUrl },
      };
      return { ended, since: leftAt, latestAt: new Date(leftAt.getTime() + cartHoldsMs), shown };
    },
    words: `The customer has left a cart in the shop and has not written about it: it stands as \`occasion\` in the data. Write to her once of it, in a friendly way and as a person would: name what she chose, give the link if there is one, and ask what kept her or offer help. ${manners}`,
  },
  back_in_stock: {
    isAdvertising: false,
    setting: ({ backInStock }) => backInStock,
    async look(ctx, { sourceId }) {
      const asked = await findAskedFor(ctx, sourceId);
      const ended = whyRequestOver(asked);
      if (!asked?.variant) return { ended, latestAt: null, shown: {} };
      const { title, variant } = asked;
      const price = money(variant.priceMinor, variant.currency);
      return { ended, latestAt: null, shown: { backInStock: { goods: title, price, link: variant.url } } };
    },
    words: `The customer has asked to be told when something is there again, and it is: it stands as \`occasion\` in the data. Tell her so once: name the goods and the price, and give the link if there is one. ${manners}`,
  },
};
