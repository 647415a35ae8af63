import { z } from "zod";
import { allow } from "../../../domain/access/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { findOffers } from "./find-offers.ts";
import { offerShape, wanted } from "./number-shape.ts";

export const listNumberOffers = endpoint({
  method: "get",
  path: "/v1/number-offers",
  scope: "connections:manage",
  summary: "Find numbers for sale",
  description: "Asked at the provider now; at most 20. Those that can receive texts only.",
  tag: "Numbers",
  input: z.object({
    ...wanted,
    areaCode: z
      .string()
      .regex(/^\d{2,5}$/)
      .optional()
      .describe("Of local numbers in the United States and Canada."),
    contains: z
      .string()
      .regex(/^[\d*]{2,15}$/, "Digits, and * for any")
      .optional(),
  }),
  output: listOf(offerShape),
  problems: [409, 502, 503],
  async run(ctx, asked) {
    allow(ctx, "connections:manage");
    const offers = await findOffers(ctx, asked);
    return wholeList(offers, ({ priceMinor, currency, ...offer }) => {
      return { ...offer, monthlyPrice: { amountMinor: priceMinor, currency } };
    });
  },
});
