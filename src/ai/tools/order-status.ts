import type { Order } from "../../domain/commerce/index.ts";

/**
 * How far an order is, for who has not proved who she is: no items, amounts, addresses, names or tracking numbers.
 */
export function statusOf(order: Order) {
  const [parcel] = order.fulfillments.filter((one) => one.status !== "cancelled");
  return {
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
}
