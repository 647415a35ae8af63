import { announce } from "../announce.ts";
import { found } from "../find.ts";
import { touch } from "../moment.ts";
import type { Asking, Part } from "../part.ts";
import { fulfillmentPayload } from "../payloads/order.ts";
import { payload, Refused } from "../user-error.ts";
import { fulfillmentView } from "../views/fulfillment.ts";

interface TrackingArgs {
  fulfillmentId: string;
  trackingInfoInput: {
    company?: string | null;
    number?: string | null;
    numbers?: string[] | null;
    url?: string | null;
    urls?: string[] | null;
  };
}

export const fulfillmentMutations: Part = {
  mutation: (asking) => ({
    fulfillmentTrackingInfoUpdate: (args: TrackingArgs) => payload(() => updateTracking(asking, args)),
  }),
};

function updateTracking(asking: Asking, { fulfillmentId, trackingInfoInput: input }: TrackingArgs) {
  const all = asking.shop.orders.flatMap(({ fulfillments }) => fulfillments);
  const fulfillment = found(all, "Fulfillment", fulfillmentId, ["fulfillmentId"], "Fulfillment does not exist.");
  const order = asking.shop.orders.find(({ fulfillments }) => fulfillments.includes(fulfillment));
  if (!order || fulfillment.status === "CANCELLED") {
    throw new Refused(["fulfillmentId"], "Fulfillment is cancelled.");
  }
  const numbers = input.numbers ?? (input.number ? [input.number] : []);
  const urls = input.urls ?? (input.url ? [input.url] : []);
  const company = input.company ?? fulfillment.trackings[0]?.company ?? null;
  fulfillment.trackings = Array.from({ length: Math.max(numbers.length, urls.length, company ? 1 : 0) }, (_, i) => ({
    ...{ company, number: numbers[i] ?? null, url: urls[i] ?? null },
  }));
  touch(fulfillment);
  touch(order);
  announce(asking).send("fulfillments/update", fulfillmentPayload(fulfillment, order));
  announce(asking).order(order);
  return { fulfillment: () => fulfillmentView(asking, order, fulfillment) };
}
