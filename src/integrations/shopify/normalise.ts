import { z } from "zod";
import type { Fact } from "../contract.ts";

const email = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^\s@]+@[^\s@]+$/)
  .nullish()
  .catch(null);
const delivery = z.object({
  topic: z.string(),
  body: z.object({
    email,
    contact_email: email,
    customer: z.object({ email }).nullish().catch(null),
  }),
});

/** About data-protection requests, not about what the customer bought. */
const compliance = new Set(["customers/data_request", "customers/redact"]);

/**
 * Orders and customers that changed, by the address we look them up with. Everything may be null: guests,
 * point-of-sale orders and shops without approval for protected data have no email.
 */
export async function normalise(payload: unknown): Promise<Fact[]> {
  const parsed = delivery.safeParse(payload);
  if (!parsed.success) return [];
  const { topic, body } = parsed.data;
  if (!/^(?:orders|customers)\//.test(topic) || compliance.has(topic)) return [];
  const addresses = new Set([body.customer?.email, body.email, body.contact_email]);
  return [...addresses].filter((found) => found != null).map((found) => ({ kind: "customer-changed", email: found }));
}
