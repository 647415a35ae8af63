import { createHash } from "node:crypto";
import { z } from "zod";
import { AppError } from "../../platform/errors.ts";
import type { LifecycleFact, NamedPerson } from "../contract.ts";

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value == null ? null : String(value).trim() || null))
  .catch(null);
const person = z
  .object({ id: text, email: text, phone: text })
  .nullish()
  .catch(null)
  .transform((customer) => customer ?? { id: null, email: null, phone: null });
const privacyRequest = z.object({
  customer: person,
  data_request: z.object({ id: text }).nullish().catch(null),
});
const scopesUpdate = z.object({ current: z.array(z.string()) });
const shopUpdate = z.object({
  name: z.string().trim().min(1),
  id: text,
  myshopify_domain: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/)
    .nullish()
    .catch(null),
});

/**
 * What a webhook says of the app's own standing in a shop, or of somebody's rights; null for one about what the shop
 * sells. Each may come twice.
 *
 * @param triggeredAt when Shopify says that it happened: a request in the same words a year later is another one.
 */
export function lifecycleFacts(topic: string, body: unknown, triggeredAt: string | null): LifecycleFact[] | null {
  switch (topic) {
    case "app/uninstalled":
      // Heard before it was recorded: see `Install.endedAt`.
      return [];
    case "app/scopes_update":
      return read(scopesUpdate, { topic, body }, ({ current }) => ({ kind: "scopes-changed", scopes: current }));
    case "shop/update":
      return read(shopUpdate, { topic, body }, ({ name, id, myshopify_domain: domain }) => ({
        ...{ kind: "account-renamed", displayName: name, account: domain ?? null, externalId: shopId(id) },
      }));
    case "app_subscriptions/update":
      return [{ kind: "charges-changed" }];
    case "customers/data_request":
      return read(privacyRequest, { topic, body }, ({ customer, data_request }) => ({
        kind: "person-data-asked",
        requestId: data_request?.id ?? idOf(topic, body, triggeredAt),
        person: namedPerson(customer),
      }));
    case "customers/redact":
      return read(privacyRequest, { topic, body }, ({ customer }) => ({
        kind: "person-erasure-asked",
        requestId: idOf(topic, body, triggeredAt),
        person: namedPerson(customer),
      }));
    case "shop/redact":
      return [{ kind: "account-erasure-asked", requestId: idOf(topic, body, triggeredAt) }];
    default:
      return null;
  }
}

/** @throws AppError: it may be somebody's right, so it is set aside where a person sees it. */
function read<T>(schema: z.ZodType<T>, said: { topic: string; body: unknown }, fact: (told: T) => LifecycleFact) {
  const told = schema.safeParse(said.body);
  if (!told.success) throw new AppError("invalid_input", `Shopify's ${said.topic} cannot be understood`);
  return [fact(told.data)];
}

/** A shop as GraphQL calls it, by the number that webhooks say. */
export function shopId(id: string | null): string | null {
  return id && /^\d+$/.test(id) ? `gid://shopify/Shop/${id}` : null;
}

/** The shop's id of her as GraphQL calls it. */
function namedPerson({ id, email, phone }: z.infer<typeof person>): NamedPerson {
  const externalId = id && (/^\d+$/.test(id) ? `gid://shopify/Customer/${id}` : id);
  return { externalId, email: email?.toLowerCase() ?? null, phone };
}

/** Said again in the same words of the same moment, it is the same request. */
function idOf(topic: string, body: unknown, triggeredAt: string | null): string {
  return createHash("sha256")
    .update(`${topic} ${triggeredAt ?? ""} ${JSON.stringify(body)}`)
    .digest("hex");
}
