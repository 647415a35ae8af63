import { z } from "zod";
import { previewRecipients } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { consentShape, showConsent } from "../consents/consent-shape.ts";
import { address } from "./message-shape.ts";

const recipientsShape = z
  .object({
    to: z.array(address),
    cc: z.array(address),
    warnings: z
      .array(
        z.object({
          code: z.enum(["reply_to_used", "reply_to_ignored", "cc_left_out", "newest_is_from_other", "no_address"]),
          message: z.string().describe("For the person who writes the reply."),
        }),
      )
      .describe("Where the reply does not go to everybody one might expect."),
    refusal: z
      .object({
        reason: z.enum(["consent_withdrawn", "no_consent", "quiet_hours"]),
        message: z.string().describe("What to do, for the person who writes the reply."),
        address: z.string(),
        consent: z.union([consentShape, z.null()]).describe("What she said and how."),
      })
      .nullable()
      .describe("Why a reply to them would be refused: somebody has opted out. Null: nothing speaks against it."),
    participants: z.array(address).describe("Everybody who wrote or was openly written to here, the newest first."),
  })
  .meta({ id: "Recipients" });

export const getRecipients = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId/recipients",
  scope: "conversations:read",
  summary: "Read whom a reply would go to",
  description:
    "The customer, at the address of her newest mail that no machine wrote. `Reply-To` is followed within the " +
    "sender's own domain, or in the shop's own contact form. Up to 10 people in copy stay in copy; with more, or when " +
    "the mail did not prove its sender, nobody does.",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid() }),
  output: recipientsShape,
  async run(ctx, { conversationId }) {
    const { refusal, ...recipients } = await previewRecipients(ctx, conversationId);
    const consent = refusal?.consent ? showConsent(refusal.consent) : null;
    return { ...recipients, refusal: refusal && { ...refusal, consent } };
  },
});
