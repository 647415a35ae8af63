import { connection, type PageArgs } from "../connection.ts";
import { numberIn } from "../find.ts";
import { gid } from "../gid.ts";
import type { Asking } from "../part.ts";
import type { Fulfillment, Order } from "../records.ts";
import { fulfillmentLineView, fulfillmentView } from "../views/fulfillment.ts";

/** Units of a line of a shipment that were neither returned nor refunded yet. */
export function returnableUnits(order: Order, line: Fulfillment["lines"][number]): number {
  const returned = order.returns
    .filter(({ status }) => status !== "CANCELED" && status !== "DECLINED")
    .flatMap(({ lines }) => lines)
    .filter(({ fulfillmentLineId }) => fulfillmentLineId === line.id)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  const refunded = order.refunds
    .filter(({ returnId }) => returnId === null)
    .flatMap(({ lines }) => lines)
    .filter(({ lineId, restockType }) => lineId === line.lineId && restockType !== "CANCEL")
    .reduce((sum, { quantity }) => sum + quantity, 0);
  return Math.max(0, line.quantity - returned - refunded);
}

export function returnableFulfillments(asking: Asking, { orderId, ...args }: PageArgs & { orderId: string }) {
  const order = asking.shop.orders.find(({ id }) => id === numberIn("Order", orderId));
  const rows = (order?.fulfillments ?? []).filter(
    ({ status, lines }) => order && status === "SUCCESS" && lines.some((line) => returnableUnits(order, line) > 0),
  );
  return connection(rows, args, (row) => ({
    id: gid("ReturnableFulfillment", row.id),
    fulfillment: () => order && fulfillmentView(asking, order, row),
    returnableFulfillmentLineItems: (lineArgs: PageArgs) =>
      connection(
        row.lines.filter((line) => order && returnableUnits(order, line) > 0),
        lineArgs,
        (line) => ({
          fulfillmentLineItem: () => order && fulfillmentLineView(asking, order, line),
          quantity: order ? returnableUnits(order, line) : 0,
        }),
      ),
  }));
}
