import { gid, shopNumber } from "../gid.ts";
import type { Customer } from "../goods-records.ts";
import { seenCustomer } from "../protected-data.ts";
import type { Shop } from "../state.ts";

/**
 * A customer in the REST form webhooks still have.
 * Source: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-customers/update
 */
export function customerPayload(whole: Customer, shop: Shop) {
  const { currency } = shop;
  const customer = seenCustomer(shop, whole);
  const { id, email, phone, firstName, lastName, note, createdAt, updatedAt, addresses, defaultAddressId } = customer;
  const address = addresses.find((each) => each.id === defaultAddressId);
  return {
    ...{ id, email, phone, first_name: firstName, last_name: lastName, created_at: createdAt, updated_at: updatedAt },
    ...{ state: "disabled", note, verified_email: email !== null, tax_exempt: false, currency },
    default_address: address
      ? {
          ...{ id: address.id, customer_id: id, first_name: address.firstName, last_name: address.lastName },
          ...{ name: [address.firstName, address.lastName].filter(Boolean).join(" "), address1: address.address1 },
          ...{ city: address.city, zip: address.zip, country: address.country },
          ...{ country_code: address.countryCode, default: true },
        }
      : null,
    admin_graphql_api_id: gid("Customer", id),
  };
}

export function uninstalledPayload({ domain, name, email, currency }: Shop) {
  return {
    id: shopNumber({ domain }),
    name,
    email,
    domain,
    myshopify_domain: domain,
    currency,
    plan_name: "partner_test",
  };
}
