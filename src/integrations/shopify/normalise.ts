import { z } from "zod";
import type { Fact } from "../contract.ts";
import { lifecycleFacts } from "./lifecycle.ts";

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
    admin_graphql_api_id: z.string().nullish().catch(null),
    customer: z.object({ email }).nullish().catch(null),
  }),
});

const said = z.object({ topic: z.string(), body: z.unknown() });

/**
 * Orders and customers that changed, by the address we look them up with. Everything may be null: guests,
 * point-of-sale orders and shops without approval for protected data have no email.
 */
export async function normalise(payload: unknown): Promise<Fact[]> {
  const told = said.safeParse(payload);
  const lifecycle = told.success ? lifecycleFacts(told.data.topic, told.data.body) : null;
  if (lifecycle) return lifecycle;
  const parsed = delivery.safeParse(payload);
  if (!parsed.success) return [];
  const { topic, body } = parsed.data;
  if (topic === "bulk_operations/finish") return exportFinished(body.admin_graphql_api_id);
  if (!/^(?:orders|customers)\//.test(topic)) return [];
  const addresses = new Set([body.customer?.email, body.email, body.contact_email]);
  return [...addresses].filter((found) => found != null).map((found) => ({ kind: "customer-changed", email: found }));
}

function exportFinished(exportId: string | null | undefined): Fact[] {
  return exportId ? [{ kind: "export-finished", exportId }] : [];
}
