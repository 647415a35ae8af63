import { gid } from "../gid.ts";
import type { Order, Return } from "../records.ts";

/** Source: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-returns/approve */
export function returnPayload(given: Return, order: Order) {
  const { id, name, status, lines, exchanges, decline } = given;
  const named = { id, admin_graphql_api_id: gid("Return", id), status: status.toLowerCase() };
  if (status === "CANCELED" || status === "CLOSED") return { ...named, order_id: order.id };
  const about = { ...named, order: { id: order.id, admin_graphql_api_id: gid("Order", order.id) } };
  if (decline) return { ...about, decline: { reason: decline.reason.toLowerCase(), note: decline.note } };
  return {
    ...{ ...about, name, total_return_line_items: lines.length, total_exchange_line_items: exchanges.length },
    return_line_items: lines.map((line) => ({
      ...{ id: line.id, admin_graphql_api_id: gid("ReturnLineItem", line.id), quantity: line.quantity },
      ...{ return_reason_note: line.reasonNote, customer_note: line.customerNote },
    })),
    exchange_line_items: exchanges.map((line) => ({
      ...{ id: line.id, admin_graphql_api_id: gid("ExchangeLineItem", line.id), line_item: null },
    })),
  };
}
