/**
 * What the app asks a shop to be allowed: the least that the documents we send need. `shopify.app.toml` names the same.
 * `npm run check` works both out from the schema; a scope that allows to write allows to read as well.
 * Source: https://shopify.dev/docs/api/usage/access-scopes
 */
export const scopes: readonly string[] = [
  "read_all_orders",
  "read_fulfillments",
  "read_locations",
  "read_products",
  "read_store_credit_accounts",
  "write_customers",
  "write_discounts",
  "write_draft_orders",
  "write_gift_cards",
  "write_order_edits",
  "write_orders",
  "write_returns",
  "write_store_credit_account_transactions",
];

/** Needed though no field of the schema asks for them, and why. */
export const scopesBeyondFields: Readonly<Record<string, string>> = {
  read_fulfillments: "What webhooks say of parcels is not sent without it",
  read_all_orders: "Orders older than 60 days are hidden without it",
};
