import { z } from "zod";
import { discountCode, onCustomer, onOrder } from "../actions/index.ts";

const order = z
  .enum(["conversation", "newest"])
  .default("conversation")
  .describe(
    "conversation: the one of the customer's orders that the conversation names, or her only one. newest: the last she placed.",
  );
const note = z.string().trim().min(1).max(2000).describe("Added below what stands there. May hold variables.");
const daysValid = z.int().min(1).max(366).nullable().default(null).describe("From when it is made; null: for ever.");

/**
 * Something to be asked of a shop, written down before anybody knows for which order or customer: the ledger's own
 * kinds, as far as they make sense without choosing lines.
 */
export const shopTemplate = z.discriminatedUnion("kind", [
  onOrder.tag.extend({ order }),
  z.strictObject({ kind: z.literal("order.add_note"), order, note }),
  onOrder.cancel.omit({ note: true }).extend({ order }),
  onOrder.refund.pick({ kind: true, to: true, notify: true }).extend({
    order,
    what: z
      .enum(["shipping", "all", "rest"])
      .describe("all: of an order of which nothing was given back yet. rest: whatever is left of what she paid."),
    restock: z.boolean().default(true).describe("Whether the items go back on the shelf."),
  }),
  onOrder.resendConfirmation.pick({ kind: true }).extend({ order }),
  onCustomer.tag,
  z.strictObject({ kind: z.literal("customer.add_note"), note }),
  onCustomer.addCredit.omit({ expiresAt: true }).extend({ daysValid }),
  discountCode.omit({ code: true, endsAt: true }).extend({ daysValid }),
]);
export type ShopTemplate = z.output<typeof shopTemplate>;
