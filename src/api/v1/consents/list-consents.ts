import { z } from "zod";
import { listConsents as list } from "../../../domain/consent/index.ts";
import { endpoint } from "../../endpoint.ts";
import { channel, consentShape, purpose, showConsent } from "./consent-shape.ts";

export const listConsents = endpoint({
  method: "get",
  path: "/v1/customers/:customerId/consents",
  scope: "customers:read",
  summary: "Read what a customer wants to be sent, and what shows it",
  description:
    "`standings` is what counts now for each of her addresses, by channel and purpose; `unknown` means that she never " +
    "said: answers may go to her, advertising may not. `history` is every time somebody said something, the newest " +
    "first, 200 at most.",
  tag: "Customers",
  input: z.object({ customerId: z.uuid() }),
  output: z
    .object({
      standings: z.array(
        z.object({
          channel,
          address: z.string(),
          purpose,
          state: z.enum(["given", "withdrawn", "unknown"]),
          consent: z.union([consentShape, z.null()]),
        }),
      ),
      history: z.array(consentShape),
    })
    .meta({ id: "Consents" }),
  async run(ctx, { customerId }) {
    const { standings, history } = await list(ctx, { customerId });
    return {
      standings: standings.map(({ consent, ...one }) => ({ ...one, consent: consent && showConsent(consent) })),
      history: history.map(showConsent),
    };
  },
});
