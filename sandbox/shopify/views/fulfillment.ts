import { times } from "../bag.ts";
import { connection, type PageArgs } from "../connection.ts";
import { gid } from "../gid.ts";
import type { Asking } from "../part.ts";
import type { Fulfillment, Order } from "../records.ts";
import { priceOf } from "../totals.ts";
import { lineView } from "./line.ts";
import { bagView } from "./money.ts";
import { orderView } from "./order.ts";
import { locationView } from "./product.ts";

interface FirstArgs {
  first?: number | null;
}

export function fulfillmentView(asking: Asking, order: Order, fulfillment: Fulfillment) {
  const { id, status, displayStatus, createdAt, updatedAt, estimatedDeliveryAt, inTransitAt, deliveredAt } =
    fulfillment;
  const [location] = asking.shop.locations;
  return {
    ...{ id: gid("Fulfillment", id), legacyResourceId: String(id), status, displayStatus, createdAt, updatedAt },
    ...{ name: `#${order.number}-F${order.fulfillments.indexOf(fulfillment) + 1}`, requiresShipping: true },
    ...{ estimatedDeliveryAt, inTransitAt, deliveredAt },
    totalQuantity: fulfillment.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    order: () => orderView(asking, order),
    location: () => (location ? locationView(location) : null),
    trackingInfo: ({ first }: FirstArgs) => fulfillment.trackings.slice(0, first ?? undefined),
    events: (args: PageArgs) =>
      connection(fulfillment.events, args, ({ id: eventId, status: what, message, at }) => ({
        ...{ id: gid("FulfillmentEvent", eventId), status: what, message, city: null, country: null },
        ...{ createdAt: at, happenedAt: at, estimatedDeliveryAt },
      })),
    fulfillmentLineItems: (args: PageArgs) =>
      connection(fulfillment.lines, args, (line) => fulfillmentLineView(asking, order, line)),
  };
}

export function fulfillmentLineView(
  asking: Asking,
  order: Order,
  { id, lineId, quantity }: Fulfillment["lines"][number],
): { id: string } {
  const line = order.lines.find((each) => each.id === lineId);
  if (!line) return { id: gid("FulfillmentLineItem", id) };
  const bag = bagView(asking.shop, order);
  return {
    ...{ id: gid("FulfillmentLineItem", id), quantity, originalTotalSet: bag(times(line.unit, quantity)) },
    ...{ discountedTotalSet: bag(priceOf(line, quantity)), lineItem: () => lineView(asking, order, line) },
  };
}

/** A line of a shipment, and the shipment it went with. */
export function fulfillmentLineOf(order: Order, id: number) {
  for (const fulfillment of order.fulfillments) {
    const line = fulfillment.lines.find((each) => each.id === id);
    if (line) return { fulfillment, line };
  }
  return null;
}
