/** Minor units as Shopify's decimal string: 2400 EUR is "24.0", as Ruby writes it. */
export function decimal(minor: number, currency: string): string {
  const [whole = "0", fraction = ""] = price(minor, currency).split(".");
  return `${whole}.${fraction.replace(/0+$/, "") || "0"}`;
}

/** With all digits of the currency, as webhooks write it: "24.00"; yen have none. */
export function price(minor: number, currency: string): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const all = String(Math.abs(minor)).padStart(digits + 1, "0");
  const cut = all.length - digits;
  return `${minor < 0 ? "-" : ""}${all.slice(0, cut)}${digits > 0 ? `.${all.slice(cut)}` : ""}`;
}

/** The sum a shopper sees for an order, in minor units. */
export function totals(order: {
  lines: readonly { quantity: number; unitPriceMinor: number }[];
  shippingMinor: number;
  refunds: readonly { amountMinor: number }[];
}) {
  const subtotal = order.lines.reduce((sum, { quantity, unitPriceMinor }) => sum + quantity * unitPriceMinor, 0);
  const refunded = order.refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const total = subtotal + order.shippingMinor;
  return { subtotal, refunded, total, current: total - refunded };
}
