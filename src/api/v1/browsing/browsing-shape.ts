import { z } from "zod";
import { type Browsing, most } from "../../../domain/browsing/index.ts";

const address = z
  .url({ protocol: /^https?$/, error: "An address that begins with https://" })
  .max(most.url)
  .describe("Of the storefront.");
const text = z.string().max(most.title);
const minor = z.int().min(0).max(1_000_000_000_00).describe("In the smallest unit of the currency.");

const cart = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/, "ISO 4217, as EUR"),
  totalMinor: minor,
  lines: z
    .array(
      z.object({
        title: text.min(1),
        variant: text.nullable(),
        quantity: z.int().min(1).max(1_000_000),
        unitPriceMinor: minor,
        imageUrl: address.nullable(),
      }),
    )
    .max(most.lines),
});

export const browsingInput = {
  seenAt: z.iso
    .datetime({ offset: true })
    .describe("When it was so. What is older than what is known changes nothing."),
  cart: cart.nullable().describe("Null: it is empty."),
  pages: z
    .array(z.object({ url: address, title: text, at: z.iso.datetime({ offset: true }) }))
    .max(most.pages)
    .describe("What was looked at, newest first."),
};

export const browsingShape = z
  .object({ ...browsingInput, seenAt: z.iso.datetime().nullable().describe("Null: no storefront told anything.") })
  .meta({ id: "Browsing" });

export function showBrowsing(known: Browsing | null): z.input<typeof browsingShape> {
  if (!known) return { seenAt: null, cart: null, pages: [] };
  return { seenAt: known.seenAt.toISOString(), cart: known.cart, pages: known.pages };
}
