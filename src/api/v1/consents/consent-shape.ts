import { z } from "zod";
import { type Consent, channels, purposes } from "../../../domain/consent/index.ts";

export const channel = z.enum(channels);
export const purpose = z.enum(purposes);

export const consentShape = z
  .object({
    id: z.uuid(),
    channel,
    address: z.string().nullable().describe("Null when the person was erased."),
    purpose: purpose.describe("service: answers and news of orders. promotional: what is to sell something."),
    state: z.enum(["given", "withdrawn"]),
    at: z.iso.datetime().describe("When she said so."),
    how: z.enum(["keyword", "plain_language", "agent", "provider", "import", "form"]),
    by: z.object({ type: z.string(), id: z.string().nullable() }).describe("Who wrote it down."),
    evidence: z.object({
      words: z.string().nullable().describe("The words that were taken for it."),
      textHash: z.string().nullable().describe("SHA-256 of the whole message, as hex."),
      messageId: z.uuid().nullable(),
      externalId: z.string().nullable().describe("The message as the provider knows it."),
      providerCode: z.string().nullable(),
      note: z.string().nullable(),
    }),
    recordedAt: z.iso.datetime(),
  })
  .meta({ id: "Consent" });

export function showConsent({ evidence, at, createdAt, ...consent }: Consent): z.input<typeof consentShape> {
  const { words, textHash, messageId, externalId, providerCode, note } = evidence ?? {};
  return {
    ...consent,
    at: at.toISOString(),
    recordedAt: createdAt.toISOString(),
    evidence: {
      ...{ words: words ?? null, textHash: textHash ?? null, messageId: messageId ?? null },
      ...{ externalId: externalId ?? null, providerCode: providerCode ?? null, note: note ?? null },
    },
  };
}
