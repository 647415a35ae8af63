import type { Order } from "../../domain/commerce/index.ts";
import { fractionDigits } from "../../platform/currency.ts";
import { addSource, type Evidence } from "../evidence.ts";

/** An order in one line. */
export function summarise(order: Order, evidence: Evidence) {
  return seen(order, headOf(order), evidence);
}

/** An order with its lines and parcels. Titles come from outside and are kept short. */
export function describe(order: Order, evidence: Evidence) {
  const detail = {
    ...headOf(order),
    lines: order.lines.slice(0, 25).map((line, n) => ({
      line: n + 1,
      title: line.title.slice(0, 120),
      variant: line.variant?.slice(0, 80) ?? null,
      quantity: line.quantity,
      unitPrice: money(line.unitPriceMinor, order.currency),
    })),
    fulfillments: order.fulfillments.slice(0, 10),
    shipTo: addressLine(order.details.shippingAddress),
    refunds: order.details.refunds.slice(0, 10).map(({ createdAt, total }) => ({
      at: createdAt,
      amount: money(total.presentmentMinor, order.presentmentCurrency),
    })),
    returns: order.details.returns.slice(0, 10).map(({ name, status }) => ({ name, status })),
  };
  return seen(order, detail, evidence);
}

/**
 * How far an order is, for who has not proved who she is: no items, amounts, addresses, names or tracking numbers.
 */
export function describeStatus(order: Order, evidence: Evidence) {
  const parcel = order.fulfillments.find(({ status }) => status !== "cancelled");
  const shown = {
    name: order.name,
    fulfillmentStatus: order.fulfillmentStatus ?? "unknown",
    cancelledAt: order.cancelledAt?.toISOString().slice(0, 10) ?? null,
    fulfillments: parcel
      ? [
          {
            status: parcel.status,
            trackingCompany: parcel.trackingCompany,
            estimatedDeliveryAt: parcel.estimatedDeliveryAt?.slice(0, 10) ?? null,
            deliveredAt: parcel.deliveredAt?.slice(0, 10) ?? null,
          },
        ]
      : [],
  };
  return seen(order, shown, evidence);
}

/** Notes what the model is shown: an answer may say no more than that. */
function seen<T>(order: Order, shown: T, evidence: Evidence): T {
  addSource(evidence, order.name, { kind: "order", id: order.id, label: order.name });
  evidence.facts.push(JSON.stringify(shown));
  return shown;
}

function headOf(order: Order) {
  return {
    id: order.name,
    name: order.name,
    placedAt: order.placedAt.toISOString(),
    total: money(order.totalMinor, order.currency),
    financialStatus: order.financialStatus ?? "unknown",
    fulfillmentStatus: order.fulfillmentStatus ?? "unknown",
    cancelledAt: order.cancelledAt?.toISOString() ?? null,
  };
}

function addressLine(address: Order["details"]["shippingAddress"]): string | null {
  if (!address) return null;
  const { name, company, address1, address2, zip, city, province, country } = address;
  const place = [zip, city].filter(Boolean).join(" ");
  return [name, company, address1, address2, place, province, country].filter(Boolean).join(", ").slice(0, 300);
}

/** 6980 EUR → "69.80 EUR": models misread minor units. */
export function money(minor: number, currency: string): string {
  const digits = fractionDigits(currency);
  const padded = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = padded.slice(0, padded.length - digits);
  const fraction = digits > 0 ? `.${padded.slice(-digits)}` : "";
  return `${minor < 0 ? "-" : ""}${whole}${fraction} ${currency}`;
}
