import { z } from "zod";
import { listOrders as list } from "../../../domain/commerce/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, momentAndId, pageInput } from "../../pages.ts";

const orderShape = z
  .object({
    id: z.uuid(),
    name: z.string().describe("As the shop shows it: #1042."),
    placedAt: z.iso.datetime(),
    currency: z.string().describe("ISO 4217."),
    totalMinor: z.number().int().describe("In the currency's smallest unit."),
    financialStatus: z.string().nullable(),
    fulfillmentStatus: z.string().nullable(),
    cancelledAt: z.iso.datetime().nullable(),
    lines: z.array(
      z.object({
        title: z.string(),
        variant: z.string().nullable(),
        quantity: z.number().int(),
        unitPriceMinor: z.number().int(),
        imageUrl: z.string().nullable(),
      }),
    ),
    fulfillments: z.array(
      z.object({
        status: z.string(),
        trackingCompany: z.string().nullable(),
        trackingNumber: z.string().nullable(),
        trackingUrl: z.string().nullable(),
        estimatedDeliveryAt: z.string().nullable(),
        deliveredAt: z.string().nullable(),
      }),
    ),
    adminUrl: z.string().nullable(),
  })
  .meta({ id: "Order" });

export const listOrders = endpoint({
  method: "get",
  path: "/v1/customers/:customerId/orders",
  scope: "orders:read",
  summary: "List a customer's orders, newest first",
  tag: "Customers",
  input: z.object({ customerId: z.uuid(), ...pageInput }),
  output: listOf(orderShape),
  async run(ctx, { customerId, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { customerId }, position: momentAndId });
    const after = page.after && { placedAt: new Date(page.after[0]), id: page.after[1] };
    const rows = await list(ctx, { customerId, limit: page.ask, ...(after && { after }) });
    return page.of(
      rows,
      (order) => ({
        ...order,
        placedAt: order.placedAt.toISOString(),
        cancelledAt: order.cancelledAt?.toISOString() ?? null,
      }),
      (order) => [order.placedAt.toISOString(), order.id],
    );
  },
});
