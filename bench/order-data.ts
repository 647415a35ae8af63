/** Orders like those of a real shop: two lines, an address, a parcel, a payment. All of them older than two months. */
const firstDay = Date.parse("2024-01-01T09:00:00Z");
const firstId = 5_000_000_000_000;
export const customers = 20_000;

const gid = (type: string, id: number) => `gid://shopify/${type}/${id}`;
const money = (amount: string) => ({ shopMoney: { amount }, presentmentMoney: { amount } });
const customerOf = (n: number) => gid("Customer", 7_000_000_000_000 + (n % customers));
const at = (n: number, hours = 0) => new Date(firstDay + (n % 700_000) * 60_000 + hours * 3_600_000).toISOString();

function address(n: number) {
  return {
    ...{ name: `Shopper ${n % customers}`, company: null, address1: `Storgata ${n % 400}`, address2: null },
    ...{ city: "Oslo", province: null, zip: String(1000 + (n % 9000)), country: "Norway", countryCodeV2: "NO" },
    phone: null,
  };
}

/** An order as a bulk file has it: a line for it, and one for each part behind it. */
export function bulkLines(n: number): string {
  const id = firstId + n;
  const orderId = gid("Order", id);
  const line = (k: number) => ({
    ...{ id: gid("LineItem", id * 10 + k), title: `Candle "Fjord" no. ${(n + k) % 500}`, variantTitle: "Large" },
    ...{ sku: `FJORD-${(n + k) % 500}`, quantity: 1 + (n % 3), currentQuantity: 1 + (n % 3) },
    ...{ refundableQuantity: 1 + (n % 3), unfulfilledQuantity: 0 },
    ...{ product: { id: gid("Product", 1000 + k) }, variant: { id: gid("ProductVariant", 2000 + k) } },
    image: { url: `https://cdn.shopify.com/s/files/1/0000/0001/files/fjord-${k}.jpg?v=1700000000` },
    ...{ originalUnitPriceSet: money("24.90"), discountedTotalSet: money("24.90"), __parentId: orderId },
  });
  const shipping = {
    ...{ id: gid("ShippingLine", id * 10 + 9), title: "Standard" },
    ...{ originalPriceSet: money("4.90"), discountedPriceSet: money("4.90"), __parentId: orderId },
  };
  return [order(n, id), line(1), line(2), shipping].map((each) => `${JSON.stringify(each)}\n`).join("");
}

function order(n: number, id: number) {
  return {
    ...{ createdAt: at(n), id: gid("Order", id), legacyResourceId: String(id), name: `#${1000 + n}` },
    ...{ processedAt: at(n), updatedAt: at(n, 72), cancelledAt: null, cancelReason: null, closedAt: at(n, 72) },
    ...{ email: `shopper${n % customers}@mail.example`, phone: null, note: null, tags: ["web"], test: false },
    ...{ confirmationNumber: `C${id.toString(36).toUpperCase()}`, currencyCode: "EUR", presentmentCurrencyCode: "EUR" },
    ...{ displayFinancialStatus: "PAID", displayFulfillmentStatus: "FULFILLED", returnStatus: "NO_RETURN" },
    ...{ taxesIncluded: true, fulfillable: false, merchantEditable: false, refundable: true, restockable: true },
    merchantEditableErrors: ["The order is fulfilled."],
    ...{ paymentGatewayNames: ["shopify_payments"], sourceName: "web" },
    statusPageUrl: `https://bench.example/1/orders/${id.toString(16)}/authenticate?key=${id.toString(36)}`,
    customer: { id: customerOf(n) },
    ...{ totalPriceSet: money("54.70"), currentTotalPriceSet: money("54.70"), subtotalPriceSet: money("49.80") },
    ...{ totalDiscountsSet: money("0.0"), totalShippingPriceSet: money("4.90"), totalTaxSet: money("10.94") },
    ...{ totalReceivedSet: money("54.70"), totalRefundedSet: money("0.0"), totalOutstandingSet: money("0.0") },
    ...{ shippingAddress: address(n), billingAddress: address(n), disputes: [], refunds: [] },
    risk: { recommendation: "ACCEPT", assessments: [{ riskLevel: "LOW" }] },
    taxLines: [{ title: "MVA", rate: 0.25, priceSet: money("10.94") }],
    transactions: [
      {
        ...{ id: gid("OrderTransaction", id * 10), kind: "SALE", status: "SUCCESS", gateway: "shopify_payments" },
        ...{ processedAt: at(n), amountSet: money("54.70"), parentTransaction: null },
      },
    ],
    fulfillments: [
      {
        ...{ id: gid("Fulfillment", id * 10), status: "SUCCESS", displayStatus: "DELIVERED", createdAt: at(n, 20) },
        ...{ estimatedDeliveryAt: null, inTransitAt: at(n, 24), deliveredAt: at(n, 70) },
        trackingInfo: [{ company: "PostNord", number: `PN${id}`, url: `https://track.example/PN${id}` }],
      },
    ],
  };
}

/** An order as a webhook tells it, of the size they usually have. */
export function anOrderWebhook(n: number): Record<string, unknown> {
  const set = { shop_money: { amount: "24.90", currency_code: "EUR" }, presentment_money: { amount: "24.90" } };
  const person = { first_name: "Shopper", last_name: String(n), address1: "Storgata 1", city: "Oslo", zip: "0155" };
  const lines = Array.from({ length: 4 }, (_, k) => ({
    ...{ id: firstId * 10 + k, admin_graphql_api_id: gid("LineItem", firstId * 10 + k), title: "Candle", quantity: 1 },
    ...{ price: "24.90", price_set: set, total_discount_set: set, tax_lines: [{ price_set: set, title: "MVA" }] },
    ...{ sku: "FJORD", variant_title: "Large", vendor: "Bench", properties: [], duties: [], discount_allocations: [] },
  }));
  const sets = ["total_price", "subtotal_price", "total_tax", "total_discounts", "current_total_price"].flatMap(
    (name) => [
      [name, "24.90"],
      [`${name}_set`, set],
    ],
  );
  return {
    ...{ id: firstId + n, admin_graphql_api_id: gid("Order", firstId + n), name: `#${1000 + n}`, currency: "EUR" },
    ...{ email: `shopper${n}@mail.example`, created_at: at(n), updated_at: at(n, 1), note: null, tags: "" },
    ...Object.fromEntries(sets),
    ...{ line_items: lines, shipping_address: person, billing_address: person, customer: { id: n, ...person } },
    note_attributes: Array.from({ length: 20 }, (_, k) => ({ name: `attribute ${k}`, value: "x".repeat(200) })),
  };
}
