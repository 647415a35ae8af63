/** Minor units as Shopify's decimal string: 2400 EUR is "24.0", as Ruby writes it. */
export function decimal(minor: number, currency: string): string {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const whole = String(Math.abs(minor)).padStart(digits + 1, "0");
  const cut = whole.length - digits;
  const fraction = whole.slice(cut).replace(/0+$/, "") || "0";
  return `${minor < 0 ? "-" : ""}${whole.slice(0, cut)}.${fraction}`;
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
