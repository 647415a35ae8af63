import { z } from "zod";
import { recordConsent as record } from "../../../domain/consent/index.ts";
import { getMessage } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { channel, consentShape, purpose, showConsent } from "./consent-shape.ts";

export const recordConsent = endpoint({
  method: "post",
  path: "/v1/customers/:customerId/consents",
  scope: "customers:write",
  summary: "Record that a customer agrees to be written to, or does not want it any more",
  description:
    "Wherever she said so: on the phone, by mail, in a form. What is withdrawn for service is withdrawn for " +
    "advertising too. From then on nothing is sent past it by anybody. 422 when she has no address of that channel and " +
    "none is named, when the address is another customer's, and for consent that nothing shows.",
  tag: "Customers",
  input: z.object({
    customerId: z.uuid(),
    channel,
    address: z.string().trim().min(3).max(320).optional().describe("Default: all of hers on this channel."),
    purpose: z.union([purpose, z.literal("all")]).default("all"),
    state: z.enum(["withdrawn", "given"]),
    how: z.enum(["agent", "import", "form"]).default("agent"),
    at: z.iso.datetime({ offset: true }).optional().describe("When she said so; default now."),
    messageId: z.uuid().optional().describe("The message in which she said so."),
    note: z.string().trim().min(1).max(1000).optional().describe("What she said, or where."),
  }),
  output: z.object({ data: z.array(consentShape) }),
  status: 201,
  async run(ctx, { address, at, messageId, note, ...input }) {
    // Of this workspace, and one the caller may see.
    if (messageId !== undefined) await getMessage(ctx, messageId);
    const written = await record(ctx, {
      ...input,
      ...(address !== undefined && { address }),
      ...(at !== undefined && { at: new Date(at) }),
      evidence: { ...(messageId !== undefined && { messageId }), ...(note !== undefined && { note }) },
    });
    return { data: written.map(showConsent) };
  },
});
